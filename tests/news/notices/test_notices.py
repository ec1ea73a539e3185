"""Notices to everybody: on every public page and on kept ones, from their second to their second, for who may write them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.enums import NoticeTone
from news.notices.models import Notice
from news.notices.showing import next_change, notices_now, shown_in
from portal.freshness.groups import all_groups
from portal.freshness.moments import SOURCES, next_public_change
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor, editor, moderator, officer

pytestmark = pytest.mark.django_db
ADD = "/admin/news/notice/add/"
EN, ZH = "The market is closed on Friday.", "市场周五休市。"


def notice(**fields):
    start = timezone.now() - timedelta(hours=1)
    return Notice.objects.create(**{"text_en": EN, "text_zh_hans": ZH, "starts_at": start, **fields})


def form(**changes):
    return {
        "text_en": EN, "text_zh_hans": ZH, "link": "", "tone": "inform", "starts_at_0": "2026-11-01", "starts_at_1": "08:00",
        "ends_at_0": "", "ends_at_1": "", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/", "/news/", "/search/?q=x", "/classification/", "/about/", "/nothing/here/", "/help/browser/"]
)
def test_every_page_shows_it_in_its_language(client, path):
    held = notice(link="/about/")
    page = client.get(path).text
    assert EN in page
    assert f'data-notice="{held.key}"' in page
    assert '<a href="/about/">Read more</a>' in page
    assert ZH in client.get(f"/zh-hans{path}").text


def test_one_language_stands_in_for_the_other_and_is_named(client):
    notice(text_zh_hans="")
    assert 'lang="en"><span>' in client.get("/zh-hans/").text
    assert shown_in(notices_now(), "zh-hans")[0]["language"] == "en"


@pytest.mark.django_db(transaction=True)
def test_kept_pages_follow_what_is_written_about_notices(client, page_cache):
    """Kept pages are remade when a notice is written, changed, ended or deleted; at its moments as those of articles."""
    assert EN not in client.get("/").text
    held = notice()
    assert EN in client.get("/").text
    for change in (lambda: held.delete(), lambda: notice(ends_at=timezone.now())):
        change()
        assert EN not in client.get("/").text


def test_its_moments_change_the_pages_that_show_notices(page_cache):
    source = next(source for source in SOURCES if source.name == "notices")
    assert source.changes == source.said_in == ("notices",)
    assert set(source.changes) <= all_groups()


def test_its_moments_are_moments_of_the_pages():
    now = timezone.now()
    start, end = now + timedelta(hours=1), now + timedelta(hours=2)
    notice(starts_at=start, ends_at=end)
    assert next_public_change(now) == start
    assert next_change(start) == end
    assert next_change(end) is None
    assert not Notice.objects.at(start - timedelta(microseconds=1)).exists()
    assert Notice.objects.at(start).exists()
    assert Notice.objects.at(end - timedelta(microseconds=1)).exists()
    assert not Notice.objects.at(end).exists()


def test_what_was_typed_is_text(client):
    notice(text_en="<b>1 & 2</b>", tone=NoticeTone.WARN)
    page = client.get("/").text
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in page
    assert "Attention:" in page


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//evil.example", "mailto:a@b.c", "a b", "/a b", "http://", "/\\evil"]
)
def test_links_lead_to_pages(client, link):
    with pytest.raises(ValidationError):
        Notice(text_en=EN, link=link).full_clean()


@pytest.mark.parametrize(
    ("role", "may"),
    [(chief_editor, True), (administrator, True), (editor, False), (moderator, False), (officer, False)],
)
def test_who_may_write_one(client, role, may):
    client.force_login(role())
    assert client.get(ADD).status_code == (200 if may else 403)
    assert client.post(ADD, form()).status_code == (302 if may else 403)
    assert Notice.objects.exists() is may


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text_en": "", "text_zh_hans": ""}, "text_en"),
        ({"ends_at_0": "2026-10-01", "ends_at_1": "08:00"}, "ends_at"),
        ({"starts_at_0": "tomorrow"}, "starts_at"),
        ({"link": "javascript:x"}, "link"),
        ({"text_en": "x" * 301}, "text_en"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(client, changes, field):
    client.force_login(chief_editor())
    answer = client.post(ADD, form(**changes))
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert not Notice.objects.exists()


def test_it_is_ended_from_the_list(client):
    shown, coming = notice(), notice(starts_at=timezone.now() + timedelta(days=1))
    client.force_login(chief_editor())
    keys = [shown.pk, coming.pk]
    client.post("/admin/news/notice/", {"action": "end_now", "_selected_action": keys})
    assert not Notice.objects.at().exists()
    assert next_change(timezone.now()) is None


def test_machines_and_the_admin_hear_nothing_of_it(client):
    notice()
    ArticleFactory()
    for path in ("/feeds/news.atom", "/sitemap.xml", "/api/v1/indices", "/robots.txt"):
        assert EN not in client.get(path).text


def test_a_page_that_is_kept_stays_kept_and_sets_no_cookie(client, page_cache, django_assert_num_queries):
    notice()
    client.get("/")
    with django_assert_num_queries(0):
        answer = client.get("/")
    assert EN in answer.text
    assert not answer.cookies
