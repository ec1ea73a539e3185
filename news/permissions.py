"""Who may do what in the newsroom, and the groups that say so."""

from django.conf import settings

from indexdata.groups import set_group
from news.enums import ArticleStatus

EDITORS = "Editors"
CHIEF_EDITORS = "Chief editors"
MODERATORS = "Moderators"

_EDITED = (
    "article",
    "picture",
    "attachment",
    "tag",
    "fabric",
    "fabricuse",
    "page",
    "redirect",
    "articleseries",
)


def user_can_edit_article(user, article=None):
    """Tell whether the user may write: what is saved of a published article is a draft until somebody publishes it."""
    return user.has_perm("news.change_article")


def user_can_approve_article(user):
    """Tell whether the user may approve articles and send them back."""
    return user.has_perm("news.approve_article")


def user_can_publish_article(user, article=None):
    """Tell whether the user may publish and withdraw articles; an approved one may be published by any editor."""
    if user.has_perm("news.publish_article"):
        return True
    return article is not None and article.stage == ArticleStatus.APPROVED and user_can_edit_article(user)


def user_can_moderate(user):
    """Tell whether the user may decide about reader comments."""
    return user.has_perm("news.moderate_comment")


def editor_permissions():
    """Return the permissions of Editors; EDITORS_MAY_PUBLISH adds the right to publish."""
    wanted = {f"news.{verb}_{noun}" for noun in _EDITED for verb in ("add", "change", "view")}
    wanted |= {f"news.{verb}_section" for verb in ("add", "change", "view")}
    wanted |= {"indexdata.view_release", "indexdata.view_index", "news.view_comment"}
    if settings.EDITORS_MAY_PUBLISH:
        wanted.add("news.publish_article")
    return wanted


def chief_editor_permissions():
    """Return the permissions of Chief editors: everything of Editors, and to approve, publish and delete."""
    wanted = editor_permissions() | {"news.approve_article", "news.publish_article"}
    return wanted | {f"news.delete_{noun}" for noun in (*_EDITED, "section")}


def moderator_permissions():
    """Return the permissions of Moderators."""
    return {
        "news.view_comment",
        "news.change_comment",
        "news.moderate_comment",
        "news.view_moderationentry",
        "news.view_commentrules",
        "news.change_commentrules",
        *(
            f"news.{verb}_{noun}"
            for noun in ("listedword", "reasontemplate")
            for verb in ("add", "change", "view", "delete")
        ),
        "news.view_ban",
        "news.delete_ban",
    }


def create_groups(using="default"):
    """Create the groups of the newsroom and give them their permissions; running it again changes nothing."""
    set_group(EDITORS, editor_permissions(), using)
    set_group(CHIEF_EDITORS, chief_editor_permissions(), using)
    set_group(MODERATORS, moderator_permissions(), using)
