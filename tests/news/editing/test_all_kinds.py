"""D4: one way of working for everything that has drafts, tried on each kind: articles, information pages, fabrics."""

import re
from datetime import timedelta
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from foundation.background.models import Mishap
from foundation.history import said
from foundation.languages import in_languages
from foundation.versions.keeping import keep_version
from foundation.versions.models import Version
from news.editing import publishing, working_copies
from news.editing.coming import Happening, coming
from news.editing.drafts import discard_draft, restore, save_content
from news.editing.due import next_change, take_due
from news.editing.preview import token_of
from news.editing.revisions import latest_content
from news.editing.sending_back import note_of
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from news.permissions import create_groups
from tests.factories.news import PageFactory
from tests.factories.users import chief_editor, editor, moderator
from tests.news.admin.test_versions import as_shown
from tests.news.editing.drafted import each_kind, each_new_kind

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _editors_do_not_publish(settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()


def sent(client, kind, thing=None, **typed):
    """Return what the form of a thing sends as it stands, with some of it typed over."""
    address = kind.page(thing) if thing else reverse(f"admin:news_{kind.name}_add")
    fields = as_shown(client.get(address), kind.model)
    return {**fields, **{kind.field(name): value for name, value in typed.items()}}


@each_kind
def test_a_text_that_nobody_touched_stays_as_it_was_written(client, kind):  # S8
    """Cleaning would make a reference of the address; a browser ends lines with CR and LF. Plain text stays what was typed."""
    written = f'<p>See <a href="/about/terms/" rel="noopener">{kind.name}</a>.</p>\n<p>Words.</p>'
    PageFactory(slug="terms")
    thing = kind.make()
    texts = in_languages(kind.model.described.body)
    kind.model.objects.filter(pk=thing.pk).update(**dict.fromkeys(texts, written))
    client.force_login(chief_editor())
    fields = {
        name: value.replace("\n", "\r\n")
        for name, value in sent(client, kind, thing).items()
        if isinstance(value, str)
    }
    assert client.post(kind.page(thing), {**sent(client, kind, thing), **fields}).status_code == 302
    assert not row(kind, thing).draft_status
    assert "ext (" not in said(LogEntry.objects.latest("pk")), "the history names no text"
    touched = {name: f"{fields[name]}<p>More.</p>" for name in texts}
    client.post(kind.page(thing), {**sent(client, kind, thing), **touched})
    newest = latest_content(row(kind, thing))
    assert row(kind, thing).draft_status
    if kind.model.described.rich:
        assert all('href="ref:page/' in newest[name] for name in texts)
    else:
        assert all(newest[name] == f"{written}<p>More.</p>" for name in texts)


def step(kind, verb):
    return {f"news_{kind.name}_{verb}": ""}


def row(kind, thing):
    return kind.model.objects.get(pk=thing.pk)


def read(client, thing):
    return client.get(thing.get_absolute_url())


@each_kind
def test_saving_is_a_draft_and_publishing_shows_it(client, kind):
    thing = kind.make(title_en="Read by all")
    client.force_login(editor())
    answer = client.post(
        kind.page(thing), sent(client, kind, thing, title_en="Only a draft") | {"_continue": ""}
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert "Read by all" in read(client, thing).text
    assert "Only a draft" not in read(client, thing).text
    assert row(kind, thing).draft_status == ArticleStatus.DRAFT
    assert 'value="Only a draft"' in client.get(kind.page(thing)).text
    client.force_login(chief_editor())
    client.post(kind.page(thing), sent(client, kind, thing) | step(kind, "publish"))
    assert "Only a draft" in read(client, thing).text
    assert not row(kind, thing).has_draft


@each_kind
def test_editors_write_submit_and_publish_nothing(client, kind):
    thing = kind.make(title_en="Live")
    by = editor()
    client.force_login(by)
    page = client.get(kind.page(thing)).text
    assert f'name="news_{kind.name}_submit"' in page
    assert f'name="news_{kind.name}_publish"' not in page
    assert f'name="news_{kind.name}_withdraw"' not in page
    client.post(kind.page(thing), sent(client, kind, thing, title_en="New") | step(kind, "publish"))
    assert row(kind, thing).stage == ArticleStatus.DRAFT
    for verb in (publishing.publish, publishing.withdraw, publishing.approve):
        with pytest.raises(PublishingError):
            verb(row(kind, thing), by)
    client.post(kind.page(thing), sent(client, kind, thing) | step(kind, "submit"))
    assert row(kind, thing).stage == ArticleStatus.IN_REVIEW
    client.force_login(moderator())
    assert client.get(kind.page(thing)).status_code == 403


@each_kind
def test_review_sends_back_with_a_note_and_approves(client, kind):
    thing, writer, chief = kind.make(title_en="Live"), editor(), chief_editor()
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "New"}, writer)
    publishing.submit(row(kind, thing), writer)
    publishing.send_back(row(kind, thing), chief, "Which week?")
    assert note_of(row(kind, thing)).text == "Which week?"
    client.force_login(writer)
    assert "Which week?" in client.get(kind.page(thing)).text
    assert "Which week?" in client.get(reverse("admin:index")).text
    publishing.submit(row(kind, thing), writer)
    assert note_of(row(kind, thing)) is None
    publishing.approve(row(kind, thing), chief)
    assert row(kind, thing).stage == ArticleStatus.APPROVED
    publishing.publish(row(kind, thing), writer)
    assert "New" in read(client, thing).text


