"""Things without drafts: the second save on top is refused with both versions, and an old version is restored (L5, D5).

Every kind of thing the newsroom, the index officers and the moderators edit is tried by the same walk.
"""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from foundation.admin.versioned import VersionedMixin
from foundation.versions.models import Version
from indexdata.models import CollectingSource, Event, SourceFact
from news.addresses.models import Redirect
from news.articles.models import Article, ArticleSeries, Section
from news.comments.models import CommentRules, ListedWord, ReasonTemplate
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.fabrics.models import FabricUse
from news.library.models import Picture
from news.tags.models import Tag
from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, SampleUnitFactory
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.factories.users import administrator, chief_editor, editor
from tests.portal.rights.form_fields import Fields

pytestmark = pytest.mark.django_db


def picture():
    buffer = BytesIO()
    Image.radial_gradient("L").save(buffer, "JPEG")
    return Picture.objects.create(title_en="Loom", file=SimpleUploadedFile("loom.jpg", buffer.getvalue()))


#: Kind → how one is made, and two of its fields with something else to say.
KINDS = {
    "section": (SectionFactory, "name_en", "name_zh_hans"),
    "tag": (TagFactory, "name_en", "name_zh_hans"),
    "fabric use": (lambda: FabricUse.objects.create(slug="shirts", name_en="Shirts"), "name_en", "name_zh_hans"),
    "picture": (picture, "alt_en", "alt_zh_hans"),
    "redirect": (lambda: Redirect.objects.create(path="/old/one", target="/news/"), "note", "target"),
    "series": (lambda: ArticleSeries.objects.create(slug="s", name_en="Series"), "name_en", "intro_zh_hans"),
    "source": (CollectingSourceFactory, "name_en", "trade_zh_hans"),
    "sample unit": (SampleUnitFactory, "name_en", "contact"),
    "index": (IndexFactory, "name_en", "description_zh_hans"),
    "event": (lambda: Event.objects.create(start=date(2025, 1, 29), name_en="Fair"), "name_en", "note_zh_hans"),
    "listed word": (lambda: ListedWord.objects.create(word="cheap", effect="hold"), "word", "note"),
    "reason": (lambda: ReasonTemplate.objects.create(text_en="Why", status="rejected"), "text_en", "text_zh_hans"),
}  # fmt: skip
TARGETS = {"target": "/comments/"}


def address_of(thing, name="change", *more):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[thing.pk, *more])


class AsItIs(Fields):
    """The fields of a page as a browser sends them when nothing is typed."""

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "input" and said.get("type", "text") not in (
            "submit",
            "file",
            "button",
            "checkbox",
            "radio",
        ):
            if said.get("name"):
                self.values[said["name"]] = said.get("value") or ""
        elif tag == "option" and self._select and "multiple" in self.select:
            if "selected" in said:
                self.values.setdefault(self._select, []).append(said["value"])
        else:
            if tag == "select":
                self.select = said
                if "multiple" in said:
                    self._select = said.get("name") or ""
                    return
            super().handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self._text:
            self.values[self._text] = data.removeprefix("\n")


def opened(client, thing):
    """Return what the form of a thing sends as it has been opened."""
    return as_shown(client.get(address_of(thing)), thing)


def as_shown(answer, thing):
    """Return what the form of a page sends as it is."""
    parser = AsItIs()
    parser.feed(answer.text.partition(f'id="{thing._meta.model_name}_form"')[2].partition("</form>")[0])
    return parser.values


def words(name, text):
    return TARGETS.get(name, text)


@pytest.fixture
def boss(client):
    client.force_login(administrator())
    return client


