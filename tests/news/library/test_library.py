"""The library: what is refused, what is found to be there already, what a page names before it is made."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from news.library import rendition_files
from news.library.attachments import check_attachment, kind_of
from news.library.decoding import decoded
from news.library.models import Attachment, Picture
from news.library.pictures import check_picture, looks_of
from tests.factories.news import TagFactory
from tests.factories.users import editor
from tests.news.library.documents import pdf

pytestmark = pytest.mark.django_db
PDF = pdf()
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def noise(size=(800, 600), kind="JPEG", seed=60, **options):
    buffer = BytesIO()
    Image.effect_noise(size, seed).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def xlsx(**parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": b"<workbook/>",
            **parts,
        }.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def file(content, name="x.bin"):
    return ContentFile(content, name=name)


# -- Pictures


def test_a_telephone_picture_becomes_a_jpeg_without_its_place():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 5.0, 0.0)}
    content = noise(kind="HEIF", exif=exif.tobytes())
    picture = Picture.objects.create(file=SimpleUploadedFile("IMG_1.HEIC", content), title_en="Telephone")
    assert picture.file.name.endswith(".jpg")
    with picture.file.open() as kept, Image.open(kept) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
    assert len(picture.digest) == 64


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"MZ\x90\x00" + bytes(200),
     b"#!/bin/sh\nrm -rf /", b"GIF89a" + bytes(40),
     b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>", PDF, b"BM" + bytes(60), b"\x89PNG\r\n\x1a\n" + bytes(100), b""],
)  # fmt: skip
def test_what_only_calls_itself_a_picture_is_refused(content):
    with pytest.raises(ValidationError):
        check_picture(file(content, "x.jpg"))


def test_a_decompression_bomb_is_refused_before_it_unpacks():
    buffer = BytesIO()
    Image.new("1", (9_000, 9_000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(ValidationError) as refusal:
        check_picture(file(buffer.getvalue(), "bomb.png"))
    assert "50 megapixels" in str(refusal.value)


def test_too_large_a_file_is_refused(monkeypatch):
    monkeypatch.setattr("news.library.pictures.LARGEST_FILE", 1000)
    with pytest.raises(ValidationError, match="20 MB"):
        check_picture(file(noise(), "x.jpg"))


def test_the_same_picture_is_refused_and_one_that_looks_alike_is_named(client):
    client.force_login(editor())
    content = noise()
    Picture.objects.create(
        file=SimpleUploadedFile("a.jpg", content), title_en="First one", title_zh_hans="第一张"
    )
    address = reverse("admin:news_picture_add")
    data = {"title_en": "Again", "focal_x": 50, "focal_y": 50}
    refused = client.post(address, {**data, "file": SimpleUploadedFile("b.jpg", content)})
    assert "The library has this picture already: “First one”." in refused.text
    smaller = BytesIO()
    Image.open(BytesIO(content)).resize((400, 300)).save(smaller, "PNG")
    client.post(address, {**data, "file": SimpleUploadedFile("c.png", smaller.getvalue())})
    alike = Picture.objects.get(title_en="Again")
    assert [str(one) for one in Picture.objects.looking_like(alike)] == ["First one"]
    other = Image.radial_gradient("L").resize((300, 200))
    buffer = BytesIO()
    other.save(buffer, "PNG")
    assert (int(looks_of(decoded(file(buffer.getvalue())).image), 16) ^ int(alike.looks, 16)).bit_count() > 6


def test_pictures_are_filtered_by_what_they_lack(client):
    client.force_login(editor())
    Picture.objects.create(
        file=SimpleUploadedFile("a.jpg", noise()), title_en="Both", alt_en="a", alt_zh_hans="甲"
    )
    Picture.objects.create(
        file=SimpleUploadedFile("b.jpg", noise(seed=90)), title_en="English only", alt_en="a"
    )
    tagged = Picture.objects.create(
        file=SimpleUploadedFile("c.jpg", noise(seed=20)), title_en="Ornament", decorative=True
    )
    tagged.tags.add(TagFactory())
    address = reverse("admin:news_picture_changelist")

    def shown(query):
        return {str(one) for one in client.get(f"{address}?{query}").context["cl"].result_list}

    assert shown("without_words=zh-hans") == {"English only"}
    assert shown("without_words=en") == set()
    assert shown("used=0") == {"Both", "English only", "Ornament"}
    assert shown("used=1") == set()


def test_a_rendition_that_a_page_names_too_early_is_made_once(client, django_capture_on_commit_callbacks):
    picture = Picture.objects.create(file=SimpleUploadedFile("a.jpg", noise()), title_en="Late")
    name = next(iter(rendition_files.names(picture)))
    assert not default_storage.exists(name)
    assert client.get(f"/media/{name}").status_code == 200
    assert default_storage.exists(name)
    made = default_storage.get_modified_time(name)
    assert client.get(f"/media/{name}").status_code == 200
    assert default_storage.get_modified_time(name) == made
    for strange in ("renditions/x", f"{name}x", "renditions/aa/bb/cc.webp", "renditions/../pictures/x"):
        assert client.get(f"/media/{strange}").status_code == 404


# -- Attachments


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (xlsx(), "xlsx"), (xlsx(**{"xl/printerSettings/printerSettings1.bin": b"x"}), "xlsx")],
)
def test_what_is_accepted(content, kind):
    assert kind_of(file(content)) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"MZ\x90\x00", PDF[:30],
        b"PK\x03\x04" + bytes(80), xlsx(**{"xl/vbaProject.bin": b"x"}), xlsx(**{"xl/externalLinks/externalLink1.xml": b"x"}),
        xlsx(**{"[Content_Types].xml": b"macroEnabled"}), xlsx(**{"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'}),
        xlsx(**{"xl/worksheets/sheet1.xml": bytes(30_000_000)}), xlsx(**{"../../etc/passwd": b"x"}),
        xlsx(**{"customUI/customUI14.xml": b"x"}), xlsx(**{"xl/webextensions/taskpanes.xml": b"x"}),
        xlsx(**{"xl/connections.xml": b"x"}), noise(), b"<html><script>alert(1)</script></html>",
    ],
)  # fmt: skip
def test_what_is_no_plain_document_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError) as refusal:
        check_attachment(file(content))
    assert refusal.value.messages[0]


def test_an_attachment_is_kept_once_with_kind_and_size_and_served_as_a_download(client):
    client.force_login(editor())
    address = reverse("admin:news_attachment_add")
    client.post(address, {"title_en": "Report", "file": SimpleUploadedFile("my report (1).pdf", PDF)})
    made = Attachment.objects.get()
    assert (made.kind, made.size) == ("pdf", len(PDF))
    assert made.file.name.endswith("/my-report-1.pdf")
    again = client.post(address, {"title_en": "Again", "file": SimpleUploadedFile("b.pdf", PDF)})
    assert "The library has this file already: “Report”." in again.text
    answer = client.get(made.get_absolute_url())
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_words_of_a_picture_are_changed_without_a_new_file(client):
    client.force_login(editor())
    picture = Picture.objects.create(file=SimpleUploadedFile("a.jpg", noise()), title_en="Before")
    address = reverse("admin:news_picture_change", args=[picture.pk])
    data = {"title_en": "After", "alt_en": "A loom", "focal_x": 20, "focal_y": 80}
    assert client.post(address, data).status_code == 302
    picture.refresh_from_db()
    assert (picture.title_en, picture.focal_x, picture.digest) == ("After", 20, picture.digest)
