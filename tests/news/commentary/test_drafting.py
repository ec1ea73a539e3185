"""Commentary begun from the figures of a release: what it says in each language, and who may begin it."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from indexdata.enums import ContentState, DateState
from indexdata.models import EmbargoRead, Index, Observation
from news.articles.models import Article
from news.commentary import sentences
from news.commentary.drafting import draft_commentary
from news.commentary.telling import told
from news.editing.publishing import publish
from news.editing.states import PublishingError
from news.enums import ArticleStatus, SectionKind
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.news import SectionFactory
from tests.factories.users import administrator, chief_editor, editor, moderator

pytestmark = pytest.mark.django_db
PAGE = "admin:news_article_commentary"
#: Values of two weeks by path, the newer first.
PRICES = {
    "price": ("104.68", "105.08"),
    "price/raw-materials": ("86.25", "86.35"),
    "price/raw-materials/cotton": ("107.04", "106.30"),
    "price/raw-materials/viscose": ("87.00", "88.00"),
    "price/raw-materials/polyester": ("90.00", "90.10"),
    "price/grey-fabric": ("98.00", "99.00"),
    "price/home-textile": ("101.00", "101.00"),
}


@pytest.fixture
def part():
    return SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)


def released(values=PRICES, **facts):
    """Return a release with the newer of some values; the older ones came out a week before."""
    newer = ReleaseFactory(**facts)
    older = ReleaseFactory(family=newer.family, period=newer.period - timedelta(days=7))
    for place, (path, (value, before)) in enumerate(values.items()):
        index = IndexFactory(path=path)
        Index.objects.filter(pk=index.pk).update(tree_order=place)
        ObservationFactory(index=index, release=older, period=older.period, value=Decimal(before))
        if value is not None:
            ObservationFactory(index=index, release=newer, period=newer.period, value=Decimal(value))
    return newer


def plain(html):
    return re.sub(r"<[^>]+>", "", html)


def written(release, code="en"):
    with translation.override(code):
        facts = told(release)
        return sentences.title(facts), sentences.summary(facts), sentences.body(facts)


def test_an_issue_is_told_from_the_total_to_its_classes():
    title, summary, body = written(released())
    assert title == "12 June 2023: total down 0.38%, most movement in grey fabric"
    assert "The price index closed at 104.68 points, down 0.38% on the previous issue." in summary
    assert "Grey fabric moved most, down 1.01%." in summary
    said = plain(body)
    assert "Raw materials closed at 86.25 points, down 0.12% on the previous issue." in said
    assert "Within the class, viscose moved most, down 1.14%. Cotton went the other way, up 0.70%." in said
    assert "Home textile came to 101.00 points, unchanged on the issue before." in said
    assert "Of all series, cotton rose most, up 0.70%, and viscose fell most, down 1.14%." in said
    assert (
        said.index("Raw materials closed") < said.index("Grey fabric stood") < said.index("Home textile came")
    )


def test_chinese_is_as_the_trade_writes_it():
    title, summary, body = written(released(), "zh-hans")
    assert title == "20230612期：总指数环比下跌0.38%，指数 price/grey-fabric变动最大"
    assert "收于104.68点，环比下跌0.38%。" in summary
    said = plain(body)
    assert "20230612期，指数 price收于104.68点，环比下跌0.38%" in said
    assert "逆势而行，环比上涨0.70%。" in said
    assert not re.search(r"[a-z]{4,} (on|since|closed|points)", said)


def test_what_is_not_known_is_left_out_with_grace():
    title, summary, body = written(
        released({"price": ("104.68", "105.08"), "price/raw-materials": ("86.25", "86.35")})
    )
    assert title == "12 June 2023: total down 0.38%, raw materials down 0.12%"
    assert "moved most" not in summary
    assert "What moved most" not in body
    assert "start of the year" not in plain(body).split("Class by class")[0].split("Series")[0]


def test_a_release_without_its_total_begins_with_its_classes():
    values = {
        path: pair for path, pair in PRICES.items() if path in ("price/raw-materials", "price/grey-fabric")
    }
    title, _summary, body = written(released(values))
    assert title == "12 June 2023: raw materials down 0.12%, grey fabric down 1.01%"
    assert plain(body).count("closed at") == 2


def test_invented_figures_are_never_told_as_facts():
    release = released()
    Observation.objects.filter(release=release, index__path="price/grey-fabric").update(demonstration=True)
    assert "grey fabric" not in " ".join(written(release)).lower()
    Observation.objects.all().update(demonstration=True)
    release.demonstration = True
    title, summary, body = written(release)
    assert title.startswith("Demonstration: ")
    assert summary.startswith("Demonstration: ")
    assert "were never published" in body


def test_a_draft_in_every_language_whose_numbers_follow_the_figures(client, part):
    release, chief = released(), chief_editor()
    article = draft_commentary(release, chief)
    assert (article.status, article.section, article.release) == (ArticleStatus.DRAFT, part, release)
    assert article.title_en
    assert article.title_zh_hans
    assert 'data-figure="price"' in article.body_zh_hans
    publish(article, chief)
    address = Article.objects.get(pk=article.pk).get_absolute_url()
    assert "104.68" in client.get(address).text
    Observation.objects.filter(release=release, index__path="price").update(value=Decimal("104.90"))
    shown = plain(client.get(address).text.split("</h1>")[1])
    assert "104.90" in shown
    assert "down 0.17%" in shown


def test_names_cannot_bring_markup_in(part):
    IndexFactory(path="price", name_en="<b>Price</b> & more", name_zh_hans="价格")
    article = draft_commentary(released({"price": ("104.68", "105.08")}), chief_editor())
    assert "<b>" not in article.body_en


def test_before_its_moment_only_who_may_see_the_figures_begins(client, part):
    coming = timezone.now() + timedelta(days=1)
    release = released(released_at=coming)
    client.force_login(editor())
    assert "Still to come" not in client.get(reverse(PAGE)).text
    assert client.post(reverse(f"{PAGE}_begin", args=[release.pk])).status_code == 403
    assert not Article.objects.exists()
    with pytest.raises(PublishingError):
        draft_commentary(release, editor())
    client.force_login(administrator())
    assert "Still to come" in client.get(reverse(PAGE)).text
    client.post(reverse(f"{PAGE}_begin", args=[release.pk]))
    assert "104.68" in Article.objects.get().body_en


def test_what_is_not_approved_and_has_no_day_yet_is_told_as_it_was_entered(client, part):
    """Commentary is written before the figures are approved; who begins it has seen them early."""
    release = released(
        content_state=ContentState.DRAFT,
        date_state=DateState.PROVISIONAL,
        released_at=None,
        approved_at=None,
        expected_month=date(2023, 6, 1),
    )
    assert release.public_at is None
    client.force_login(administrator())
    assert client.get(reverse(PAGE)).status_code == 200
    client.post(reverse(f"{PAGE}_begin", args=[release.pk]))
    article = Article.objects.get()
    assert "total down 0.38%, most movement in grey fabric" in article.title_en
    assert EmbargoRead.objects.filter(release=release).count() == 1
    assert "104.68" not in client.get("/news/").text


def test_it_is_begun_by_one_click_and_once(client, part):
    release = released()
    client.force_login(editor())
    sent = {"_window": "one"}
    first = client.post(reverse(f"{PAGE}_begin", args=[release.pk]), sent)
    again = client.post(reverse(f"{PAGE}_begin", args=[release.pk]), sent)
    article = Article.objects.get()
    assert first["Location"] == again["Location"] == reverse("admin:news_article_change", args=[article.pk])
    assert article.title_en in client.get(reverse(PAGE)).text
    assert client.get(first["Location"]).status_code == 200


def test_what_cannot_be_begun_is_said(client):
    client.force_login(chief_editor())
    empty = ReleaseFactory()
    said = client.post(reverse(f"{PAGE}_begin", args=[empty.pk]), follow=True)
    assert "no figures to write about" in said.text
    said = client.post(reverse(f"{PAGE}_begin", args=[released().pk]), follow=True)
    assert "no part of Comments" in said.text
    assert client.post(reverse(f"{PAGE}_begin", args=[10**18])).status_code == 404
    assert client.get(reverse(f"{PAGE}_begin", args=[empty.pk])).status_code == 405


def test_the_page_is_for_writers_and_says_that_nothing_is_there(client):
    client.force_login(moderator())
    assert client.get(reverse(PAGE)).status_code == 403
    client.force_login(editor())
    assert "Nothing has been released yet." in client.get(reverse(PAGE)).text


def test_the_page_asks_as_much_for_3_and_for_20_releases(client, part):
    client.force_login(chief_editor())
    counts = []
    for number in (3, 20):
        for week in range(number):
            ReleaseFactory(
                period=timezone.localdate().replace(year=2020, month=1, day=6) + timedelta(days=7 * week)
            )
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(PAGE))
        counts.append(len(captured))
    assert counts[0] == counts[1]
