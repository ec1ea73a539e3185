"""Link pictures of articles without a cover."""

import json
import re
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from foundation.lettering import FONT_FILE
from news.articles import link_pictures
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def card(client, article, prefix=""):
    with override("en"):
        return client.get(f"{prefix}{article.get_absolute_url()}card.png")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_an_article_without_a_cover_has_a_picture_for_links(client, media, prefix):
    article = ArticleFactory(title_en="Grey fabric rises " * 8, title_zh_hans="坯布价格上涨" * 12)
    response = card(client, article, prefix)
    assert response.headers["Content-Type"] == "image/png"
    assert len(response.content) < 300_000
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    kept = list(media.rglob("*.png"))
    assert len(kept) == 1
    assert card(client, article, prefix).content == response.content
    assert list(media.rglob("*.png")) == kept


def test_the_page_names_it(client):
    article = ArticleFactory()
    html = client.get(article.get_absolute_url()).text
    address = f"http://testserver{article.get_absolute_url()}card.png"
    assert f'<meta property="og:image" content="{address}">' in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert data["image"] == [address]
    assert data["publisher"]["logo"]["url"].endswith(".png")


def test_hidden_articles_have_none(client):
    assert card(client, ArticleFactory(status=ArticleStatus.DRAFT)).status_code == 404


def test_words_are_written_without_fonts_of_the_system(monkeypatch):
    monkeypatch.setattr(link_pictures, "font_file", lambda language: pytest.fail("not asked for"))
    cards = {
        link_pictures.draw_card(title, "评论", "2025年6月16日", "zh-hans")
        for title in ("坯布上涨", "坯布下跌")
    }
    assert len(cards) == 2
    assert all(Image.open(BytesIO(card)).size == (1200, 630) for card in cards)


def test_a_rare_sign_is_looked_for_in_the_system(monkeypatch):
    monkeypatch.setattr(link_pictures, "font_file", lambda language: None)
    assert link_pictures.font_for("坯布\U00020000", "zh-hans") == str(FONT_FILE)
    monkeypatch.setattr(link_pictures, "font_file", lambda language: "/other.otf")
    assert link_pictures.font_for("坯布\U00020000", "zh-hans") == "/other.otf"
    assert link_pictures.font_for("坯布", "zh-hans") == str(FONT_FILE)
