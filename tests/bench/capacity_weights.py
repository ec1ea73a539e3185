"""What an article, a figure, a comment and a picture take on the disk: run by `tests.bench.capacity` on a database to be thrown away."""

import json
import random
import sys
from datetime import timedelta
from io import BytesIO

import django

from .search import CHINESE, ENGLISH

#: An article of about a page: words in English, signs in Chinese (two or more each).
WORDS, SIGNS = 450, 450
COMMENT_WORDS = 40


def main(number):
    """Write so many of each and print {thing: [bytes in the database, bytes of files]} as JSON."""
    django.setup()
    chance = random.Random(5)
    weights = {
        f"article of {WORDS} words in each language, with its revision": [_weighed(lambda: articles(number, chance)) / number, 0],
        "figure": [_weighed(lambda: figures(number * 10)) / (number * 10), 0],
        "reader comment": [_weighed(lambda: comments(number * 4, chance)) / (number * 4), 0],
    }  # fmt: skip
    files: list[int] = []
    in_database = _weighed(lambda: files.extend(pictures(4, chance)))
    weights["picture of 2400 × 1600, with its sizes"] = [in_database / 4, sum(files) / 4]
    print(json.dumps(weights))


def _weighed(fill):
    before = size()
    fill()
    return size() - before


def size():
    """Return how many bytes the database takes, what can be reused left out as far as it tells."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        asked = []
        for name in ("page_size", "page_count", "freelist_count"):
            cursor.execute(f"PRAGMA {name}")
            asked.append(cursor.fetchone()[0])
        return asked[0] * (asked[1] - asked[2])


def articles(number, chance):
    """Write articles, each saved as an editor does, with what search keeps of it."""
    from django.contrib.auth.models import User

    from news.articles.models import Article, Section
    from news.editing.content import snapshot
    from news.editing.drafts import save_content

    sections, editor = list(Section.objects.news()), User.objects.first()
    for n in range(number):
        words, signs = chance.choices(ENGLISH, k=WORDS), chance.choices(CHINESE, k=SIGNS)
        article = Article.objects.create(
            section=chance.choice(sections), slug=f"weighed-{n}", title_en=" ".join(words[:7]), title_zh_hans="".join(signs[:7]),
            summary_en=" ".join(words[7:25]), summary_zh_hans="".join(signs[7:20]), body_en=f"<p>{' '.join(words)}</p>",
            body_zh_hans=f"<p>{''.join(signs)}</p>", author=editor,
        )  # fmt: skip
        save_content(article, snapshot(article), editor)


def figures(number):
    """Write figures of a series, a release for each period."""
    from datetime import UTC, date, datetime, time

    from indexdata.enums import ContentState, Family
    from indexdata.models import Index, Observation, Release

    indices = list(Index.objects.filter(family=Family.PRICE))
    first, made = date(1990, 1, 1), 0
    while made < number:
        period = first + timedelta(days=7 * (made // len(indices)))
        release = Release.objects.create(
            family=Family.PRICE, period=period, content_state=ContentState.APPROVED,
            released_at=datetime.combine(period, time(4), UTC),
        )  # fmt: skip
        rows = [Observation(index=one, period=period, release=release, value=100) for one in indices]
        made += len(Observation.objects.bulk_create(rows))


def comments(number, chance):
    """Write comments of readers under one article."""
    from django.utils import timezone

    from news.articles.models import Article
    from news.comments.likeness import fingerprint
    from news.comments.models import Comment

    article = Article.objects.first()
    rows = []
    for _ in range(number):
        words = " ".join(chance.choices(ENGLISH, k=COMMENT_WORDS))
        rows.append(
            Comment(article=article, name="A reader", body=words, language="en", network="10.1.2.0/24", browser="b" * 32,
                    created_at=timezone.now(),
                    likeness=fingerprint(words))
        )  # fmt: skip
    Comment.objects.bulk_create(rows)


def pictures(number, chance):
    """Take pictures in and make their sizes; return the bytes of all files."""
    import numpy
    from django.core.files.base import ContentFile
    from PIL import Image, ImageFilter

    from news.library.models import Picture
    from news.library.rendition_files import make_missing, names

    found = []
    for n in range(number):
        grain = numpy.random.default_rng(chance.randrange(1 << 30)).integers(
            0, 256, (400, 600, 3), dtype="uint8"
        )
        image = Image.fromarray(grain).resize((2400, 1600)).filter(ImageFilter.GaussianBlur(3))
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=88)
        content = ContentFile(buffer.getvalue(), name=f"weighed-{n}.jpg")
        picture = Picture.objects.create(file=content, alt_en=f"Weighed {n}", alt_zh_hans=f"图{n}")
        make_missing(picture)
        storage = picture.file.storage
        found.append(picture.file.size + sum(storage.size(name) for name in names(picture)))
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
