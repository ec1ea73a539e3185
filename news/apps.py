from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """Articles and commentary, pictures, tags, popular fabrics, pages and reader comments."""

    name = "news"
    verbose_name = _("Newsroom")

    def ready(self):
        from news.visibility.keeping import watch_migrations

        from . import chores, reindexing
        from .editing import due, working_copies
        from .kinds import register_kinds
        from .library import upkeep
        from .linking import uses
        from .releases import agreement_check, commentary_check, release_letters

        register_kinds()
        reindexing.watch()
        uses.watch()
        due.watch()
        working_copies.watch()
        upkeep.watch_library()
        chores.register()
        commentary_check.register()
        release_letters.watch()
        agreement_check.register()
        watch_migrations(self)
