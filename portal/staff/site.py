"""The admin as one site: the theme's, which lists what it holds only where that list is shown."""

from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """The admin of the portal. Its menu is its own (`admin_theme`), so few pages show Django's list of applications."""

    def get_app_list(self, request, app_label=None):
        """Return the list of applications, made when it is first looked at: it asks every permission and address."""
        return SimpleLazyObject(lambda: super(PortalAdminSite, self).get_app_list(request, app_label))
