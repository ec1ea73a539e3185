"""What the text editor asks while somebody writes."""

from base64 import b64decode, b64encode
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from news.enums import ArticleStatus
from news.library.models import Picture
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, FabricFactory
from tests.factories.users import editor, moderator

pytestmark = pytest.mark.django_db
NAMES = ("things", "named", "pictures", "upload", "words", "indices", "answer", "paste")


def at(name):
    return reverse(f"admin:news_writing_{name}")


@pytest.fixture
def writer(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(editor())
    return client


def photo(colour=120):
    buffer = BytesIO()
    Image.new("RGB", (640, 480), (colour, 40, 40)).save(buffer, "JPEG")
    return SimpleUploadedFile("loom.jpg", buffer.getvalue())


@pytest.mark.parametrize("name", NAMES)
def test_only_writers_are_answered(client, name):
    assert client.get(at(name)).status_code in (302, 405)
    client.force_login(moderator())
    method = client.post if name in ("upload", "words", "answer", "paste") else client.get
    assert method(at(name)).status_code == 403


def test_things_are_found_by_words_in_either_language(writer):
    article = ArticleFactory(
        title_en="Grey fabric report", title_zh_hans="坯布报告", status=ArticleStatus.DRAFT
    )
    FabricFactory(name_en="Grey fabric")
    for words in ("grey fabric", "坯布"):
        things = writer.get(at("things"), {"q": words}).json()["things"]
        assert things[0] == {
            "ref": f"ref:article/{article.pk}", "title": str(article), "kind": "article", "remark": "not public yet",
        }  # fmt: skip
    assert writer.get(at("things"), {"q": "nothing at all"}).json()["things"] == []


def test_links_in_a_text_get_their_titles_and_say_when_they_are_broken(writer):
    live, draft = ArticleFactory(), ArticleFactory(status=ArticleStatus.DRAFT)
    refs = [f"ref:article/{live.pk}", f"ref:article/{draft.pk}", "ref:article/987654", "javascript:x"]
    things = writer.get(at("named"), {"ref": refs}).json()["things"]
    assert [things[ref]["broken"] for ref in refs[:3]] == [False, True, True]
    assert refs[3] not in things


def test_a_picture_is_uploaded_once_and_found(writer):
    first = writer.post(at("upload"), {"file": photo()}).json()["picture"]
    assert first["title"] == "loom"
    assert writer.post(at("upload"), {"file": photo()}).json()["picture"]["id"] == first["id"]
    assert Picture.objects.count() == 1
    assert [one["id"] for one in writer.get(at("pictures"), {"q": "loom"}).json()["pictures"]] == [
        first["id"]
    ]
    for page in ("99999999", "0", "-1", "x", "\uff11"):
        assert writer.get(at("pictures"), {"page": page}).status_code == 200


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<svg onload=alert(1)>", b"GIF89a" + bytes(40)])
def test_what_is_no_picture_is_refused_with_a_sentence(writer, content):
    answer = writer.post(at("upload"), {"file": SimpleUploadedFile("x.jpg", content)})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Picture.objects.exists()


def test_indices_and_their_issues(writer):
    index = IndexFactory(path="price", name_en="Price index")
    ObservationFactory(index=index)
    assert {"path": "price", "name": "Price index"} in writer.get(at("indices"), {"q": "price"}).json()[
        "indices"
    ]
    issues = writer.get(at("indices"), {"path": "price"}).json()["issues"]
    assert issues[0]["period"] == index.observations.get().period.isoformat()
    assert writer.get(at("indices"), {"path": "nothing"}).json() == {"issues": []}


def test_only_indices_with_public_figures_are_offered(writer):
    """L18: what nothing can be said or drawn of is no choice."""
    IndexFactory(path="order", name_en="Order index")
    assert writer.get(at("indices"), {"q": "order"}).json()["indices"] == []


def test_only_what_can_be_drawn_is_offered_for_a_chart(writer):
    """L18: a line needs two public figures; one is enough for a number. What is under embargo counts for neither."""
    for path, periods in (("price", ("2023-06-05", "2023-06-12")), ("price/one", ("2023-06-12",))):
        for period in periods:
            ObservationFactory(index=IndexFactory(path=path), period=date.fromisoformat(period))
    soon = ReleaseFactory(period=date(2023, 6, 19), released_at=timezone.now() + timedelta(hours=1))
    ObservationFactory(index=IndexFactory(path="price/one"), release=soon, period=soon.period)

    def offered(**more):
        return [one["path"] for one in writer.get(at("indices"), {"q": "", **more}).json()["indices"]]

    assert offered() == ["price", "price/one"]
    assert offered(**{"for": "chart"}) == ["price"]


def test_a_chart_is_drawn_by_the_server(writer):
    """L18: in the language of the text, as wide as there is room; nothing under embargo, nothing where nothing is held."""
    index = IndexFactory(path="price", name_en="Price index", name_zh_hans="价格指数")
    for period in (date(2023, 6, 5), date(2023, 6, 12)):
        ObservationFactory(index=index, period=period)
    soon = ReleaseFactory(period=date(2023, 6, 19), released_at=timezone.now() + timedelta(hours=1))
    ObservationFactory(index=index, release=soon, period=soon.period, value="987.65")

    def picture(chart="price", **more):
        html = f'<figure data-chart="{chart}" data-range="1y"></figure>'
        return b64decode(
            writer.post(at("answer"), {"html": html, **more}).json()["picture"].partition(",")[2]
        ).decode()

    assert "Price index" in picture(lang="en")
    assert "价格指数" in picture(lang="zh-hans")
    assert 'width="760"' in picture(width="99999")
    assert all('width="320"' in picture(width=odd) for odd in ("", "0", "-5", "٣٣٣", "9" * 30))
    assert "987.65" not in picture()
    assert picture("nothing") == picture("order") == ""


def test_a_figure_reads_as_on_the_page(writer):
    observation = ObservationFactory(value="104.68")
    html = f'<span data-figure="{observation.index.path}" data-period="latest" data-show="value">1</span>'
    assert writer.post(at("answer"), {"html": html}).json()["text"] == "104.68"
    assert writer.post(at("answer"), {"html": "<script>x</script>"}).json()["text"] == ""


def test_the_figures_of_a_text_are_asked_for_together(writer, django_assert_max_num_queries):
    """A text that is opened may hold a hundred; what cannot be read leaves each as it stands."""
    observation = ObservationFactory(value="104.68")
    figure = f'<span data-figure="{observation.index.path}" data-period="latest" data-show="value">1</span>'
    with django_assert_max_num_queries(20):
        texts = writer.post(at("answer"), {"figure": [figure] * 90, "lang": "zh-hans"}).json()["texts"]
    assert texts == ["104.68"] * 90
    assert writer.post(at("answer"), {"figure": [figure, "</p><p>x"]}).json()["texts"] == ["", ""]
    assert writer.post(at("answer"), {"figure": [figure, "<script>x</script>"]}).json()["texts"][1] == ""
    assert len(writer.post(at("answer"), {"figure": [figure] * 300}).json()["texts"]) == 100


def test_pasted_text_comes_back_clean(writer):
    answer = writer.post(
        at("paste"), {"html": '<p class=MsoNormal>Hi<o:p></o:p><img src="file:///x.png"></p>'}
    ).json()
    assert answer["html"] == "<p>Hi</p>"
    assert (
        answer["remark"]
        == "1 picture lies elsewhere and was left out: put it into the library, then insert it."
    )


def data_address(file):
    return f"data:image/jpeg;base64,{b64encode(file.read()).decode()}"


def test_pictures_in_a_pasted_text_come_into_the_library_once(writer):
    """P9's kin: what lies in the text itself is brought, what lies elsewhere is counted, what is no picture is named."""
    html = (
        f'<p>A<img alt="Loom" src="{data_address(photo())}"></p><p>B<img src="{data_address(photo(20))}"></p>'
        f'<img src="{data_address(photo())}"><img src="data:image/png;base64,AAAA"><img src="https://example.org/x.png">'
        '<p>C<a href="#_msocom_1">[1]</a><del cite="mailto:x">D</del></p>'
    )
    answer = writer.post(at("paste"), {"html": SimpleUploadedFile("blob", html.encode())}).json()
    assert Picture.objects.count() == 2
    loom, other = Picture.objects.order_by("pk")
    assert (loom.title_en, loom.title_zh_hans, other.title_en) == ("Loom", "Loom", "Pasted picture")
    assert answer["html"].count(f'data-picture="{loom.pk}"') == 2
    assert answer["html"].startswith(f'<p>A</p><figure><img src="{loom.file.url}"')
    said = answer["remark"]
    for words in (
        "2 pictures were put",
        "1 picture lies elsewhere",
        "1 review comment",
        "1 passage",
        "A picture was refused: Only JPEG",
    ):
        assert words in said


@pytest.mark.parametrize("as_file", [False, True])
def test_a_page_saved_as_one_file_is_no_text_to_paste(writer, as_file):
    """P8's kin: it would stand in the article as letters and numbers."""
    html = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x\r\n"
    refused = writer.post(
        at("paste"), {"html": SimpleUploadedFile("blob", html.encode()) if as_file else html}
    )
    assert refused.status_code == 400
    assert "saved as one file (.mht)" in refused.json()["error"]
    said = writer.post(at("paste"), {"html": "<p>From: Keqiao<br>MIME-Version: 1.0</p>"}).json()
    assert "MIME-Version" in said["html"]


def test_what_is_too_much_for_one_paste_is_said(writer, monkeypatch):
    monkeypatch.setattr("news.admin.articles.pasted.MOST_PICTURES", 1)
    html = f'<img src="{data_address(photo())}"><img src="{data_address(photo(20))}">'
    answer = writer.post(at("paste"), {"html": html}).json()
    assert "1 more picture did not come along" in answer["remark"]
    assert Picture.objects.count() == 1
    refused = writer.post(at("paste"), {"html": SimpleUploadedFile("blob", b"x" * 3_000_001)})
    assert refused.status_code == 400
    assert "in parts" in refused.json()["error"]
    monkeypatch.setattr("news.admin.articles.pasted.LARGEST", 10)
    assert writer.post(at("paste"), {"html": SimpleUploadedFile("blob", b"x" * 11)}).status_code == 400


def test_who_may_not_add_pictures_pastes_words(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = editor()
    for group in person.groups.all():
        group.permissions.remove(*group.permissions.filter(codename="add_picture"))
    client.force_login(person)
    answer = client.post(at("paste"), {"html": f'<p>A<img src="{data_address(photo())}"></p>'}).json()
    assert (answer["html"], Picture.objects.count()) == ("<p>A</p>", 0)


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ufffe", "\ud800"], ids=ascii)
def test_no_sign_is_a_failure(writer, sign):
    """P1: whatever is pasted, in a field or a file."""
    for html in (
        f"<p>上{sign}下</p>",
        SimpleUploadedFile("blob", f"<p>上{sign}下</p>".encode(errors="surrogatepass")),
    ):
        if sign == "\ud800" and isinstance(html, str):
            continue
        answer = writer.post(at("paste"), {"html": html})
        assert answer.status_code == 200
        assert answer.json()["html"].startswith("<p>上")
