"""The newsroom's admin pages: who sees what, what the buttons do, and how many queries a list takes."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.comments.models import Comment, ModerationEntry
from news.editing.revisions import latest_content
from news.enums import ArticleStatus, CommentStatus
from news.fabrics.models import Fabric
from news.pages.models import Page
from news.permissions import create_groups
from news.tags.models import Tag
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import (
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    PageFactory,
    SectionFactory,
    TagFactory,
)
from tests.factories.users import StaffFactory, administrator, chief_editor, editor, moderator
from tests.news.admin.test_versions import as_shown

pytestmark = pytest.mark.django_db
LISTS = {
    "article": lambda n: ArticleFactory(release=ReleaseFactory(), section=SectionFactory(slug=f"s{n}")),
    "comment": lambda n: CommentFactory(status=CommentStatus.PENDING),
    "fabric": lambda n: FabricFactory(palette=["#24406E"]),
    "page": lambda n: PageFactory(slug=f"page-{n}"),
    "tag": lambda n: TagFactory(slug=f"tag-{n}"),
    "section": lambda n: SectionFactory(slug=f"section-{n}"),
}


def form_of(article, **changes):
    """Return the fields that the article's form sends."""
    data = {
        "section": article.section_id, "title_en": article.title_en, "title_zh_hans": article.title_zh_hans,
        "summary_en": "", "summary_zh_hans": "", "body_en": article.body_en, "body_zh_hans": article.body_zh_hans,
        "slug": article.slug, "release": "", "cover": "", "legacy_id": "", "source_name_en": "", "source_name_zh_hans": "",
        "source_url": "",
        "published_at_0": "", "published_at_1": "", "expires_at_0": "", "expires_at_1": "", "comments_open": "on",
    }  # fmt: skip
    return {**data, **changes}


def change(client, article, **changes):
    return client.post(
        reverse("admin:news_article_change", args=[article.pk]), form_of(article, **changes), follow=True
    )


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_the_same_queries_for_3_and_30(client, name):
    client.force_login(administrator())
    counts = []
    for first, last in ((0, 3), (3, 30)):
        for n in range(first, last):
            LISTS[name](n)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(reverse(f"admin:news_{name}_changelist")).status_code == 200
        counts.append(len(captured))
    assert counts[1] <= counts[0]
    assert counts[1] <= 16


@pytest.mark.parametrize("name", [*LISTS, "picture", "fabricuse"])
def test_add_and_list_pages_answer_in_both_languages(client, settings, name):
    client.force_login(administrator())
    for language in ("en", "zh-hans"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        response = client.get(reverse(f"admin:news_{name}_changelist"))
        assert response.status_code == 200
        assert f'lang="{language}"' in response.text
        if name != "comment":
            assert client.get(reverse(f"admin:news_{name}_add")).status_code == 200


def test_pages_that_nobody_changed_for_long_are_found(client):
    client.force_login(chief_editor())
    old, fresh = PageFactory(slug="old"), PageFactory(slug="fresh")
    Page.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=400))
    rows = client.get(reverse("admin:news_page_changelist"), {"age": "365"}).context["cl"].queryset
    assert list(rows) == [old]
    assert fresh in client.get(reverse("admin:news_page_changelist")).context["cl"].queryset


def test_switching_the_language_keeps_the_page_and_changes_it(client):
    client.force_login(administrator())
    desk = reverse("admin:index")
    response = client.post(reverse("set_language"), {"language": "zh-hans", "next": desk}, follow=True)
    assert response.request["PATH_INFO"] == desk
    assert response.headers["Content-Language"] == "zh-hans"


def test_each_language_has_its_field_and_the_editor(client):
    client.force_login(editor())
    html = client.get(reverse("admin:news_article_add")).text
    for field in ("title_en", "title_zh_hans", "body_en", "body_zh_hans"):
        assert f'name="{field}"' in html
    assert html.count("data-django-prose-editor-configurable") == 2
    assert 'name="status"' not in html


