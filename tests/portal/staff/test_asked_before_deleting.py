"""The question before something is deleted names what goes with it as people know it, and no rows of the machinery."""

import pytest
from django.urls import reverse
from django.utils import timezone

from indexdata.models import IndexAlias
from news.drafting.rows import beside
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.indexdata import IndexFactory
from tests.factories.news import ArticleFactory, CommentFactory, TagFactory
from tests.factories.users import administrator, chief_editor
from tests.news.editing.drafted import each_kind

pytestmark = pytest.mark.django_db
LISTED = "deleted_objects"


def asked(client, thing):
    """Return (what goes with a thing, as {name: number}; the things that are named) of the question before it is deleted."""
    meta = thing._meta
    answer = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[thing.pk]))
    return dict(answer.context["model_count"]), answer.context[LISTED]


@each_kind
@pytest.mark.parametrize("person", [chief_editor, administrator])
def test_what_goes_with_a_thing_is_told_in_numbers_without_machinery(client, kind, person):  # D4, D7
    by, other = person(), chief_editor()
    thing = kind.make(title_en="Live", slug="live", status=ArticleStatus.DRAFT)
    for words in ("Second", "Third"):
        save_content(thing, {**latest_content(thing), kind.field("title_en"): words}, other)
    beside(thing, "presences").objects.create(thing=thing, editor=other, window="w")
    beside(thing, "working_copies").objects.create(thing=thing, editor=other, window="w", data={})
    beside(thing, "sent_back").objects.create(thing=thing, text="Which week?", by=other)
    beside(thing, "notes").objects.create(thing=thing, field=kind.field("body_en"), text="Why?", author=other)
    beside(thing, "preview_links").objects.create(thing=thing, until=timezone.now())
    client.force_login(by)
    told, named = asked(client, thing)
    assert told == {
        str(kind.model._meta.verbose_name_plural): 1,
        "revisions": 3,
        "notes on passages": 1,
        "preview links": 1,
    }
    assert len(named) == 1
    assert "Third" in named[0]

    listed = reverse(f"admin:news_{kind.name}_changelist")
    sent = {"action": "delete_selected", "_selected_action": [thing.pk]}
    several = client.post(listed, sent, follow=True)
    assert dict(several.context["model_count"]) == told


def test_comments_are_named_to_who_may_see_them_and_relations_to_nobody(client):  # D7
    article = ArticleFactory(title_en="Read")
    article.tags.add(TagFactory())
    article.related.add(ArticleFactory())
    CommentFactory(article=article, body="Well said")
    client.force_login(administrator())
    told, named = asked(client, article)
    assert told == {"articles": 1, "reader comments": 1}
    assert len(named) == 2


def test_other_names_go_with_an_index(client):  # D7
    index = IndexFactory()
    IndexAlias.objects.create(index=index, language="zh-hans", name="坯布")
    client.force_login(administrator())
    told, named = asked(client, index)
    assert told == {str(index._meta.verbose_name_plural): 1, "other names": 1}
    assert len(named) == 1
