"""The search index: every term of an entry finds it, and making it anew in batches, broken off and gone on with."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.searching.documents import Document, document_of, reindex_object
from foundation.searching.entries import (
    FTS,
    SearchEntry,
    WrittenForm,
    entries_of,
    entries_of_before,
    write_entries,
)
from foundation.searching.matching import candidates, is_match
from foundation.searching.rebuilding import begin, renew
from foundation.searching.spellings import term_of_group
from news.articles.models import Article
from news.pages.models import Page
from news.tags.models import Tag
from tests.factories.news import ArticleFactory, PageFactory, TagFactory

pytestmark = pytest.mark.django_db
#: Words that a parser of a database might take apart, put together or leave out.
ODD = [
    "1e5", "007", "104.68", "1,234,567", "3rd", "0x1f", "the", "café", "ﬁne", "naïve", "ñ", "яблоко", "あ", "\u3007", "㐀", "鿋",
]  # fmt: skip


def found_by(term, column):
    """Return the ids of pages that a term finds, asked for in the index and row by row."""
    looked_up = set(Page.objects.filter(pk__in=candidates((term,), column, 10)).values_list("pk", flat=True))
    walked = set(Page.objects.filter(is_match(Page, (term,), column)).values_list("pk", flat=True))
    assert looked_up == walked
    return walked


def assert_all_terms_find(page, document):
    write_entries(Page, {page.pk: document})
    in_title, in_all = (text.split() for text in (document.title_terms(), document.all_terms()))
    entry = entries_of(Page).get(object_id=page.pk)
    for column, terms in (("title", in_title), ("body", in_all)):
        assert sorted(term.strip("'") for term in getattr(entry, column).split()) == sorted(set(terms))
        for term in terms[:60]:
            assert found_by(term, column) == {page.pk}, term
    for term in sorted(set(in_all) - set(in_title))[:20]:
        assert found_by(term, "title") == set(), term


def assert_the_full_text_index_is_whole():
    """Have SQLite compare its full text index with the entries; PostgreSQL's belongs to the table."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('integrity-check', 1)")


def test_odd_words_are_kept_as_they_are():
    page = PageFactory()
    assert_all_terms_find(
        page, Document((" ".join(ODD),), (" ".join(reversed(ODD)), "钱清2025"), ("zzkindpage",))
    )
    assert_all_terms_find(page, Document(("",)))


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(title=st.text(max_size=30), body=st.text(max_size=60))
def test_every_term_finds_its_entry(title, body):
    Page.objects.all().delete()
    assert_all_terms_find(PageFactory(), Document((title,), (body,), ("zzkindpage",)))


def test_the_full_text_index_follows_its_entries():
    pages = [PageFactory(slug=f"flax-{number}", title_en=f"Flax {number}") for number in range(4)]
    pages[0].title_en = "Hemp"
    pages[0].save()
    pages[1].save()
    pages[2].delete()
    assert_the_full_text_index_is_whole()
    assert found_by("flax", "title") == {pages[1].pk, pages[3].pk}
    assert found_by("hemp", "title") == {pages[0].pk}


def test_an_entry_that_says_the_same_is_left_alone():
    """What is saved most often has not changed its words; each term of an entry costs when it is written."""
    page = PageFactory(title_en="Flax")
    where = "xmin::text" if connection.vendor == "postgresql" else "total_changes()"
    with connection.cursor() as cursor:

        def written():
            cursor.execute(f"SELECT {where} FROM foundation_searchentry WHERE object_id = %s", [page.pk])
            return cursor.fetchone()

        before = written()
        with transaction.atomic():
            reindex_object(page)
        assert written() == before
        Page.objects.update(title_en="Hemp")
        with transaction.atomic():
            reindex_object(page)
        assert written() != before


def test_entries_of_two_models_with_one_id_are_apart():
    page = PageFactory(title_en="Flax")
    tag = TagFactory(pk=page.pk, name_en="Hemp")
    assert entries_of(Page).get(object_id=page.pk).pk != entries_of(Tag).get(object_id=tag.pk).pk
    tag.delete()
    assert found_by("flax", "title") == {page.pk}


# -- Anew -------------------------------------------------------------------------------------------------------------


def anew(*arguments):
    """Make the index anew and return what the command said."""
    said = StringIO()
    call_command("rebuild_search_index", *arguments, stdout=said)
    return said.getvalue()


def is_true(obj):
    """Tell whether the entry of an object says what the object does."""
    entry = entries_of(type(obj)).filter(object_id=obj.pk).first()
    return entry is not None and {term.strip("'") for term in entry.body.split()} == set(
        document_of(type(obj).objects.get(pk=obj.pk)).all_terms().split()
    )


def past_django():
    """Make articles whose entries are wrong, missing, or of what is gone; return those that stay."""
    articles = ArticleFactory.create_batch(7)
    Article.objects.update(title_en="Hemp")
    entries_of(Article).filter(object_id=articles[3].pk).delete()
    gone = [articles[0].pk - 1, articles[2].pk, articles[-1].pk + 1]
    for pk in gone:
        write_entries(Article, {pk: Document(("Gone",))})
    Article.objects.filter(pk=articles[2].pk)._raw_delete("default")
    SearchEntry.objects.create(model="news.gone", object_id=1, title="gone", body="gone")
    return [article for article in articles if article.pk not in gone]


