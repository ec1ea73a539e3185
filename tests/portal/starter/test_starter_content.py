"""First-run content: loaded once, everything or nothing, and never against what people decided."""

import json
import shutil
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from indexdata.models import CollectingSource, Event, Index, Observation, Provenance
from news.articles.models import Article, Section
from news.fabrics.models import Fabric
from news.pages.models import Page
from news.tags.models import Tag
from portal.models import StarterItem
from portal.starter import load_newsroom
from portal.starter.reading import CONTENT_DIR, StarterContentError, read_content

COUNTS = {
    Section: 4,
    Tag: 27,
    Article: 37,
    Page: 6,
    CollectingSource: 8,
    Fabric: 28,
    Event: 21,
    Index: 96,
    Observation: 179,
    Provenance: 186,
}


def load(folder=CONTENT_DIR):
    call_command("load_starter_content", "--without-pictures", folder=folder, verbosity=0)


@pytest.fixture
def folder(tmp_path):
    """A copy of the starter files that a test may spoil."""
    return shutil.copytree(CONTENT_DIR, tmp_path / "content")


def edit(path, change):
    """Apply `change` to the list of rows in a JSON file."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    change(rows)
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def problems_of(folder):
    with pytest.raises(StarterContentError) as caught:
        read_content(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.django_db
def test_loading_twice_makes_everything_once():
    load()
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    lines = StarterItem.objects.count()
    load()
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    assert StarterItem.objects.count() == lines


@pytest.mark.django_db
def test_check_writes_nothing(capsys):
    call_command("load_starter_content", "--check")
    assert "valid" in capsys.readouterr().out
    assert not Section.objects.exists()
    assert not StarterItem.objects.exists()


@pytest.mark.django_db
def test_what_people_changed_renamed_or_deleted_stays_so():
    load()
    Page.objects.filter(slug="privacy").update(
        title_en="What we keep", slug="what-we-keep", body_en='<p><a href="/about/about-us/">Us</a></p>'
    )
    Tag.objects.get(slug="polyester").delete()
    Article.objects.filter(legacy_id=4690).delete()
    Section.objects.filter(slug="price-trend").update(name_zh_hans="价格走势评论")
    index = Index.objects.get(path="price")
    corrected = index.observations.get(period="2025-06-16")
    Observation.objects.filter(pk=corrected.pk).update(value=Decimal("104.99"))
    load()
    assert Page.objects.count() == 6
    kept = Page.objects.get(slug="what-we-keep")
    assert (kept.title_en, kept.body_en) == ("What we keep", '<p><a href="/about/about-us/">Us</a></p>')
    assert not Tag.objects.filter(slug="polyester").exists()
    assert not Article.objects.filter(legacy_id=4690).exists()
    assert Section.objects.get(slug="price-trend").name_zh_hans == "价格走势评论"
    assert index.observations.get(period="2025-06-16").value == Decimal("104.99")


@pytest.mark.django_db
def test_new_rows_of_a_later_version_are_added(folder):
    load(folder)
    Section.objects.filter(slug="index-knowledge").update(slug="about-the-index")
    edit(
        folder / "articles.json",
        lambda rows: rows.append(
            {**rows[-1], "key": "one-more", "section": "index-knowledge", "release": None}
        ),
    )
    load(folder)
    assert Article.objects.count() == 38
    assert Article.objects.filter(section__slug="about-the-index").count() == 9


def test_all_problems_are_named_at_once_with_file_row_and_field(folder):
    def spoil(rows):
        rows[2]["published"] = "yesterday"
        rows[3]["tags"].append("no-such-tag")
        rows[4]["colour"] = "red"

    edit(folder / "articles.json", spoil)
    edit(folder / "fabrics.json", lambda rows: rows[0].update(weave="felt", palette=["red"]))
    edit(folder / "tags.json", lambda rows: rows.append(rows[0]))
    values = folder / "published_values.csv"
    values.write_text(
        values.read_text(encoding="utf-8").replace(",112.88,", ",minus one,", 1), encoding="utf-8"
    )
    found = problems_of(folder)
    for beginning in (
        "articles.json, row 3 (news-half-year-2025), published:",
        "articles.json, row 5 (news-market-procurement), colour:",
        "fabrics.json, row 1 (polyester-pongee), weave:",
        "fabrics.json, row 1 (polyester-pongee), palette.0:",
        "tags.json, slug: 'price-index' occurs 2 times",
        "published_values.csv, row 1, value:",
    ):
        assert any(problem.startswith(beginning) for problem in found), (beginning, found)


def test_references_between_files_are_checked(folder):
    edit(folder / "articles.json", lambda rows: rows[3]["tags"].append("no-such-tag"))
    edit(folder / "markets.json", lambda rows: rows[1]["classes"].append("price/paper"))
    edit(folder / "fabrics.json", lambda rows: rows[2]["uses_en"].append("tents"))
    edit(folder / "gaps.json", lambda rows: rows[0].update(period="2021-03"))
    assert problems_of(folder) == [
        "articles.json, row 4 (news-wtmc-2023), tags: 'no-such-tag' is not in tags.json",
        "fabrics.json, row 3 (four-way-stretch), uses_en: 'tents' is not in uses.json",
        "markets.json, row 2 (east-market), classes: 'price/paper' is not in classification.csv",
        "gaps.json, row 1 (2021-03), period: has published values",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "20250616期,104.68,-0.38",
            "20250616期,104.69,-0.38",
            "sources contradict each other: value 104.68, 104.69",
        ),
        (
            "20250616期,104.68,-0.38",
            "20250616期,104.68,0.38",
            "sources contradict each other: change_mom_pct",
        ),
        (
            ",weekly,2025-06-16,20250616期,104.68",
            ",weekly,2025-06-17,20250616期,104.68",
            "issue Monday or its last day",
        ),
        (
            ",weekly,2025-06-16,20250616期,104.68",
            ",monthly,2025-06,20250616期,104.68",
            "price is not monthly",
        ),
        (
            ",weekly,2025-06-16,20250616期,104.68",
            ",weekly,2005-06-13,20250616期,104.68",
            "before the first issue",
        ),
    ],
)
def test_figures_that_cannot_be_are_refused(folder, old, new, message):
    values = folder / "published_values.csv"
    text = values.read_text(encoding="utf-8")
    assert old in text
    values.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(message in problem for problem in problems_of(folder))


def test_texts_with_strange_markup_are_refused(folder):
    edit(folder / "pages.json", lambda rows: rows[0].update(body_en="<p>Hello</p><script>alert(1)</script>"))
    assert any("script" in problem for problem in problems_of(folder))


def test_a_file_that_cannot_be_read_is_named(folder):
    (folder / "pages.json").write_text("[", encoding="utf-8")
    (folder / "tags.json").unlink()
    found = problems_of(folder)
    assert [problem.split(":")[0] for problem in found] == ["tags.json", "pages.json"]


@pytest.mark.django_db
def test_nothing_is_written_when_a_file_is_wrong(folder):
    edit(folder / "fabrics.json", lambda rows: rows[-1].update(season="monsoon"))
    with pytest.raises(CommandError, match=r"fabrics\.json, row 28 \(sheer-curtain-voile\), season"):
        load(folder)
    assert not Section.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_error_while_writing_leaves_nothing_behind(monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("no room")

    monkeypatch.setattr(load_newsroom.Fabric.objects, "get_or_create", fail)
    with pytest.raises(IntegrityError):
        load()
    assert not Section.objects.exists()
    assert not Observation.objects.exists()
    assert not StarterItem.objects.exists()
