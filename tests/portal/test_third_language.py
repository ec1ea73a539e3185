"""A third language is a line in the settings: the site loads, migrates and serves its pages in it."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.audit

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
assert "Disallow: /fr/search/" in client.get("/robots.txt").text
assert client.get("/manifest.webmanifest?lang=fr").json()["lang"] == "fr"
"""

EDITED = """
import django
django.setup()
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from news.articles.models import Article
from news import workbook
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import administrator
article = Article.objects.get(title_fr="Le coton monte")
client = Client()
staff = administrator()
client.force_login(staff)
tag = TagFactory(slug="linen", name_fr="lin")
desk = reverse("admin:index")
pages = {name: reverse(f"admin:news_{name}_changelist") for name in ("article", "tag", "fabric", "page", "section")}
pages |= {"form": reverse("admin:news_article_change", args=[article.pk]), "desk": desk}
shown = {}
for name, address in pages.items():
    answer = client.get(address)
    assert answer.status_code == 200, (name, answer.status_code)
    shown[name] = answer.text
assert 'title="Français">FR<' in shown["article"], "a mark in the list"
assert "lin" in shown["tag"]
assert 'name="body_fr"' in shown["form"] and "Le coton monte" in shown["form"]
content = workbook.export(Article.objects.filter(pk=article.pk))
assert not workbook.read(ContentFile(content, name="a.xlsx")).changes
from io import BytesIO
from openpyxl import load_workbook
book = load_workbook(BytesIO(content))
heads = [cell.value for cell in book.active[1]]
book.active.cell(2, heads.index("title_fr") + 1).value = "Le coton baisse"
book.active.cell(2, heads.index("body_fr") + 1).value = "<p>Bas<script>x</script></p>"
buffer = BytesIO()
book.save(buffer)
plan = workbook.read(ContentFile(buffer.getvalue(), name="a.xlsx"))
assert not plan.errors, plan.errors
workbook.carry_out(plan, staff)
article.refresh_from_db()
assert article.title_fr == "Le coton monte"
draft = article.latest_revision.content
assert (draft["title_fr"], draft["body_fr"]) == ("Le coton baisse", "<p>Bas</p>")
assert client.get(desk).status_code == 200
assert "Le coton baisse" in client.get(pages["form"]).text
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
        ("-c", EDITED),
    ):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    written = (tmp_path / "news_migrations").glob("*_french.py")
    assert "title_fr" in next(written).read_text()
