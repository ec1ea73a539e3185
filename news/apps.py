from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """Articles and commentary, pictures, tags, popular fabrics, pages and reader comments."""

    name = "news"
    verbose_name = _("Newsroom")

    def ready(self):
        from news.visibility.keeping import watch_migrations

        from . import chores, search
        from .editing import merged_tags
        from .library import upkeep
        from .linking import uses

        search.register()
        uses.watch()
        merged_tags.watch()
        upkeep.watch_pictures()
        chores.register()
        watch_migrations(self)
