"""Bringing figures in through the admin: the plan, what is wrong, and carrying it out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from indexdata.models import Observation
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import administrator, editor, officer
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(client):
    """The period of the next release; an officer is signed in."""
    client.force_login(officer())
    for path in ("price", "price/raw-materials"):
        index = IndexFactory(path=path)
        ObservationFactory(index=index, period=last_monday(), value="100.00")
    release = ReleaseFactory(
        period=last_monday() + timedelta(weeks=1), released_at=timezone.now() + timedelta(days=7)
    )
    return release.period


def address():
    return reverse("admin:indexdata_observation_import")


def send(client, *lines, **more):
    file = SimpleUploadedFile("figures.csv", "\n".join(lines).encode("gb18030"))
    return client.post(address(), {"file": file, **more})


def carry_out(client, page, **more):
    data = {
        "token": page.context["token"], "fingerprint": page.context["plan"].fingerprint, "carry_out": "1", **more,
    }  # fmt: skip
    return client.post(address(), data)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_plan_is_shown_and_carried_out(client, settings, period, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = send(client, "期次,price,price/raw-materials", f"{period},104.12,98.4")
    assert "kc-sparkline" in page.text
    assert page.context["plan"].counts["new"] == 2
    assert not Observation.objects.filter(period=period).exists()
    assert carry_out(client, page).status_code == 302
    assert Observation.objects.filter(period=period).count() == 2
    again = carry_out(client, page)
    assert "no longer kept" in again.text or "不再保留" in again.text


def test_errors_are_shown_at_their_cells_and_nothing_is_written(client, period):
    page = send(client, "期次,price", f"{period},“x”", "2099-01-05,1")
    assert "B2" in page.text
    assert "A3" in page.text
    assert "Write these figures" not in page.text
    assert carry_out(client, page).status_code == 200
    assert not Observation.objects.filter(period=period).exists()


def test_a_jump_is_confirmed_and_a_correction_has_a_reason(client, period, settings):
    settings.ONE_PERSON_RELEASES = True
    page = send(client, "期次,price", f"{period},1041.2", f"{last_monday()},100.1")
    assert carry_out(client, page, reason_en="Late.", reason_zh_hans="报送较晚。").status_code == 200
    assert not Observation.objects.filter(period=period).exists()
    (jump,) = page.context["plan"].jumps
    refused = carry_out(client, page, confirm=jump.stated.code)
    assert "say why" in refused.text
    assert (
        carry_out(
            client, page, confirm=jump.stated.code, reason_en="Late.", reason_zh_hans="报送较晚。"
        ).status_code
        == 302
    )
    assert str(Observation.objects.public().get(index__path="price", period=last_monday()).value) == "100.10"


def test_a_correction_with_the_same_value_says_what_differs(client, settings):
    """L19: changed figures are 改动, not the time of a change."""
    client.force_login(officer())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    held = ObservationFactory(index=IndexFactory(path="price"), period=last_monday(), value="100.00")
    page = send(client, "期次,指数,数值,环比", f"{held.period},price,100.00,0.31").text
    assert "所载涨跌幅不同" in page
    assert "改动" in page
    assert "修改时间" not in page


def test_who_may_and_what_is_refused(client, period):
    assert "published" not in client.get(address()).context["form"].fields
    sneaked = send(client, "期次,price", "2020-01-06,100", published="on")
    assert sneaked.context["plan"].errors
    for content in (b"%PDF-1.7\x00", b"", b"PK\x03\x04"):
        answer = client.post(address(), {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.context["problem"]
    assert client.post(address(), {}).context["problem"]
    assert client.post(address(), {"token": "x" * 50, "family": "nobody"}).context["problem"]
    client.force_login(editor())
    assert client.get(address()).status_code == 403
    client.force_login(administrator())
    page = send(client, "期次,price", "2020-01-06,100", published="on")
    assert carry_out(client, page, published="on").status_code == 302
    assert Observation.objects.public().filter(period="2020-01-06").exists()
