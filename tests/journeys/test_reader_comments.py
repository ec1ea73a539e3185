"""A reader's comment from the form to the page: with and without a script, in both languages, through the cache."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from news.comments import forms
from news.comments.models import Comment
from news.comments.moderating import set_status
from news.enums import CommentStatus, SectionKind
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, PageFactory, SectionFactory
from tests.factories.users import moderator

#: Committed for real: that is when kept pages learn of a change.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def commentary():
    PageFactory(slug="comment-moderation", title_en="Comment policy")
    section = SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)
    return ArticleFactory(section=section, release=ReleaseFactory())


@pytest.fixture
def later(monkeypatch):
    """Let time pass between opening the form and sending it."""

    def pass_by(seconds):
        present = timezone.now().timestamp() + seconds
        monkeypatch.setattr(forms.time, "time", lambda: present)

    return pass_by


def hidden_fields(page):
    """Return the hidden fields of the form on a page, as a browser would send them."""
    tags = re.findall(r'<input type="hidden"[^>]*>', page)
    values = {re.search(r'name="([^"]*)"', tag)[1]: re.search(r'value="([^"]*)"', tag) for tag in tags}
    return {name: value[1] if value else "" for name, value in values.items()}


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("script", [True, False])
def test_from_the_form_to_the_page(commentary, later, page_cache, prefix, script):
    reader, others = Client(enforce_csrf_checks=True), Client()
    headers = {"X-Requested-With": "fetch"} if script else {}
    address = prefix + commentary.get_absolute_url()

    # The reader reads without any cookie and follows the link to the form.
    page = reader.get(address).content.decode()
    assert not reader.cookies
    form_address = re.search(rf'href="({prefix}/reader-comments/\d+/)"', page)[1]
    form = reader.get(form_address, headers=headers).content.decode()
    assert set(reader.cookies) == {"csrftoken"}

    # Sent at once it is refused, and sent again a minute later it is taken.
    sent = {
        **hidden_fields(form),
        "name": "王芳",
        "body": "坯布价格稳住了。\r\n\r\nGreige holds.",
        "homepage": "",
    }
    refused = reader.post(form_address, sent, headers=headers)
    assert refused.status_code == 400
    assert "坯布价格稳住了。" in refused.content.decode()
    later(60)
    sent |= hidden_fields(refused.content.decode())
    answer = reader.post(form_address, sent, headers=headers)
    thanks = answer if script else reader.get(answer["Location"])
    assert "/about/comment-moderation/" in thanks.content.decode()
    assert reader.get(f"{prefix}/about/comment-moderation/").status_code == 200

    # Nobody sees it before a moderator has approved it; then all do, and nobody once it is removed.
    comment = Comment.objects.get()
    places = [address, f"{prefix}/comments/", f"{prefix}/feeds/reader-comments.atom"]
    staff = moderator()
    for status, visible in ((None, False), (CommentStatus.APPROVED, True), (CommentStatus.REMOVED, False)):
        if status:
            set_status(comment, status, staff)
        for place in places:
            assert ("坯布价格稳住了。" in others.get(place).content.decode()) is visible, (place, status)
        assert not others.cookies


def test_a_flood_stops_and_the_rest_of_the_world_goes_on(commentary, later):
    form_address = f"/reader-comments/{commentary.pk}/"
    client = Client()
    form = hidden_fields(client.get(form_address).content.decode())
    later(60)
    answers = [
        client.post(form_address, {**form, "name": "Bot", "body": f"Buy {number}"}).status_code
        for number in range(10)
    ]
    assert answers == [302] * 3 + [429] * 7
    changed = client.post(form_address, {**form, "name": "Bot", "body": "Buy"}, REMOTE_ADDR="2001:db8::1")
    assert changed.status_code == 429
    elsewhere = Client().post(
        form_address, {**form, "name": "Wang", "body": "A question"}, REMOTE_ADDR="2001:db8::1"
    )
    assert elsewhere.status_code == 302
    assert Comment.objects.count() == 4
