"""Filling a database with articles by SQL: bodies of 2 KB in both languages, sections, tags, months, comments, references.

The search index is left out but for a few. What the database keeps beside articles is written by the verbs that keep it
(`news.visibility.deriving`), not by a trigger for each row.
"""

import random
import time

from .growth_around import fill_around
from .search import CHINESE, ENGLISH

TEXTS = 400
#: So many articles come first, have the ids of one file of the sitemap, and lie close together in one month.
FIRST, TOGETHER = 900, 60
COMMENTED = 100_000
#: Rows of a page of the list of articles in the admin, and some more.
FILLS_A_PAGE = 60
#: So many of the newest are in the search index, so that searching finds something.
INDEXED = 300


def fill(number, say=print):
    """Fill the database up to `number` articles, unless a run before has done so; return the article with many comments."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from foundation.searching.documents import reindex
    from news.articles.models import Article, Section
    from news.comments.models import Comment
    from news.tags.models import Tag
    from news.visibility import deriving, keeping

    def step(name, *statements):
        start = time.monotonic()
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, *rows in statements:
                if rows:
                    cursor.executemany(statement, rows[0])
                else:
                    cursor.execute(statement)
        say(f"  {name}: {time.monotonic() - start:.0f} s", flush=True)

    postgresql = connection.vendor == "postgresql"
    moment = (lambda at: f"to_timestamp({at})") if postgresql else (lambda at: f"datetime({at}, 'unixepoch')")
    yes, no = ("true", "false") if postgresql else ("1", "0")
    filled = Article.objects.filter(slug="filled").first()
    if filled is not None:
        first = Article.objects.filter(slug__in=("article", "filled")).order_by("pk").first().pk
        fill_around(number, first - 2, step, moment, no)
        return filled
    base = (Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    users, releases = _keys("auth_user"), _keys("indexdata_release")
    news = list(Section.objects.news().values_list("pk", flat=True))
    parts = list(Section.objects.commentary().values_list("pk", flat=True))
    if Tag.objects.count() < 30:
        Tag.objects.bulk_create(
            Tag(slug=f"bench-{n}", name_en=f"Bench {n}", name_zh_hans=f"标{n}") for n in range(30)
        )
    tags = _keys("news_tag")
    now = int(time.time())
    span = 20 * 366 * 86400
    at = f"(CASE WHEN n <= {TOGETHER} THEN 1686700000 + n * 60 ELSE {now - span} + CAST(n AS bigint) * {span} / {number + 1} END)"
    numbers = (
        f"generate_series(1, {number}) AS n"
        if postgresql
        else f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number}) SELECT n FROM s)"
    )
    commentary = f"(n % 33 = 0 AND n > {TOGETHER})"

    def every(period):
        """Return how seldom a state is, so that the least archive fills a page of the admin with it too."""
        return min(period, number // FILLS_A_PAGE)

    draft, withdrawn = f"n % {every(100)} = 1", "n % 200 = 11"
    half, coming = "n % 5 = 2", f"n % {every(20000)} = 3"
    ending = f"n % 100 = 7 AND NOT ({coming})"
    published = moment(f"CASE WHEN {coming} THEN {now + 86400} + n ELSE {at} END")
    status = f"CASE WHEN {draft} THEN 'draft' WHEN {withdrawn} THEN 'withdrawn' ELSE 'published' END"
    kept = f"CASE WHEN {draft} OR {withdrawn} THEN NULL ELSE {published} END"
    columns = {
        "id": f"CASE WHEN n <= {FIRST} THEN {base} + n ELSE 5000 + n END",
        "section_id": f"CASE WHEN {commentary} THEN {_pick(parts, 'n / 33')} ELSE {_pick(news, 'n')} END",
        "section_kind": f"CASE WHEN {commentary} THEN 'commentary' ELSE 'news' END",
        "slug": f"CASE WHEN n = {number} THEN 'filled' ELSE 'article' END",
        "title": "'标题' || n",
        "title_en": f"CASE WHEN {half} THEN '' ELSE 'Article ' || n END",
        "title_zh_hans": "'标题' || n",
        "summary": "''",
        "summary_en": "'What it is about.'",
        "summary_zh_hans": "'内容提要。'",
        "body": "''",
        "body_en": f"CASE WHEN {half} THEN '' ELSE t.en END",
        "body_zh_hans": "t.zh",
        "status": status,
        "newest_stage": status,
        "draft_status": "''",
        "published_at": f"CASE WHEN {draft} THEN NULL ELSE {published} END",
        "visible_from": kept,
        "expires_at": f"CASE WHEN {ending} THEN {moment(f'{at} + 2592000')} END",
        "visible_until": f"CASE WHEN {ending} AND NOT ({draft} OR {withdrawn}) THEN {moment(f'{at} + 2592000')} END",
        "in_en": f"NOT ({half})",
        "in_zh_hans": yes,
        "half_translated": half,
        "featured": f"n % {every(1000)} = 5",
        "pinned_until": f"CASE WHEN n IN ({number - 10}, {number - 20}, {number // 2}) THEN {moment(now + 9_000_000)} END",
        "comments_open": f"n % {every(300)} <> 9",
        "translation_outdated": f"n % {every(500)} = 13",
        "release_id": f"CASE WHEN {commentary} THEN {_pick(releases, 'n')} END",
        "author_id": _pick(users, "n / 3"),
        "original_language": "'zh-hans'",
        "scheduled_languages": "'[]'",
        "source_name": "''",
        "source_url": "''",
        "created_at": moment(at),
        "updated_at": moment(at),
    }
    chance = random.Random(7)
    texts = [
        (
            key,
            f"<p>{' '.join(chance.choices(ENGLISH, k=330))}</p>",
            f"<p>{''.join(chance.choices(CHINESE, k=340))}</p>",
        )
        for key in range(TEXTS)
    ]
    article_type = "(SELECT id FROM django_content_type WHERE app_label = 'news' AND model = 'article')"
    ignoring = ("INSERT INTO", " ON CONFLICT DO NOTHING") if postgresql else ("INSERT OR IGNORE INTO", "")
    say(f"Filling {number:,} articles on {connection.vendor} …", flush=True)
    keeping.drop()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_text (k integer PRIMARY KEY, en text, zh text)")
    step(
        "articles",
        ("INSERT INTO bench_text VALUES (%s, %s, %s)", texts),
        (f"INSERT INTO news_article ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
         f"FROM {numbers} JOIN bench_text t ON t.k = n % {TEXTS}",),
    )  # fmt: skip
    own = f"news_article WHERE id > {base}"
    step(
        "tags, references, comments",
        *(
            (f"{ignoring[0]} news_taggeditem (tag_id, object_id, content_type_id, published_at, visible_from, visible_until) "
             f"SELECT {_pick(tags, turn)}, id, {article_type}, published_at, visible_from, visible_until FROM {own}{ignoring[1]}",)
            for turn in ("id", "id / 7")
        ),
        (f"INSERT INTO news_reference (source_type_id, source_id, target_kind, target_key, place, live) "
         f"SELECT {article_type}, id, 'article', {base} + id % {FIRST // 9} * 9 + 5, 'body_en', {yes} FROM {own}",),
        *(
            ("INSERT INTO news_comment (name, email, body, language, status, demonstration, created_at, article_id, browser, "
             "from_office, on_page, reply_count, signals, network) SELECT 'Reader', '', 'A remark.', 'en', 'approved', "
             f"{no}, {moment(f'{now} - id')}, {article}, '', {no}, {yes}, 0, '[]', '' FROM {own} AND {which}",)
            for article, which in (
                ("id", "id % 7 = 3"),
                ("(SELECT id FROM news_article WHERE slug = 'filled')", f"id > (SELECT max(id) - {COMMENTED} FROM news_article)"),
            )
        ),
    )  # fmt: skip
    fill_around(number, base, step, moment, no)
    keeping.install()
    start = time.monotonic()
    changed = deriving.derive()
    deriving.derive_tagged()
    deriving.recount()
    say(f"  what the database keeps: {changed} rows put right, {time.monotonic() - start:.0f} s", flush=True)
    if postgresql:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('news_article', 'id'), max(id)) FROM news_article"
            )
            cursor.execute("VACUUM (ANALYZE) news_article, news_taggeditem, news_comment, news_reference")
    reindex(Article.objects.filter(pk__in=Article.objects.order_by("-pk").values("pk")[:INDEXED]))
    call_command("prepare", verbosity=0)
    assert Comment.objects.exists()
    return Article.objects.get(slug="filled")


def _keys(table):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [key for (key,) in cursor.fetchall()]


def _pick(keys, turn):
    """Return SQL that picks one of some keys by a running number."""
    cases = " ".join(f"WHEN {at} THEN {key}" for at, key in enumerate(keys))
    return f"(CASE ({turn}) % {len(keys)} {cases} END)" if keys else "NULL"
