"""A form that is sent twice is carried out once: every form of the admin, and the newsroom's own (L2)."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.sent_once import SentForm, forget_sent
from indexdata.models import SampleUnit
from news.articles.models import Article, Section
from news.comments.models import Comment, ListedWord
from news.editing.models import PassageNote, PreviewLink
from news.enums import CommentStatus
from news.tags.models import Tag
from tests.factories.indexdata import CollectingSourceFactory
from tests.factories.news import ArticleFactory, CommentFactory, SectionFactory
from tests.factories.users import administrator, editor, moderator
from tests.portal.rights.form_fields import fields_of

SECTION = {"name_en": "Looms", "kind": "news", "order": "1", "slug": "looms-new", "_save": "1"}
WORD = {"word": "cheap", "effect": "hold", "_save": "1"}


@pytest.fixture
def boss(client):
    client.force_login(administrator())
    return client


def twice(client, address, fields):
    first, second = (client.post(address, fields) for _n in range(2))
    assert (first.status_code, first.headers["Location"]) == (302, second.headers["Location"])
    assert second.status_code == 302
    return second


def filled(client, name, **typed):
    """Return what the empty form of a model sends, with some of it typed."""
    return {**fields_of(client, reverse(f"admin:{name}_add")), **typed}


@pytest.mark.django_db
def test_a_new_article_sent_twice_is_one_and_says_so_once_more(boss):
    sent = filled(boss, "news_article", title_en="Twice", section=SectionFactory().pk, _save="1")
    assert sent["_window"]
    second = twice(boss, reverse("admin:news_article_add"), sent)
    assert Article.objects.filter(title_en="Twice").count() == 1
    told = [str(one) for one in get_messages(second.wsgi_request)]
    assert len(told) == 2
    assert told[0] == told[1]
    assert second.cookies["saved-window"].value == sent["_window"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "model", "typed"),
    [
        ("news_listedword", ListedWord, {"word": "cheapest", "effect": "hold"}),
        ("news_tag", Tag, {"name_en": "Warp", "slug": ""}),
        ("indexdata_sampleunit", SampleUnit, {"name_en": "Mill", "slug": "", "kind": "mill"}),
    ],
)
def test_every_form_that_makes_something_makes_one(boss, name, model, typed):
    if model is SampleUnit:
        typed = {**typed, "source": CollectingSourceFactory().pk}
    sent = filled(boss, name, **typed, _save="1")
    if "slug" in sent:
        sent["slug"] = "only-one"
    before = model.objects.count()
    twice(boss, reverse(f"admin:{name}_add"), sent)
    assert model.objects.count() == before + 1


@pytest.mark.django_db
def test_another_window_or_other_words_make_another_thing(boss):
    section = SectionFactory().pk
    address = reverse("admin:news_article_add")
    sent = filled(boss, "news_article", title_en="One", section=section, _save="1")
    for changed in ({}, {"title_en": "Two"}, {"_window": "another"}):
        boss.post(address, sent | changed)
    assert Article.objects.count() == 3


@pytest.mark.django_db
def test_a_form_that_was_refused_may_be_sent_again(boss):
    address = reverse("admin:news_section_add")
    sent = filled(boss, "news_section", **SECTION)
    taken = SectionFactory(slug=sent["slug"])
    assert boss.post(address, sent).status_code == 200
    assert not SentForm.objects.exists()
    taken.delete()
    assert boss.post(address, sent).status_code == 302
    assert Section.objects.filter(slug=sent["slug"]).exists()


@pytest.mark.django_db
def test_in_a_popup_the_second_answer_closes_the_window_too(boss):
    sent = filled(boss, "news_tag", name_en="Weft", _popup="1")
    sent["slug"] = "weft-new"
    answers = [boss.post(reverse("admin:news_tag_add") + "?_popup=1", sent) for _n in range(2)]
    assert Tag.objects.filter(slug="weft-new").count() == 1
    assert answers[0].content == answers[1].content
    assert b"popup" in answers[1].content


@pytest.mark.django_db
def test_one_person_never_gets_the_answer_of_another(boss):
    sent = filled(boss, "news_article", title_en="Mine", section=SectionFactory().pk)
    boss.post(reverse("admin:news_article_add"), sent)
    other = Client()
    other.force_login(administrator(username="other"))
    other.post(reverse("admin:news_article_add"), sent)
    assert Article.objects.filter(title_en="Mine").count() == 2


@pytest.mark.django_db
def test_the_newsrooms_own_forms_too(client):
    article = ArticleFactory()
    client.force_login(editor())
    links = reverse("admin:news_article_links", args=[article.pk])
    day = timezone.localdate() + timedelta(days=2)
    sent = {**fields_of(client, links), "for_whom": "The printer", "day": str(day)}
    assert sent["_window"]
    twice(client, links, sent)
    assert PreviewLink.objects.count() == 1
    notes = reverse("admin:news_article_notes", args=[article.pk])
    note = {"field": "body_en", "text": "Which week?", "_window": "n1"}
    assert client.post(notes, note).content == client.post(notes, note).content
    assert PassageNote.objects.count() == 1
    client.post(notes, {**note, "_window": "n2"})
    assert PassageNote.objects.count() == 2
    assert client.post(notes, {**note, "text": ""}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}])
def test_a_reply_of_the_office_sent_twice_is_one(client, headers):
    comment = CommentFactory(status=CommentStatus.APPROVED)
    client.force_login(moderator())
    desk = reverse("admin:news_comment_do")
    assert 'name="_window"' in client.get(reverse("admin:news_comment_desk") + "?view=all").text
    sent = {"step": "answer", "comment": comment.pk, "text": "Thank you.", "_window": "w1"}
    first, second = (client.post(desk, sent, headers=headers) for _n in range(2))
    assert first.content == second.content
    assert Comment.objects.filter(parent=comment).count() == 1
    # Decisions are told apart by themselves: what is taken back may be decided again.
    for step, status in (("spam", "spam"), ("undo", "approved"), ("spam", "spam")):
        client.post(desk, {"step": step, "comment": comment.pk, "_window": "w1"})
        comment.refresh_from_db()
        assert comment.status == status


@pytest.mark.django_db
def test_what_was_sent_is_forgotten_after_a_day(boss):
    boss.post(reverse("admin:news_section_add"), filled(boss, "news_section", **SECTION))
    assert forget_sent() == 0
    assert forget_sent(timezone.now() + timedelta(days=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_arrive_at_once_are_one():
    if connection.vendor == "sqlite":
        pytest.skip("the tests' database in memory lets no two threads write; a browser tries a file")
    boss = administrator()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(boss)
    sent = filled(clients[0], "news_article", title_en="At once", section=SectionFactory().pk)
    start, answers = Barrier(2), []

    def send(client):
        try:
            start.wait()
            answers.append(client.post(reverse("admin:news_article_add"), sent))
        finally:
            connection.close()

    threads = [Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Article.objects.filter(title_en="At once").count() == 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
