"""The note with which an article is sent back: on its page and on the desk, with who and when, until it is acted on."""

import pytest

from news.editing import publishing
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.models import SentBack
from news.editing.sending_back import note_of
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import chief_editor, editor

pytestmark = pytest.mark.django_db
NOTE = "The figure of June\nis <b>missing</b>."


def change(article, by, title):
    save_content(article, {**snapshot(article), "title_en": title}, by)


@pytest.fixture
def chief():
    return chief_editor(first_name="Wei", last_name="Li")


@pytest.fixture
def writer():
    return editor()


@pytest.fixture(params=["new", "live"])
def sent_back(request, chief, writer):
    """An article that was sent back: one that nobody has read, or a draft beside a live text."""
    article = ArticleFactory(author=writer, status=ArticleStatus.DRAFT)
    change(article, writer, "First words")
    if request.param == "live":
        publishing.publish(article, chief)
        change(article, writer, "Second words")
    publishing.submit(article, writer)
    publishing.send_back(article, chief, NOTE)
    return article


def test_it_stands_on_the_page_and_on_the_desk_with_who_and_when(client, sent_back, chief, writer):  # L13
    sent = note_of(sent_back)
    assert (sent.by, sent.text) == (chief, NOTE)
    client.force_login(writer)
    for address in (f"/admin/news/article/{sent_back.pk}/change/", "/admin/"):
        page = client.get(address).content.decode()
        assert "The figure of June" in page
        assert "is &lt;b&gt;missing&lt;/b&gt;." in page
        assert "Li" in page
        assert sent.sent_at.astimezone().strftime("%Y-%m-%d") in page


def test_it_goes_when_the_article_is_submitted_again_and_does_not_come_back(sent_back, chief, writer):  # L13
    publishing.submit(sent_back, writer)
    assert note_of(sent_back) is None
    change(sent_back, writer, "Third words")
    assert sent_back.stage == ArticleStatus.DRAFT
    assert note_of(sent_back) is None


def test_it_goes_with_publishing_and_says_nothing_about_a_later_draft(
    client, sent_back, chief, writer
):  # L13
    sent_back.refresh_from_db()
    publishing.publish(sent_back, chief)
    assert note_of(sent_back) is None
    change(sent_back, writer, "Fourth words")
    assert note_of(sent_back) is None
    client.force_login(writer)
    assert "The figure of June" not in client.get("/admin/").content.decode()


def test_a_second_note_takes_the_place_of_the_first(sent_back, chief, writer):  # L13
    publishing.submit(sent_back, writer)
    publishing.send_back(sent_back, chief, "Now the source.")
    assert SentBack.objects.get().text == "Now the source."


def test_the_desk_of_others_says_nothing(client, sent_back):  # L13
    client.force_login(editor())
    assert "The figure of June" not in client.get("/admin/").content.decode()
