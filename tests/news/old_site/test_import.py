"""Saved pages of the old site: read in any encoding, recognised, never doubled, never published."""

from contextlib import suppress
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from news.addresses.models import Redirect
from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.management.commands import import_old_site
from news.old_site.decoding import UnreadableError, decode
from news.old_site.pages import read_page
from tests.factories.news import ArticleFactory

from .saved_pages import FIRST, LAST, MENU, NAMES, SAVED, TITLE, page_html, run


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news-page.txt").write_bytes(SAVED)
    (tmp_path / "4690.html").write_bytes(page_html().encode("gbk"))
    return tmp_path


# -- Reading


def test_a_page_saved_as_text():
    page = read_page(decode(SAVED), "detial.php_id=91&name=2.txt", NAMES)
    assert (page.title, page.section, page.language, page.old_id) == (
        TITLE,
        "China Textile City News",
        "en",
        91,
    )
    assert page.body.count("<p>") == 3
    assert page.body.startswith("<p>A few days ago")
    for furniture in ("Home", "Index Classification", "All Rights Reserved", "Zip Code", "favorites"):
        assert furniture not in page.body


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "nonsense"])
def test_a_page_saved_as_html_in_any_encoding(encoding, declared):
    page = read_page(decode(page_html(declared).encode(encoding)), "x.html", NAMES)
    assert (page.title, page.section, page.language) == ("柯桥坯布价格上涨", "轻纺城新闻", "zh-hans")
    assert (page.old_id, page.part, page.name) == (4690, "News", 2)
    assert page.published == date(2023, 2, 3)
    assert FIRST in page.body
    assert LAST in page.body
    assert '<th scope="col">类别</th>' in page.body
    for furniture in ("首页", "版权所有", "javascript", "src=", "来源", "font"):
        assert furniture not in page.body


@pytest.mark.parametrize(
    ("name", "old_id"),
    [("91.html", 91), ("detial.php@id=91&name=2.htm", 91), ("News/detial.php?id=91&name=2", 91), ("id_91.txt", 91),
     ("2023-06-12.html", None), ("20230612.html", None), ("2023.06.txt", None), ("2023.html", 2023), ("91-title.html", 91),
     ("detial.php%3Fname%3D2%26id%3D91", 91), ("news-page.txt", None), ("page2.html", None), ("id.html", None)],
)  # fmt: skip
def test_the_old_id_in_the_name_of_a_file(name, old_id):
    assert read_page(decode(SAVED), name, NAMES).old_id == old_id


TEXT = "Grey fabric rose by 0.26% this week, and the market expects more of the same before the holidays, traders say."


@pytest.mark.parametrize(
    ("before", "section"),
    [
        ([MENU, "指数知识", "轻纺城新闻", "轻纺城新闻"], "轻纺城新闻"),
        ([MENU, "Index Knowledge", "Market Notes", "Trade Notes", "Market Notes"], "Market Notes"),
        ([MENU, "首页 > 新闻资讯 > 市场动态", "市场动态", "行业动态", "市场动态"], "市场动态"),
        (MENU.split(" | "), ""),
        ([*MENU.split(" | "), "Position: Home >> News"], ""),
        ([], ""),
    ],
)
@pytest.mark.parametrize(
    "after",
    [[], ["版权所有 2008"], ["首页 | 关于我们 | 指数分类 | 指数评论 | 流行面料 | 采集点", "版权所有 2008"]],
)
def test_the_section_and_title_below_any_side_column(before, section, after):
    lines = [
        *before,
        "A title of some length",
        "Date: 2023-06-12 Source: Index Office",
        TEXT,
        "Popular Fabrics",
        TEXT,
        *after,
    ]
    page = read_page("\n".join(lines), "x.txt", NAMES)
    assert (page.section, page.title, page.published) == (
        section,
        "A title of some length",
        date(2023, 6, 12),
    )
    assert page.body == f"<p>{TEXT}</p><p>Popular Fabrics</p><p>{TEXT}</p>"


def test_a_title_that_is_repeated_is_no_section():
    page = read_page(f"{MENU}\nA title\nA title\n{TEXT}\nEnd.", "x.txt", NAMES)
    assert (page.section, page.title) == ("", "A title")


@pytest.mark.parametrize(
    "first", ["From January to June prices rose.", "Time will tell.", "2023-06-12 was a good day."]
)
def test_a_short_first_sentence_is_kept(first):
    page = read_page(f"{MENU}\nA title\n{first}\n{TEXT}", "x.txt", NAMES)
    assert page.body == f"<p>{first}</p><p>{TEXT}</p>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n ",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        b"\x00" * 500,
        "标题".encode("gbk")[:-1] + b"\xff\xff\xff",
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(content):
    with pytest.raises(UnreadableError):
        read_page(decode(content), "x", NAMES)