def test_buttons_follow_rights_and_status(client):
    draft, live = ArticleFactory(status=ArticleStatus.DRAFT), ArticleFactory()
    waiting = ArticleFactory(status=ArticleStatus.IN_REVIEW)

    def buttons(article):
        html = client.get(reverse("admin:news_article_change", args=[article.pk])).text
        shown = set(re.findall(r'name="news_article_(\w+)"', html)) - {"begin_copy"}
        return shown | ({"send_back"} if "send-back/" in html else set())

    client.force_login(editor())
    assert buttons(draft) == {"submit", "publish"}
    assert buttons(waiting) == {"publish"}
    client.force_login(chief_editor())
    assert buttons(waiting) == {"send_back", "approve", "publish"}
    assert buttons(live) == {"submit", "publish", "withdraw"}


def test_without_the_right_to_publish_a_live_article_stays_as_it_is(client, settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    article = ArticleFactory()
    client.force_login(editor())
    moment = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}
    change(client, article, title_en="Mine", **moment, news_article_publish="1")
    article.refresh_from_db()
    assert article.title_en != "Mine"
    assert article.draft_status == ArticleStatus.DRAFT
    assert article.latest_revision.content["title_en"] == "Mine"
    draft = ArticleFactory(status=ArticleStatus.DRAFT)
    change(client, draft, news_article_publish="1")
    assert Article.objects.get(pk=draft.pk).status == ArticleStatus.DRAFT


def test_a_step_saves_first_and_leads_back_to_the_article(client):
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(editor())
    response = change(client, article, title_en="Rewritten", news_article_submit="1")
    article.refresh_from_db()
    assert (article.title_en, article.status) == ("Rewritten", ArticleStatus.IN_REVIEW)
    assert response.request["PATH_INFO"] == reverse("admin:news_article_change", args=[article.pk])


def test_a_refused_step_keeps_what_was_typed_and_says_why(client):
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(editor())
    response = change(
        client, article, body_en="", body_zh_hans="", title_en="No text", news_article_publish="1"
    )
    article.refresh_from_db()
    assert (article.title_en, article.status) == ("No text", ArticleStatus.DRAFT)
    assert "At least one language needs a title and a text." in str(messages_of(response))


def test_what_the_form_refuses_with_a_sentence(client):
    article = ArticleFactory()
    client.force_login(chief_editor())
    no_moment = change(client, article)
    assert "published_at" in no_moment.context["adminform"].form.errors
    moments = {
        "published_at_0": "2023-06-02",
        "published_at_1": "10:00",
        "expires_at_0": "2023-06-01",
        "expires_at_1": "10:00",
    }
    assert "expires_at" in change(client, article, **moments).context["adminform"].form.errors
    no_title = change(client, article, title_en="", title_zh_hans="")
    assert "title_en" in no_title.context["adminform"].form.errors


def test_sending_back_asks_for_a_note(client):
    article = ArticleFactory(status=ArticleStatus.IN_REVIEW)
    client.force_login(chief_editor())
    address = reverse("admin:news_article_send_back", args=[article.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"note": "", "_form_submitted": "True"})
    assert Article.objects.get().status == ArticleStatus.IN_REVIEW
    response = client.post(address, {"note": "Name the source.", "_form_submitted": "True"})
    assert response.headers["HX-Redirect"]
    assert Article.objects.get().status == ArticleStatus.DRAFT


def test_sending_back_what_is_gone_is_404(client):
    client.force_login(chief_editor())
    address = reverse("admin:news_article_send_back", args=[0])
    assert client.post(address, {"note": "Why.", "_form_submitted": "True"}).status_code == 404


def test_an_article_is_saved_under_a_lock(rf):
    """Else a save that began before a withdrawal would put the article back on the site."""
    article, articles = ArticleFactory(), site.get_model_admin(Article)
    for method, locks in (("get", False), ("post", connection.features.has_select_for_update)):
        request = getattr(rf, method)("/")
        request.user = administrator()
        with CaptureQueriesContext(connection) as captured:
            assert articles.get_object(request, str(article.pk)) == article
        assert any("FOR UPDATE" in query["sql"] for query in captured) == locks


def test_tags_are_picked_and_scripts_never_saved(client):
    article, tag = ArticleFactory(status=ArticleStatus.DRAFT), TagFactory()
    client.force_login(editor())
    change(client, article, tags=[tag.pk], body_en="<p>Hi<script>alert(1)</script></p>")
    article.refresh_from_db()
    assert list(article.tags.all()) == [tag]
    assert article.body_en == "<p>Hi</p>"
    assert Tag.objects.get().items.count() == 1


