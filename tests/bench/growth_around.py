"""Filling what stands around a million articles, by SQL: comments that wait or were refused, the audit trail, pictures, tags."""

import time

#: So many comments wait at any size of the site: people decide about them.
WAITING = 60
#: So many tags fill a page of their list in the admin.
A_PAGE_OF_TAGS = 100


def fill_around(number, base, step, moment, no):
    """Add comments that wait, a tenth as many as articles that are spam, and as many lines of the audit trail and pictures as articles.

    Tags are a hundredth as many, and fill a page of their list in the admin; nothing carries them.

    `base` is the id after which filled articles begin; `step`, `moment` and `no` are those of `growth_fill`.
    """
    from django.contrib.auth.models import User

    from news.comments.models import Comment
    from news.library.models import Picture
    from news.tags.models import Tag
    from portal.audit.models import SecurityEvent

    now = int(time.time())
    if not Comment.objects.filter(name="Filler").exists():
        own = f"FROM news_article WHERE id > {base}"
        step(
            "comments that wait, spam",
            *(
                ("INSERT INTO news_comment (name, email, body, language, status, demonstration, created_at, article_id, browser, "
                 f"from_office, on_page, reply_count, signals, network) SELECT 'Filler', '', 'A remark.', 'en', '{status}', {no}, "
                 f"{moment(f'{now} - id')}, id, '', {no}, {no}, 0, '[]', '' {own} AND {which}",)
                for status, which in (
                    ("spam", "id % 10 = 2"),
                    ("pending", f"id % {max(1, number // WAITING)} = 4"),
                )
            ),
        )  # fmt: skip
    have = Picture.objects.filter(credit="Filler").count()
    if have < number:
        step(
            "pictures",
            ("INSERT INTO news_picture (file, title, title_en, title_zh_hans, alt, alt_en, alt_zh_hans, decorative, credit, focal_x, "
             "focal_y, width, height, digest, looks, drawn, created_at) "
             "SELECT 'pictures/filler.png', '图片' || n, 'Picture ' || n, '图片' || n, '', '', '', "
             f"{no}, 'Filler', 50, 50, 640, 400, 'd' || n, substr('0123456789abcdef' || n, 1 + length('' || n), 16), {no}, "
             f"{moment(f'{now} - n')} FROM {_numbers(number - have)}",),
        )  # fmt: skip
    have, tags = Tag.objects.filter(slug__startswith="filler-").count(), max(A_PAGE_OF_TAGS, number // 100)
    if have < tags:
        step(
            "tags",
            ("INSERT INTO news_tag (name, name_en, name_zh_hans, slug) "
             f"SELECT '标签' || n, 'Tag ' || n, '标签' || n, 'filler-' || n FROM {_numbers(tags - have)}",),
        )  # fmt: skip
    have = SecurityEvent.objects.count()
    if have < number:
        people = list(User.objects.order_by("pk").values_list("pk", flat=True)[:3])
        person = " ".join(f"WHEN {at} THEN {key}" for at, key in enumerate(people))
        step(
            "audit trail",
            ("INSERT INTO portal_securityevent (at, event, by_id, by_name, about_id, about_name, address, network, browser, detail) "
             f"SELECT {moment(f'{now - 15_000_000} + CAST(n AS bigint) * 15000000 / {number}')}, "
             "CASE WHEN n % 20 = 0 THEN 'sign-in-failed' ELSE 'signed-in' END, "
             f"CASE n % {len(people)} {person} END, 'Somebody', NULL, '', '192.0.2.1', '192.0.2.0/24', 'Firefox', '{{}}' "
             f"FROM {_numbers(number - have)}",),
        )  # fmt: skip


def _numbers(number):
    """Return a table of the numbers from 1 on, in the SQL of both databases."""
    return f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number}) SELECT n FROM s) AS numbered"
