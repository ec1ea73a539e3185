"""Sixty hostile comments: none shows, breaks the page, or is lost without a word."""

# ruff: noqa: RUF001, E501 - odd characters are what is tested
import re
import unicodedata

import pytest

from news.comments.models import Comment
from news.comments.moderating import set_status
from news.enums import CommentStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import moderator
from tests.news.comments.test_form import address, filled_in

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ZALGO = "Z" + "".join(chr(0x300 + number % 0x6F) for number in range(900)) + "algo"
SCRIPTS = [
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example></sCrIpT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1)</script>", "<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<details open ontoggle=alert(1)>", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
    "</article></ol></section><h1>mine</h1>",
    "</textarea><script>alert(1)</script>", "--><script>alert(1)</script><!--", "]]><script>alert(1)</script>", "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=0>", "<base href=//evil.example>", "<form action=//evil.example><input>",
    "<object data=//evil.example>", "<embed src=//evil.example>", "<template><script>1</script></template>", "<!--", "<![CDATA[", "<?php echo 1 ?>",
    "{{ 7*7 }}", "{% load x %}", "${7*7}", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "\\x3cscript\\x3e", "%3Cscript%3E",
    "javascript:alert(1)", "http://javascript:alert(1)@evil.example/", "https://user@bank.example/", "https://evil.example/\"onmouseover=alert(1)",
    "data:text/html,<script>alert(1)</script>", "' OR 1=1 --", "\"; DROP TABLE news_comment; --", "$(reboot)", "../../etc/passwd",
]  # fmt: skip
CHARACTERS = [
    "nul\x00inside", "bell\x07 and escape \x1b[31mred", "\u202eright to left override", "\u2066isolate\u2069 \u202bembed", "zero\u200bwidth\u200djoined",
    ZALGO, "\ufeffbyte order mark", "\ufff9interlinear\ufffb", "lines\u2028and\u2029paragraphs", "\n" * 900 + "far below", "x" * 2900, "布" * 2900,
    "👩‍👩‍👧‍👦" * 40, "𝕱𝖗𝖊𝖊 𝖈𝖆𝖘𝖎𝖓𝖔", "Frее саsіnо hеrе", "ｆｒｅｅ　ｃａｓｉｎｏ", "ﷺ" * 30, "a\u0301" * 200, "\ue000private use", "\U000e0041\U000e007ftag characters",
]  # fmt: skip
BODIES = [*SCRIPTS, *CHARACTERS]
NEUTRALISED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")


def test_there_are_sixty():
    assert len(set(BODIES)) >= 60


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_hostile_comment(client, body):
    article, staff = ArticleFactory(), moderator()
    response = client.post(address(article), filled_in(article, body=body, name=body[:60]))
    page = response.content.decode()
    if response.status_code == 400:  # said, and given back
        assert 'role="alert"' in page
        assert not Comment.objects.exists()
        return
    assert response.status_code == 302
    comment = Comment.objects.get()
    assert comment.body
    assert not NEUTRALISED.search(comment.name + comment.body)
    kept = "".join(character for character in comment.body if character.isalnum())
    sent = "".join(character for character in body if character.isalnum())
    assert kept == sent
    set_status(comment, CommentStatus.APPROVED, staff)
    clean = client.get(ArticleFactory().get_absolute_url()).content.decode()
    shown = client.get(article.get_absolute_url()).content.decode()
    client.force_login(staff)
    for place in (shown, client.get("/admin/news/comment/desk/?view=all").content.decode()):
        part = place[place.index("remark__text" if place is shown else "case__text") :]
        part = part[: part.index("</div>")]
        assert not NEUTRALISED.search(part)
        tags = set(re.findall(r"</?([a-zA-Z!?][\w!?]*)", part))
        assert tags <= {"p", "br", "a"}
        assert not re.search(r"<[^>]*\son\w+=", part)
        for link in re.findall(r"<a ([^>]*)>", part):
            assert re.match(r'href="https?://[^"@]*" rel="nofollow ugc noopener"$', link)
        assert longest_tower(part) <= 6
    for tag in ("<h1", "<script", "<form", "<style", "</section>", "</ol>", "<iframe", "<img"):
        extra = 1 if tag in ("</ol>",) else 0
        assert shown.count(tag) - extra <= clean.count(tag), tag


def longest_tower(text):
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        longest = max(longest, run)
    return longest


def test_five_megabytes_are_refused_with_a_page(client):
    article = ArticleFactory()
    response = client.post(address(article), filled_in(article, body="x" * 5 * 1024 * 1024))
    assert response.status_code in (400, 413)
    assert "<h1" in response.content.decode()
    assert not Comment.objects.exists()
