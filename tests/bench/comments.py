"""One article with many comments: `python -m tests.bench.comments [--comments 100000]`, on SQLite or where DATABASE_URL points.

Fills a database of its own, then asks for the first, the last and a middle page of threads, a permanent address, the
feed, the moderators' desk and the taking in of a comment. Prints medians in milliseconds of processor time of this
process and of wall time, and the ratio to the page of an article without a comment.
"""

import argparse
import os
import statistics
import tempfile
import time
from datetime import timedelta
from io import StringIO

WORDS = [
    "price", "fabric", "polyester", "cotton", "market", "index", "export", "week",
    "rise", "fall", "yarn", "grey", "curtain", "lace", "order", "season",
]  # fmt: skip
RUNS = 15


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=int, default=100_000)
    asked = parser.parse_args()
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="bench-comments-")
    os.environ["PAGE_CACHE_MB"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("prepare", "--demonstration", "--without-pictures", verbosity=0, stdout=StringIO())
    busy, quiet = fill(asked.comments)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure(busy, quiet, asked.comments, connection.vendor)


def fill(number):
    """Make two articles, one with so many comments; a third of them are replies, a tenth waits."""
    from django.utils import timezone

    from news.comments.likeness import fingerprint
    from news.comments.models import Comment
    from tests.factories.news import ArticleFactory

    busy, quiet, now = ArticleFactory(), ArticleFactory(), timezone.now()
    roots, replies = [], []
    for at in range(number * 2 // 3):
        words = " ".join(WORDS[(at * step) % len(WORDS)] for step in (1, 3, 5, 7)) + f" {at}"
        roots.append(
            Comment(
                article=busy, name=f"Reader {at}", body=words, language="en", created_at=now - timedelta(minutes=number - at),
                status="pending" if at % 10 == 9 else "approved", on_page=at % 10 != 9, likeness=fingerprint(words),
                email=f"r{at % 5000}@example.org", network=f"1.{at % 3000:032x}",
            )
        )  # fmt: skip
    Comment.objects.bulk_create(roots, batch_size=1000)
    roots = list(Comment.objects.filter(parent=None, status="approved").order_by("pk"))
    for at in range(number - len(roots) * 10 // 9):
        root = roots[0] if at < 500 else roots[at % len(roots)]
        replies.append(
            Comment(
                article=busy, parent=root, name="Reader", body=f"An answer {at}", language="en", status="approved",
                created_at=root.created_at + timedelta(seconds=at), on_page=True, likeness=at,
            )
        )  # fmt: skip
        root.reply_count += 1
    Comment.objects.bulk_create(replies, batch_size=1000)
    Comment.objects.bulk_update([root for root in roots if root.reply_count], ["reply_count"], batch_size=500)
    return busy, quiet


def measure(busy, quiet, number, vendor):
    """Ask everything a few times and print a line each."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from news.comments.accepting import SubmittedComment, accept_comment
    from news.comments.models import Comment
    from news.comments.networks import Origin

    reader, staff = Client(), Client()
    staff.force_login(
        get_user_model().objects.create_superuser("bench", "bench@example.org", "a long password")
    )
    page = busy.get_absolute_url()
    pages = Comment.objects.threads_under(busy).count() // 30
    last = Comment.objects.filter(article=busy, status="approved").order_by("-pk").first()
    taken = iter(range(10**6))

    def take():
        at = next(taken)
        accept_comment(
            busy,
            SubmittedComment(
                name="X", body=f"{WORDS[at % 16]} entirely new words {at * 7919}", language="en"
            ),
            Origin((f"9.{at:032x}",)),
        )

    asked = {
        "an article without a comment": lambda: reader.get(quiet.get_absolute_url()),
        "first page of threads": lambda: reader.get(page),
        "newest first": lambda: reader.get(page, {"order": "newest"}),
        "middle page": lambda: reader.get(page, {"comments": pages // 2}),
        "last page": lambda: reader.get(page, {"comments": pages}),
        "permanent address": lambda: reader.get(last.get_absolute_url()),
        "feed of the article": lambda: reader.get(f"/feeds/reader-comments/{busy.pk}.atom"),
        "API": lambda: reader.get("/api/v1/reader-comments"),
        "desk": lambda: staff.get("/admin/news/comment/desk/"),
        "taking one in": take,
    }
    print(f"{number:,} comments under one article on {vendor}; milliseconds, median of {RUNS}")
    base = None
    for name, ask in asked.items():
        ask()
        walls, processors = [], []
        for _run in range(RUNS):
            wall, processor = time.perf_counter(), time.process_time()
            answer = ask()
            walls.append((time.perf_counter() - wall) * 1000)
            processors.append((time.process_time() - processor) * 1000)
            assert answer is None or answer.status_code in (200, 302), (name, answer.status_code)
        wall, processor = statistics.median(walls), statistics.median(processors)
        base = base or wall
        print(f"  {name:30} wall {wall:7.1f}   processor {processor:7.1f}   × {wall / base:5.2f}")


if __name__ == "__main__":
    main()