@each_kind
def test_four_eyes_holds_back_what_one_wrote_alone(kind, settings):
    settings.FOUR_EYES = True
    thing, chief = kind.make(), chief_editor()
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "New"}, chief)
    with pytest.raises(PublishingError, match="somebody else"):
        publishing.publish(row(kind, thing), chief)
    publishing.publish(row(kind, thing), chief_editor())
    assert getattr(row(kind, thing), kind.field("title_en")) == "New"


@each_kind
def test_a_change_appears_at_its_moment_and_its_date_stays(client, kind):
    thing, chief = kind.make(title_en="Before"), chief_editor()
    dated, moment = row(kind, thing).published_at, timezone.now() + HOUR
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "After"}, chief)
    publishing.publish(row(kind, thing), chief, moment)
    assert "Before" in read(client, thing).text
    assert [(event.happening, event.moment) for event in coming(row(kind, thing))] == [
        (Happening.CHANGES, moment)
    ]
    assert next_change(timezone.now(), kind.model) == moment
    client.force_login(chief)
    assert "What happens by itself" in client.get(kind.page(thing)).text
    assert take_due(moment) == 1
    shown = row(kind, thing)
    assert (getattr(shown, kind.field("title_en")), shown.published_at, shown.changed_at) == (
        "After",
        dated,
        moment,
    )


@each_kind
def test_what_is_new_appears_and_what_is_over_goes_at_its_second(client, kind):
    now = timezone.now()
    later = kind.make(title_en="Tomorrow", published_at=now + HOUR)
    assert read(client, later).status_code == 404
    assert next_change(now, kind.model) == now + HOUR
    assert later in kind.model.objects.published(now + HOUR)
    going = kind.make(
        title_en="Until noon", expires_at=now + HOUR, **({"slug": "going"} if kind.name != "article" else {})
    )
    assert read(client, going).status_code == 200
    assert going not in kind.model.objects.published(now + HOUR)


@each_kind
def test_a_change_that_fails_is_remembered_once_and_stops_no_other(kind, monkeypatch):
    chief, moment = chief_editor(), timezone.now() + HOUR
    things = [kind.make(title_en=f"Before {n}", slug=f"thing-{n}") for n in range(2)]
    for thing in things:
        save_content(thing, {**latest_content(thing), kind.field("title_en"): "After"}, chief)
        publishing.publish(row(kind, thing), chief, moment)
    own = "legacy_id" if kind.name == "article" else "slug"
    revision = row(kind, things[0]).scheduled_revision
    type(revision).objects.filter(pk=revision.pk).update(
        content={**revision.content, own: 4711 if own == "legacy_id" else "taken"}
    )
    kind.make(**{own: 4711 if own == "legacy_id" else "taken"})
    assert take_due(moment) == 1
    assert [mishap.label for mishap in Mishap.objects.all()] == [str(row(kind, things[0]))]
    assert getattr(row(kind, things[1]), kind.field("title_en")) == "After"
    assert take_due(moment) == 0


@each_kind
def test_what_is_withdrawn_or_a_draft_is_nowhere_for_visitors(client, kind):
    shown, draft = (
        kind.make(title_en="Zq shown"),
        kind.make(title_en="Zq draft", status=ArticleStatus.DRAFT, slug="zq"),
    )
    publishing.withdraw(shown, chief_editor())
    for thing in (shown, draft):
        assert read(client, thing).status_code == 404
    for address in ("/search/?q=Zq", "/sitemap-pages.xml", "/about/", "/fabrics/", "/news/", "/"):
        answer = client.get(address)
        assert not re.search("Zq (shown|draft)", answer.text), address


