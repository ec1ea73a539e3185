"""What the edit page of an article costs beside the plainest edit page of the theme: processor time, queries, bytes.

`python -m tests.bench.edit_page` prepares content and prints it; `make bench` prints it with the rest. Both pages are made
in one process in turn, so that a busy machine is fair to them. The budget is 2.4 times.
"""

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.server import BASE, environment, prepare

BUDGET, ROUNDS = 2.4, 60


def report(folder):
    """Measure in a process of its own, with the content below `folder`, and print."""
    env = environment(folder)
    subprocess.run(
        [sys.executable, "-m", "tests.bench.edit_page", str(folder)], cwd=BASE, env=env, check=True
    )


def measure():
    """Print the medians; the portal of the environment is asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from news.articles.models import Article
    from news.comments.models import ListedWord
    from portal.serving.loading import load_all

    settings.ALLOWED_HOSTS = ["*"]
    load_all()  # as a process of the server does
    plain, _made = ListedWord.objects.get_or_create(word="warp")
    pages = {
        "article": reverse("admin:news_article_change", args=[Article.objects.order_by("pk").first().pk]),
        "plainest": reverse("admin:news_listedword_change", args=[plain.pk]),
    }
    client = Client()
    client.force_login(get_user_model().objects.get(username="administrator"))
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(ROUNDS):
        for name, address in pages.items():
            start = time.process_time()
            answer = client.get(address)
            times[name].append(time.process_time() - start)
            assert answer.status_code == 200, address
    medians = {name: statistics.median(found[5:]) * 1000 for name, found in times.items()}
    print("\nEdit page of an article beside the plainest of the theme (processor time, medians)")
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as captured:
            content = client.get(address).content
        print(
            f"  {name:<10}{medians[name]:7.1f} ms {len(captured):4} queries {len(gzip.compress(content)) / 1000:7.1f} KB sent"
        )
    print(f"  {medians['article'] / medians['plainest']:.2f} times (budget {BUDGET})")


if __name__ == "__main__":
    if sys.argv[1:]:
        measure()
    else:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
            prepare(Path(name), pictures=False)
            report(Path(name))
