"""Search over many articles: `python -m tests.bench.search [--articles 100000]`, on SQLite or where DATABASE_URL points.

Fills a database of its own, then asks common and rare words in both languages, whole, narrowed and while typing. Prints
medians and the best of each question in milliseconds of wall and processor time of this process (the database's own
time on PostgreSQL is in the wall time), and the ratio to the quickest question of the same run.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

ENGLISH = [
    "price", "fabric", "polyester", "cotton", "market", "index", "export", "trade", "week", "month", "rise", "fall", "yarn",
    "grey", "curtain", "lace", "order", "season", "dyeing", "printing", "loom", "demand", "supply", "spring", "autumn",
]  # fmt: skip
CHINESE = [
    "价格",
    "面料",
    "涤纶",
    "棉布",
    "市场",
    "指数",
    "出口",
    "贸易",
    "本周",
    "环比",
    "上涨",
    "下跌",
    "坯布",
    "家纺",
    "辅料",
    "窗帘",
    "蕾丝",
]  # fmt: skip
QUESTIONS = {
    "common, English": "q=prices",
    "common, Chinese": "q=价格",
    "two common words": "q=polyester+fabrics",
    "two common words, Chinese": "q=涤纶面料",
    "rare, English": "q=zibeline",
    "rare, Chinese": "q=泡泡纱",
    "nothing": "q=qwertyuiop",
    "common, narrowed": "q=prices&year=2015&lang=en",
    "page 20 of news": "q=prices&kind=news&page=20",
    "while typing": "suggest/?q=polyes",
    "while typing, Chinese": "suggest/?q=涤",
}


def main():
    """Fill, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-search-") as folder:
        os.environ |= {
            "VAR_DIR": folder,
            "PAGE_CACHE_MB": "8",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SEARCHES_PER_MINUTE": "0",
            "SUGGESTIONS_PER_MINUTE": "0",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("prepare", "--demonstration", "--without-pictures", verbosity=0, stdout=StringIO())
        fill(options.articles)
        call_command("prepare", verbosity=0, stdout=StringIO())
        report(ask(options.rounds), options.articles, connection.vendor)


def fill(number):
    """Write articles with words of a small vocabulary; two of them hold a word of their own."""
    from foundation.searching.documents import reindex
    from news.articles.models import Article, Section
    from news.enums import ArticleStatus

    sections, chance, start = list(Section.objects.all()), random.Random(7), time.monotonic()
    first = datetime(2008, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    present = Article.objects.count()
    for done in range(present, number, 2000):
        made = []
        for n in range(done, min(done + 2000, number)):
            words, signs = chance.choices(ENGLISH, k=60), chance.choices(CHINESE, k=60)
            if n % (number // 2 + 1) == number // 3:
                words.append("zibeline")
                signs.append("泡泡纱")
            made.append(
                Article(
                    section=chance.choice(sections), slug=f"article-{n}", status=ArticleStatus.PUBLISHED,
                    published_at=first + timedelta(hours=n % 150_000), title_en=" ".join(words[:6]).capitalize(),
                    title_zh_hans="".join(signs[:5]), summary_en=" ".join(words[6:16]), summary_zh_hans="".join(signs[5:12]),
                    body_en=f"<p>{' '.join(words)}</p>", body_zh_hans=f"<p>{''.join(signs)}</p>",
                )
            )  # fmt: skip
        created = Article.objects.bulk_create(made)
        reindex(Article.objects.filter(pk__in=[article.pk for article in created]))
        print(
            f"\r{min(done + 2000, number):,} articles, {time.monotonic() - start:.0f} s", end="", flush=True
        )
    print()


def ask(rounds):
    """Return {question: [(wall, processor) seconds]}, the questions in turn, each made anew."""
    from django.conf import settings
    from django.test import Client

    from portal.freshness import page_cache

    settings.ALLOWED_HOSTS = ["testserver"]
    client, times = Client(), {name: [] for name in QUESTIONS}
    for number in range(rounds + 1):
        for name, query in QUESTIONS.items():
            page_cache.store.clear()
            address = f"/search/{query}" if query.startswith("suggest") else f"/search/?{query}"
            wall, processor = time.perf_counter(), time.process_time()
            assert client.get(address).status_code == 200, address
            if number:  # the first round warms up
                times[name].append((time.perf_counter() - wall, time.process_time() - processor))
    return times


def report(times, number, vendor):
    """Print a row for each question."""
    print(f"{number:,} articles on {vendor}; milliseconds, median (best)")
    quickest = min(statistics.median(wall for wall, _cpu in rows) for rows in times.values())
    for name, rows in times.items():
        wall, cpu = [[1000 * row[at] for row in rows] for at in (0, 1)]
        ratio = statistics.median(wall) / 1000 / quickest
        print(
            f"  {name:28} wall {statistics.median(wall):6.1f} ({min(wall):5.1f})   "
            f"processor {statistics.median(cpu):6.1f} ({min(cpu):5.1f})   × {ratio:4.1f}"
        )


if __name__ == "__main__":
    main()
