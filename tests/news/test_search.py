"""Index entries of the newsroom follow what is saved, in the same transaction."""

import pytest
from django.core.management import call_command
from django.db import transaction

from foundation.searching.documents import document_of, facet
from foundation.searching.entries import entries_of
from news.articles.models import Article
from news.enums import SectionKind, Weave
from news.fabrics.models import FabricUse
from tests.factories.news import ArticleFactory, FabricFactory, SectionFactory, TagFactory

pytestmark = pytest.mark.django_db


def terms_of(obj, column="body"):
    """Return the terms of an object's index entry."""
    text = getattr(entries_of(type(obj)).get(object_id=obj.pk), column)
    return {term.strip("'") for term in text.split()}


def test_entry_holds_both_languages():
    article = ArticleFactory(title_en="Rising prices", title_zh_hans="价格上涨", body_en="<p>Looms</p>")
    assert {"price", "价格", "loom"} <= terms_of(article)
    assert {"price", "价格"} <= terms_of(article, "title")
    assert "loom" not in terms_of(article, "title")


def test_entry_follows_a_change():
    article = ArticleFactory(title_en="Cotton")
    article.title_en = "Linen"
    article.save()
    assert "linen" in terms_of(article)
    assert "cotton" not in terms_of(article)


def test_entry_follows_tags():
    article = ArticleFactory()
    tag = TagFactory(slug="viscose", name_en="Viscose", name_zh_hans="粘胶")
    article.tags.add(tag)
    assert {"viscos", "粘胶", facet("tag", tag.pk)} <= terms_of(article)
    tag.name_en = "Rayon"
    tag.save()
    assert "rayon" in terms_of(article)
    article.tags.remove(tag)
    assert "rayon" not in terms_of(article)
    article.tags.add(tag)
    article.tags.clear()
    assert "rayon" not in terms_of(article)


def test_entry_follows_the_deletion_of_a_tag():
    article = ArticleFactory()
    tag = TagFactory(slug="viscose", name_en="Viscose")
    article.tags.add(tag)
    tag.delete()
    assert "viscos" not in terms_of(article)


def test_entry_follows_the_kind_of_a_section():
    section = SectionFactory(slug="moving")
    article = ArticleFactory(section=section)
    assert facet("kind", "news") in terms_of(article)
    section.kind = SectionKind.COMMENTARY
    section.save()
    assert facet("kind", "commentary") in terms_of(article)
    assert facet("kind", "news") not in terms_of(article)


def test_fabric_is_found_by_weave_and_use_in_both_languages():
    fabric = FabricFactory(weave=Weave.TWILL)
    fabric.uses.add(FabricUse.objects.create(slug="shirts", name_en="Shirts", name_zh_hans="衬衫"))
    assert {"twill", "shirt", "衬衫"} <= terms_of(fabric)


def test_deletion_takes_the_entry_along():
    ArticleFactory.create_batch(2)
    Article.objects.first().delete()
    assert entries_of(Article).count() == 1
    Article.objects.all().delete()
    assert not entries_of(Article).exists()


def test_entry_is_written_in_the_transaction_of_the_object():
    with transaction.atomic():
        ArticleFactory()
        assert entries_of(Article).exists()
        transaction.set_rollback(True)
    assert not entries_of(Article).exists()


def test_rebuilding_gives_the_same_entries():
    article = ArticleFactory(title_en="Cotton prices")
    article.tags.add(TagFactory())
    before = terms_of(article)
    Article.objects.filter(pk=article.pk).update(title_en="Linen prices")
    call_command("rebuild_search_index", verbosity=0)
    assert terms_of(article) ^ before == {"cotton", "linen"}
    assert terms_of(article, "title") >= {"linen", "price"}


def test_saving_many_does_not_slow_down(django_assert_max_num_queries):
    article = ArticleFactory()
    with django_assert_max_num_queries(9):
        article.save()


def test_a_huge_text_is_indexed_within_bounds():
    article = ArticleFactory(body_en="<p>" + " ".join(f"word{n}x" for n in range(60_000)) + "</p>")
    assert "word5x" in terms_of(article)


def test_document_of_an_untranslated_article():
    article = ArticleFactory(title_zh_hans="", body_zh_hans="", summary_zh_hans="")
    facets = document_of(article).facets
    assert facet("lang", "en") in facets
    assert facet("lang", "zh-hans") not in facets
