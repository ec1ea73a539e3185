"""The groups that the project makes, and what their members may do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from indexdata.permissions import INDEX_OFFICERS, user_can_enter_figures, user_can_release_figures
from news.enums import ArticleStatus
from news.fabrics.models import FabricUse
from news.permissions import (
    CHIEF_EDITORS,
    EDITORS,
    MODERATORS,
    create_groups,
    user_can_approve,
    user_can_edit_article,
    user_can_moderate,
    user_can_publish,
)
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, PageFactory, SectionFactory, TagFactory
from tests.factories.users import StaffFactory, chief_editor, editor, moderator, officer

pytestmark = pytest.mark.django_db


def names(group):
    rows = Group.objects.get(name=group).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{code}" for app, code in rows}


def test_a_new_database_has_the_four_groups():
    assert {EDITORS, CHIEF_EDITORS, MODERATORS, INDEX_OFFICERS} <= set(
        Group.objects.values_list("name", flat=True)
    )


def test_chief_editors_may_everything_editors_may_and_more():
    assert names(EDITORS) < names(CHIEF_EDITORS)
    assert {"news.approve_article", "news.delete_article"} <= names(CHIEF_EDITORS) - names(EDITORS)


def test_a_setting_decides_whether_editors_publish(settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    assert "news.publish_article" not in names(EDITORS)
    settings.EDITORS_MAY_PUBLISH = True
    create_groups()
    assert "news.publish_article" in names(EDITORS)


LIVE = ("section", "tag", "fabricuse", "picture", "attachment", "redirect", "articleseries")


def test_the_setting_covers_all_that_visitors_see(settings):  # B5
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    assert not {f"news.change_{noun}" for noun in LIVE} & names(EDITORS)
    assert {f"news.view_{noun}" for noun in LIVE} <= names(EDITORS)
    assert {"news.change_article", "news.add_article", "news.add_picture"} <= names(EDITORS)
    drafted = {f"news.{verb}_{noun}" for noun in ("page", "fabric") for verb in ("add", "change")}
    assert drafted <= names(EDITORS)  # D4: what they save is a draft
    assert {f"news.{verb}_{noun}" for noun in LIVE for verb in ("add", "change", "delete")} <= names(
        CHIEF_EDITORS
    )
    settings.EDITORS_MAY_PUBLISH = True
    create_groups()
    assert {f"news.{verb}_{noun}" for noun in LIVE for verb in ("add", "change")} <= names(EDITORS)


def test_the_setting_is_applied_by_the_next_migrate(settings):  # B5
    settings.EDITORS_MAY_PUBLISH = False
    call_command("migrate", verbosity=0)
    assert "news.change_section" not in names(EDITORS)


def test_without_the_right_to_publish_nothing_live_is_changed(client, settings):  # B5
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    client.force_login(editor())
    things = [TagFactory(), FabricUse.objects.create(slug="shirts", name_en="Shirts"), SectionFactory()]
    for thing in things:
        name = thing._meta.model_name
        page = client.get(reverse(f"admin:news_{name}_change", args=[thing.pk]))
        assert (page.status_code, b'name="_save"' in page.content) == (200, False), name
        assert client.post(reverse(f"admin:news_{name}_change", args=[thing.pk]), {}).status_code == 403
        assert client.get(reverse(f"admin:news_{name}_add")).status_code == 403
    page = PageFactory()
    order = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": page.pk, "form-0-slug": page.slug,
        "form-0-order": 77, "_save": "Save",
    }  # fmt: skip
    client.post(reverse("admin:news_page_changelist"), order)
    page.refresh_from_db()
    assert page.order != 77
    tags = [TagFactory(slug="one"), TagFactory(slug="two")]
    merging = {"action": "merge_tags", "_selected_action": [tag.pk for tag in tags], "into": tags[0].pk}
    client.post(reverse("admin:news_tag_changelist"), merging)
    assert type(tags[0]).objects.filter(slug="two").exists()


def test_making_groups_again_keeps_people_and_foreign_permissions():
    person, foreign = editor(), Permission.objects.get(codename="view_user")
    group = Group.objects.get(name=EDITORS)
    group.permissions.add(foreign)
    group.permissions.remove(Permission.objects.get(codename="add_article"))
    create_groups()
    assert person in group.user_set.all()
    assert {"auth.view_user", "news.add_article"} <= names(EDITORS)


def test_missing_permissions_are_made_first():
    Permission.objects.filter(codename="moderate_comment").delete()
    create_groups()
    assert "news.moderate_comment" in names(MODERATORS)


def test_who_may_what():
    writer, boss, keeper, official, nobody = editor(), chief_editor(), moderator(), officer(), StaffFactory()
    everyone = [writer, boss, keeper, official, nobody]
    assert [user_can_publish(user) for user in everyone] == [True, True, False, False, False]
    assert [user_can_approve(user) for user in everyone] == [False, True, False, False, False]
    assert [user_can_moderate(user) for user in everyone] == [False, False, True, False, False]
    assert [user_can_release_figures(user) for user in everyone] == [False, False, False, True, False]


def test_who_may_not_publish_alone_writes_drafts_and_publishes_what_is_approved(settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    writer, live = editor(), ArticleFactory()
    assert user_can_edit_article(writer, live)
    assert not user_can_publish(writer, live)
    assert not user_can_publish(writer, ArticleFactory(status=ArticleStatus.IN_REVIEW))
    assert user_can_publish(writer, ArticleFactory(status=ArticleStatus.APPROVED))
    assert user_can_publish(writer, ArticleFactory(draft_status=ArticleStatus.APPROVED))
    assert user_can_publish(chief_editor(), live)


def test_figures_are_entered_before_their_moment_only():
    release = ReleaseFactory()
    assert user_can_enter_figures(officer(), release, release.released_at - timedelta(seconds=1))
    assert not user_can_enter_figures(officer(), release, release.released_at)
    assert not user_can_enter_figures(editor(), release, release.released_at - timedelta(seconds=1))
