"""A process of its own for the tests of freshness: reads commands from its input, answers one line each.

`get <address>` answers the body's first line, `title <id> <new title>` changes an article's title.
"""

import os
import sys


def main():
    """Answer commands until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "tests.portal.cached_pages"
    settings.ALLOWED_HOSTS = ["testserver"]
    for line in sys.stdin:
        print(answer(*line.split()), flush=True)


def answer(command, *arguments):
    """Carry out one command and return its answer."""
    from django.test import Client

    from news.models import Article

    if command == "get":
        return Client().get(arguments[0]).content.decode().splitlines()[0].strip()
    pk, *words = arguments
    return str(Article.objects.filter(pk=pk).update(title_en=" ".join(words)))


if __name__ == "__main__":
    main()
