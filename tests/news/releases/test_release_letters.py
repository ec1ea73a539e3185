"""Letters about releases: to whom each step goes, once, in their language, without a figure."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from foundation.background.models import Mishap
from indexdata.enums import ContentState
from indexdata.importing.carrying_out import carry_out
from indexdata.importing.reading import read
from indexdata.models import Release
from indexdata.releases import approving, correcting
from indexdata.releases.entering import enter
from news.letters.models import LetterChoices
from news.releases.release_letters import send_release_letter, tell_of_delays
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import StaffFactory, chief_editor, officer
from tests.indexdata.releases.settled import settle
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db
SECRET = Decimal("987.65")


def sent():
    """Do what waits for the end of the transaction; return {address: subject} of the letters since this was asked last."""
    while connection.run_on_commit:
        connection.run_on_commit.pop(0)[1]()
    found = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert len(found) == len(mail.outbox), "twice to one"
    for letter in mail.outbox:
        assert str(SECRET) not in letter.subject + letter.body
    sent.last = list(mail.outbox)
    mail.outbox.clear()
    return found


@pytest.fixture
def people():
    """Two officers and one who wants no such letter, one without an address, and others who may not release figures."""
    found = {name: officer(email=f"{name}@example.org", first_name=name) for name in ("li", "wang", "zhao")}
    LetterChoices.objects.create(user=found["wang"], language="en")
    LetterChoices.objects.create(user=found["zhao"], about_releases=False)
    officer()
    officer(email="left@example.org", is_active=False)
    chief_editor(email="chief@example.org")
    StaffFactory(email="other@example.org")
    return found


@pytest.fixture
def release(people):
    made = ReleaseFactory(
        period=last_monday() + timedelta(weeks=1), released_at=timezone.now() + timedelta(days=7),
        content_state=ContentState.DRAFT, date_changes=1,
    )  # fmt: skip
    figure = ObservationFactory.build(index=IndexFactory(), release=made, period=made.period, value=SECRET)
    enter(figure, people["li"])
    return Release.objects.get(pk=made.pk)


def test_what_is_handed_over_goes_to_who_may_approve_it(release, people):
    approving.check(release, people["li"], f"Look at {SECRET}")
    assert sent() == {"wang@example.org": f"To approve: Price index, {release.label('en')}"}
    letter = sent.last[0]
    assert "li handed over the figures" in letter.body
    assert reverse("admin:indexdata_release_change", args=[release.pk]) in letter.body


def test_what_becomes_of_figures_goes_to_who_worked_on_them(release, people):
    approving.check(release, people["li"])
    sent()
    approving.take_back(release, people["wang"], f"{SECRET} is wrong.")
    assert sent() == {"li@example.org": f"退回草稿：价格指数{release.label('zh-hans')}"}
    approving.check(release, people["li"])
    settle(release, people["wang"])
    sent()
    approving.approve(release, people["wang"])
    assert list(sent()) == ["li@example.org"]
    figure = release.observations.get()
    enter(figure, people["li"])
    assert sent() == {"wang@example.org": f"Draft again: Price index, {release.label('en')}"}
    enter(figure, people["li"])  # a draft already: nothing more is undone
    assert sent() == {}


def test_what_is_approved_meanwhile_waits_for_nobody(release, people):
    approving.check(release, people["li"])
    Release.objects.update(content_state=ContentState.DRAFT)
    assert sent() == {}


def test_a_step_that_failed_is_told_to_nobody(release, people):
    with pytest.raises(approving.require.__globals__["ReleasingError"]):
        approving.approve(release, people["wang"])
    assert sent() == {}


def test_a_delay_is_told_once_to_everybody_who_may_approve(release, people):
    assert tell_of_delays() == 0
    Release.objects.filter(pk=release.pk).update(released_at=timezone.now() - timedelta(minutes=1))
    assert tell_of_delays() == 1
    assert set(sent()) == {"li@example.org", "wang@example.org"}
    assert "readers are told that the release is delayed" in sent.last[1].body
    assert tell_of_delays() == 0
    assert sent() == {}


def test_a_new_moment_that_passes_is_another_delay(release, people):
    for days in (2, 1):
        Release.objects.filter(pk=release.pk).update(released_at=timezone.now() - timedelta(days=days))
        assert tell_of_delays() == 1
    Release.objects.filter(pk=release.pk).update(released_at=timezone.now() - timedelta(days=60))
    assert tell_of_delays() == 0


def test_a_correction_waits_for_a_second_person(people):
    figure = ObservationFactory()
    correcting.propose(figure, SECRET, people["li"], f"It was {SECRET}.")
    assert sent() == {"wang@example.org": "A correction waits: Price index, 12 June 2023"}
    assert reverse("admin:indexdata_draftvintage_changelist") in sent.last[0].body


def test_corrections_from_a_file_are_one_letter(people):
    for path in ("price", "price/apparel"):
        ObservationFactory(index=IndexFactory(path=path), value="100.00")
    file = read(b"period,index,value\n2023-06-12,PRICE,101.00\n2023-06-12,PRICE_APPAREL,102.00\n", "week.csv")
    carry_out(file, people["li"], reason="Late survey.")
    assert list(sent()) == ["wang@example.org"]


def test_a_letter_that_went_does_not_go_again_and_no_mishap_is_left(release, people):
    approving.check(release, people["li"])
    sent()
    change = release.changes.first()
    again = ("handed-over", release.pk, people["li"].pk, f"change-{change.pk}", people["wang"].pk, "en")
    assert send_release_letter.func(*again) is False
    assert not Mishap.objects.exists()


def test_everybody_chooses_on_their_own_page(client, people):
    client.force_login(people["li"])
    page = client.get(reverse("admin:news_letterchoices_changelist"), follow=True)
    assert 'name="about_releases"' in page.text
