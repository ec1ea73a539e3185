"""Property: after any sequence of verbs on two languages, what is said to happen by itself is what happens at its moment."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from foundation.background.models import Mishap
from foundation.languages import LANGUAGE_CODES
from news.drafting.contents import text_field
from news.editing import publishing
from news.editing.coming import Happening, coming
from news.editing.content import snapshot
from news.editing.drafts import discard_draft, restore, save_content
from news.editing.due import take_due
from news.editing.revisions import content_of, latest_content
from news.editing.schedule import scheduled_fields, scheduled_languages
from news.editing.states import PublishingError
from news.tags.merging import merge, present_tags
from news.tags.models import Tag
from tests.factories.news import PUBLISHED_AT, TagFactory
from tests.factories.users import chief_editor
from tests.news.editing.drafted import KINDS

HOUR = timedelta(hours=1)
LANGUAGES = st.sampled_from([None, ["en"], ["zh-hans"], ["en", "zh-hans"]])
WORDS = st.sampled_from(["", "a", "b", "c"])


class Newsroom(RuleBasedStateMachine):
    """One live thing, and beside it what the tests know of it from what was asked: what is live, and what is promised."""

    kind = KINDS["article"]

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.by = chief_editor()
        self.key = self.kind.make(title_en="a", title_zh_hans="a").pk
        self.tags = [TagFactory(slug=f"tag-{n}").pk for n in range(3)]

    @property
    def row(self):
        return self.kind.model.objects.get(pk=self.key)

    def titles(self, content):
        return {code: content[self.kind.field(text_field("title", code))] for code in LANGUAGE_CODES}

    def seen(self):
        held = snapshot(self.row)
        return self.titles(held), set(held.get("tags", ())), held[self.kind.shared]

    def quietly(self, verb, *arguments, **more):
        """Use a verb; refused, it must have changed nothing."""
        before = (self.seen(), coming(self.row), latest_content(self.row))
        try:
            verb(self.row, self.by, *arguments, **more)
        except PublishingError:
            assert (self.seen(), coming(self.row), latest_content(self.row)) == before
            return False
        return True

    @rule(code=st.sampled_from(LANGUAGE_CODES), words=WORDS, number=st.integers(0, 3), featured=st.booleans())
    def write(self, code, words, number, featured):
        seen, waits = self.seen(), coming(self.row)
        texts = {
            self.kind.field(text_field("title", code)): words,
            self.kind.field(text_field("body", code)): f"<p>{words}</p>" if words else "",
        }
        tags = [key for key in self.tags[:number] if Tag.objects.filter(pk=key).exists()]
        shared = {self.kind.shared: self.kind.values[featured]}
        if "tags" in self.kind.model.described.lists:
            shared["tags"] = tags
        save_content(self.row, {**latest_content(self.row), **texts, **shared}, self.by)
        if self.row.is_public():
            assert self.seen() == seen
        assert coming(self.row) == waits

    @rule(languages=LANGUAGES, hours=st.sampled_from([0, 1, 2]), without=st.booleans())
    def publish(self, languages, hours, without):
        newest, before = latest_content(self.row), self.seen()
        waiting = self.promised_now()
        live, at = self.row.is_public(), timezone.now() + hours * HOUR
        if not self.quietly(
            publishing.publish, at if hours else None, languages=languages, override="x", without=without
        ):
            return
        if hours and live:
            assert self.seen() == before
            for code in languages or ():
                assert self.promised_now()["titles"][code] == self.titles(newest)[code]
        elif not hours:
            for code in languages or [one for one in LANGUAGE_CODES if self.titles(newest)[one]]:
                assert self.seen()[0][code] == self.titles(newest)[code]
            left = set(waiting["titles"]) - set(languages or LANGUAGE_CODES) if waiting else set()
            now = self.promised_now()
            assert ({} if now is None else now["titles"]) == {code: waiting["titles"][code] for code in left}
            for code in set(LANGUAGE_CODES) - set(languages or LANGUAGE_CODES) if live else ():
                assert self.seen()[0][code] == before[0][code]

    def promised_now(self):
        """Return what the form says of the scheduled change: its moment, the texts and shared fields that will be read; or None."""
        row = self.row
        events = [event for event in coming(row) if event.happening == Happening.CHANGES]
        if not events:
            return None
        (event,) = events
        content, fields = content_of(row.scheduled_revision), scheduled_fields(row)
        codes = event.languages or LANGUAGE_CODES
        assert list(codes) == scheduled_languages(row)
        return {
            "moment": event.moment,
            "titles": {code: self.titles(content)[code] for code in codes},
            "tags": set(content["tags"]) if "tags" in fields else None,
            "shared": content[self.kind.shared] if self.kind.shared in fields else None,
        }

    @precondition(lambda self: self.row.scheduled_for)
    @rule(now=st.booleans())
    def its_moment_comes(self, now):
        promise, before = self.promised_now(), self.seen()
        newest = latest_content(self.row)
        if now:
            assert self.quietly(publishing.publish_now, override="x")
        else:
            assert take_due(promise["moment"] - timedelta(seconds=1)) == 0
            assert self.seen() == before
            assert take_due(promise["moment"]) == 1
        assert not Mishap.objects.exists()
        titles, tags, shared = self.seen()
        assert titles == {**before[0], **promise["titles"]}
        assert tags == (before[1] if promise["tags"] is None else promise["tags"])
        assert shared == (before[2] if promise["shared"] is None else promise["shared"])
        assert self.promised_now() is None
        assert (
            not self.row.described.differing(
                newest, {**latest_content(self.row), "published_at": newest["published_at"]}
            )
            or not self.row.has_draft
        )
        assert self.row.published_at == PUBLISHED_AT

    @rule()
    def drop(self):
        if self.row.has_draft:
            before = self.seen()
            discard_draft(self.row, self.by)
            assert (self.seen(), self.promised_now(), self.row.has_draft) == (before, None, False)

    @rule(number=st.integers(0, 8))
    def restore(self, number):
        revisions = list(self.row.revisions.order_by("number"))
        if revisions:
            before, public = self.seen(), self.row.is_public()
            restore(self.row, revisions[number % len(revisions)], self.by)
            assert self.seen() == before or not public
            if public and not self.row.has_draft:
                assert self.promised_now() is None

    @rule()
    def take_back(self):
        before = self.seen()
        if self.quietly(publishing.unschedule):
            assert (self.seen(), self.promised_now()) == (before, None)

    @rule()
    def review(self):
        before, waits = self.seen(), self.promised_now()
        for verb, more in (
            (publishing.submit, ()),
            (publishing.approve, ()),
            (publishing.send_back, ("Why?",)),
        ):
            self.quietly(verb, *more)
        assert self.seen() == before
        assert self.promised_now() in (None, waits)

    @rule(first=st.integers(0, 2), second=st.integers(0, 2))
    def merge_tags(self, first, second):
        tags = {tag.pk: tag for tag in Tag.objects.all()}
        if first != second and {self.tags[first], self.tags[second]} <= tags.keys():
            waits, newest = self.promised_now(), latest_content(self.row)
            merge([tags[self.tags[first]]], tags[self.tags[second]], self.by)
            now = self.promised_now()
            assert (now and now["titles"]) == (waits and waits["titles"])
            assert latest_content(self.row).get("tags", []) == present_tags(newest.get("tags", []))

    @invariant()
    def a_draft_differs_from_what_is_read(self):
        if hasattr(self, "key"):
            row = self.row
            names = {*row.described.shared} - {"published_at"}
            differs = bool(
                row.described.differing(
                    snapshot(row), {name: v for name, v in latest_content(row).items() if name in names}
                )
            )
            titles = self.titles(latest_content(row)) != self.titles(snapshot(row))
            assert row.has_draft or not (differs or titles)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=name, marks=() if name == "page" else pytest.mark.long)
        for name, kind in KINDS.items()
    ],
)
@pytest.mark.django_db
def test_what_is_said_is_what_happens(kind):
    """S1, S2, S3, S5, S6; D4: for everything that has drafts alike."""
    run_state_machine_as_test(
        type("NewsroomOf", (Newsroom,), {"kind": kind}),
        settings=settings(max_examples=25, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
    )