@pytest.mark.parametrize("at_once", [1, 3, 500])
def test_what_was_changed_past_django_is_put_right(at_once):
    articles = past_django()
    anew("--at-once", str(at_once))
    assert all(is_true(article) for article in articles)
    assert entries_of(Article).count() == len(articles)
    assert not SearchEntry.objects.filter(model="news.gone").exists()
    assert_the_full_text_index_is_whole()


def test_it_goes_on_behind_the_place_it_named_last(monkeypatch):
    articles = past_django()
    page = PageFactory()
    Page.objects.update(title_en="Hemp")
    places = re.findall(r"^(news\.article:\d+)  (\d+) of 6$", anew("--at-once", "2"), re.MULTILINE)
    assert [done for _place, done in places] == ["2", "4", "6"]
    Article.objects.update(title_en="Jute")
    Page.objects.update(title_en="Jute")
    said = anew("--after", places[1][0])
    assert [is_true(article) for article in articles] == [False] * 4 + [True] * 2
    assert is_true(page)
    assert f"news.article:{articles[-1].pk}  2 of 6" in said


@pytest.mark.parametrize(
    "place", ["", "news.article", "news.article:", "news.article:x", "news.nothing:1", ":1"]
)
def test_a_place_that_is_none_is_refused(place):
    with pytest.raises(CommandError, match="no place in the index"):
        anew(f"--after={place}")


def test_entries_of_an_older_version_are_written_anew_once(monkeypatch):
    """What was written before spellings were terms is found by them after the next start; broken off, it goes on."""
    tags = [TagFactory(slug=f"spelt-{n}", name_zh_hans=f"涤纶{n}") for n in range(5)]
    asked = term_of_group("polyester")
    begin(lambda *told: None)
    write_entries(Tag, {tag.pk: Document(("of before",)) for tag in tags})
    WrittenForm.objects.filter(model="news.tag").update(form=1)
    assert found_tags(asked) == set()

    def killed_in_the_second_batch(name, last, done, total):
        told.append((name, done, total))
        if done == 4:
            raise KeyboardInterrupt

    told = []
    with pytest.raises(KeyboardInterrupt):
        begin(killed_in_the_second_batch, at_once=2)
    assert told == [("news.tag", 2, 5), ("news.tag", 4, 5)]
    told.clear()
    begin(lambda name, last, done, total: told.append((name, done)), at_once=2)
    assert told == [("news.tag", 1)]
    assert found_tags(asked) == {tag.pk for tag in tags}
    begin(lambda *further: told.append(further), at_once=2)
    assert told == [("news.tag", 1)]


#: How the version before forms writes an entry.
WITHOUT_A_FORM = (
    "INSERT INTO foundation_searchentry AS held (model, object_id, title, body) VALUES ('news.tag', %s, {0}, {0}) "
    "ON CONFLICT (model, object_id) DO UPDATE SET title = excluded.title, body = excluded.body "
    "WHERE held.title <> excluded.title OR held.body <> excluded.body"
)


def write_without_a_form(*keys):
    terms = "array_to_tsvector(string_to_array(%s, ' '))" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(WITHOUT_A_FORM.format(terms), [key, "zzkindtag before", "zzkindtag before"])


def test_what_the_version_before_writes_meanwhile_is_written_anew(django_assert_num_queries):
    """It knows of no forms: entries that it makes and such as it changes, once written by this one or twice, are told apart."""
    asked = term_of_group("polyester")
    tags = [TagFactory(slug=f"spelt-{n}", name_zh_hans=f"涤纶{n}") for n in range(4)]
    begin(lambda *told: None)
    tags[1].name_zh_hans = "涤纶布"
    tags[1].save()
    with django_assert_num_queries(1):
        assert renew() == 0
    entries_of(Tag).filter(object_id=tags[2].pk).delete()
    write_without_a_form(*(tag.pk for tag in tags[:3]), 10**9)
    SearchEntry.objects.create(model="news.newer", object_id=1, title="", body="")
    assert found_tags(asked) == {tags[3].pk}
    assert renew(at_once=2) == 4
    assert found_tags(asked) == {tag.pk for tag in tags}
    assert not entries_of(Tag).filter(object_id=10**9).exists()
    assert SearchEntry.objects.filter(model="news.newer").exists(), "a newer version may know it"
    assert_the_full_text_index_is_whole()
    assert renew() == 0


def test_entries_of_before_are_found_by_an_index_of_them_alone():
    with CaptureQueriesContext(connection) as asked:
        entries_of_before(0, 10)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + asked[0]["sql"])
        assert "search_of_before" in str(cursor.fetchall())


def found_tags(term):
    return set(Tag.objects.filter(is_match(Tag, (term,), "body")).values_list("pk", flat=True))
