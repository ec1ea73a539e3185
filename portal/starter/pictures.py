"""Draw what the starter content has no photographs of: a swatch for each fabric, covers for the articles.

Drawing and encoding happen in worker processes; each picture is stored in a transaction of its own, so that an
interrupted run goes on where it stopped.
"""

import os
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model

from indexdata.pictures.covers import cover_svg
from indexdata.series.rows import stored_series
from news.articles.models import Article
from news.articles.reading import figures_of
from news.fabrics.models import Fabric
from news.library import rendition_files
from news.library.models import Picture
from news.library.upkeep import free_name

from .drawing import DrawnPicture, Order, draw, pool
from .picture_words import COVER_WORDS, SERIES_WORDS, swatch_words
from .reading import Content
from .record import Record

#: Sharp where pictures are shown widest, and all of them drawn within the patience of a first run.
SWATCH_SIZE = (1080, 810)
COVER_SIZE = (1080, 608)
#: Articles of these sections without figures share so many covers in turn; those of other sections have one each.
SHARED_COVERS = {"index-knowledge": 4, "price-trend": 2, "warning-forecast": 2}


@dataclass
class Task:
    """A picture to be drawn, its words, and the items (by key) it is for."""

    order: Order
    words: dict
    kind: str
    items: dict[str, Model] = field(default_factory=dict)


def draw_missing_pictures(content: Content, progress: Callable[[int, int], None]) -> int:
    """Draw what has not been drawn yet, attach it where no picture is chosen, and return how many were drawn.

    `progress(done, total)` is called after each picture.
    """
    tasks = [*_swatches(content), *_covers(content)]
    if not tasks:
        return 0
    progress(0, len(tasks))
    workers = max(1, min(os.cpu_count() or 1, len(tasks), 8))
    drawers = pool(workers)
    try:
        waiting = {drawers.submit(draw, task.order): task for task in tasks}
        for done, future in enumerate(as_completed(waiting), 1):
            _store(waiting.pop(future), future.result())
            progress(done, len(tasks))
    finally:
        drawers.shutdown(cancel_futures=True)
    return len(tasks)


def _swatches(content):
    fabrics = _without_picture("swatch", Record("fabric").objects(Fabric), "picture")
    for row in content.fabrics:
        if row.slug not in fabrics:
            continue
        arguments = {"weave": str(row.weave), "palette": row.palette, "yarn": row.yarn_en, "seed": row.slug}
        yield Task(
            Order("swatch", arguments, SWATCH_SIZE),
            swatch_words(row),
            "swatch",
            {row.slug: fabrics[row.slug]},
        )


def _covers(content):
    """One task for each distinct cover, with all articles it is for."""
    articles = _without_picture("cover", Record("article").objects(Article), "cover")
    tasks: dict[str, Task] = {}
    counted: dict[str, int] = {}
    for row in content.articles:
        number = counted[row.section] = counted.get(row.section, -1) + 1
        if row.key not in articles:
            continue
        if svg := _line_of(articles[row.key]):
            order, words, seed = Order("series", {"svg": svg}, COVER_SIZE), SERIES_WORDS, svg
        else:
            share = SHARED_COVERS.get(row.section)
            seed = f"{row.section}-{number % share}" if share else row.key
            order, words = Order("cover", {"seed": seed}, COVER_SIZE), COVER_WORDS
        task = tasks.setdefault(seed, Task(order, words, "cover"))
        task.items[row.key] = articles[row.key]
    return tasks.values()


def _line_of(article):
    """Return the published line of the index a commentary is about, up to its issue, as SVG; empty for other articles."""
    figures = figures_of(article)
    if not figures:
        return ""
    index, period = figures[0].index, figures[0].period
    stored = stored_series([index])[index.pk].published_only()
    points = [
        (held.period, held.value, False) for _, held in sorted(stored.held.items()) if held.period <= period
    ]
    return cover_svg(points, stored.frequency, stored.gaps)


def _without_picture(kind, items, attribute):
    """Those of the items by key that had no picture so far; for those with a picture of their own none is drawn later."""
    record = Record(kind)
    new = {key: item for key, item in items.items() if key not in record}
    record.remember((key, None) for key, item in new.items() if getattr(item, f"{attribute}_id"))
    return {key: item for key, item in new.items() if key not in record}


@transaction.atomic
def _store(task: Task, drawn: DrawnPicture) -> None:
    picture = Picture(**task.words, drawn=True, decorative=task.kind == "cover")
    picture.file = ContentFile(drawn.original, name=f"drawn.{drawn.extension}")
    free_name(picture)
    picture.file.save(picture.file.name, picture.file.file, save=False)
    rendition_files.write(picture, drawn.renditions)
    picture.save()
    attribute = "picture" if task.kind == "swatch" else "cover"
    for item in task.items.values():
        item.refresh_from_db()
        if getattr(item, f"{attribute}_id") is None:
            setattr(item, attribute, picture)
            item.save(update_fields=[attribute])
    Record(task.kind).remember((key, picture.pk) for key in task.items)