def test_all_that_is_edited_without_a_draft_has_versions():
    kinds = {type(make()) for make, *_fields in KINDS.values()} | {CommentRules}
    versioned = {model for model, one in admin.site._registry.items() if isinstance(one, VersionedMixin)}
    assert kinds <= versioned
    assert Article not in versioned


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_save_is_refused_and_reverts_nothing(boss, kind):
    make, first, second = KINDS[kind]
    thing = make()
    editors, chiefs = opened(boss, thing), opened(boss, thing)
    assert editors["_base"]
    saved = boss.post(address_of(thing), {**editors, first: words(first, "Of the editor")})
    assert saved.status_code == 302, saved.context["adminform"].form.errors
    refused = boss.post(address_of(thing), {**chiefs, second: words(second, "Of the chief")})
    assert refused.status_code == 200
    assert "Two versions: " in refused.text
    assert "Nothing is lost" in refused.text
    form = refused.context["adminform"].form
    assert form[first].value() == words(first, "Of the editor")
    assert form[second].value() == words(second, "Of the chief")
    assert [change.name for change in form.conflict.changes] == [second]
    thing.refresh_from_db()
    assert getattr(thing, first) == words(first, "Of the editor")
    assert getattr(thing, second) != words(second, "Of the chief")
    # Saved once more, both are there.
    assert boss.post(address_of(thing), as_shown(refused, thing)).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, first) == words(first, "Of the editor")
    assert getattr(thing, second) == words(second, "Of the chief")


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_both_changed_is_chosen(boss, kind):
    make, field, _second = KINDS[kind]
    thing = make()
    mine = opened(boss, thing)
    boss.post(address_of(thing), {**opened(boss, thing), field: words(field, "Theirs")})
    refused = boss.post(address_of(thing), {**mine, field: words(field, "Mine")})
    change = refused.context["adminform"].form.conflict.changes[0]
    assert (change.name, change.clashes) == (field, True)
    assert f'name="_take-{field}"' in refused.text
    again = {**as_shown(refused, thing), f"_take-{field}": "theirs"}
    assert boss.post(address_of(thing), again).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, field) == "Theirs"
    assert boss.post(address_of(thing), {**again, f"_take-{field}": "mine"}).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, field) == "Mine"


@pytest.mark.parametrize("kind", KINDS)
def test_every_save_leaves_a_version_and_an_old_one_is_restored(boss, kind):
    make, field, _second = KINDS[kind]
    thing = make()
    before = getattr(thing, field) or ""
    boss.post(address_of(thing), {**opened(boss, thing), field: words(field, "Second")})
    assert [version.number for version in Version.objects.of(thing)] == [2, 1]
    listed = boss.get(address_of(thing, "history"))
    assert "As it was before anybody changed it here." in listed.text
    shown = boss.get(address_of(thing, "version", 1))
    assert "Restore version 1" in shown.text
    assert "Second" in shown.text
    answer = boss.post(address_of(thing, "restore", 1), follow=True)
    assert "It says again what it said in version 1." in answer.text
    thing.refresh_from_db()
    assert (getattr(thing, field) or "") == before
    newest = Version.objects.of(thing).first()
    assert (newest.number, newest.note) == (3, "As in version 1.")
    assert "This is what it says now." in boss.get(address_of(thing, "version", 3)).text
    thing.delete()
    assert not Version.objects.exists()


def test_saving_what_is_there_leaves_no_version(boss):
    thing = SectionFactory()
    boss.post(address_of(thing), opened(boss, thing))
    assert not Version.objects.exists()


def test_what_came_by_another_way_is_kept_too_and_is_a_conflict(boss):
    thing = TagFactory(name_en="First")
    boss.post(address_of(thing), {**opened(boss, thing), "name_en": "Second"})
    sent = opened(boss, thing)
    Tag.objects.filter(pk=thing.pk).update(name_en="By a command")
    refused = boss.post(address_of(thing), {**sent, "name_zh_hans": "第三"})
    assert refused.context["adminform"].form["name_en"].value() == "By a command"
    assert "somebody saved this" in refused.text
    boss.post(address_of(thing), {**opened(boss, thing), "name_zh_hans": "第三"})
    said = [(version.content["name_en"], version.note) for version in Version.objects.of(thing)]
    assert said == [
        ("By a command", ""),
        ("By a command", "Changed by another way than its page."),
        ("Second", ""),
        ("First", "As it was before anybody changed it here."),
    ]


def test_a_state_that_nobody_knows_keeps_what_was_typed(boss):
    thing = TagFactory(name_en="First", name_zh_hans="第一")
    sent = {**opened(boss, thing), "_base": "unknown" * 20, "name_zh_hans": "第二"}
    refused = boss.post(address_of(thing), sent)
    assert "Two versions: " in refused.text
    assert refused.context["adminform"].form["name_zh_hans"].value() == "第二"


