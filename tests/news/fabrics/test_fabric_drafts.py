"""D4: popular fabrics have drafts. What fabrics have besides what every kind with drafts does (tests/news/editing/test_all_kinds.py)."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation import kinds
from news.editing import many, notes, publishing
from news.editing.checks.run import check
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from news.enums import ArticleStatus, Season, Weave
from news.fabrics.models import Fabric, FabricUse
from news.library.models import Picture
from news.linking.uses import uses_of
from portal.freshness.moments import next_public_change
from tests.factories.indexdata import IndexFactory
from tests.factories.news import FabricFactory, TagFactory
from tests.factories.users import chief_editor, editor
from tests.news.admin.test_versions import as_shown

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def use(slug):
    return FabricUse.objects.create(slug=slug, name_en=slug.title(), name_zh_hans=slug)


def change(fabric, by=None, **values):
    """Save a draft of a fabric."""
    save_content(row(fabric), {**latest_content(row(fabric)), **values}, by)


def row(fabric):
    return Fabric.objects.get(pk=fabric.pk)


def test_a_name_is_all_that_goes_out(client):
    fabric = FabricFactory(
        slug="bare", name_en="Bare cloth", name_zh_hans="", description_en="", description_zh_hans="",
        status=ArticleStatus.DRAFT, published_at=None,
    )  # fmt: skip
    publishing.publish(fabric, chief_editor())
    page = client.get("/fabrics/bare/")
    assert (page.status_code, page.context["content_languages"]) == (200, ["en"])
    assert "has not been translated yet" not in page.text
    assert "<loc>http://testserver/fabrics/bare/</loc>" in client.get("/sitemap-fabrics.xml").text


def test_without_a_name_nothing_goes_out_and_the_sentence_asks_for_no_text():
    fabric = FabricFactory(name_en="", name_zh_hans="", status=ArticleStatus.DRAFT)
    with pytest.raises(PublishingError, match="needs a name") as refused:
        publishing.publish(fabric, chief_editor())
    assert [finding.field for finding in refused.value.findings] == ["name"]
    named = FabricFactory()
    change(named, name_zh_hans="")
    with pytest.raises(PublishingError, match="its name is empty"):
        publishing.publish(row(named), chief_editor())
    with pytest.raises(PublishingError, match="A language needs a name"):
        publishing.publish(row(named), chief_editor(), languages=["zh-hans"])


def test_uses_tags_class_picture_and_colours_wait_in_the_draft(client):
    shirts, veils, tag = use("shirts"), use("veils"), TagFactory(slug="cotton")
    fabric = FabricFactory(slug="poplin", palette=["#111111"], season=Season.ALL_YEAR)
    fabric.uses.add(shirts)
    index = IndexFactory(path="price/apparel-fabric")
    picture = Picture.objects.create(title_en="Cloth", alt_en="Cloth", alt_zh_hans="布")
    change(
        fabric, uses=[veils.pk], tags=[tag.pk], index_id=index.pk, picture_id=picture.pk,
        palette=["#ABCDEF"], season=Season.SPRING_SUMMER, weave=Weave.LACE, weight_min=80,
    )  # fmt: skip
    page = client.get("/fabrics/poplin/").text
    assert "?use=shirts" in page
    for hidden in ("?use=veils", "#ABCDEF", "?weave=lace", "80 g/m²", "/tags/cotton/", "Nearest class"):
        assert hidden not in page, hidden
    assert [choice.value for choice in client.get("/fabrics/").context["facets"][2].choices] == ["shirts"]
    assert client.get("/tags/cotton/").status_code == 404
    for kind, key in (("picture", picture.pk), ("index", index.pk), ("tag", tag.pk)):
        assert [(one.source, one.live) for one in uses_of(kind, key, 9)] == [(fabric, False)], kind
    publishing.publish(row(fabric), chief_editor())
    page = client.get("/fabrics/poplin/").text
    for shown in ("?use=veils", "#ABCDEF", "?weave=lace", "80 g/m²", "/tags/cotton/", "Nearest class"):
        assert shown in page, shown
    assert "?use=shirts" not in page


def test_a_use_that_is_deleted_meanwhile_leaves_no_draft_behind():
    gone, stays = use("gone"), use("stays")
    fabric = FabricFactory()
    change(fabric, uses=[gone.pk, stays.pk], name_en="New")
    gone.delete()
    publishing.publish(row(fabric), chief_editor())
    assert (row(fabric).name_en, row(fabric).has_draft) == ("New", False)
    assert list(fabric.uses.all()) == [stays]


def test_plain_text_is_no_html_to_the_checks_and_findings_name_fields_of_fabrics():
    """The description is shown as it was typed: what looks like an element is none."""
    picture = Picture.objects.create(title_en="Cloth")
    fabric = FabricFactory(
        name_en="Cloth " * 18, description_en="<h4>Below <table> 90 g/m²\nthe the width", picture=picture
    )
    found = {(one.field, one.sentence) for one in check(Fabric.described, snapshot(fabric), ["en"])}
    assert {field for field, _sentence in found} == {"name", "description", "picture"}
    assert not [sentence for _field, sentence in found if "heading" in sentence or "header" in sentence]
    assert ("description", "A word stands twice.") in found
    assert "cover" not in " ".join(sentence for _field, sentence in found)


def test_what_is_typed_like_a_reference_uses_nothing():
    fabric = FabricFactory()
    other = FabricFactory()
    change(fabric, description_en=f'<a href="ref:fabric/{other.pk}">x</a>')
    assert not uses_of("fabric", other.pk, 9)


def test_many_are_published_and_taken_off_by_the_verbs():
    drafts = FabricFactory.create_batch(3, status=ArticleStatus.DRAFT)
    nameless = FabricFactory(name_en="", name_zh_hans="", status=ArticleStatus.DRAFT)
    done = many.publish([*drafts, nameless], chief_editor())
    assert (done.changed, [thing for thing, _why in done.refused]) == (drafts, [nameless])
    assert set(Fabric.objects.published()) == set(drafts)
    assert many.withdraw(drafts, chief_editor()).changed == drafts
    assert not Fabric.objects.published().exists()


def test_pages_hear_of_the_moment_at_which_a_fabric_appears_changes_or_goes(client):
    now = timezone.now()
    coming = FabricFactory(slug="coming", published_at=now + HOUR, expires_at=now + 3 * HOUR)
    assert next_public_change(now) == now + HOUR
    assert next_public_change(now + HOUR) == now + 3 * HOUR
    changing = FabricFactory(name_en="Before")
    change(changing, name_en="After")
    publishing.publish(row(changing), chief_editor(), now + 2 * HOUR)
    assert next_public_change(now + HOUR) == now + 2 * HOUR
    assert take_due(now + 2 * HOUR) == 1
    assert row(changing).name_en == "After"
    assert coming not in Fabric.objects.published(now + 3 * HOUR)


def test_pages_that_are_kept_show_a_fabric_from_its_second_on(client, page_cache):
    FabricFactory(slug="here", name_en="Here already")
    start = timezone.now()
    fabric = FabricFactory(slug="seersucker", name_en="Seersucker", published_at=start + timedelta(seconds=2))
    fabric.tags.add(TagFactory(slug="cotton", name_en="Cotton"))
    addresses = (
        "/", "/fabrics/", "/fabrics/here/", "/fabrics/seersucker/", "/tags/cotton/", "/search/?q=seersucker",
        "/search/suggest/?q=seersucker", "/sitemap-fabrics.xml",
    )  # fmt: skip

    def shown():
        answers = [(address, client.get(address)) for address in addresses]
        return {
            address
            for address, answer in answers
            if answer.status_code == 200 and "/fabrics/seersucker/" in answer.text
        }

    assert shown() == shown() == set()
    assert timezone.now() < start + timedelta(seconds=2), "too slow to tell"
    time.sleep(max(0, (start + timedelta(seconds=2.1) - timezone.now()).total_seconds()))
    assert shown() == set(addresses)


def test_the_preview_shows_the_uses_and_tags_of_the_form(client):
    client.force_login(editor())
    fabric, veils, tag = FabricFactory(), use("veils"), TagFactory(slug="cotton")
    address = reverse("admin:news_fabric_change", args=[fabric.pk])
    sent = {**as_shown(client.get(address), Fabric), "uses": [veils.pk], "tags": [tag.pk]}
    for preview in (
        reverse("admin:news_fabric_preview", args=[fabric.pk, "en"]),
        reverse("admin:news_fabric_preview_new", args=["en"]),
    ):
        page = client.post(preview, sent).text
        assert "?use=veils" in page
        assert "/tags/cotton/" in page
    assert not fabric.uses.exists()


def test_whoever_writes_a_link_is_told_that_a_fabric_is_not_public_yet():
    shown, draft = FabricFactory(), FabricFactory(status=ArticleStatus.DRAFT)
    remark = kinds.named("fabric").picker.remark
    assert (remark(shown), bool(remark(draft))) == ("", True)


def test_notes_are_left_on_passages_of_every_text_of_a_fabric(client):
    fabric, by = FabricFactory(), editor()
    for name in Fabric.described.text_fields():
        notes.add(fabric, by, "Is this right?", name, "cloth")
    assert fabric.notes.count() == 10
    client.force_login(by)
    page = client.get(reverse("admin:news_fabric_change", args=[fabric.pk])).text
    assert f'data-texts="{" ".join(Fabric.described.text_fields())}"' in page


def test_the_list_shows_state_languages_and_schedule_and_is_filtered_by_them(client):
    by = chief_editor()
    plain, changed, later = FabricFactory(name_zh_hans=""), FabricFactory(), FabricFactory()
    change(changed, editor(), name_en="New")
    change(later, by, name_en="Later")
    publishing.publish(row(later), by, timezone.now() + HOUR)
    client.force_login(by)
    address = reverse("admin:news_fabric_changelist")
    page = client.get(address).text
    for words in ("Changes in draft", "Changes scheduled for", "is-missing"):
        assert words in page

    def found(query):
        return set(client.get(address + query).context["cl"].queryset)

    assert found("?stage=draft") >= {changed}
    assert found("?coming=1") == {later}
    assert found("?mine=1") == {later}
    assert found("?translation=missing") == {plain}
