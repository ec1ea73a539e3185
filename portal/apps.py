from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What spans newsroom and index data: home, navigation, search page, old addresses, first-run content."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from portal import checks, pagecache  # noqa: F401 - checks register themselves

        pagecache.watch_models()

