"""What is drafted from figures agrees with them, whatever they are; and a figure that is altered in the draft is found."""

import random
import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from indexdata.enums import Family
from indexdata.models import Index
from news.articles.models import Article
from news.commentary import sentences
from news.commentary.telling import told
from news.editing.checks.agreement import agreements
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.portal.kept import starter_content

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "zh-hans")
LIVE = re.compile(r"<span data-figure[^>]*>([^<]*)</span>")
NUMBER = re.compile(r"[0-9]+\.[0-9]{2}")
#: Where the drafted figures lie: two issues that the starter content does not hold, and those a year and a year's end before.
ISSUES = {
    Family.PRICE: (date(2016, 5, 16), date(2016, 5, 9), date(2015, 12, 28), date(2015, 5, 18)),
    Family.PROSPERITY: (date(2016, 5, 1), date(2016, 4, 1), date(2015, 12, 1), date(2015, 5, 1)),
    Family.FOREIGN_TRADE: (date(2016, 5, 1), date(2016, 4, 1), date(2015, 12, 1), date(2015, 5, 1)),
}


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        yield


def released(family, chance):
    """Return a release with figures of chance for every index of a family that has names in both languages."""
    releases = [ReleaseFactory(family=family, period=period) for period in ISSUES[family]]
    indices = (
        Index.objects.filter(family=family, is_grouping=False)
        .exclude(name_zh_hans=None)
        .exclude(name_zh_hans="")
    )
    for index in indices.in_tree_order():
        value = Decimal(chance.randrange(7000, 150000)) / 100
        for release in releases:
            ObservationFactory(index=index, release=release, period=release.period, value=value)
            moved = chance.choice((0, chance.randrange(-900, 900), chance.randrange(-90000, 90000)))
            value = max(Decimal(1), value + Decimal(moved) / 1000 * value / 100).quantize(Decimal("0.01"))
    return releases[0]


def drafted(release, code):
    """Return what is drafted of a release, its live figures as words."""
    with translation.override(code):
        facts = told(release)
        suffix = code.replace("-", "_")
        return {
            f"title_{suffix}": sentences.title(facts),
            f"summary_{suffix}": sentences.summary(facts),
            f"body_{suffix}": str(sentences.body(facts)),
        }


def agreement(release, code, content):
    return agreements(Article.described, {"release_id": release.pk, **content}, [code], release, None)[0]


@pytest.mark.parametrize("family", list(ISSUES))
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))])
def test_drafts_agree_with_the_figures_and_what_is_altered_is_found(content, family, code, seed):
    chance = random.Random(f"{family}{seed}")
    release = released(family, chance)
    live = drafted(release, code)
    body = f"body_{code.replace('-', '_')}"
    assert not agreement(release, code, live).contradictions
    words = {**live, body: LIVE.sub(r"\1", live[body])}
    found = agreement(release, code, words)
    assert not [(one.passage, one.sentence) for one in found.contradictions]
    assert not [one.passage for one in found.unchecked]
    assert found.agreeing > 20 or family != Family.PRICE
    for name in words:
        places = list(NUMBER.finditer(words[name]))
        for place in chance.sample(places, min(6, len(places))):
            wrong = f"{Decimal(place[0]) + Decimal(chance.choice(('0.02', '1.10', '30.00'))):.2f}"
            altered = words[name][: place.start()] + wrong + words[name][place.end() :]
            said = agreement(release, code, {**words, name: altered}).contradictions
            assert said, altered[max(0, place.start() - 60) : place.end() + 20]
            assert place[0] in {one.place.put.lstrip("+−-") for one in said}


def test_a_live_figure_is_true_and_the_word_before_it_is_not(content):
    release = released(Family.PRICE, random.Random(4))
    rose = told(release).rose
    index = rose.index
    figure = f'<span data-figure="{index.path}" data-period="2016-05-16" data-show="previous">…</span>'
    text = f"<p>{index.name_en} fell {figure} on the previous issue.</p>"
    found = agreement(release, "en", {"body_en": text}).contradictions
    assert [one.place.put for one in found] == ["rose"]
    assert not agreement(release, "en", {"body_en": text.replace("fell", "rose")}).contradictions
