"""What the starter content becomes."""

from decimal import Decimal

import pytest
from django.db.models import Count, Q

from foundation.languages import in_languages
from indexdata.enums import Family
from indexdata.models import CollectingSource, Index, Observation, Release
from news.articles.models import Article
from news.enums import ArticleStatus
from news.fabrics.models import Fabric
from news.linking.own_addresses import with_references
from news.linking.uses import uses_of
from news.pages.models import Page
from tests.portal.kept import starter_content


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        yield


def test_articles_carry_what_the_file_says(db, content):
    article = Article.objects.get(legacy_id=4109)
    assert article.status == ArticleStatus.PUBLISHED
    assert article.published_at.isoformat() == "2019-10-09T02:00:00+00:00"
    assert (article.release.family, article.release.code) == (Family.PROSPERITY, "2019-09")
    assert article.section.slug == "warning-forecast"
    assert article.tags.count() > 0
    only_chinese = Article.objects.get(title_zh_hans__startswith="“柯新亚”")
    assert (only_chinese.title_en, only_chinese.summary_en, only_chinese.body_en) == ("", "", "")
    assert only_chinese.languages == ["zh-hans"]


def test_links_between_pages_are_references(db, content, client):  # L8
    """A page that is linked says where, and its links follow it when it is renamed."""
    texts = [
        (model, getattr(thing, name))
        for model, fields in ((Page, ("body",)), (Article, ("body",)), (Fabric, ("description",)))
        for thing in model.objects.all()
        for name in in_languages(*fields)
    ]
    assert [html for _model, html in texts if with_references(html, "") != html] == []
    about, privacy = Page.objects.get(slug="about-us"), Page.objects.get(slug="privacy")
    assert sum(f"ref:page/{about.pk}" in (html or "") for _model, html in texts) == 8
    assert {use.source for use in uses_of("page", privacy.pk)} == {
        Page.objects.get(slug="comment-moderation")
    }
    for prefix in ("", "/zh-hans"):
        page = client.get(f"{prefix}/about/privacy/").text.partition("<main")[2]
        assert f'<a href="{prefix}/about/">' in page
        assert "/about/about-us/" not in page


def test_every_commentary_names_a_release_that_was_public_before_it(db, content):
    commentary = Article.objects.commentary().select_related("release")
    assert commentary.count() == 18
    assert all(article.release.released_at <= article.published_at for article in commentary)
    assert not Release.objects.filter(moment_recorded=True).exists()


def test_a_week_belongs_to_the_monday_after_it(db, content):
    periods = Index.objects.get(path="price").observations.values_list("period", flat=True)
    assert "2010-09-13" in map(str, periods)
    assert all(period.weekday() == 0 for period in periods)


def test_sources_of_one_figure_complete_each_other(db, content):
    figure = Observation.objects.get(index__path="price/raw-materials/pure-cotton-yarn", period="2025-06-16")
    assert (figure.value, figure.stated_previous) == (Decimal("107.04"), Decimal("0.69"))
    stated = figure.provenance.values_list("stated_previous", flat=True)
    assert set(stated) == {None, Decimal("0.69")}


def test_both_halves_of_foreign_trade_are_one_release(db, content):
    release = Release.objects.get(family=Family.FOREIGN_TRADE, period="2023-04-01")
    paths = release.observations.values_list("index__path", flat=True)
    assert set(paths) == {"foreign-trade/price", "foreign-trade/prosperity", "foreign-trade/confidence"}


def test_periods_known_to_have_had_no_issue_are_recorded(db, content):
    gaps = {
        (str(family), str(period))
        for family, period in Release.objects.gaps().values_list("family", "period")
    }
    assert ("prosperity", "2021-02-01") in gaps
    assert ("foreign-trade", "2021-02-01") in gaps
    assert not Observation.objects.filter(release__no_issue=True).exists()


def test_the_tree_lists_parents_before_their_children(db, content):
    seen = {None}
    for node in Index.objects.in_tree_order():
        assert node.parent_id in seen
        seen.add(node.pk)
    assert Index.objects.get(path="prosperity/by-category").is_grouping
    assert Index.objects.filter(is_grouping=True).count() == 1
    below = [node.path for node in Index.objects.in_tree_order()]
    assert below.index("price/raw-materials/polyester/polyester-filament") < below.index("price/grey-fabric")


def test_facts_are_split_into_their_languages(db, content):
    market = CollectingSource.objects.get(slug="qianqing-raw-material-market")
    facts = [(fact.value_en, fact.value_zh_hans) for fact in market.facts.all()]
    assert facts == [("28.179 billion yuan", "281.79亿元"), ("16.06%", "16.06%")]
    assert [node.path for node in market.classes.all()] == ["price/raw-materials"]


def test_fabrics_have_uses_in_both_languages(db, content):
    poplin = Fabric.objects.get(slug="cotton-poplin")
    assert poplin.index.path == "price/apparel-fabric/cotton-fabric"
    assert ("shirts", "衬衫") in poplin.uses.values_list("name_en", "name_zh_hans")
    assert poplin.palette[0] == "#FFFFFF"


def test_every_class_has_a_name_in_both_languages_and_translations_of_ours_say_so(client, db, content):  # R12
    """23 of 96 stood in English on Chinese pages; no source gives their Chinese names, nor the English ones of others."""
    assert not Index.objects.filter(Q(name_en="") | Q(name_zh_hans="") | Q(name_zh_hans=None)).exists()
    counts = dict(
        Index.objects.exclude(own_translation="")
        .order_by()
        .values_list("own_translation")
        .annotate(Count("pk"))
    )
    assert counts["zh-hans"] == 23
    english, chinese = "The English name is our translation", "中文名称为本站译名"
    for path, said in (
        ("/zh-hans/index/price/apparel-accessories/belt/", chinese),
        ("/index/price/apparel-accessories/belt/", None),
        ("/index/price/raw-materials/cotton-hemp/", english),
        ("/zh-hans/index/price/raw-materials/cotton-hemp/", None),
    ):
        page = client.get(path).text
        assert [one for one in (english, chinese) if one in page] == ([said] if said else []), path
    page = client.get("/zh-hans/index/").text
    assert "腰带类" in page
    assert "Belt" not in page
