"""The leak walk: every public address before and after a release's second."""

import io
import re
import time
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from indexdata.bulk.chore import refresh
from indexdata.enums import ContentState, DateState
from indexdata.models import DraftVintage, Observation, Release
from indexdata.releases import approving, correcting
from news.enums import SectionKind
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, SectionFactory
from tests.factories.users import officer
from tests.indexdata.releases.settled import settle
from tests.indexdata.world import last_monday
from tests.portal.addresses import address, fill, public_routes

pytestmark = pytest.mark.long
VALUE, WORD, CORRECTED = "987.65", "zibelinerelease", "876.54"
DAY = timedelta(days=1)
#: Hidden in forms and scripts of a page, another at each answer.
PASSING = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|nonce[-=]"?|data-window="|name="window" value=")[^"\' ;]+'
)


def announce(**facts):
    """Announce a release of next week; return it."""
    facts = {"released_at": timezone.now() + DAY, "content_state": ContentState.CHECKED, **facts}
    return ReleaseFactory(period=last_monday() + timedelta(weeks=2), **facts)


def put_in(release):
    """Put figures, a commentary and a waiting correction beside it: the secrets."""
    index = IndexFactory(path="price")
    ObservationFactory(index=index, release=release, period=release.period, value=Decimal(VALUE))
    article = ArticleFactory(
        slug=WORD, section=SectionFactory(slug="trend", kind=SectionKind.COMMENTARY), release=release,
        title_en=WORD, title_zh_hans=WORD, summary_en=WORD, body_en=f"<p>{WORD}</p>",
    )  # fmt: skip
    held = Observation.objects.filter(index=index).exclude(release=release).order_by("period").last()
    correcting.propose(held, CORRECTED, officer(), "A late report.")
    return article


def everything(release, article):
    """Return all public addresses and those that ask for the secrets."""
    code, past = release.code, "2023-06-12"
    asked = [
        address(name) for name in public_routes() if name not in ("news:shared-draft", "news:comment-form")
    ]
    asked += [
        f"/{kind}?q={word}"
        for kind in ("search/", "search/suggest/")
        for word in (VALUE, CORRECTED, "zibeline")
    ]
    asked += [
        f"/releases/price/{code}/", f"/releases/price/{code}/?as_of={code}", f"/releases/?year={code[:4]}",
        f"/releases/revisions/?year={code[:4]}&family=price", f"/index/price/?as_of={code}T00:00",
        f"/index/price/?as_of={code}", "/index/price/?all=1", "/index/price/data.csv?all=1",
        f"/index/price/data.csv?as_of={code}", f"/index/price/data.json?from={code}", "/index/price/chart.svg?all=1",
        "/index/price/chart.png?all=1", "/index/price/embed/?all=1", f"/index/price/embed/?as_of={code}",
        f"/index/price/chart.png?as_of={code}", f"/releases/price/{code}/poster.png",
        f"/index/price/data.xlsx?from={code}", f"/index/price/data.xlsx?as_of={code}", f"/releases/price/{code}/data.csv",
        f"/releases/price/{code}/data.xlsx", f"/releases/price/{code}/data.json", f"/releases/price/{code}/data.csv?as_of={code}",
        "/index/compare/chart.png?s=price",
        "/index/compare/data.csv?s=price", "/index/compare/data.xlsx?s=price&all=1", f"/index/compare/data.json?s=price&as_of={code}",
        "/data/all.csv", "/data/all.json", "/data/price.xlsx", "/data/price.json", "/data/price.csv?demonstration=include",
        f"/index/compare/?s=price&from={past}", f"/api/v1/indices/price/observations?from={code}",
        f"/api/v1/indices/price/observations?as_of={code}", "/api/v1/releases?state=coming", "/api/v1/releases?state=past",
        "/sdmx/2.1/data/PRICE?includeHistory=true", f"/sdmx/2.1/data/PRICE?startPeriod={code}",
        "/sdmx/2.1/data/PRICE?updatedAfter=2020-01-01",
        "/sdmx/3.0/data/dataflow/KQ/PRICE/1.0?includeHistory=true", f"/sdmx/3.0/data/dataflow/KQ/PRICE/1.0?c[TIME_PERIOD]=ge:{code}",
        f"/sdmx/3.0/data/dataflow/KQ/PRICE/1.0?asOf={code}", "/sdmx/3.0/availability/dataflow/KQ/PRICE/1.0?references=all",
        f"/sdmx/3.0/availability/dataflow/KQ/PRICE/1.0?c[TIME_PERIOD]={code}", "/sdmx/2.1/availableconstraint/PRICE",
        "/sdmx/2.1/data/PRICE?detail=serieskeysonly", "/sdmx/2.1/structure/KQ?references=all", "/sdmx/2.1/data/PRICE?lastNObservations=1",
        *(f"/api/v1/{one}{asked}" for asked in ("", "?demonstration=include") for one in (
            "series", "series/PRICE", "series/PRICE/observations", "series/PRICE/vintages", "revisions", "movers", f"releases/price/{code}",
        )),
        f"/api/v1/series/PRICE/vintages?from={code}", "/api/v1/articles", "/api/v1/articles?kind=commentary&section=trend",
        f"/api/v1/articles/{article}",
        f"/comments/trend/{article}-{WORD}/", "/comments/trend/", "/flzs/table_data?category=0&indexType=1_1&pageindex=1",
    ]  # fmt: skip
    return asked + [
        f"/zh-hans{one}"
        for one in asked
        if not one.startswith(("/api/", "/sdmx/", "/sitemap", "/robots", "/flzs", "/healthz", "/readyz"))
    ]


