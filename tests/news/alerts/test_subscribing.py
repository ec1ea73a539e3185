"""Readers ask for letters about figures, confirm, see and end them; nobody learns whether an address is known."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from news.alerts import subscribing
from news.alerts.forms import ABOUT
from news.alerts.models import Alert, Rhythm
from news.comments import erasing
from news.comments.forgetting import forget
from news.comments.forms import FASTEST_SECONDS, opened_now
from news.comments.models import Reader
from tests.factories.indexdata import IndexFactory
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db
SITE = "http://testserver/"
EMAIL = "wang@example.org"


@pytest.fixture(autouse=True)
def index():
    return IndexFactory(path="price", code="PRICE", name="Price index")


def sent(**more):
    """Return the fields of a form that was open long enough."""
    opened = opened_now(ABOUT, timezone.now().timestamp() - FASTEST_SECONDS - 2)
    return {
        "what": "PRICE", "threshold": "", "rhythm": "release", "email": EMAIL, "homepage": "", "opened": opened, **more
    }  # fmt: skip


def wanted(**more):
    return {"family": "price", "index": None, "threshold": None, "rhythm": Rhythm.RELEASE, **more}


def links():
    return re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_letter_asks_first_and_a_button_confirms_once(client, index, prefix):
    page = client.get(f"{prefix}/follow/?what=PRICE")
    assert '<option value="PRICE" selected>' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert client.post(f"{prefix}/follow/", sent(threshold="1.50")).status_code == 200
    alert = Alert.objects.get()
    assert (alert.index, alert.family, str(alert.threshold), alert.language) == (
        index, "price", "1.50", "zh-hans" if prefix else "en"
    )  # fmt: skip
    assert mail.outbox[-1].to == [EMAIL]
    assert "1.5%" in mail.outbox[-1].body
    confirm, letters = links()
    assert confirm.startswith(f"{prefix}/follow/confirm/")
    client.head(confirm)
    assert client.get(confirm).status_code == 200
    assert Alert.objects.get().confirmed_at is None
    client.post(confirm)
    at = Alert.objects.get().confirmed_at
    assert at
    assert client.post(confirm).status_code == 200
    assert Alert.objects.get().confirmed_at == at
    assert client.get(letters).status_code == 200


def test_one_click_of_a_mail_program_ends_everything_without_a_token():  # RFC 8058
    alert = subscribing.follow_figures(EMAIL, wanted(), "en", SITE)
    subscribing.confirm(alert)
    subscribing.follow_figures(EMAIL, wanted(rhythm=Rhythm.WEEKLY), "en", SITE)
    letters = subscribing.letters_address(alert.reader_id, "en", SITE).removeprefix("http://testserver")
    strict = Client(enforce_csrf_checks=True)
    strict.get(letters)
    assert Alert.objects.count() == 2
    answer = strict.post(
        letters, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert not Alert.objects.exists()
    assert not Reader.objects.exists()
    assert strict.post(letters).status_code == 200
    assert strict.get(letters).status_code == 200


def test_one_of_several_ends_by_its_button(client, index):
    first = subscribing.follow_figures(EMAIL, wanted(), "en", SITE)
    second = subscribing.follow_figures(EMAIL, wanted(index=index), "en", SITE)
    other = subscribing.follow_figures("li@example.org", wanted(), "en", SITE)
    letters = subscribing.letters_address(first.reader_id, "en", SITE)
    client.post(letters, {"alert": str(other.pk)})
    assert Alert.objects.count() == 3
    client.post(letters, {"alert": str(first.pk)})
    assert set(Alert.objects.all()) == {second, other}
    for odd in ("x", "9" * 30, "-1"):
        assert client.post(letters, {"alert": odd}).status_code == 410
    assert Alert.objects.count() == 2


def test_the_newest_word_about_the_same_thing_counts():
    before = subscribing.follow_figures(EMAIL, wanted(), "en", SITE)
    subscribing.confirm(before)
    now = subscribing.follow_figures(EMAIL, wanted(threshold="2.00"), "en", SITE)
    assert Alert.objects.count() == 2
    subscribing.confirm(now)
    assert list(Alert.objects.all()) == [now]
    assert subscribing.follow_figures(EMAIL, wanted(threshold="2.00"), "en", SITE) == now
    assert len(mail.outbox) == 2


def test_nobody_fills_a_box_through_us_and_the_answer_is_the_same(client):  # B8
    answers = set()
    for email in ["new@example.org", *[EMAIL] * 4]:
        for threshold in ("1", "2"):
            answer = client.post("/follow/", sent(email=email, threshold=threshold))
            answers.add((answer.status_code, answer.content))
    assert len(answers) == 1
    assert len(mail.outbox) == 4
    assert Alert.objects.count() == 4


def test_one_network_asks_so_often():
    client = Client()
    for number in range(subscribing.MOST_ASKED + 3):
        assert client.post("/follow/", sent(email=f"r{number}@example.org")).status_code == 200
    assert Alert.objects.count() == subscribing.MOST_ASKED


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "NOTHING"}, {"what": ""}, {"threshold": "NaN"}, {"threshold": "Infinity"}, {"threshold": "0"},
        {"threshold": "100"}, {"threshold": "1.555"}, {"threshold": "-1"}, {"rhythm": "hourly"}, {"email": "nobody"},
        {"email": ""}, {"homepage": "x"}, {"opened": ""}, {"opened": "1:forged"}, {"what": "\x00"}, {"email": "a\x00@b.org"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_what_is_wrong_is_said(client, prefix, wrong):
    answer = client.post(f"{prefix}/follow/", sent(**wrong))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert not Alert.objects.exists()


@pytest.mark.parametrize("token", ["x", "1:x", "😀", "1:" + "A" * 300])
def test_forged_links_open_nothing(client, token):
    assert client.get(f"/follow/confirm/{token}/").status_code == 410
    assert client.post(f"/follow/confirm/{token}/").status_code == 410
    assert client.get(f"/follow/letters/{token}/").status_code == 410
    assert client.post(f"/follow/letters/{token}/").status_code == 410


def test_unconfirmed_ones_are_forgotten_and_confirmed_ones_stay():
    kept = subscribing.follow_figures("kept@example.org", wanted(), "en", SITE)
    subscribing.confirm(kept)
    subscribing.follow_figures(EMAIL, wanted(), "en", SITE)
    later = timezone.now() + timedelta(days=8)
    forget(later)
    assert Alert.objects.count() == 2
    assert subscribing.forget_alerts(later) == 1
    forget(later)
    assert list(Alert.objects.all()) == [kept]
    assert list(Reader.objects.all()) == [kept.reader]


def test_they_are_part_of_own_data_and_erased_with_it(client, index):
    subscribing.confirm(subscribing.follow_figures(EMAIL, wanted(index=index), "en", SITE))
    assert erasing.holds_anything(EMAIL)
    held = erasing.data_of(EMAIL)["letters_about_figures"]
    assert [(one["index"], one["confirmed"]) for one in held] == [("PRICE", True)]
    token = erasing._token(EMAIL, erasing._oldest_held(EMAIL))
    assert "Letters about 1 index" in client.get(f"/reader-comments/my-data/{token}/").text
    client.post(f"/reader-comments/my-data/{token}/")
    assert not Alert.objects.exists()
    assert not Reader.objects.exists()


def test_pages_of_figures_lead_to_the_form(client):
    newest = weekly(path="price", count=2)[-1]
    assert f'href="/follow/?what={newest.index.code}"' in client.get("/index/price/").text
    assert 'href="/follow/?what=price"' in client.get(newest.release.get_absolute_url()).text


def test_the_form_costs_the_same_however_many_indices(client, django_assert_num_queries):
    for number in range(30):
        IndexFactory(path=f"price/part-{number}")
    with django_assert_num_queries(3):
        client.get("/follow/")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_link_that_was_cut_off_claims_nothing(client, index, prefix):
    """It said that no letters go to the address, whose it could not know."""
    alert = subscribing.follow_figures(EMAIL, wanted(), "en", SITE)
    whole = f"{prefix}/follow/letters/{subscribing.letters_token(alert.reader_id)}/"
    for ask in (client.get, client.post):
        cut = ask(whole[:-5] + "/")
        assert cut.status_code == 410
        assert ("没有这个链接" if prefix else "Nothing has changed") in cut.text
        assert f'href="{prefix}/follow/"' in cut.text
    assert Alert.objects.count() == 1
    assert client.get(whole).status_code == 200


def test_a_link_to_confirm_that_is_over_leads_to_follow(client):
    over = client.get("/follow/confirm/nonsense/")
    assert over.status_code == 410
    assert 'href="/follow/"' in over.text
    assert '<p class="page-head__kicker">Follow</p>' in over.text


@pytest.mark.parametrize("typed", ["\uff10\uff0e\uff15", "0.5", "\uff10.5"])
def test_numbers_as_a_chinese_keyboard_types_them(client, index, typed):
    assert client.post("/zh-hans/follow/", sent(threshold=typed)).status_code == 200
    assert str(Alert.objects.get().threshold) == "0.50"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"email": "li"}, "email", "Please write an e-mail address, such as name@example.org."),
        ({"threshold": "much", "email": ""}, "threshold", "Please write a number, such as 1 or 0.5."),
        ({"what": "nonsense"}, "what", "There is no such family or index."),
    ],
)
def test_a_form_that_comes_back_opens_at_what_is_wrong(client, index, wrong, field, said):
    page = client.post("/follow/", sent(**wrong)).text
    assert said in page
    (focused,) = re.findall(r"<(?:input|select)[^>]* autofocus[^>]*>", page)
    assert f'name="{field}"' in focused
    assert "autofocus" not in client.get("/follow/").text
