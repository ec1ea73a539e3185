"""L6: what is no key, no address and no row, sent in place of one, is refused with a sentence; the form keeps what was typed."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from indexdata.arithmetic.periods import issue_of
from news.articles.models import Article
from tests.factories.indexdata import (
    CollectingSourceFactory,
    IndexFactory,
    ObservationFactory,
    ReleaseFactory,
    SampleUnitFactory,
)
from tests.factories.news import ArticleFactory, FabricFactory, TagFactory
from tests.factories.users import administrator, editor
from tests.portal.fuzz.forms_of_pages import letters_of

pytestmark = pytest.mark.django_db
NO_KEYS = (
    "x",
    "1.5",
    "NaN",
    "-1",
    "9" * 20,
    "9" * 5000,
    "\u00b2",
    "0001-01-01",
    "[1]",
    "http://[::1",
    "a\ud800b",
)
CHOOSERS = {
    "parent": lambda: IndexFactory(path="price/raw-materials"),
    "series": ArticleFactory,
    "release": ArticleFactory,
    "section": ArticleFactory,
    "cover": ArticleFactory,
    "index": FabricFactory,
    "picture": FabricFactory,
    "source": lambda: SampleUnitFactory(source=CollectingSourceFactory()),
    "tags": ArticleFactory,
    "related": ArticleFactory,
    "uses": FabricFactory,
    "groups": lambda: editor(email="editor@example.org"),
    "classes": SampleUnitFactory,
}


@pytest.fixture
def boss(client):
    client.force_login(administrator(username="boss"))
    return client


def address_of(thing, page="change"):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[thing.pk])


def sent_to(client, thing, name, value):
    """Return the answer to the form of a thing with one field made something else."""
    letter = max(letters_of(client, address_of(thing)), key=lambda one: len(one.fields))
    letter = letter.with_value(name, "", value)
    kind, body = letter.body()
    return client.generic("POST", letter.address, body, content_type=kind)


@pytest.mark.parametrize("name", CHOOSERS)
def test_what_is_no_key_is_no_choice(boss, name):
    """L6: choosers of one thing and of several; asking the database for the text was a failure when the form came back."""
    thing = CHOOSERS[name]()
    for text in NO_KEYS[::4]:
        answer = sent_to(boss, thing, name, text)
        assert answer.status_code == 200, text
        assert name in answer.context["adminform"].form.errors, text
        shown = answer.context["adminform"].form[name].value()
        assert not shown or text in ("-1", "\u00b2"), shown


@pytest.mark.parametrize("text", ["x", "9" * 20])
def test_what_is_no_key_in_the_address_chooses_nothing(boss, text):
    """L6: the form of something new takes what it begins with from its address."""
    for model, name in (("indexdata_index", "parent"), ("indexdata_sampleunit", "source"), ("news_fabric", "index"),
                        ("news_fabric", "uses"), ("news_article", "section"), ("auth_user", "groups")):  # fmt: skip
        assert boss.get(reverse(f"admin:{model}_add"), {name: text}).status_code == 200, model


@pytest.mark.parametrize("text", ["x", "9" * 20])
def test_rows_of_a_release_that_name_nothing(boss, text):
    """L6: a row of figures with another id, or with an index that is none."""
    soon = timezone.now() + timedelta(days=3)
    release = ReleaseFactory(period=issue_of(soon.date(), "weekly"), released_at=soon)
    ObservationFactory(index=IndexFactory(), release=release, period=release.period)
    for field in ("id", "index"):
        assert sent_to(boss, release, f"observations-0-{field}", text).status_code == 200, field


@pytest.mark.parametrize("path", ["[[1], {}]", "指数", "x" * 300])
def test_a_path_that_no_page_can_have_is_refused(boss, path):
    """L6: the form that came back asked for the address of the page, which there cannot be."""
    index = IndexFactory(path="price/raw-materials")
    answer = sent_to(boss, index, "path", path)
    assert answer.status_code == 200
    assert "path" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("text", ["", *NO_KEYS[::4]])
def test_an_action_on_what_is_no_key_does_nothing(boss, text):
    """L6: every action of every list, on a choice that is none."""
    TagFactory()
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for _function, action, _title in model_admin._get_base_actions():
            sent = {"action": action, "_selected_action": [text.replace("\ud800", "?")], "index": "0"}
            assert boss.post(address, sent).status_code in (200, 302, 400, 403), (model, action)


def test_an_action_takes_what_is_a_key_among_what_is_none(boss):
    """L6: the right choices are carried out."""
    tag = TagFactory()
    sent = {"action": "delete_selected", "_selected_action": ["x", tag.pk, "NaN"], "post": "yes"}
    assert boss.post(reverse("admin:news_tag_changelist"), sent).status_code == 302
    assert not type(tag).objects.exists()


def test_the_tags_of_the_library_have_no_page():
    """L6: nothing carries them, and their pages fail on what is no key."""
    assert [model._meta.label for model in admin.site._registry if model.__name__ == "Tag"] == ["news.Tag"]
    assert Article in admin.site._registry
