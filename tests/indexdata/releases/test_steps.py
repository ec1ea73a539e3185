"""The steps of a release: its date and its figures, who may take them, and what follows (newsroom D6, D8)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indexdata.enums import ContentState, DateState, Standing, Track
from indexdata.models import Observation, Release, ReleaseChange
from indexdata.releases import approving, dating
from indexdata.releases.entering import enter, leave_out
from indexdata.releases.releasing import next_change
from indexdata.releases.states import CONTENT_STEPS, DATE_STEPS, ReleasingError, steps_from
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import editor, officer
from tests.indexdata.releases.settled import settle

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = {"en": "Late survey.", "zh_hans": "调查延迟。"}


def in_state(date_state=DateState.CONFIRMED, content_state=ContentState.DRAFT, **facts):
    """Make a release that is still to come, in a state of each kind."""
    moment = timezone.now() + DAY if date_state in {DateState.CONFIRMED, DateState.CANCELLED} else None
    month = None if moment else date(2099, 6, 1)
    return ReleaseFactory(
        date_state=date_state, content_state=content_state, expected_month=month,
        **{"released_at": moment, **facts},
    )  # fmt: skip


def take(verb, release, by):
    """Take a step of the date with what it needs."""
    return {
        "announce": lambda: dating.announce(release, timezone.now() + 2 * DAY, by),
        "expect": lambda: dating.expect(release, date(2099, 7, 9), by),
        "move": lambda: dating.move(release, timezone.now() + 2 * DAY, by, WHY),
        "postpone": lambda: dating.postpone(release, by, WHY),
        "cancel": lambda: dating.cancel(release, by, WHY),
    }[verb]()


@pytest.mark.parametrize("state", DateState)
@pytest.mark.parametrize("verb", DATE_STEPS)
def test_the_table_of_dates_is_what_the_verbs_do(verb, state):
    release, by = in_state(state), officer()
    step = DATE_STEPS[verb]
    assert (verb in steps_from(release, Track.DATE)) == (state in step.before)
    if state not in step.before:
        with pytest.raises(ReleasingError):
            take(verb, release, by)
        assert not ReleaseChange.objects.exists()
        return
    was = release.released_at
    take(verb, release, by)
    stored, change = Release.objects.get(), ReleaseChange.objects.get()
    assert stored.date_state == step.after
    assert (change.track, change.before, change.after, change.by) == ("date", state, step.after, by)
    assert (change.moment_before, change.moment_after) == (was, stored.released_at)
    assert (stored.released_at is not None) == (was is not None if step.moment is None else step.moment)
    assert stored.date_changes == 1
    assert stored.date_changed_at == change.at


@pytest.mark.parametrize("state", ContentState)
@pytest.mark.parametrize("verb", CONTENT_STEPS)
def test_the_table_of_figures_is_what_the_verbs_do(verb, state):
    release, by = in_state(content_state=state), officer()
    words = ("Wrong.",) if verb == "take_back" else ()
    if state not in CONTENT_STEPS[verb].before:
        with pytest.raises(ReleasingError):
            getattr(approving, verb)(release, by, *words)
        return
    if verb == "approve":
        ObservationFactory(release=release)
        settle(release)
    getattr(approving, verb)(release, by, *words)
    change = ReleaseChange.objects.get()
    assert (change.track, change.before, change.after) == ("content", state, CONTENT_STEPS[verb].after)
    assert Release.objects.get().content_state == CONTENT_STEPS[verb].after


@pytest.mark.parametrize("reasons", [{}, {"en": "why"}, {"en": "why", "zh_hans": " "}])
@pytest.mark.parametrize("verb", [name for name, step in DATE_STEPS.items() if step.public_reason])
def test_what_readers_were_told_changes_only_with_a_reason_in_every_language(verb, reasons):
    release, by = in_state(), officer()
    with pytest.raises(ReleasingError):
        {"move": lambda: dating.move(release, timezone.now() + DAY, by, reasons),
         "postpone": lambda: dating.postpone(release, by, reasons),
         "cancel": lambda: dating.cancel(release, by, reasons)}[verb]()  # fmt: skip
    assert Release.objects.get().date_state == DateState.CONFIRMED


def test_only_officers_take_steps():
    for step in (
        lambda: dating.cancel(in_state(), editor(), WHY),
        lambda: approving.check(in_state(), editor()),
    ):
        with pytest.raises(ReleasingError):
            step()


def test_an_approved_release_is_public_at_its_moment():
    release = in_state(content_state=ContentState.CHECKED)
    figure = ObservationFactory(release=release)
    approving.approve(settle(release), officer())
    at = release.released_at
    assert release.public_at == at
    assert not Observation.objects.public(at - timedelta(seconds=1)).exists()
    assert Observation.objects.public(at).get() == figure
    assert next_change(timezone.now()) == at


def test_without_approval_nothing_appears_and_the_calendar_says_delayed():
    moment = timezone.now() - DAY
    release = in_state(content_state=ContentState.CHECKED, released_at=moment)
    figure = ObservationFactory(release=release)
    assert release.standing() == Standing.DELAYED
    assert not Observation.objects.public().exists()
    assert next_change(moment - DAY) == moment  # at this second the calendar begins to say so
    before = timezone.now()
    approving.approve(settle(release), officer())
    assert before <= release.public_at <= timezone.now()
    assert Observation.objects.public().get() == figure
    assert not Observation.objects.public(before).exists()


def test_what_is_late_may_get_a_new_moment_first():
    release = in_state(content_state=ContentState.CHECKED, released_at=timezone.now() - DAY)
    ObservationFactory(release=release)
    at = timezone.now() + DAY
    dating.move(release, at, officer(), WHY)
    approving.approve(settle(release), officer())
    assert (release.public_at, release.standing()) == (at, Standing.CONFIRMED)


def test_an_approved_release_without_a_day_waits_for_one():
    release = in_state(DateState.PROVISIONAL, ContentState.APPROVED)
    assert release.public_at is None
    at = timezone.now() + DAY
    dating.announce(release, at, officer())
    assert Release.objects.get().public_at == at
    dating.postpone(release, officer(), WHY)
    assert Release.objects.get().public_at is None


def test_what_is_public_takes_no_step_and_its_moment_stays():
    release, by = ReleaseFactory(), officer()
    assert steps_from(release, Track.DATE) == steps_from(release, Track.CONTENT) == []
    with pytest.raises(ReleasingError):
        dating.cancel(release, by, WHY)
    with pytest.raises(ReleasingError):
        approving.take_back(release, by, "why")
    for change in ({"public_at": timezone.now()}, {"content_state": "draft", "public_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [{"public_at": None}, {"content_state": "draft"}, {"date_state": "cancelled"}, {"released_at": None}],
)
def test_the_database_holds_public_at_to_the_states(change):
    release = in_state(content_state=ContentState.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**change)


def test_who_entered_figures_does_not_approve_them(settings):
    release, first, second = in_state(), officer(), officer()
    figure = ObservationFactory.build(index=IndexFactory(), release=release, period=release.period)
    enter(figure, first)
    approving.check(release, first)
    with pytest.raises(ReleasingError):
        approving.approve(release, first)
    approving.approve(settle(release), second)
    assert Release.objects.get().approved_by == second


def test_who_deleted_a_figure_last_does_not_approve_the_rest():
    release, first, second = in_state(), officer(), officer()
    kept = ObservationFactory(index=IndexFactory(path="price/a"), release=release, entered_by=first)
    leave_out(ObservationFactory(release=release, entered_by=first), second)
    assert approving.preparers(Release.objects.get()) == {first.pk, second.pk}
    assert Observation.objects.get() == kept


def test_one_person_may_do_both_where_the_office_says_so(settings):
    settings.ONE_PERSON_RELEASES = True
    release, by = in_state(content_state=ContentState.CHECKED), officer()
    ObservationFactory(release=release, entered_by=by)
    approving.approve(settle(release), by)
    assert release.content_state == ContentState.APPROVED


@pytest.mark.parametrize("change", ["new", "value", "deleted"])
def test_a_change_after_approval_takes_it_back(change):
    release, by = in_state(content_state=ContentState.APPROVED), officer()
    figure = ObservationFactory(release=release)
    if change == "new":
        other = IndexFactory(path="price/other")
        enter(ObservationFactory.build(index=other, release=release, period=release.period), by)
    elif change == "value":
        figure.value = "107.00"
        enter(figure, by)
    else:
        leave_out(figure, by)
    stored = Release.objects.get()
    assert (stored.content_state, stored.public_at, stored.approved_at) == ("draft", None, None)
    assert ReleaseChange.objects.get().after == ContentState.DRAFT


def test_figures_do_not_enter_what_came_out_meanwhile():
    release = in_state(content_state=ContentState.APPROVED)
    figure = ObservationFactory(release=release, value="106.30")
    past = timezone.now() - DAY
    Release.objects.update(released_at=past, public_at=past)
    figure.value = "999.00"
    with pytest.raises(ReleasingError):
        enter(figure, officer())
    assert not Observation.objects.filter(value="999.00").exists()
