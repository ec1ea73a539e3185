"""Pictures of saved pages and pages saved as one file (P8): brought in where they lie beside the page, counted where not."""

import base64
import os
import quopri
import unicodedata
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.library.models import Picture
from news.linking.uses import in_html
from news.old_site.archives import Archive, is_archive
from news.old_site.beside import Beside, name_keys

from .saved_pages import FIRST, LAST, page_html, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


def picture(shade=0, size=(60, 40), kind="PNG"):
    """Return the bytes of a picture; each shade is another picture."""
    image = Image.new("RGB", size, (shade, 90, 200 - shade))
    image.putpixel((1, 1), (255, shade, 0))
    buffer = BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def page(*sources, number=4690, encoding="gbk"):
    """Return the bytes of a page with pictures between its paragraphs."""
    images = "".join(
        f'<p align=center><img src="{source}" alt="坯布 {at}"></p>' for at, source in enumerate(sources)
    )
    text = page_html().replace('<img src="a.gif">', "").replace(f"<p>{LAST}", f"{images}<p>{LAST}")
    return text.replace("id=4690", f"id={number}").encode(encoding, "surrogateescape")


def body(number=4690):
    return latest_content(Article.objects.get(legacy_id=number))["body_zh_hans"]


def brought():
    """Return the ids of the pictures in the article, which are all those of the library."""
    found = {int(key) for kind, key in in_html(body()) if kind == "picture"}
    assert found == set(Picture.objects.values_list("pk", flat=True))
    return found


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a.png", "a.png"),
        ("./a.png", "a.png"),
        ("page_files/a.png", "page_files/a.png"),
        ("./一周行情_files/图 1.png", "一周行情_files/图 1.png"),
        ("%E4%B8%80%E5%91%A8_files/%E5%9B%BE.png", "一周_files/图.png"),
        ("%D2%BB%D6%DC_files/%CD%BC.png", "一周_files/图.png"),
        ("图.png", "%E5%9B%BE.png"),
        ("图.png", "%CD%BC.png"),
        ("图.png", os.fsdecode("图.png".encode("gbk"))),
        ("é.png", unicodedata.normalize("NFD", "é.png")),
        ("IMAGES/A.JPG", "images/a.jpg"),
        (r"page_files\a.png", "page_files/a.png"),
        (r"file:///C:/Users/li/Desktop/page_files/a.png", "page_files/a.png"),
        (r"C:\saved\page_files\a.png", "page_files/a.png"),
        ("renamed_files/a.png", "x_files/a.png"),
        ("a.png?v=3#top", "a.png"),
        ("show.php?id=3", "show.php@id=3"),
        (" a&amp;b.png ", "a&b.png"),
        ("a b.png", "a b.png"),
        ("a%20b.png", "a b.png"),
    ],
)
def test_a_picture_beside_the_page_comes_along(sections, tmp_path, source, place):
    """P8: however page and file system write its name."""
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(picture())
    (tmp_path / "x.html").write_bytes(page(source, encoding="utf-8"))
    report = run(tmp_path)
    assert "pictures: 1 brought in" in report
    assert "created 1" in report
    assert len(brought()) == 1
    assert Picture.objects.get().title_zh_hans == "坯布 0"
    assert FIRST in body()
    assert body().index("<img") < body().index(LAST)


@pytest.mark.parametrize("source", ["/upload/2012/a.png", "../upload/2012/a.png", "../../upload/2012/a.png"])
def test_pictures_of_a_mirrored_site(sections, tmp_path, source):
    """P8: as programs that copy whole sites lay them down: from the root of the site."""
    site = tmp_path / "www.kqindex.cn"
    for folder in ("News", "News/old", "upload/2012"):
        (site / folder).mkdir(parents=True, exist_ok=True)
    (site / "upload/2012/a.png").write_bytes(picture())
    deep = site / ("News/old" if source.startswith("../..") else "News")
    (deep / "x.html").write_bytes(page(source))
    assert "pictures: 1 brought in" in run(site)
    assert brought()