def walk(addresses):
    """Return {address: (status, what caches go by, body)} as a new visitor sees it."""
    client, seen = Client(), {}
    for one in addresses:
        answer = client.get(one)
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code < 500, one
        if body.startswith(b"PK"):  # a workbook is looked into
            with zipfile.ZipFile(io.BytesIO(body)) as parts:
                body = b"".join(parts.read(name) for name in parts.namelist())
        steady = PASSING.sub(rb"\1", body)
        marks = (
            {name: answer.headers.get(name) for name in ("Last-Modified", "ETag")} if steady == body else {}
        )
        seen[one] = (answer.status_code, marks, steady)
    return seen


@pytest.mark.django_db
def test_before_its_second_the_site_is_as_if_nothing_had_been_entered():
    fill()
    release = announce()
    addresses = everything(release, 999_999)
    empty = walk(addresses)
    volatile = {one for one, answer in walk(addresses).items() if answer != empty[one]}
    assert len(volatile) < 6, volatile
    article = put_in(release)
    approving.approve(settle(release), officer())
    full = walk([*addresses, *everything(release, article.pk)])
    for one, (status, marks, body) in full.items():
        question = "q=" in one or WORD in one  # the address repeats the word
        if not question:
            for secret in (VALUE, WORD, CORRECTED):
                assert secret.encode() not in body, (secret, one)
        if one in empty and one not in volatile:
            assert (status, marks, body) == empty[one], one


HELD_BACK = {
    "draft at its second": {"released_at": -DAY, "content_state": ContentState.DRAFT},
    "checked at its second": {"released_at": -DAY},
    "postponed": {"date_state": DateState.POSTPONED, "content_state": ContentState.APPROVED},
    "cancelled": {
        "released_at": -DAY,
        "date_state": DateState.CANCELLED,
        "content_state": ContentState.APPROVED,
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", HELD_BACK)
def test_what_is_held_back_is_nowhere_after_its_second(state):
    fill()
    facts = dict(HELD_BACK[state])
    away = facts.pop("released_at", None)
    release = announce(**facts, released_at=away and timezone.now() + away)
    article = put_in(release)
    for one, (_status, _marks, body) in walk(everything(release, article.pk)).items():
        if "q=" in one or WORD in one:
            continue
        for secret in (VALUE, WORD, CORRECTED):
            assert secret.encode() not in body, (secret, one)


def after(release, article):
    """Return {address: what it says} of everything that shows a release or its commentary."""
    code = release.code
    figures = (
        "/", "/index/", "/index/price/", "/index/price/data.csv", "/index/price/data.json", f"/releases/price/{code}/",
        f"/releases/price/{code}/data.csv", f"/releases/price/{code}/data.json", "/index/compare/data.csv?s=price",
        "/index/compare/data.json?s=price",
        "/feeds/releases.atom", "/feeds/index/price.atom", "/api/v1/indices/price",
        f"/api/v1/indices/price/observations?from={code}", "/index/price/chart.svg", "/index/price/embed/",
        "/sdmx/2.1/data/PRICE",
        "/sdmx/3.0/data/dataflow/KQ/PRICE/1.0",
        f"/sdmx/2.1/data/PRICE/W.PRICE?startPeriod={code}",
        "/api/v1/series", "/api/v1/series/PRICE",
        f"/api/v1/series/PRICE/observations?from={code}", f"/api/v1/series/PRICE/vintages?from={code}",
        f"/api/v1/releases/price/{code}",
    )  # fmt: skip
    words = ("/comments/", "/comments/trend/", f"/comments/trend/{article.pk}-{WORD}/", "/feeds/comments.atom",
             f"/releases/price/{code}/", f"/search/?q={WORD}", "/api/v1/articles", f"/api/v1/articles/{article.pk}")  # fmt: skip
    found = [(one, VALUE) for one in figures] + [(one, WORD) for one in words]
    found.append(("/flzs/table_data?category=0&indexType=1_1&pageindex=1", VALUE))
    found += [("/api/v1/releases?state=past", code), ("/sitemap-releases.xml", code)]
    chinese = [
        (f"/zh-hans{one}", said)
        for one, said in found
        if not one.startswith(("/api/", "/sdmx/", "/sitemap", "/flzs"))
    ]
    return found + chinese


@pytest.mark.django_db(transaction=True)
def test_at_its_second_everything_appears_at_once_in_kept_pages_too(page_cache):
    fill()
    release = announce()
    article = put_in(release)
    approving.approve(settle(release), officer())
    moment = timezone.now() + timedelta(seconds=6)
    Release.objects.filter(pk=release.pk).update(released_at=moment, public_at=moment)
    asked, client = after(release, article), Client()
    for one, _said in asked[:12]:  # some are kept now
        answer = client.get(one)
        assert VALUE not in answer.text, one
    assert timezone.now() < moment
    time.sleep((moment - timezone.now()).total_seconds() + 0.05)
    missing = [(one, said) for one, said in asked if said not in client.get(one).content.decode()]
    assert not missing
    assert not any(CORRECTED in client.get(one).content.decode() for one, _said in asked)
    assert DraftVintage.objects.waiting().count() == 1
    bulk = ("/data/price.csv", "/data/all.json", "/zh-hans/data/price.parquet")
    assert [client.get(one).status_code for one in bulk] == [503] * 3, (
        "no bulk file is older than the release"
    )
    refresh()
    assert VALUE in b"".join(client.get(bulk[0])).decode()
    assert VALUE in b"".join(client.get(bulk[1])).decode()
