"""Permissions about figures, and the group that has them."""

from foundation.groups import set_group

INDEX_OFFICERS = "Index officers"

_KEPT = ("observation", "release", "provenance", "collectingsource", "sourcefact", "sampleunit")


def user_can_release_figures(user):
    """Tell whether the user may release, reschedule and correct figures."""
    return user.has_perm("indexdata.release_figures")


def user_can_see_embargoed_figures(user):
    """Tell whether the user may see figures before their release."""
    return user.has_perm("indexdata.view_observation")


def user_can_enter_figures(user, release, at=None):
    """Figures are entered and changed freely until the release is public; afterwards only by correction."""
    return user.has_perm("indexdata.add_observation") and not release.is_public(at)


def user_can_import(user):
    """Tell whether the user may bring in figures of coming releases from a file."""
    return user.has_perm("indexdata.add_observation") and user.has_perm("indexdata.change_observation")


def user_can_import_published(user):
    """Tell whether the user may bring in figures that were published before the portal had them: a right of its own."""
    return user.has_perm("indexdata.import_published_figures")


def officer_permissions():
    """Return the permissions of Index officers."""
    wanted = {f"indexdata.{verb}_{noun}" for noun in _KEPT for verb in ("add", "change", "view")}
    wanted |= {"indexdata.delete_observation"}  # under embargo alone: the admin refuses it for what is public
    wanted |= {"indexdata.delete_sourcefact", "indexdata.delete_provenance", "indexdata.delete_sampleunit"}
    wanted |= {f"indexdata.{verb}_event" for verb in ("add", "change", "view", "delete")}
    wanted |= {f"indexdata.{verb}_indexalias" for verb in ("add", "change", "view", "delete")}
    wanted |= {f"indexdata.view_{noun}" for noun in ("draftvintage", "releasechange", "embargoread")}
    wanted |= {
        "indexdata.view_jumptolerance",
        "indexdata.change_jumptolerance",
        "indexdata.view_checkacknowledgement",
    }
    return wanted | {"indexdata.view_index", "indexdata.change_index", "indexdata.release_figures"}


def create_groups(using="default", more=()):
    """Create the group of index officers, with `more` permissions of other packages; running it again changes nothing."""
    set_group(INDEX_OFFICERS, officer_permissions() | set(more), using)
