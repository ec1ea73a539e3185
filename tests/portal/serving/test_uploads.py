"""Uploaded and drawn files are served safely, whatever is inside."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


@pytest.fixture
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return lambda name, content=b"x": default_storage.save(name, ContentFile(content))


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("pictures/ab/abc.png", "image/png", True),
        ("pictures/ab/abc.JPG", "image/jpeg", True),
        ("renditions/abc-640.avif", "image/avif", True),
        ("files/report.pdf", "application/pdf", False),
        ("files/page.html", "application/octet-stream", False),
        ("files/drawing.svg", "application/octet-stream", False),
        ("files/script.js", "application/octet-stream", False),
        ("files/none", "application/octet-stream", False),
    ],
)
def test_uploads_never_run_as_a_page(client, uploads, name, kind, shown):
    uploads(name, b"<script>alert(1)</script>")
    response = client.get(f"/media/{name}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert not response.cookies


def test_files_named_by_their_content_are_kept_for_ever_and_confirmed_unread(client, uploads):
    uploads("pictures/ab/abc.png")
    uploads("files/report.pdf")
    response = client.get("/media/pictures/ab/abc.png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get("/media/files/report.pdf")["Cache-Control"]
    again = client.get("/media/pictures/ab/abc.png", headers={"if-modified-since": response["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")
    odd = client.get("/media/pictures/ab/abc.png", headers={"if-modified-since": "yesterday"})
    assert odd.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "../portal.sqlite3",
        "..%2fportal.sqlite3",
        "pictures/../../portal.sqlite3",
        "pictures//etc/passwd",
        "%2fetc%2fpasswd",
        "pictures/.hidden",
        "..\\portal.sqlite3",
        "c:\\windows\\win.ini",
        "pictures",
        "pictures/",
        "nothing.png",
        "%ff%fe.png",
        "x" * 5000 + ".png",
    ],
)
def test_nothing_outside_the_uploads_is_served(client, uploads, tmp_path, path):
    uploads("pictures/abc.png")
    (tmp_path / "pictures" / ".hidden").write_text("secret")
    (tmp_path.parent / "portal.sqlite3").write_text("secret")
    assert client.get(f"/media/{path}").status_code == 404
