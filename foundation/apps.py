from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Background work, chores and what failed: about neither news nor figures."""

    name = "foundation"
    verbose_name = _("Background work")

    def ready(self):
        from foundation.background import upkeep
        from foundation.characters.saving import watch_models
        from foundation.readership import upkeep as readership_upkeep

        watch_models()
        upkeep.register()
        readership_upkeep.register()