@pytest.mark.parametrize(
    "source",
    ["http://www.kqindex.cn/a.png", "https://www.kqindex.cn/a.png", "//www.kqindex.cn/a.png", "ftp://x/a.png", "cid:a.png",
     "../a.png", "../../a.png", "/etc/passwd", "file:///etc/passwd", "link.png", "missing.png", "http://[", "\x00.png", "a" * 5000,
     "x/" * 2000, "..", "/", "?", "blob:http://x/y"],
)  # fmt: skip
def test_what_lies_elsewhere_is_counted_and_never_fetched(sections, tmp_path, source, monkeypatch):
    """P8: remote pictures and everything outside the folder that was named."""
    monkeypatch.setattr("socket.socket.connect", lambda *args: pytest.fail("fetched"))
    (tmp_path / "a.png").write_bytes(picture())
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "link.png").symlink_to(tmp_path / "a.png")
    (folder / "x.html").write_bytes(page(source))
    report = run(folder)
    assert "created 1" in report
    assert "1 elsewhere" in report or source in ("..", "/", "?")
    assert not Picture.objects.exists()
    assert "<img" not in body()
    assert "<figure" not in body()


def test_a_bad_picture_is_a_line_in_the_report_and_stops_nothing(sections, tmp_path):
    """P8: no picture, cut off, too large, unreadable, animated: each with its sentence, the good one comes."""
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "half.png").write_bytes(picture(size=(300, 300))[:200])
    (tmp_path / "large.png").write_bytes(b"")
    os.truncate(tmp_path / "large.png", 21 * 1024 * 1024)
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "good.png").write_bytes(picture())
    names = ("text.jpg", "empty.jpg", "half.png", "large.png", "folder.png", "pipe.png", "good.png")
    (tmp_path / "x.html").write_bytes(page(*names))
    report = run(tmp_path)
    assert "created 1" in report
    assert "pictures: 1 brought in, 2 elsewhere, 4 refused" in report
    for name in names[:4]:
        assert f"{name}: " in report
    assert "larger than 20 MB" in report
    assert len(brought()) == 1


def test_what_frames_the_page_stays_away(sections, tmp_path):
    """P8: the logo, lines and dots are no pictures of the article."""
    (tmp_path / "logo.png").write_bytes(picture(1))
    (tmp_path / "line.png").write_bytes(picture(2, size=(500, 2)))
    (tmp_path / "a.png").write_bytes(picture(3))
    content = page("a.png", "line.png").replace(
        b"<table><tr><td><a", b"<table><tr><td><img src=logo.png><a", 1
    )
    content = content.replace(b"</body>", b"<img src=count.php width=1 height=1><img src=logo.png></body>")
    (tmp_path / "x.html").write_bytes(content)
    report = run(tmp_path)
    assert "pictures: 1 brought in, 1 ornaments" in report
    assert len(brought()) == 1


def test_a_picture_before_the_first_paragraph_belongs_to_the_text(sections, tmp_path):
    """P8: as most reports began."""
    (tmp_path / "a.png").write_bytes(picture())
    content = page().replace(b"<div class=content>", b"<div class=content><p><img src=a.png></p>")
    (tmp_path / "x.html").write_bytes(content)
    run(tmp_path)
    assert body().startswith("<figure><img")
    assert brought()


def test_the_same_file_twice_brings_nothing_twice(sections, tmp_path):
    """P8: neither the page nor its pictures, also when two pages show one."""
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "copy.png").write_bytes(picture())
    (tmp_path / "x.html").write_bytes(page("a.png", "copy.png"))
    (tmp_path / "y.html").write_bytes(
        page("a.png", number=4691).replace("坯布价格".encode("gbk"), "纱线价格".encode("gbk"))
    )
    report = run(tmp_path)
    assert "Pictures: 1 brought in, 2 in the library already." in report
    for update in (False, True):
        assert "unchanged 2" in run(tmp_path, update=update)
    assert Picture.objects.count() == 1
    assert body().count("<img") == 2
    assert len(default_storage.listdir("pictures")[0]) == 1


def test_a_dry_run_counts_pictures_and_keeps_none(sections, tmp_path, settings):
    """P8: no row and no file."""
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "x.html").write_bytes(page("a.png"))
    assert "pictures: 1 brought in" in run(tmp_path, dry_run=True)
    assert not Picture.objects.exists()
    assert not any(settings.MEDIA_ROOT.rglob("*.png"))


def test_pictures_found_later_come_with_update(sections, tmp_path):
    """P8: the folder was forgotten the first time; what editors changed since stays."""
    (tmp_path / "x.html").write_bytes(page("x_files/a.png"))
    assert "1 elsewhere (x_files/a.png)" in run(tmp_path)
    (tmp_path / "x_files").mkdir()
    (tmp_path / "x_files/a.png").write_bytes(picture())
    assert "its pictures are beside it now" in run(tmp_path)
    assert not Picture.objects.exists()
    assert "updated 1" in run(tmp_path, update=True)
    assert brought()
    article = Article.objects.get()
    save_content(article, {**latest_content(article), "body_zh_hans": "<p>新的文字。</p>"}, None)
    assert "edited since" in run(tmp_path, update=True)
    assert body() == "<p>新的文字。</p>"


