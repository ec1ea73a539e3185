from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Background work, chores and what failed: about neither news nor figures."""

    name = "foundation"
    verbose_name = _("Background work")

    def ready(self):
        from foundation.background import upkeep
        from foundation.background.chores import every, register_chore
        from foundation.characters.saving import watch_models
        from foundation.readership import upkeep as readership_upkeep
        from foundation.searching.rebuilding import renew

        watch_models()
        upkeep.register()
        readership_upkeep.register()
        title = _("Writing search entries of an older version anew")
        register_chore("search-entries", title, every(minutes=5), renew)