@pytest.mark.parametrize("text", ["Only a title", MENU, f"{MENU}\n版权所有", "x" * 300 + "\ny"])
def test_what_has_no_title_or_text_is_refused(text):
    with pytest.raises(UnreadableError):
        read_page(text, "x", NAMES)


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(content):
    with suppress(UnreadableError):
        assert read_page(decode(content), "x.html", NAMES).title


# -- Bringing in


@pytest.mark.django_db
def test_pages_become_drafts(sections, folder):
    report = run(folder)
    assert "created 2" in report
    english, chinese = Article.objects.order_by("title_en")[1], Article.objects.get(legacy_id=4690)
    assert {english.title_en, chinese.title_zh_hans} == {TITLE, "柯桥坯布价格上涨"}
    assert {english.section, chinese.section} == {sections[0]}
    assert {english.status, chinese.status} == {ArticleStatus.DRAFT}
    assert not Article.objects.published().exists()
    assert chinese.revisions.count() == 1


@pytest.mark.django_db
def test_running_twice_makes_no_doubles(sections, folder):
    run(folder)
    assert "unchanged 2" in run(folder)
    assert Article.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("update", [False, True])
def test_running_again_leaves_what_editors_changed_of_addresses(sections, folder, update):
    run(folder)
    article = Article.objects.get(legacy_id=4690)
    save_content(article, {**latest_content(article), "slug": "own-words"}, None)
    published = Article.objects.exclude(pk=article.pk).get()
    Article.objects.filter(pk=published.pk).update(
        slug="on-the-site", status=ArticleStatus.PUBLISHED, published_at=timezone.now()
    )
    entered = [
        Redirect.objects.create(path="/News/detial.php?id=4690", target="/news/", note="By hand"),
        Redirect.objects.create(path=f"/news/{article.pk}/", target=""),
    ]
    (folder / "4690.html").write_bytes(page_html(first="另一段文字。").encode("gbk"))
    assert ("updated" if update else "skipped") in run(folder, update=update)
    assert Article.objects.count() == 2
    assert latest_content(Article.objects.get(pk=article.pk))["slug"] == "own-words"
    assert Article.objects.get(pk=published.pk).slug == "on-the-site"
    assert list(Redirect.objects.order_by("pk").values()) == [
        {name: getattr(one, name) for name in ("id", "path", "target", "note", "created_at")}
        for one in entered
    ]


@pytest.mark.django_db
def test_a_dry_run_reports_the_same_and_writes_nothing(sections, folder):
    report = run(folder, dry_run=True)
    assert "Would be: created 2" in report
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_page_is_recognised_by_its_id(sections, folder):
    by_id = ArticleFactory(legacy_id=4690, title_zh_hans="另一个标题")
    report = run(folder)
    assert "by its id" in report
    assert "skipped 1" in report
    assert Article.objects.get(pk=by_id.pk).title_zh_hans == "另一个标题"


@pytest.mark.django_db
def test_an_update_of_a_published_article_is_a_draft(sections, folder):
    article = ArticleFactory(legacy_id=4690, title_zh_hans="已发布的标题")
    assert "updated 1" in run(folder / "4690.html", update=True)
    article.refresh_from_db()
    assert article.title_zh_hans == "已发布的标题"
    assert latest_content(article)["title_zh_hans"] == "柯桥坯布价格上涨"


@pytest.mark.django_db
def test_two_languages_of_one_id_are_one_article(sections, tmp_path):
    (tmp_path / "a.html").write_bytes(page_html().encode("gbk"))
    english = decode(SAVED)
    (tmp_path / "b-id=4690.txt").write_text(english)
    report = run(tmp_path)
    assert "created 1" in report
    assert "language added 1" in report
    assert Article.objects.get().languages == ["en", "zh-hans"]


@pytest.mark.django_db
def test_what_cannot_be_read_is_told_and_nothing_else_is_lost(sections, folder):
    (folder / "broken.html").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.gif").write_bytes(b"GIF89a")
    report = run(folder)
    assert "broken.html: not read." in report
    assert "empty.txt: not read. The file is empty." in report
    assert "picture.gif" not in report
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_options_say_what_a_page_does_not(sections, tmp_path):
    page = tmp_path / "x.txt"
    page.write_text("A title\nA paragraph of a page that tells no section.")
    assert "name one with --section" in run(page)
    assert "created 1" in run(page, section="knowledge", id=77)
    assert Article.objects.get().legacy_id == 77
    assert "There is no section nowhere" in run(page, section="nowhere")
    assert "goes with a single file" in run(page, page, id=5)
    assert "There is no file" in run(tmp_path / "nothing.txt")


@pytest.mark.django_db
def test_what_was_brought_in_stays_when_the_work_is_cut_off(sections, folder, monkeypatch):
    (folder / "zz.txt").write_bytes(SAVED)
    real = import_old_site.read_saved
    calls = iter([real, real])

    def cut_off(*args):
        for call in calls:
            return call(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(import_old_site, "read_saved", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run(folder)
    assert Article.objects.count() == 2
    monkeypatch.setattr(import_old_site, "read_saved", real)
    assert "unchanged 3" in run(folder)
