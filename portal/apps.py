from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from foundation.calendar import guard_forms


class PortalConfig(AppConfig):
    """The portal around newsroom and index data: home, navigation, search page, old addresses, first-run content."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from foundation.audit import happened
        from foundation.background.worker import begins
        from indexdata.bulk.fingerprints import keep_with
        from portal import checks  # noqa: F401 - checks register themselves
        from portal.audit import protection, recording
        from portal.databases import chores as database_chores
        from portal.databases.serving import work_in_background
        from portal.freshness.parts import remember
        from portal.freshness.watching import watch_models
        from portal.measuring.queries import watch_connection
        from portal.signing_in import chores
        from portal.signing_in.watching import watch
        from portal.staff.groups import create_groups

        watch_models()
        keep_with(remember)
        post_migrate.connect(create_groups, sender=apps.get_app_config("news"), dispatch_uid="groups")
        connection_created.connect(protection.teach_connection, dispatch_uid="audit")
        connection_created.connect(
            lambda connection, **_: watch_connection(connection, settings.SLOW_QUERY_SECONDS),
            dispatch_uid="measuring",
            weak=False,
        )
        post_migrate.connect(protection.protect, sender=self, dispatch_uid="audit")
        happened.connect(recording.write_down, dispatch_uid="audit")
        begins.connect(work_in_background, dispatch_uid="patience")
        watch()
        chores.register()
        database_chores.register()


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with the portal's own site as the default one."""

    default = False
    default_site = "portal.staff.site.PortalAdminSite"

    def ready(self):
        """Teach the fields of forms which years there are, then make the pages of the admin."""
        guard_forms()
        super().ready()
