"""Permissions of the newsroom, and the groups that have them."""

from django.conf import settings

from foundation.groups import set_group
from news.enums import ArticleStatus

EDITORS = "Editors"
CHIEF_EDITORS = "Chief editors"
MODERATORS = "Moderators"

#: What has no draft: whoever changes it changes what visitors see.
_LIVE = (
    "picture",
    "attachment",
    "tag",
    "fabricuse",
    "redirect",
    "articleseries",
    "section",
)
#: What has drafts besides articles.
_DRAFTED = ("page", "fabric")
#: New ones of these are seen by visitors only once an article is published that uses them.
_UNSEEN_WHEN_NEW = ("picture", "attachment")

#: The rights that say whom a piece of background work concerns.
MAY_MODERATE, MAY_WRITE, MAY_PUBLISH = "news.moderate_comment", "news.change_article", "news.publish_article"


def user_can_edit_article(user, article=None):
    """Tell whether the user may write articles: what is saved of a published one is a draft until somebody publishes it."""
    return user.has_perm("news.change_article")


def user_can_edit(user, thing):
    """Tell whether the user may write things of the kind of one with drafts, which is a thing or its model."""
    return user.has_perm(f"news.change_{thing._meta.model_name}")


def user_can_add(user, thing):
    """Tell whether the user may begin things of the kind of one with drafts, which is a thing or its model."""
    return user.has_perm(f"news.add_{thing._meta.model_name}")


def user_can_view(user, thing):
    """Tell whether the user may see things of the kind of one with drafts in the admin, which is a thing or its model."""
    return user.has_perm(f"news.view_{thing._meta.model_name}")


def user_can_approve(user):
    """Tell whether the user may approve drafts and send them back, whatever their kind."""
    return user.has_perm("news.approve_article")


def user_can_publish(user, thing=None):
    """Tell whether the user may publish and withdraw, whatever the kind; what is approved may be published by any editor of it."""
    if user.has_perm("news.publish_article"):
        return True
    return thing is not None and thing.stage == ArticleStatus.APPROVED and user_can_edit(user, thing)


def keeps_approval(user):
    """Tell whether what the user changes in a reviewed text stays reviewed; under four eyes nothing does."""
    return bool(user) and user_can_approve(user) and not settings.FOUR_EYES


def user_can_moderate(user):
    """Tell whether the user may decide about reader comments."""
    return user.has_perm("news.moderate_comment")


def user_can_answer_figure_reports(user):
    """Tell whether the user may answer readers who report an error in a figure."""
    return user.has_perm("news.change_figurereport")


def figure_report_permissions():
    """Return the permissions of Index officers about what readers report."""
    return {"news.view_figurereport", "news.change_figurereport"}


def editor_permissions():
    """Return the permissions of Editors; EDITORS_MAY_PUBLISH adds the right to change what visitors see."""
    wanted = {f"news.{verb}_{noun}" for verb in ("add", "change", "view") for noun in ("article", *_DRAFTED)}
    wanted |= {f"news.view_{noun}" for noun in _LIVE} | {f"news.add_{noun}" for noun in _UNSEEN_WHEN_NEW}
    wanted |= {"indexdata.view_release", "indexdata.view_index", "news.view_comment"}
    return wanted | _publishing_permissions() if settings.EDITORS_MAY_PUBLISH else wanted


def _publishing_permissions():
    return {"news.publish_article", *(f"news.{verb}_{noun}" for noun in _LIVE for verb in ("add", "change"))}


def chief_editor_permissions():
    """Return the permissions of Chief editors: everything of Editors, to approve, publish and delete, and notices to everybody."""
    wanted = editor_permissions() | _publishing_permissions() | {"news.approve_article"}
    wanted |= {f"news.{verb}_notice" for verb in ("add", "change", "view", "delete")}
    return wanted | {f"news.delete_{noun}" for noun in ("article", *_DRAFTED, *_LIVE)}


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