def test_the_same_saved_twice_is_no_conflict(boss):
    thing = TagFactory()
    sent = {**opened(boss, thing), "name_en": "The same"}
    assert boss.post(address_of(thing), sent).status_code == 302
    assert boss.post(address_of(thing), {**sent, "_window": "another"}).status_code == 302


def test_a_form_with_another_mistake_keeps_its_base(boss):
    thing = SectionFactory(name_en="First")
    sent = opened(boss, thing)
    boss.post(address_of(thing), {**opened(boss, thing), "name_en": "Theirs"})
    refused = boss.post(address_of(thing), {**sent, "slug": "not a slug", "name_zh_hans": "我的"})
    assert "Two versions: " in refused.text
    assert refused.context["adminform"].form["slug"].value() == "not a slug"
    assert refused.context["adminform"].form["name_en"].value() == "Theirs"


def test_a_restored_address_that_has_been_taken_is_refused_with_a_sentence(boss):
    thing = TagFactory(slug="one")
    boss.post(address_of(thing), {**opened(boss, thing), "slug": "two"})
    TagFactory(slug="one", name_en="Another", name_zh_hans="另一个")
    answer = boss.post(address_of(thing, "restore", 1), follow=True)
    assert "already exists" in answer.text
    thing.refresh_from_db()
    assert thing.slug == "two"


@pytest.mark.parametrize("make", [SectionFactory, ArticleFactory, SampleUnitFactory])
def test_what_was_typed_into_something_deleted_meanwhile_is_not_lost(boss, make):
    thing = make()
    field = "title_en" if make is ArticleFactory else "name_en"
    sent, address = opened(boss, thing), address_of(thing)
    thing.delete()
    answer = boss.post(address, {**sent, field: "Typed “words” <b>", "_save": "1"})
    assert "This was deleted while you were writing." in answer.text
    assert "Typed “words” &lt;b&gt;" in answer.text
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', answer.text)
    again = boss.post(answer.context["add_address"], {name: unescape(value) for name, value in fields})
    assert again.context["adminform"].form[field].value() == "Typed “words” <b>"
    assert not type(thing).objects.exists()
    assert boss.get(address).status_code == 302


def test_lines_of_a_list_leave_versions_too(boss):
    things = [SectionFactory(slug=f"part-{number}", order=number) for number in (1, 2)]
    fields = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "1"}
    for place, thing in enumerate(Section.objects.order_by("order")):
        fields |= {f"form-{place}-id": thing.pk, f"form-{place}-order": 9 - place}
    boss.post(reverse("admin:news_section_changelist"), fields)
    assert {version.content["order"] for version in Version.objects.of(things[0])} == {1, 9}


def test_the_facts_of_a_source_are_part_of_it(boss):
    source = CollectingSourceFactory()
    fact = SourceFact.objects.create(source=source, label_en="Shops", value_en="100")
    mine, also_mine = opened(boss, source), opened(boss, source)
    boss.post(address_of(source), {**opened(boss, source), "facts-0-value_en": "200"})
    fact.refresh_from_db()
    assert fact.value_en == "200"
    refused = boss.post(address_of(source), {**mine, "trade_en": "Silk"})
    assert 'value="200"' in refused.text
    assert 'value="100"' not in refused.text
    refused = boss.post(address_of(source), {**also_mine, "facts-0-value_en": "300"})
    assert "Two versions: " in refused.text
    assert 'value="300"' in refused.text
    assert "200" in refused.text
    fact.refresh_from_db()
    assert fact.value_en == "200"
    again = {**as_shown(refused, source), "_take-facts": "theirs", "trade_en": "Silk"}
    assert boss.post(address_of(source), again).status_code == 302
    fact.refresh_from_db()
    assert fact.value_en == "200"
    boss.post(address_of(source), {**opened(boss, source), "facts-0-value_en": "400"})
    boss.post(address_of(source, "restore", 1))
    assert [one.value_en for one in CollectingSource.objects.get().facts.all()] == ["100"]


