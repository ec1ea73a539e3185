"""Scheduled changes: one that the database refuses is remembered, told, repairable, and in nobody's way. # A3, S4"""

import logging
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.background.models import Mishap
from foundation.background.work import GROWING
from news.admin.articles.forms import ArticleForm
from news.articles.models import Article
from news.editing import live, publishing
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.own_values import holder_of
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor

pytestmark = pytest.mark.django_db
OLD_ID = 880202
TAKEN = "Another article has the id on the old site that this one is given."


def scheduled(moment, **changes):
    article = ArticleFactory(title_en="Before", published_at=timezone.now() - timedelta(days=9))
    save_content(article, {**latest_content(article), "title_en": "After", **changes}, chief_editor())
    publishing.publish(article, chief_editor(), moment)
    return article


@pytest.fixture
def moment():
    return timezone.now() + timedelta(minutes=10)


@pytest.fixture
def refused(moment):
    """A scheduled change that takes an id which another article has got meanwhile, past every form."""
    article = scheduled(moment, legacy_id=OLD_ID)
    Article.objects.filter(pk=ArticleFactory(title_en="Taker").pk).update(legacy_id=OLD_ID)
    return article


def title(article):
    return Article.objects.get(pk=article.pk).title_en


def test_the_others_go_live_and_the_failure_is_logged_once(refused, moment, caplog):  # A3, S4
    later = scheduled(moment + timedelta(seconds=1))
    at = moment + timedelta(seconds=2)
    with caplog.at_level(logging.ERROR):
        assert take_due(at) == 1
        assert [take_due(at + timedelta(seconds=n)) for n in range(20)] == [0] * 20
        assert take_due(at + GROWING[0]) == 0
    assert (title(later), title(refused)) == ("After", "Before")
    mishap = Mishap.objects.for_good().get()
    assert (mishap.kind, mishap.key, mishap.reason) == ("due-change", str(refused.pk), TAKEN)
    assert (mishap.count, mishap.next_try_at) == (2, at + GROWING[0] + GROWING[1])
    assert len([record for record in caplog.records if "due-change" in record.getMessage()]) == 1


def test_pauses_between_tries_grow_and_the_last_one_stays(refused, moment):
    at = moment
    for pause in (*GROWING, GROWING[-1]):
        take_due(at)
        assert Mishap.objects.get().next_try_at == at + pause
        at += pause


def test_what_the_database_refuses_is_remembered_too(moment, monkeypatch):
    article, good = scheduled(moment), scheduled(moment)

    def refuse(stored, *arguments):
        if stored.pk == article.pk:
            with transaction.get_connection().cursor() as cursor:
                cursor.execute("INSERT INTO news_article (id) VALUES (1)")

    monkeypatch.setattr(live, "note_uses", refuse)
    assert take_due(moment) == 1
    assert title(good) == "After"
    assert Mishap.objects.get().reason.startswith("IntegrityError: ")


def test_it_goes_live_when_the_id_is_free_again(refused, moment):
    take_due(moment)
    Article.objects.filter(title_en="Taker").update(legacy_id=None)
    assert take_due(moment + timedelta(seconds=30)) == 0  # not before the pause is over
    assert take_due(moment + GROWING[0]) == 1
    assert (title(refused), Mishap.objects.open().count()) == ("After", 0)


def test_taking_back_the_schedule_settles_it(refused, moment):
    take_due(moment)
    publishing.unschedule(Article.objects.get(pk=refused.pk), chief_editor())
    assert not Mishap.objects.open().exists()
    assert take_due(moment + timedelta(days=1)) == 0


def test_pages_of_the_admin_answer_and_visitors_get_kept_pages(client, refused, moment, page_cache, settings):
    settings.LET_DUE_CHANGES_HAPPEN = True
    other = scheduled(moment)
    Article.objects.filter(pk__in=[refused.pk, other.pk]).update(scheduled_for=timezone.now())
    for _number in range(3):
        assert client.get(refused.get_absolute_url()).status_code == 200
    assert b"Before" in client.get(refused.get_absolute_url()).content
    with CaptureQueriesContext(transaction.get_connection()) as queries:
        client.get(refused.get_absolute_url())
    assert not [query for query in queries if "news_article" in query["sql"]]  # kept
    client.force_login(administrator())
    for article in (refused, other):
        assert client.get(reverse("admin:news_article_change", args=[article.pk])).status_code == 200
    assert Mishap.objects.open().count() == 1
    assert title(other) == "After"


def test_old_ids_are_compared_with_drafts_too(moment):  # S4
    scheduled_one = scheduled(moment, legacy_id=OLD_ID)
    drafting = ArticleFactory()
    save_content(drafting, {**latest_content(drafting), "legacy_id": 7}, chief_editor())
    holder_of_old_id = partial(holder_of, Article, "legacy_id")
    assert holder_of_old_id(OLD_ID) == scheduled_one
    assert holder_of_old_id(OLD_ID, besides=scheduled_one.pk) is None
    assert holder_of_old_id(7) == drafting
    assert holder_of_old_id(7, drafts=False) is None
    assert holder_of_old_id(8) is None


def test_the_form_refuses_an_id_that_a_draft_would_take(client, moment):
    first, second = scheduled(moment, legacy_id=OLD_ID), ArticleFactory()
    form = modelform_factory(Article, form=ArticleForm, fields=["legacy_id"])(instance=second)
    form.cleaned_data, form._errors = {}, {}
    form._check_own({"legacy_id": OLD_ID})
    assert str(Article.objects.get(pk=first.pk)) in str(form.errors["legacy_id"])


def test_publishing_refuses_an_id_that_is_in_force_elsewhere():
    Article.objects.filter(pk=ArticleFactory().pk).update(legacy_id=OLD_ID)
    article = ArticleFactory()
    save_content(article, {**latest_content(article), "legacy_id": OLD_ID}, chief_editor())
    with pytest.raises(PublishingError, match="id on the old site"):
        publishing.publish(article, chief_editor())