@each_kind
def test_revisions_are_compared_restored_and_dropped(client, kind):
    thing, by = kind.make(title_en="First"), chief_editor()
    for words in ("Second", "Third"):
        save_content(
            row(kind, thing), {**latest_content(row(kind, thing)), kind.field("title_en"): words}, by
        )
    client.force_login(by)
    assert client.get(kind.page(thing, "revisions")).text.count('name="old"') == 3
    compared = client.get(kind.page(thing, "compare") + "?old=1&new=3").text
    assert "First" in compared
    assert "Third" in compared
    name = f"admin:news_{kind.name}_restore"
    client.post(reverse(name, args=[thing.pk, 2]))
    assert latest_content(row(kind, thing))[kind.field("title_en")] == "Second"
    assert "First" in read(client, thing).text
    discard_draft(row(kind, thing), by)
    assert not row(kind, thing).has_draft
    restore(row(kind, thing), thing.revisions.get(number=3), by)
    assert row(kind, thing).has_draft


@each_kind
def test_a_second_save_on_top_is_refused_with_both_versions(client, kind):
    thing = kind.make(title_en="First")
    client.force_login(editor())
    mine = sent(client, kind, thing, title_en="Mine")
    client.force_login(editor())
    client.post(kind.page(thing), sent(client, kind, thing, title_zh_hans="他们的") | {"_continue": ""})
    client.post(kind.page(thing), sent(client, kind, thing, title_en="Theirs") | {"_continue": ""})
    refused = client.post(kind.page(thing), mine | {"_continue": ""})
    assert refused.status_code == 200
    assert refused.context["conflict"]
    form = refused.context["adminform"].form
    assert form[kind.field("title_en")].value() == "Mine"
    assert form[kind.field("title_zh_hans")].value() == "他们的"


@each_kind
def test_typed_text_is_kept_per_person_and_window_and_comes_back(client, kind):
    thing, by = kind.make(title_en="Saved"), editor()
    client.force_login(by)
    for of, address in (
        (thing, kind.page(thing, "working")),
        (kind.model, reverse(f"admin:news_{kind.name}_working_new")),
    ):
        typed = sent(client, kind, None if of is kind.model else thing, title_en="Typed")
        assert client.post(address, {**typed, "_typed": "1", "_window": "w1"}).json()["kept"]
        client.post(address, {"_window": "w1", "_gone": "1"})
        assert [copy.window for copy in working_copies.copies_of(of, by)] == ["w1"]
        form = kind.page(thing) if of is thing else reverse(f"admin:news_{kind.name}_add") + "?window=w1"
        page = client.get(form)
        assert page.context["adminform"].form[kind.field("title_en")].value() == "Typed"
    assert "Saved" in read(client, thing).text
    client.force_login(editor())
    assert client.get(kind.page(thing)).context["adminform"].form[kind.field("title_en")].value() == "Saved"


@each_kind
@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_the_unsaved_text_is_previewed_in_both_languages(client, kind, language):
    thing = kind.make()
    client.force_login(editor())
    typed = sent(client, kind, thing, title_en="Zibeline", title_zh_hans="吉贝林")
    for address in (
        reverse(f"admin:news_{kind.name}_preview", args=[thing.pk, language]),
        reverse(f"admin:news_{kind.name}_preview_new", args=[language]),
    ):
        shown = client.post(address, typed)
        assert shown.status_code == 200
        assert ("Zibeline" if language == "en" else "吉贝林") in shown.text
        assert "no-store" in shown["Cache-Control"]
    with translation.override(language):
        assert "Zibeline" not in read(client, thing).text


@each_kind
def test_a_link_shows_the_draft_to_somebody_without_an_account(client, kind):
    thing, by = kind.make(title_en="Live"), editor()
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "Draft"}, by)
    link = thing.preview_links.create(until=timezone.now() + HOUR, made_by=by)
    address = reverse("news:shared-draft", args=[token_of(link)])
    assert "Draft" in client.get(address).text
    link.revoked_at = timezone.now()
    link.save()
    assert client.get(address).status_code == 410


@each_new_kind
def test_an_address_that_somebody_else_has_or_drafts_is_refused(client, kind):
    one, other = kind.make(slug="one"), kind.make(slug="other")
    save_content(one, {**latest_content(one), "slug": "wanted"}, editor())
    client.force_login(editor())
    for slug in ("one", "wanted"):
        refused = client.post(kind.page(other), sent(client, kind, other, slug=slug) | {"_continue": ""})
        assert "slug" in refused.context["adminform"].form.errors
    kind.make(slug="wanted")
    with pytest.raises(PublishingError, match="address"):
        publishing.publish(row(kind, one), chief_editor())


