"""Spells in commentary beside the figures of the archive: those that are so raise nothing, planted ones are found and put right."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indexdata.arithmetic.periods import period_label
from indexdata.models import Observation, Release
from indexdata.releases.checks.register import findings_in
from news.articles.models import Article
from news.claims.spell_words import like
from news.editing.checks.agreement import agreements
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor
from tests.news.commentary.test_against_figures import form_of

pytestmark = pytest.mark.django_db
#: The weeks of an index, the oldest first: it falls, falls, rises three times.
WALK = ("120.00", "110.00", "100.00", "101.00", "102.50", "104.00")
FORMS = {
    "en": (
        "The price index saw its {ordinal} {noun} in a row.",
        "The price index {verb} for the {ordinal} consecutive week.",
        "The price index {verb} for {word} weeks in a row.",
        "The price index reached the {top} since {since}.",
    ),
    "zh-hans": (
        "总指数连{verb}{word}周。",
        "总指数连续{word}周{move}。",
        "总指数{word}连{verb}。",
        "总指数创{since}以来{top}。",
    ),
}


def walked(values=WALK, coming=False):
    """Return the newest release of an index with these values; the releases before it are public."""
    index = IndexFactory(path="price", name_en="Price index", name_zh_hans="价格总指数")
    newest = ReleaseFactory(**({"released_at": coming} if coming else {}))
    for week, value in enumerate(reversed(values)):
        period = newest.period - timedelta(weeks=week)
        release = ReleaseFactory(period=period) if week else newest
        ObservationFactory(index=index, release=release, period=period, value=Decimal(value))
    return newest


def found_in(release, language, text):
    content = {f"body_{code}": "" for code in ("en", "zh_hans")}
    content |= {f"body_{language.replace('-', '_')}": f"<p>{text}</p>", "release_id": release.pk}
    return agreements(Article.described, content, [language], release, administrator())[0]


def written(language, count, since, direction):
    """Return the sentences of a language that tell a run and a high or low since a day."""
    english = language == "en"
    up = direction > 0
    said = {
        "ordinal": like(count, "third", "en"),
        "word": like(count, "three" if english else "三", language),
        "noun": "rise" if up else "fall",
        "verb": ("rose" if up else "fell") if english else ("涨" if up else "跌"),
        "move": "上涨" if up else "下跌",
        "top": ("highest" if up else "lowest") if english else ("新高" if up else "新低"),
        "since": since,
    }
    return [form.format(**said) for form in FORMS[language]]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("turned", [False, True])
def test_every_form_is_found_where_it_is_wrong_and_agrees_where_it_is_so(language, turned):
    values = [Decimal(230) - Decimal(value) for value in WALK] if turned else WALK
    release, direction = walked(values), -1 if turned else 1
    true_since = period_label(release.period - timedelta(weeks=4), release.frequency, language)
    wrong_since = period_label(release.period - timedelta(weeks=5), release.frequency, language)
    true = written(language, 3, true_since, direction)
    wrong = [
        *written(language, 2, wrong_since, direction),
        *written(language, 5, wrong_since, direction)[:3],
        *written(language, 3, true_since, -direction)[:3],
    ]
    for text in true:
        found = found_in(release, language, text)
        assert (found.contradictions, found.unchecked) == ([], []), text
        assert found.agreeing, text
    mended = 0
    for text in wrong:
        said = text
        for _turn in range(3):
            found = found_in(release, language, said).contradictions
            assert found or said != text, text
            if not found:
                break
            place = found[0].place
            said = said[: place.start] + place.put + said[place.end :]
        assert not found_in(release, language, said).contradictions, (text, said)
        mended += 1
    print(
        f"spells, {language}: {mended} of {len(wrong)} planted are found, of {len(true)} true none is denied"
    )


def test_what_stands_in_the_way_is_told_in_words():
    release = walked()
    found = found_in(release, "en", "The price index rose for the fifth consecutive week.").contradictions
    assert re.search("Price index, .*: 3 rises in a row", found[0].sentence)
    found = found_in(release, "en", "The price index hit the highest on record.").contradictions
    assert "stood higher" in found[0].sentence
    assert "110.00" in found[0].sentence


def test_the_page_marks_it_and_the_release_asks_about_it(client):
    release = walked(coming=timezone.now() + timedelta(days=1))
    article = ArticleFactory(
        release=release,
        title_en="A week",
        body_en="<p>The price index rose for the fifth consecutive week.</p>",
    )
    client.force_login(administrator())
    page = reverse("admin:news_article_change", args=[article.pk])
    sent = form_of(client, page) | {"release": release.pk}
    told = client.post(reverse("admin:news_article_agreement", args=[article.pk]), sent).text
    assert 'data-put="third"' in told
    asked = [one for one in findings_in(release) if one.code == "commentary-contradicts"]
    assert len(asked) == 1
    assert "3 rises in a row" in asked[0].says()
    client.force_login(chief_editor())  # who may not see the figures is not told how the text stands to them
    told = client.post(reverse("admin:news_article_agreement", args=[article.pk]), sent).text
    assert "data-put" not in told


def test_values_before_are_read_with_two_questions_and_only_where_a_spell_is_told(
    django_assert_max_num_queries,
):
    release = walked()
    counts = []
    for text in ("The price index rose.", "The price index rose for the fifth week running, " * 30):
        with CaptureQueriesContext(connection) as captured:
            found_in(release, "en", text)
        counts.append(len(captured))
    assert counts[1] - counts[0] == 2
    assert Observation.objects.count() == len(WALK)
    assert Release.objects.count() == len(WALK)
