"""What the text editor asks while somebody writes."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from news.enums import ArticleStatus
from news.library.models import Picture
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.factories.news import ArticleFactory, FabricFactory
from tests.factories.users import editor, moderator

pytestmark = pytest.mark.django_db
NAMES = ("things", "named", "pictures", "upload", "indices", "answer", "paste")


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
    method = client.post if name in ("upload", "answer", "paste") else client.get
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


def test_a_figure_reads_as_on_the_page(writer):
    observation = ObservationFactory(value="104.68")
    html = f'<span data-figure="{observation.index.path}" data-period="latest" data-show="value">1</span>'
    assert writer.post(at("answer"), {"html": html}).json()["text"] == "104.68"
    assert writer.post(at("answer"), {"html": "<script>x</script>"}).json()["text"] == ""


def test_pasted_text_comes_back_clean(writer):
    answer = writer.post(
        at("paste"), {"html": '<p class=MsoNormal>Hi<o:p></o:p><img src="file:///x.png"></p>'}
    ).json()
    assert answer["html"] == "<p>Hi</p>"
    assert answer["remark"]
