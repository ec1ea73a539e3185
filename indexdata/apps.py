from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndexDataConfig(AppConfig):
    """Classification, observations, releases, collecting sources and sample units."""

    name = "indexdata"
    verbose_name = _("Index data")

    def ready(self):
        from .bulk import chore
        from .kinds import register_kinds
        from .models.held_periods import watch_migrations

        register_kinds()
        chore.register()
        watch_migrations(self)
