"""A process of its own for the tests of freshness: reads commands from its input, answers one line each.

`get <address>` answers the body's first line, `ask <address>` status, headers and first line as JSON, and whether the process
counted the database as away and had something to announce when it was asked, `title <id> <new title>`
changes an article's title, `expire <id> <seconds>` lets it go in so many seconds, `clock <seconds>` moves the wall clock,
`moment` answers in how many seconds something changes by itself as far as the process knows.
"""

import json
import os
import sys
import time
from datetime import timedelta


def main():
    """Answer commands until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.portal.freshness.cached_pages"
    settings.ALLOWED_HOSTS = ["testserver"]
    for line in sys.stdin:
        print(answer(*line.split()), flush=True)


def answer(command, *arguments):
    """Carry out one command and return its answer."""
    from django.db import close_old_connections
    from django.test import Client
    from django.utils import timezone

    from news.articles.models import Article
    from portal.freshness.stamp import stamp

    if command == "clock":
        moved = float(arguments[0])
        stamp._clock = lambda: time.time() + moved
        return "moved"
    if command == "moment":
        present = stamp.look()
        return str(present.next_moment - time.time() if present else "inf")
    close_old_connections()  # a server does so before each request, the test client does not
    if command in ("get", "ask"):
        away = stamp.knowledge.present.away_since is not None
        late = bool(stamp._unannounced)
        response = Client(raise_request_exception=False).get(arguments[0])
        first = (response.content.decode().splitlines() or [""])[0].strip()
        if command == "get":
            return first
        told = {"status": response.status_code, "headers": dict(response.headers), "first": first}
        return json.dumps({**told, "away": away, "late": late})
    pk, *words = arguments
    change = {"title_en": " ".join(words)}
    if command == "expire":
        change = {"expires_at": timezone.now() + timedelta(seconds=float(words[0]))}
    return str(Article.objects.filter(pk=pk).update(**change))


if __name__ == "__main__":
    main()
