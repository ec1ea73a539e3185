"""The checks of a release in the admin: on its page, on their own, acknowledged by name; nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from indexdata.enums import ContentState
from indexdata.models import CheckAcknowledgement, EmbargoRead, JumpTolerance, Release
from indexdata.releases.checks.register import findings_in
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import editor, officer
from tests.indexdata.world import last_monday, weekly

pytestmark = pytest.mark.django_db
WHY = "Rebased to 1000."


@pytest.fixture
def release():
    weekly(count=3, start=Decimal("103.76"))
    made = ReleaseFactory(
        period=last_monday() + timedelta(weeks=1), released_at=timezone.now() + timedelta(days=7),
        content_state=ContentState.CHECKED, date_changes=1,
    )  # fmt: skip
    ObservationFactory(index=IndexFactory(), release=made, period=made.period, value=Decimal("1045.50"))
    return made


def page_of(release, name="checks"):
    return reverse(f"admin:indexdata_release_{name}", args=[release.pk])


def jump(release):
    found = findings_in(Release.objects.get(pk=release.pk))
    return next(one for one in found if one.code == "power-of-ten")


def test_the_page_of_a_release_shows_each_finding_with_its_figures_and_its_link(client, release):
    client.force_login(officer())
    page = client.get(page_of(release, "change")).text
    assert "1045.50 is 10.1 times the value before, 103.96" in page
    assert jump(release).address in page
    assert page_of(release) in page


def test_a_finding_is_acknowledged_by_name(client, release):
    by = officer(first_name="Li", last_name="Wei")
    client.force_login(by)
    finding = jump(release)
    assert "10.1 times" in client.get(page_of(release)).text
    answer = client.post(page_of(release), {"fingerprint": finding.fingerprint, "why": WHY}, follow=True)
    assert "Li Wei" in answer.text
    assert WHY in answer.text
    kept = CheckAcknowledgement.objects.get()
    assert (kept.by, kept.why) == (by, WHY)
    assert EmbargoRead.objects.filter(person=by, release=release).exists()


@pytest.mark.parametrize(("fingerprint", "why"), [("0" * 64, WHY), (None, "  "), ("x", WHY)])
def test_what_is_refused_says_so_and_keeps_what_was_typed(client, release, fingerprint, why):
    client.force_login(officer())
    sent = {"fingerprint": fingerprint or jump(release).fingerprint, "why": why}
    answer = client.post(page_of(release), sent)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert why in answer.text
    assert not CheckAcknowledgement.objects.exists()


def test_approve_says_which_checks_hold_it_back(client, release):
    client.force_login(officer())
    address = page_of(release, "approve_release")
    client.post(address, {"remark": "", "_form_submitted": "True"})
    assert "1045.50 is 10.1 times" in client.get(page_of(release, "change")).text
    assert Release.objects.get(pk=release.pk).content_state == ContentState.CHECKED


def test_what_was_acknowledged_about_other_figures_is_shown_as_former(client, release):
    by = officer()
    client.force_login(by)
    client.post(page_of(release), {"fingerprint": jump(release).fingerprint, "why": WHY})
    release.observations.update(value=Decimal("1046.50"))
    page = client.get(page_of(release)).text
    former = page.partition("Acknowledged before")[2]
    assert "1045.50" in former
    assert WHY in former


def test_others_see_no_checks(client, release):
    client.force_login(editor())
    assert client.get(page_of(release)).status_code in (403, 404)
    answer = client.post(page_of(release), {"fingerprint": "0" * 64, "why": WHY})
    assert answer.status_code in (403, 404)


def test_the_page_of_a_public_release_or_none_offers_nothing(client):
    client.force_login(officer())
    public = ObservationFactory().release
    assert "<textarea" not in client.get(page_of(public)).text
    gap = ReleaseFactory(period=last_monday(), no_issue=True, gap_status="H")
    assert client.get(page_of(gap)).status_code == 404


def test_tolerances_are_seen_and_changed_by_officers(client):
    client.force_login(officer())
    page = client.get(reverse("admin:indexdata_jumptolerance_changelist"))
    assert "Prosperity index" in page.text
    one = JumpTolerance.objects.get(family="price")
    address = reverse("admin:indexdata_jumptolerance_change", args=[one.pk])
    for values, right in (({"times": "0.5"}, False), ({"times": "6.0"}, True), ({"issues": "1000"}, False)):
        client.post(address, {"issues": "52", "times": "5.0", "least": "1.00", "unknown": "10", **values})
        one.refresh_from_db()
        assert (str(one.times) == "6.0") == right or not right
    assert one.issues == 52
    client.force_login(editor())
    assert client.get(address).status_code == 403
