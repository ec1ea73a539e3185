"""A correction or a withdrawal needs a second person; who saw figures under embargo is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from indexdata.importing.carrying_out import carry_out
from indexdata.importing.planning import Kind, plan_of
from indexdata.importing.reading import read
from indexdata.models import DraftVintage, EmbargoRead, Observation
from indexdata.releases import approving, correcting
from indexdata.releases.releasing import correct
from indexdata.releases.states import ReleasingError
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.factories.users import editor, officer
from tests.indexdata.world import SECRET, embargoed, last_monday

pytestmark = pytest.mark.django_db


def test_nobody_corrects_alone():
    figure, first, second = ObservationFactory(value="106.30"), officer(), officer()
    with pytest.raises(ReleasingError):
        correct(figure, "106.35", first, "Typing mistake.")
    draft = correcting.propose(figure, "106.35", first, "Typing mistake.")
    assert Observation.objects.get() == figure
    for person in (first, editor()):
        with pytest.raises(ReleasingError):
            correcting.publish(draft, person)
    before = timezone.now()
    new = correcting.publish(draft, second)
    figure.refresh_from_db()
    assert (new.vintage, new.value, new.entered_by, figure.superseded_at) == (
        2, Decimal("106.35"), first, new.published_at,
    )  # fmt: skip
    assert Observation.objects.public(before).get() == figure
    assert Observation.objects.public().get() == new
    draft.refresh_from_db()
    assert (draft.outcome, draft.decided_by) == ("published", second)
    with pytest.raises(ReleasingError):
        correcting.publish(draft, second)


def test_a_withdrawal_is_a_vintage_without_a_value():
    figure = ObservationFactory()
    draft = correcting.propose(figure, None, officer(), "Published by mistake.", status="O")
    new = correcting.publish(draft, officer())
    assert (new.value, new.status, new.vintage) == (None, "O", 2)


def test_a_rejected_correction_leaves_the_figure_and_makes_room():
    figure, by = ObservationFactory(), officer()
    draft = correcting.propose(figure, "107", by, "why")
    with pytest.raises(ReleasingError):
        correcting.propose(figure, "108", officer(), "why")
    correcting.reject(draft, by, "Not so.")
    assert Observation.objects.public().get() == figure
    correcting.propose(figure, "108", by, "why")
    assert DraftVintage.objects.waiting().count() == 1


def test_a_correction_of_what_was_corrected_meanwhile_is_refused(settings):
    figure = ObservationFactory()
    draft = correcting.propose(figure, "107", officer(), "why")
    settings.ONE_PERSON_RELEASES = True
    correct(figure, "108", officer(), "why")
    with pytest.raises(ReleasingError):
        correcting.publish(draft, officer())


def test_corrections_from_a_file_wait_too():
    period, first = last_monday(), officer()
    held = ObservationFactory(index=IndexFactory(path="price"), period=period, value="100.00")
    IndexFactory(path="price/raw-materials")
    ObservationFactory(
        index_id=IndexFactory(path="price/raw-materials").pk, period=period, demonstration=True
    )
    file = read(
        f"期次,指数,数值\n{period},price,101.00\n{period},price/raw-materials,90.00\n".encode(), "x.csv"
    )
    assert (
        carry_out(file, first, reason={"en": "Late reports.", "zh_hans": "报送较晚。"}).counts[Kind.CORRECTED]
        == 2
    )
    assert Observation.objects.public().published_figures().get() == held
    again = plan_of(file)
    assert (again.counts[Kind.UNCHANGED], again.errors) == (2, [])
    other = read(f"期次,指数,数值\n{period},price,102.00\n".encode(), "x.csv")
    assert "waiting" in str(plan_of(other).errors[0].sentence)
    second = officer()
    assert {one.reason_zh_hans for one in DraftVintage.objects.waiting()} == {"报送较晚。"}
    for draft in DraftVintage.objects.waiting():
        correcting.publish(draft, second)
    assert {str(one.value) for one in Observation.objects.public()} == {"101.00", "90.00"}


def test_the_admin_has_a_second_person_publish(client):
    figure, first, second = ObservationFactory(value="106.30"), officer(), officer()
    client.force_login(first)
    address = reverse("admin:indexdata_observation_correct_figure", args=[figure.pk])
    client.post(address, {"value": "", "reason_en": "x", "reason_zh_hans": "x", "_form_submitted": "True"})
    assert not DraftVintage.objects.exists()
    client.post(
        address,
        {
            "value": "106.35",
            "reason_en": "Typing mistake.",
            "reason_zh_hans": "录入有误。",
            "_form_submitted": "True",
        },
    )
    draft = DraftVintage.objects.get()
    page = reverse("admin:indexdata_draftvintage_change", args=[draft.pk])
    publish = reverse("admin:indexdata_draftvintage_publish_correction", args=[draft.pk])
    assert publish not in client.get(page).text
    client.post(publish, {"remark": "", "_form_submitted": "True"})
    assert Observation.objects.count() == 1
    client.force_login(second)
    assert publish in client.get(page).text
    assert "106.35" in client.get(reverse("admin:indexdata_draftvintage_changelist")).text
    client.post(publish, {"remark": "", "_form_submitted": "True"})
    assert Observation.objects.public().get().value == Decimal("106.35")


def test_who_saw_figures_under_embargo_is_kept_once_a_day(client):
    secret, person = embargoed(), officer()
    ObservationFactory()
    client.force_login(person)
    pages = (
        reverse("admin:indexdata_release_change", args=[secret.release_id]),
        reverse("admin:indexdata_observation_change", args=[secret.pk]),
        reverse("admin:indexdata_observation_changelist"),
    )
    for page in pages:
        EmbargoRead.objects.all().delete()
        for _twice in range(2):
            assert str(SECRET) in client.get(page).text
        kept = EmbargoRead.objects.get()
        assert (kept.person, kept.release_id, kept.day) == (person, secret.release_id, timezone.localdate())
    EmbargoRead.objects.update(day=timezone.localdate() - timedelta(days=1))
    client.get(pages[0])
    assert EmbargoRead.objects.count() == 2


def test_the_page_of_a_release_says_where_it_stands_and_who_saw_it(client):
    release = embargoed().release
    person = officer(first_name="Li", last_name="Na")
    client.force_login(person)
    address = reverse("admin:indexdata_release_change", args=[release.pk])
    approving.take_back(release, person, "Two values swapped.")
    client.get(address)
    text = client.get(address).text
    for said in ("Two values swapped.", "Draft", "Confirmed", f"Li Na {timezone.localdate()}"):
        assert said in text
    client.force_login(editor())
    text = client.get(address).text
    for said in ("Two values swapped.", "Li Na"):
        assert said not in text


def test_who_may_not_see_figures_leaves_no_trace(client):
    secret = embargoed()
    client.force_login(editor())
    client.get(reverse("admin:indexdata_release_change", args=[secret.release_id]))
    assert not EmbargoRead.objects.exists()