@each_kind
def test_the_edit_page_takes_few_queries(client, kind):
    thing = kind.make(title_en="Live")
    client.force_login(editor())
    client.get(kind.page(thing))
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "New"}, editor())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(kind.page(thing)).status_code == 200
    assert len(queries) <= 12, "\n".join(query["sql"][:160] for query in queries)


@each_kind
def test_the_list_takes_the_same_queries_for_3_and_30(client, kind):
    client.force_login(chief_editor())
    counts = []
    for number in (3, 27):
        for place in range(number):
            thing = kind.make(title_en="Live", slug=f"thing-{number}-{place}")
            save_content(thing, {**latest_content(thing), kind.field("title_en"): "New"}, None)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"admin:news_{kind.name}_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@each_kind
def test_drafts_stand_on_the_desk(client, kind):
    thing, by = kind.make(title_en="Live"), editor()
    save_content(thing, {**latest_content(thing), kind.field("title_en"): "New"}, by)
    client.force_login(by)
    assert kind.page(thing) in client.get(reverse("admin:index")).text
    publishing.submit(row(kind, thing), by)
    client.force_login(chief_editor())
    assert kind.page(thing) in client.get(reverse("admin:index")).text
    publishing.publish(row(kind, thing), chief_editor(), timezone.now() + HOUR)
    assert kind.page(thing) in client.get(reverse("admin:index")).text


@each_new_kind
def test_drafts_touch_no_kept_page_and_what_goes_out_touches_it(kind):
    """Saving, reviewing and a draft that nobody can read are no news to the page cache; publishing is."""
    thing, writer, chief = kind.make(title_en="Live"), editor(), chief_editor()
    (group,) = kind.model.shown_in

    def tokens(verb, *arguments):
        """Tell whether a verb announces that pages of the kind have changed."""
        connection.run_on_commit.clear()
        verb(*arguments)
        waiting = [hook for _sids, hook, *_more in connection.run_on_commit]
        return any(group in getattr(hook, "tokens", ()) for hook in waiting)

    def save(to, words):
        save_content(row(kind, to), {**latest_content(row(kind, to)), kind.field("title_en"): words}, writer)

    hidden = kind.make(title_en="New", status=ArticleStatus.DRAFT, slug="hidden")
    assert not tokens(save, thing, "Draft")
    assert not tokens(save, hidden, "Newer")
    assert not tokens(lambda: publishing.submit(row(kind, thing), writer))
    assert not tokens(lambda: kind.make(title_en="Another", status=ArticleStatus.DRAFT, slug="another"))
    assert tokens(lambda: publishing.publish(row(kind, thing), chief))
    assert tokens(lambda: publishing.withdraw(row(kind, thing), chief))


@each_new_kind
def test_versions_of_before_become_revisions_and_nothing_is_lost(kind):
    """The migration dates what is published and keeps every version, and what no version held."""
    thing, by = kind.make(title_en="First"), editor()
    title = kind.field("title_en")
    contents = [{title: words, "slug": thing.slug} for words in ("First", "Second", "Third")]
    for before, after in pairwise(contents):
        keep_version(thing, before, after, by, "Why")
    kind.model.objects.filter(pk=thing.pk).update(**{title: "Otherwise"})
    import_module("news.migrations._versions").make_revisions(apps, kind.model.__name__)
    kept = thing.revisions.order_by("number")
    assert [revision.content[title] for revision in kept] == ["First", "Second", "Third", "Otherwise"]
    assert [revision.author for revision in kept] == [None, by, by, None]
    shown = row(kind, thing)
    assert (shown.latest_revision, shown.live_revision, shown.published_at) == (
        kept[3],
        kept[3],
        shown.updated_at,
    )
    assert not Version.objects.exists()
    save_content(shown, {**latest_content(shown), title: "New"}, by)
    assert row(kind, thing).latest_revision.number == 5


@each_new_kind
def test_the_order_in_the_list_goes_out_with_who_may_publish_else_it_waits(client, kind):
    thing = kind.make(title_en="Live", order=1)
    sent = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": thing.pk, "_save": "1"}
    for person, order, seen in ((editor, 5, 1), (chief_editor, 6, 1)):
        client.force_login(person())
        client.post(reverse(f"admin:news_{kind.name}_changelist"), {**sent, "form-0-order": order})
        assert row(kind, thing).order == seen
        assert latest_content(row(kind, thing))["order"] == order
    discard_draft(row(kind, thing), chief_editor())
    client.post(reverse(f"admin:news_{kind.name}_changelist"), {**sent, "form-0-order": 9})
    assert (row(kind, thing).order, row(kind, thing).has_draft) == (9, False)