def test_pictures_of_what_is_not_written_stay_away(sections, tmp_path):
    """P8: a page that is left out or in doubt fills no library."""
    (tmp_path / "x.html").write_bytes(page())
    run(tmp_path)
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "x.html").write_bytes(page("a.png").replace(FIRST.encode("gbk"), "换了文字。".encode("gbk")))
    assert "skipped 1" in run(tmp_path)
    other = page("a.png").replace(
        FIRST.encode("gbk"), "又是另外一段更长的文字，讲的是别的事情。".encode("gbk")
    )
    (tmp_path / "z.html").write_bytes(other.replace(b"id=4690", b"n=1").replace(b"2023-02-03", b"2023-02-99"))
    assert "in doubt 1" in run(tmp_path / "z.html")
    assert not Picture.objects.exists()


def test_pages_in_the_folder_of_a_page_are_no_pages(sections, tmp_path):
    """P8: frames and advertisements that a browser saved along."""
    for name in ("x_files", "y.files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ad.html").write_bytes(page(number=1))
    (tmp_path / "x.html").write_bytes(page())
    assert "created 1." in run(tmp_path)


def test_a_picture_within_the_page(sections, tmp_path):
    """P8: `data:` addresses, as some programs save pages."""
    source = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    (tmp_path / "x.html").write_bytes(page(source, "data:image/png;base64,!!!"))
    report = run(tmp_path)
    assert "1 brought in, 1 refused" in report
    assert len(report) < 2000
    assert brought()


# -- Pages saved as one file

ADDRESS = "http://en.kqindex.cn/News/detial.php?name=2&id=4690"
BARE = page_html().replace(
    "<!-- saved from url=(0048)http://en.kqindex.cn/News/detial.php?name=2&id=4690 -->\n", ""
)


def archive(
    *pictures,
    encoding="gbk",
    transfer="quoted-printable",
    charset=None,
    address=ADDRESS,
    ends="\r\n",
    html=None,
):
    """Return the bytes of an .mht with pictures as (how the page calls it, field, value, bytes)."""
    images = "".join(f'<p><img src="{source}"></p>' for source, *_ in pictures)
    text = (html or BARE).replace('<img src="a.gif">', "").replace(f"<p>{LAST}", f"{images}<p>{LAST}")
    content = text.encode(encoding)
    written = quopri.encodestring(content) if transfer == "quoted-printable" else base64.encodebytes(content)
    said = encoding if charset is None else charset
    lines = [
        "From: <Saved by Windows Internet Explorer 7>",
        "Subject: =?gb2312?B?0rvW3NDQx+k=?=",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        '\ttype="text/html";',
        '\tboundary="----=_Part"',
        "",
        "This is a multi-part message in MIME format.",
        "",
        "------=_Part",
        "Content-Type: text/html" + (f';\n\tcharset="{said}"' if said else ""),
        f"Content-Transfer-Encoding: {transfer}",
        f"Content-Location: {address}",
        "",
        written.decode("ascii"),
    ]
    for _source, field, value, content in pictures:
        lines += ["------=_Part", "Content-Type: image/png", "Content-Transfer-Encoding: base64", f"{field}: {value}", "",
                  base64.encodebytes(content).decode()]  # fmt: skip
    return ends.join("\n".join([*lines, "------=_Part--", ""]).splitlines()).encode() + ends.encode()


@pytest.mark.parametrize(
    ("encoding", "charset", "transfer"),
    [
        *((encoding, charset, transfer) for transfer in ("quoted-printable", "base64")
          for encoding, charset in (("gbk", "gb2312"), ("utf-8", "utf-8"), ("gbk", ""), ("gbk", "nonsense"))),
        ("utf-16", "unicode", "base64"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["page.mht", "page.mhtml", "page.html"])
def test_a_page_saved_as_one_file(sections, tmp_path, transfer, encoding, charset, name):
    """P8: text, address and pictures are in the file, in any encoding of it and of its parts."""
    pictures = [
        ("/upload/a.png", "Content-Location", "http://en.kqindex.cn/upload/a.png", picture(1)),
        ("cid:b@mhtml.blink", "Content-ID", "<b@mhtml.blink>", picture(2)),
        ("http://other.example/c.png", "Content-Location", "http://other.example/c.png", picture(3)),
        ("http://other.example/d.png", "Content-Location", "http://other.example/else.png", picture(4)),
    ]
    (tmp_path / name).write_bytes(archive(*pictures, encoding=encoding, charset=charset, transfer=transfer))
    report = run(tmp_path)
    assert "created 1" in report
    assert "pictures: 3 brought in, 1 elsewhere (http://other.example/d.png)" in report
    assert len(brought()) == 3
    assert FIRST in body()
    assert LAST in body()
    assert "unchanged 1" in run(tmp_path)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.99])