def test_a_palette_is_typed_as_colours(client):
    fabric = FabricFactory()
    client.force_login(editor())
    address = reverse("admin:news_fabric_change", args=[fabric.pk])
    data = as_shown(client.get(address), fabric)
    client.post(address, {**data, "palette": "#24406e, #FFFFFF"})
    assert latest_content(Fabric.objects.get())["palette"] == ["#24406E", "#FFFFFF"]
    data = as_shown(client.get(address), fabric)
    assert data["palette"] == "#24406E #FFFFFF"
    assert "palette" in client.post(address, {**data, "palette": "red"}).context["adminform"].form.errors


def test_the_queue_shows_what_waits(client):
    CommentFactory(status=CommentStatus.PENDING, body="Waits.")
    CommentFactory(status=CommentStatus.SPAM, body="Buy now.")
    client.force_login(moderator())
    queue = client.get(reverse("admin:news_comment_changelist")).text
    assert "Waits." in queue
    assert "Buy now." not in queue
    assert "Buy now." in client.get(reverse("admin:news_comment_changelist") + "?status=all").text


def test_comments_are_decided_in_bulk_and_never_by_a_link(client):
    comments = [CommentFactory(status=CommentStatus.PENDING) for _n in range(3)]
    client.force_login(moderator())
    address = reverse("admin:news_comment_changelist")
    data = {"action": "approve_all", "_selected_action": [comment.pk for comment in comments]}
    assert "3 comments changed." in messages_of(client.post(address, data, follow=True))
    remove = reverse("admin:news_comment_remove", args=[comments[0].pk])
    assert client.get(remove).status_code == 200
    assert Comment.objects.get(pk=comments[0].pk).status == CommentStatus.APPROVED
    client.post(remove, {"reason": "Names a person.", "_form_submitted": "True"})
    assert Comment.objects.get(pk=comments[0].pk).status == CommentStatus.REMOVED
    assert ModerationEntry.objects.filter(reason="Names a person.").exists()


def test_the_address_a_reader_left_is_for_moderators_alone(client):
    comment = CommentFactory(status=CommentStatus.PENDING, email="li.wei@example.org", network="c0ffee")
    page = reverse("admin:news_comment_change", args=[comment.pk])
    search = reverse("admin:news_comment_changelist") + "?q=li.wei@example"
    client.force_login(moderator())
    shown = client.get(page).text
    assert "li.wei@example.org" in shown
    assert "c0ffee" in shown
    assert comment.body in client.get(search).text
    client.force_login(editor())
    shown = client.get(page).text
    assert comment.body in shown
    assert "li.wei@example.org" not in shown
    assert "c0ffee" not in shown
    assert comment.body not in client.get(search).text


def test_a_comment_is_not_rewritten_and_others_do_not_decide(client):
    comment = CommentFactory(status=CommentStatus.PENDING)
    client.force_login(moderator())
    page = reverse("admin:news_comment_change", args=[comment.pk])
    assert 'name="body"' not in client.get(page).text
    assert client.post(page, {"body": "Rewritten"}).status_code == 403
    client.force_login(editor())
    assert client.post(reverse("admin:news_comment_approve", args=[comment.pk])).status_code == 403
    assert Comment.objects.get().status == CommentStatus.PENDING


@pytest.mark.parametrize("group", [*("Editors", "Chief editors", "Moderators", "Index officers"), None])
def test_everybody_gets_a_desk_that_is_cheap(client, group, django_assert_max_num_queries):
    user = StaffFactory(groups=[group] if group else [], is_superuser=group is None)
    assert group is None or Group.objects.filter(name=group).exists()
    for _n in range(8):
        ArticleFactory(status=ArticleStatus.DRAFT, author=user)
        ArticleFactory(published_at=timezone.now() + timedelta(days=1))
        CommentFactory(status=CommentStatus.PENDING)
    client.force_login(user)
    ContentType.objects.get_for_models(Article, Page, Fabric)  # a process asks for them once
    with django_assert_max_num_queries(24 if group is None else 19):
        assert client.get(reverse("admin:index")).status_code == 200
