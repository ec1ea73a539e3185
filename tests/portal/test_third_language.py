"""A third language is a line in the settings: the site loads, migrates and serves its pages in it."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.long

SERVED = """
import django
django.setup()
from django.test import Client
from tests.factories.indexdata import IndexFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory
article = ArticleFactory(title_fr="Le coton monte", body_fr="<p>Bonjour.</p>")
other = ArticleFactory(title_en="Only in English", title_zh_hans="", body_zh_hans="")
IndexFactory(path="price")
address, english = article.get_absolute_url(), other.get_absolute_url()
client = Client()
for path in ("", "news/", "index/price/", "search/?q=coton", "fabrics/", "tags/", "releases/", "feeds/news.atom"):
    answer = client.get(f"/fr/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
page = client.get(f"/fr{address}").text
assert "Le coton monte" in page and '<html lang="fr"' in page
assert f'hreflang="zh-Hans" href="http://testserver/zh-hans{address}"' in page
assert "Only in English" in client.get(f"/fr{english}").text
front = client.get("/").text
assert 'href="/fr/"' in front and "Français" in front and "中文" in front
article.refresh_from_db()
assert article.in_fr and not article.half_translated
other.refresh_from_db()
assert other.in_fr is False
listed = client.get("/sitemap-articles-0.xml").text
assert f"<loc>http://testserver/fr{address}</loc>" in listed
assert f"/fr{english}</loc>" not in listed
"""


@pytest.mark.walk
def test_a_third_language_is_served(tmp_path):
    """Its columns come with a migration that `makemigrations` writes."""
    for app in ("news", "indexdata"):
        shutil.copytree(settings.BASE_DIR / app / "migrations", tmp_path / f"{app}_migrations")
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.third_language", "TRIED_IN": str(tmp_path)}
    env.pop("DATABASE_URL", None)
    for arguments in (
        ("manage.py", "makemigrations", "--name", "french"),
        ("manage.py", "migrate", "--verbosity", "0"),
        ("-c", SERVED),
    ):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    written = (tmp_path / "news_migrations").glob("*_french.py")
    assert "title_fr" in next(written).read_text()
