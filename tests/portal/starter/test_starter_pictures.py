"""Drawn pictures of the starter content: each once, with words, and never over a picture that people chose."""

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from news.articles.models import Article
from news.fabrics.models import Fabric
from news.library import rendition_files
from news.library.models import Picture
from portal.models import StarterItem
from portal.starter import drawing, pictures
from portal.starter.reading import read_content
from tests.portal.kept import starter_content


@pytest.fixture(scope="module", autouse=True)
def content(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        yield


@pytest.fixture
def draw(db, content, settings, tmp_path, monkeypatch):
    """Draw what is missing for two fabrics and five articles, small and in this process."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pictures, "SWATCH_SIZE", (64, 48))
    monkeypatch.setattr(pictures, "COVER_SIZE", (64, 36))
    monkeypatch.setattr(pictures, "pool", InThisProcess)
    monkeypatch.setattr(pictures, "as_completed", list)
    rows = read_content()
    commentary = [row for row in rows.articles if row.section == "price-trend"]
    few = {"fabrics": rows.fabrics[:2], "articles": [rows.articles[0], *commentary[:4]]}
    rows = type(rows)(**{**vars(rows), **few})
    told = []
    return lambda: (pictures.draw_missing_pictures(rows, lambda *count: told.append(count)), told)


class InThisProcess:
    """Stands in for the pool of worker processes."""

    def __init__(self, workers):
        self.results = []

    def submit(self, function, order):
        return Done(function(order))

    def shutdown(self, cancel_futures):
        pass


class Done:
    def __init__(self, value):
        self.value = value

    def result(self):
        return self.value


@pytest.mark.long
def test_fabrics_get_swatches_and_articles_covers(draw):
    drawn, told = draw()
    assert drawn == 7
    assert told == [(done, 7) for done in range(8)]
    fabric = Fabric.objects.get(slug="polyester-pongee")
    assert fabric.picture.drawn
    assert fabric.picture.alt_en == "Swatch of polyester pongee, plain weave, drawn from its specification"
    assert fabric.picture.alt_zh_hans == "涤纶春亚纺布样（平纹），依规格绘制"
    assert not rendition_files.missing(fabric.picture)
    covered = Article.objects.exclude(cover=None)
    assert covered.count() == 5
    assert covered.values("cover").distinct().count() == 5
    assert all(article.cover.decorative for article in covered)


def test_nothing_is_drawn_twice(draw):
    draw()
    before = Picture.objects.count()
    assert draw()[0] == 0
    assert Picture.objects.count() == before


def test_a_chosen_or_removed_picture_stays_so(draw):
    own = Picture(title_en="Our own")
    own.file = ContentFile(drawing.draw(drawing.Order("cover", {"seed": "own"}, (64, 36))).original, "a.webp")
    own.save()
    Article.objects.filter(legacy_id=4690).update(cover=own)
    assert draw()[0] == 6
    assert Article.objects.get(legacy_id=4690).cover == own
    Fabric.objects.filter(slug="polyester-pongee").update(picture=None)
    draw()
    assert Fabric.objects.get(slug="polyester-pongee").picture is None
    assert StarterItem.objects.filter(kind="swatch").count() == 2


def test_equal_orders_give_equal_pictures():
    order = drawing.Order(
        "swatch", {"weave": "twill", "palette": ["#1B3B6F"], "yarn": "", "seed": "a"}, (64, 48)
    )
    assert drawing.draw(order) == drawing.draw(order)


def test_a_drawn_picture_holds_the_size_that_was_ordered():
    drawn = drawing.draw(drawing.Order("cover", {"seed": "a"}, (64, 36)))
    assert {rendition.format for rendition, _content in drawn.renditions} == {"avif", "webp", "jpg"}
    with Image.open(ContentFile(drawn.original)) as image:
        assert image.size == (64, 36)