def test_only_those_who_may_change_restore_and_only_those_who_may_see_read(client):
    thing = SampleUnitFactory(contact="Mrs Li")
    client.force_login(administrator())
    client.post(address_of(thing), {**opened(client, thing), "contact": "Mr Wu"})
    client.force_login(chief_editor())
    for name, more in (("history", ()), ("version", (1,))):
        assert client.get(address_of(thing, name, *more)).status_code == 403
    assert client.post(address_of(thing, "restore", 1)).status_code == 403
    assert client.get(address_of(thing, "restore", 1)).status_code == 405
    client.force_login(administrator(username="other"))
    for number in (99, 10**9):
        assert client.get(address_of(thing, "version", number)).status_code == 404


def test_the_page_of_versions_takes_the_same_queries_for_3_and_30(boss):
    thing, counts = TagFactory(), []
    for number in range(30):
        boss.post(address_of(thing), {**opened(boss, thing), "name_en": f"Name {number}"})
        if number in (3, 29):
            with CaptureQueriesContext(connection) as queries:
                boss.get(address_of(thing, "history"))
            counts.append(len(queries))
    assert counts[0] == counts[1]


# -- Articles


@pytest.fixture
def article(client):
    """An article of one revision, and a client who may edit it."""
    article = ArticleFactory(status=ArticleStatus.DRAFT, title_en="First", summary_en="")
    body = {"body_en": "<p>One.</p>\n<p>Two.</p>"}
    save_content(article, {**latest_content(article), "title_en": "Second", **body}, editor())
    client.force_login(editor(username="mine"))
    return article


def save_theirs(article, **changed):
    save_content(article, {**latest_content(article), **changed}, chief_editor())


def send(client, article, sent, **typed):
    return client.post(address_of(article), {**sent, "_continue": "1", **typed}, follow=True)


def test_saving_mine_on_top_reverts_nothing_i_did_not_touch(client, article):  # D5
    tag, section, other = TagFactory(), SectionFactory(), ArticleFactory()
    mine = opened(client, article)
    theirs = {"title_en": "Third", "title_zh_hans": "第三", "tags": [tag.pk], "section_id": section.pk}
    moment = {"featured": True, "pinned_until": "2030-01-02T03:04:00+00:00", "related": [other.pk]}
    save_theirs(article, **theirs, **moment)
    refused = send(client, article, mine, summary_en="Mine", slug="mine")
    form = refused.context["adminform"].form
    assert "Two versions: article" in refused.text
    assert [one.name for one in form.conflict.changes] == ["summary_en", "slug"]
    assert form["title_en"].value() == "Third"
    assert form["featured"].value() is True
    again = send(client, article, as_shown(refused, article))
    assert "Two versions" not in again.text
    content = latest_content(Article.objects.get(pk=article.pk))
    expected = {**theirs, **moment, "summary_en": "Mine", "slug": "mine"}
    assert {name: content[name] for name in expected} == expected


def test_a_body_laid_out_otherwise_is_not_touched(client, article):  # D5
    mine = opened(client, article)
    save_theirs(article, body_en="<p>One and a half.</p>")
    refused = send(client, article, mine, body_en="<p>One.</p><p>Two.</p>", title_zh_hans="我的")
    assert refused.context["adminform"].form["body_en"].value() == "<p>One and a half.</p>"


def test_theirs_is_taken_for_the_fields_that_are_chosen(client, article):  # D5
    mine = opened(client, article)
    save_theirs(article, title_en="Theirs", summary_en="Theirs")
    refused = send(client, article, mine, title_en="Mine", summary_en="Mine")
    changes = refused.context["adminform"].form.conflict.changes
    assert {(one.name, one.clashes) for one in changes} == {("title_en", True), ("summary_en", True)}
    send(client, article, as_shown(refused, article), **{"_take-summary_en": "theirs"})
    content = latest_content(Article.objects.get())
    assert (content["title_en"], content["summary_en"]) == ("Mine", "Theirs")


def test_a_wrong_value_and_a_conflict_at_once_lose_nothing(client, article):  # D5
    mine = opened(client, article)
    save_theirs(article, title_en="Theirs")
    refused = send(client, article, mine, title_en="x" * 999, published_at_0="nonsense")
    form = refused.context["adminform"].form
    assert form["title_en"].value() == "x" * 999
    assert form.conflict.changes[0].name == "title_en"
    assert "nonsense" in refused.text
