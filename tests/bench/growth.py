"""What pages cost with few and with many articles: `python -m tests.bench.growth [--few 1000 --many 1000000]`.

Two databases are filled by SQL, once, and used again by later runs: SQLite files below `--folder`, or where DATABASE_URL
points two databases that are named after it (`<name>_1000`, `<name>_1000000`; `--drop` removes them). Each page is made anew,
page cache off. Printed is processor time, of this process and of the database's, as median of the rounds.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ALLOWED_RATIO, ALLOWED_MORE = 1.5, 10
#: What names or looks at more, by its nature: a line for each file of the sitemap, each of ten thousand tags whether it is in use.
NAMES_MORE = {"sitemap, index": 30, "sitemap, pages": 30}


def main():
    """Fill where needed, measure each size in a process of its own, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", default="/tmp/portal-growth")
    parser.add_argument("--pages", default="", help="only pages whose name holds this")
    parser.add_argument("--fill-only", action="store_true")
    parser.add_argument("--drop", action="store_true", help="remove the databases afterwards")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one(options)
    results = [measured(options, number) for number in (options.few, options.many)]
    return 1 if not options.fill_only and table(options, *results) else 0


def measured(options, number, module="tests.bench.growth"):
    """Return {page: (server, database) in milliseconds} of a database with so many articles, as a module fills and asks it."""
    folder = Path(options.folder) / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    env = {
        **os.environ,
        "VAR_DIR": str(folder),
        "PAGE_CACHE_MB": "0",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        name = f"{parts.path.strip('/')}_{number}"
        env["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
        _sql(parts, f"CREATE DATABASE {name}")
    command = [sys.executable, "-m", module, *sys.argv[1:], "--one", str(number)]
    subprocess.run(command, env=env, check=True)
    result = json.loads((folder / "result.json").read_text())
    if options.drop:
        if url and options.drop:
            _sql(parts, f"DROP DATABASE {name}")
        (folder / "portal.sqlite3").unlink(missing_ok=True)
    return result


def _sql(parts, statement):
    import psycopg2

    connection = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
    connection.autocommit = True
    with suppress(psycopg2.errors.DuplicateDatabase), connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def one(options):
    """Fill one database and measure its pages."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from .growth_fill import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    folder = Path(os.environ["VAR_DIR"])
    call_command("prepare", "--demonstration", "--without-pictures", verbosity=0, stdout=StringIO())
    busy = fill(options.one)
    times = {} if options.fill_only else measure(pages(busy), options)
    (folder / "result.json").write_text(json.dumps(times))
    return 0


def pages(busy):
    """Return {name: address} of what is measured."""
    from django.contrib.auth.models import User
    from django.urls import reverse
    from django.utils import timezone

    from indexdata.api.keyset import cursor_at
    from news.articles.api import ORDER
    from news.articles.models import Article, Section
    from news.comments import api as comments_api
    from news.comments.models import Comment
    from news.tags.models import Tag

    news = Article.objects.published().news()
    section = Section.objects.news().first()
    tag = Tag.objects.get(pk=news.filter(slug="article").first().tags.first().pk)
    article = news.filter(slug="article", comment_total=None).newest_first()[50]
    commentary = Article.objects.published().commentary().filter(slug="article").newest_first()[5]
    articles, comments, trail = (
        reverse(f"admin:{name}_changelist")
        for name in ("news_article", "news_comment", "portal_securityevent")
    )
    user = User.objects.order_by("pk").first()
    finder = reverse("admin:search")

    early = cursor_at(ORDER, news.order_by("published_at", "pk")[200])
    early_comment = cursor_at(comments_api.ORDER, Comment.objects.order_by("created_at", "pk")[200])

    def day_of(age):
        return (timezone.localdate() - timedelta(days=age)).isoformat()

    return {
        "home": "/",
        "news": "/news/",
        "news, page 10": "/news/?page=10",
        "news, last page": "/news/?page=last",
        "section": section.get_absolute_url(),
        "section, last page": f"{section.get_absolute_url()}?page=last",
        "tag": tag.get_absolute_url(),
        "tag, page 2": f"{tag.get_absolute_url()}?page=2",
        "tags": "/tags/",
        "archive": "/news/archive/",
        "year": "/news/2023/",
        "month": "/news/2023/6/",
        "article": article.get_absolute_url(),
        "article, 100,000 comments": busy.get_absolute_url(),
        "commentary": "/comments/",
        "one commentary": commentary.get_absolute_url(),
        "feed of news": reverse("news:feed-news"),
        "feed of a section": reverse("news:feed-section", args=[section.slug]),
        "feed of a tag": reverse("news:feed-tag", args=[tag.slug]),
        "feed of reader comments": reverse("news:feed-reader-comments"),
        "feed of comments, one article": reverse("news:feed-article-comments", args=[busy.pk]),
        "reader comments of the API": "/api/v1/reader-comments",
        "reader comments of the API, far back": f"/api/v1/reader-comments?cursor={early_comment}",
        "articles of the API": "/api/v1/articles",
        "articles of the API, far back": f"/api/v1/articles?cursor={early}",
        "articles of the API, news far back": f"/api/v1/articles?kind=news&cursor={early}",
        "articles of the API, a tag": f"/api/v1/articles?tag={tag.slug}",
        "sitemap, index": "/sitemap.xml",
        "sitemap": reverse("sitemap", args=["articles-0"]),
        "sitemap, pages": reverse("sitemap", args=["pages"]),
        "admin list": articles,
        "admin, page 10": f"{articles}?p=10",
        "admin, drafts": f"{articles}?stage=draft",
        "admin, published": f"{articles}?stage=published",
        "admin, not translated": f"{articles}?translation=missing",
        "admin, outdated": f"{articles}?translation=outdated",
        "admin, mine": f"{articles}?mine=1",
        "admin, coming": f"{articles}?coming=1",
        "admin, old": f"{articles}?age=365",
        "admin, section": f"{articles}?section__id__exact={section.pk}",
        "admin, featured": f"{articles}?featured__exact=1",
        "admin, closed": f"{articles}?comments_open__exact=0",
        "admin, search": f"{articles}?q=Article",
        "admin, rare search": f"{articles}?q={article.title_zh_hans}",
        "admin, number": f"{articles}?q={article.pk}",
        "admin, comments": comments,
        "admin, all comments": f"{comments}?status=all",
        "admin, spam": f"{comments}?status=spam",
        "admin, search in comments": f"{comments}?status=all&q=remark",
        "admin, rare word in comments": f"{comments}?status=all&q=nowhere",
        "comment desk": reverse("admin:news_comment_desk"),
        "comment desk, all": f"{reverse('admin:news_comment_desk')}?view=all",
        "comment desk, search": f"{reverse('admin:news_comment_desk')}?view=all&q=remark",
        "comment desk, rare word": f"{reverse('admin:news_comment_desk')}?view=all&q=nowhere",
        "comment desk, one address": f"{reverse('admin:news_comment_desk')}?view=all&q=reader@example.org",
        "audit trail": trail,
        "audit trail, some days": f"{trail}?at_from={day_of(100)}&at_to={day_of(90)}",
        # Wide enough for a page of lines in the short trail too: else a page of five would be held against one of fifty.
        "audit trail, an event, some days": f"{trail}?event=sign-in-failed&at_from={day_of(170)}&at_to={day_of(5)}",
        "audit trail, page 10": f"{trail}?p=10",
        "audit trail, one event": f"{trail}?event=sign-in-failed",
        "audit trail, one person": f"{trail}?person={user.pk}",
        "audit trail, few": f"{trail}?event=factor-added",
        "desk": reverse("admin:index"),
        "finder": f"{finder}?s=Article",
        "finder, rare word": f"{finder}?s={article.title_zh_hans}",
        "finder, nothing": f"{finder}?s=nowhere",
        "pictures": reverse("admin:news_picture_changelist"),
        "pictures, search": f"{reverse('admin:news_picture_changelist')}?q=Picture",
        "pictures, rare word": f"{reverse('admin:news_picture_changelist')}?q=nowhere",
        "picture chooser": reverse("admin:news_writing_pictures"),
        "picture chooser, search": f"{reverse('admin:news_writing_pictures')}?q=Picture",
        "picture chooser, rare word": f"{reverse('admin:news_writing_pictures')}?q=nowhere",
        "tags in the admin": reverse("admin:news_tag_changelist"),
        "tag field": reverse("admin:news_tag_found"),
        "tag field, search": f"{reverse('admin:news_tag_found')}?term=Tag",
        "tag field, rare word": f"{reverse('admin:news_tag_found')}?term=nowhere",
        "next moment": None,
    }


def measure(addresses, options):
    """Return {page: (server, database)}: medians of processor time in milliseconds, pages in turn."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    from portal.freshness.moments import next_public_change

    visitor, staff = Client(), Client()
    staff.force_login(
        User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("bench")
    )
    pid = None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
    times = {name: [] for name in addresses if options.pages in name}
    for turn in range(options.rounds + 1):
        for name, rows in times.items():
            address = addresses[name]
            server, database = time.process_time(), _backend(pid)
            if address is None:
                next_public_change()
            else:
                client = staff if "/admin/" in address else visitor
                response = client.get(address)
                if response.status_code != 200:
                    raise RuntimeError(f"{name}: {address} answers {response.status_code}")
                getattr(response, "content", None) or b"".join(response)
            if turn:
                rows.append((1000 * (time.process_time() - server), 1000 * (_backend(pid) - database)))
    return {
        name: [statistics.median(row[at] for row in rows) for at in (0, 1)] for name, rows in times.items()
    }


def _backend(pid):
    """Return the processor seconds of PostgreSQL's process for this connection; 0 for SQLite, which has none."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9 if pid else 0.0


def table(options, few, many, of="articles", more=NAMES_MORE):
    """Print what each page costs with few and with many of something; return how many cost too much with many.

    `more` maps names to the ms that they may cost more, where that is not `ALLOWED_MORE`.
    """
    where = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    print(f"\n{where}; processor ms, server + database, median of {options.rounds}")
    print(f"{of:28}{options.few:>20,}{options.many:>22,}    ratio")
    missed = 0
    for name in few:
        (a, b), (c, d) = few[name], many[name]
        within = c + d <= max(ALLOWED_RATIO * (a + b), a + b + more.get(name, ALLOWED_MORE))
        missed += not within
        print(
            f"{name:28}{a:8.1f} + {b:5.1f} ={a + b:6.1f}{c:8.1f} + {d:6.1f} ={c + d:7.1f}   "
            f"{(c + d) / (a + b):6.2f}{'' if within else '  too much'}"
        )
    if "article, 100,000 comments" in many and "article" in many:
        print(
            f"100,000 comments : none = {sum(many['article, 100,000 comments']) / sum(many['article']):.2f}"
        )
    exceptions = ", ".join(f"{name} {ms:g} ms" for name, ms in more.items() if name in many)
    print(
        f"Each within {ALLOWED_RATIO} times or {ALLOWED_MORE:g} ms; {exceptions}."
        if not missed
        else f"{missed} cost too much."
    )
    return missed


if __name__ == "__main__":
    sys.exit(main())