def test_an_archive_that_was_not_saved_to_its_end(sections, tmp_path, cut):
    """P8: what is there is read, or a sentence says why not."""
    content = archive(
        ("a.png", "Content-Location", "http://en.kqindex.cn/News/a.png", picture(size=(400, 400)))
    )
    (tmp_path / "x.mht").write_bytes(content[: int(len(content) * cut)])
    (tmp_path / "y.html").write_bytes(
        page(number=4691).replace("坯布价格".encode("gbk"), "纱线价格".encode("gbk"))
    )
    report = run(tmp_path)
    assert "y.html: created" in report
    assert "x.mht: created" in report or "x.mht: not read. " in report


@pytest.mark.parametrize(
    "content",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nno boundary",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--",
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=\xff\xfe\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"MIME-Version: 1.0\nContent-Type: text/html; charset*=x''%ff\nContent-Location: =?x?B?!?=\n\n<p>a<p>b",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; start=\"<a>\"; boundary=x\n\n--x\nContent-ID: \xff\n\nx\n--x--",
    ],
)  # fmt: skip
def test_strange_archives_are_read_or_refused(sections, tmp_path, content):
    """P8: no file of a folder stops the others."""
    (tmp_path / "x.mht").write_bytes(content)
    (tmp_path / "y.html").write_bytes(page())
    report = run(tmp_path)
    assert "y.html: created" in report
    assert "x.mht: not read. " in report or "x.mht: created" in report


def test_any_broken_archive_is_read_or_refused(tmp_path):
    """P8: bytes taken out, doubled and changed at places drawn by lot."""
    from random import Random

    whole = archive(("a.png", "Content-Location", "http://en.kqindex.cn/News/a.png", picture()))
    chance = Random("mht")
    for _time in range(300):
        content = bytearray(whole)
        for _change in range(chance.randint(1, 12)):
            at = chance.randrange(min(len(content), chance.choice([600, len(content)])))
            content[at : at + chance.choice([0, 1, 40])] = chance.randbytes(chance.choice([0, 1, 8]))
        assert isinstance(is_archive(bytes(content)), bool)
        found = Archive(bytes(content))
        assert all(isinstance(one.content, bytes) for one in found.pages)
        found.find("a.png")
        found.find("http://[")


def test_texts_that_begin_like_letters_are_no_archives():
    """P8: a page saved as text may begin with a word and a colon."""
    assert not is_archive("来源: 柯桥日报\n标题\n".encode())
    assert not is_archive(b"Title: Prices rose\nContent: none\n\nText")
    assert not is_archive(page())
    assert is_archive(archive())
    assert is_archive(archive(ends="\n"))


def test_half_a_sign_in_an_archive(sections, tmp_path):
    """P8 with P6."""
    content = archive(transfer="quoted-printable")
    half = quopri.encodestring(FIRST.encode("gbk"))[:12]
    assert half in content
    (tmp_path / "x.mht").write_bytes(content.replace(half, half[:9]))
    report = run(tmp_path)
    assert "created 1" in report
    assert "broken sign" in report


def test_names_are_compared_as_people_write_them():
    """P8: percent signs that encode nothing stay."""

    def same(one, other):
        return bool({*name_keys(one)} & {*name_keys(other)})

    assert same("100%.PNG", "100%.png")
    assert same("图.png", "%cd%bc.png")
    assert same("图.png", "%E5%9B%BE.PNG")
    assert not same("a.png", "b.png")


def test_a_folder_that_cannot_be_listed_is_passed_over(tmp_path):
    """P8: what is not there or no folder."""
    assert Beside(tmp_path / "gone" / "x.html", tmp_path).find("a.png") is None
    (tmp_path / "x.html").write_bytes(b"")
    assert Beside(tmp_path / "x.html", tmp_path).find("x.html/a.png") is None
