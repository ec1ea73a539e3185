from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """Articles and commentary, pictures, tags, popular fabrics, pages and reader comments."""

    name = "news"
    verbose_name = _("Newsroom")

    def ready(self):
        from news import chores, picture_files, references, search
        from news.visibility.keeping import watch_migrations

        search.register()
        references.watch()
        picture_files.watch_pictures()
        chores.register()
        watch_migrations(self)
