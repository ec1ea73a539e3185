"""D4: fabrics from before they had drafts, in a database with content: what was shown is published, and nothing is lost."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from foundation.versions.models import Version
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.fabrics.models import Fabric, FabricUse
from tests.earlier import migrate_to
from tests.factories.indexdata import IndexFactory
from tests.factories.news import FabricFactory, TagFactory
from tests.factories.users import editor

pytestmark = pytest.mark.audit

BEFORE = ("news", "0026_versions_of_pages_are_revisions")
SAVED = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)


def old_models():
    """Take the database back to the time before drafts and return a function that finds its models."""
    return migrate_to(BEFORE)


def version(thing, number, author=None, note="", **content):
    return Version.objects.create(
        kind=ContentType.objects.get_for_model(type(thing)), thing=thing.pk, number=number, content=content,
        author=author, note=note, created_at=SAVED + timedelta(hours=number),
    )  # fmt: skip


@pytest.fixture
def before(transactional_db):
    """Three fabrics as they were: one with versions and one without that are shown, and one that is hidden."""
    shown, plain, hidden = (
        FabricFactory(slug=slug, name_en=slug.title(), order=order, palette=["#123456"], weight_min=90)
        for order, slug in enumerate(("shown", "plain", "hidden"), 1)
    )
    by, index = editor(), IndexFactory(path="price/apparel-fabric")
    shirts, tag = FabricUse.objects.create(slug="shirts", name_en="Shirts"), TagFactory(slug="cotton")
    for fabric in (shown, hidden):
        fabric.uses.add(shirts)
        fabric.tags.add(tag)
    shown.slug = "newly-called"
    shown.save()
    said = {"name_en": "First", "name_zh_hans": "布", "slug": "shown", "public": True, "order": 1, "weight_min": 80,
            "palette": ["#123456"], "uses": [], "tags": [tag.pk], "index": None, "picture": None}  # fmt: skip
    version(shown, 1, **said)
    version(shown, 2, by, "Why", **said | {"name_en": "Shown", "index": index.pk})
    version(hidden, 1, by, **said | {"name_en": "Hidden", "slug": "hidden", "public": False})
    version(shirts, 1, by, name_en="Shirts", slug="shirts")
    model = old_models()("news", "Fabric")
    model.objects.filter(pk=shown.pk).update(index=index.pk)
    model.objects.filter(pk=hidden.pk).update(public=False)
    model.objects.update(updated_at=SAVED)
    yield shown, plain, hidden, by, index, shirts, tag
    call_command("migrate", verbosity=0)  # to the newest: other tests of this process need it
    ContentType.objects.clear_cache()


def test_what_was_shown_is_published_and_what_was_hidden_is_withdrawn(client, before):
    shown, _plain, _hidden, _by, index, shirts, tag = before
    call_command("migrate", verbosity=0)
    assert list(Fabric.objects.values_list("slug", "status", "published_at", "order")) == [
        ("newly-called", ArticleStatus.PUBLISHED, SAVED, 1),
        ("plain", ArticleStatus.PUBLISHED, SAVED, 2),
        ("hidden", ArticleStatus.WITHDRAWN, None, 3),
    ]
    assert [fabric.slug for fabric in client.get("/fabrics/").context["page_obj"]] == [
        "newly-called",
        "plain",
    ]
    assert client.get("/fabrics/hidden/").status_code == 404
    led = client.get("/fabrics/shown/")
    assert (led.status_code, led["Location"]) == (301, "/fabrics/newly-called/")
    fabric = Fabric.objects.get(pk=shown.pk)
    assert (fabric.palette, fabric.weight_min, fabric.index, list(fabric.uses.all()), list(fabric.tags.all())) == (
        ["#123456"], 90, index, [shirts], [tag],
    )  # fmt: skip


def test_versions_are_revisions_and_the_last_one_says_what_the_row_says(before):
    shown, plain, hidden, by, index, shirts, _tag = before
    call_command("migrate", verbosity=0)
    kept = list(shown.revisions.order_by("number"))
    assert [(one.content["name_en"], one.author, one.note) for one in kept] == [
        ("First", None, ""), ("Shown", by, "Why"), ("Shown", None, ""),
    ]  # fmt: skip
    assert kept[1].content["index_id"] == index.pk
    assert not {"index", "picture", "public"} & kept[1].content.keys()
    newest = kept[2].content
    assert (newest["slug"], newest["weight_min"], newest["uses"]) == ("newly-called", 90, [shirts.pk])
    fabric = Fabric.objects.get(pk=shown.pk)
    assert (fabric.latest_revision, fabric.live_revision, fabric.has_draft) == (kept[2], kept[2], False)
    assert fabric.described.is_same(
        latest_content(fabric) | {"published_at": ""}, {**latest_content(fabric), **newest}
    )
    taken_off = Fabric.objects.get(pk=hidden.pk)
    assert taken_off.live_revision is None
    assert taken_off.latest_revision.content["name_en"] == "Hidden"
    assert [one.kind.model for one in Version.objects.all()] == ["fabricuse"]
    save_content(fabric, {**latest_content(fabric), "name_en": "New"}, by)
    assert Fabric.objects.get(pk=shown.pk).latest_revision.number == 4
    save_content(plain := Fabric.objects.get(pk=plain.pk), {**latest_content(plain), "name_en": "New"}, by)
    assert [one.content["name_en"] for one in plain.revisions.order_by("number")] == ["Plain", "New"]


def test_an_older_version_that_still_runs_shows_no_draft_and_publishes_none(before):
    """It writes rows without a status and reads the column that it knows."""
    call_command("migrate", verbosity=0)
    draft = FabricFactory(slug="draft", status=ArticleStatus.DRAFT)
    values = {
        "slug": "older", "name": "Older", "name_en": "Older", "composition": "", "yarn": "", "weave": "plain",
        "finish": "", "season": "all-year", "description": "", "palette": json.dumps([]), "public": True, "order": 9,
        "updated_at": SAVED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        names = ", ".join(f'"{name}"' for name in values)
        cursor.execute(
            f"INSERT INTO news_fabric ({names}) VALUES ({', '.join(['%s'] * len(values))})",
            [*values.values()],
        )
        cursor.execute("SELECT slug FROM news_fabric WHERE public ORDER BY slug")
        seen = [slug for (slug,) in cursor.fetchall()]
    assert draft.slug not in seen
    assert Fabric.objects.get(slug="older").status == ArticleStatus.DRAFT
