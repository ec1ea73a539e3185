"""The library with its files in a bucket: brought in, shown, deleted, and what happens while the store is away."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from foundation.background.models import Mishap
from news.articles.link_pictures import card_of
from news.library import leftovers, rendition_files
from news.library.leftovers import StoredAgain, delete_files, is_in_use
from news.library.models import Attachment, Picture
from news.library.upkeep import make_renditions
from tests.bucket import keys, on_storage, silence, silent_address
from tests.factories.users import editor
from tests.news.library.documents import pdf
from tests.news.library.test_picture_files import shown, upload

pytestmark = pytest.mark.django_db
SMALL = (360, 270)
FORM = {
    "title_en": "A loom", "title_zh_hans": "织机", "alt_en": "A loom", "alt_zh_hans": "织机", "focal_x": "50", "focal_y": "50",
}  # fmt: skip


@pytest.fixture
def saved(django_capture_on_commit_callbacks):
    """Save a picture as a request does, with what follows its commit."""

    def save(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            return Picture.objects.create(
                **{"file": upload(SMALL), "title_en": "Photo", "alt_en": "A loom", **fields}
            )

    return save


@pytest.fixture
def away(settings):
    """Have the files lie in a store that says nothing, which has just been noticed."""
    with silence() as endpoint:
        address = silent_address(endpoint, connect_seconds=0.2, read_seconds=0.2)
        with on_storage(settings, address) as storage:
            storage._breaker._pause = 600
            storage._breaker.waited_in_vain()
            yield storage


def read(client, address):
    answer = client.get(address)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content


def test_a_picture_of_the_admin_is_shown_on_pages(
    bucket, client_of_store, client, django_capture_on_commit_callbacks
):
    client.force_login(editor())
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/admin/news/picture/add/", {**FORM, "file": upload(SMALL)})
    assert answer.status_code == 302, answer.text
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == SMALL
    assert keys(client_of_store) == {
        f"media/{name}" for name in (picture.file.name, *rendition_files.names(picture))
    }
    html = shown(picture)
    assert "127.0.0.1" not in html
    for address in html.replace(",", " ").replace('"', " ").split():
        if address.startswith("/media/"):
            assert read(Client(), address)[0] == 200, address


def test_a_size_that_a_page_names_before_it_is_there_is_made_and_kept(bucket, saved, client):
    picture = saved()
    name = next(iter(rendition_files.names(picture)))
    for ask in (client.get, client.head):
        bucket.delete(name)
        assert ask(f"/media/{name}").status_code == 200
        assert bucket.exists(name)
    assert client.get(f"/media/{name[:-9]}00000000.avif").status_code == 404


def test_a_picture_goes_with_all_its_files(
    bucket, client_of_store, saved, django_capture_on_commit_callbacks
):
    picture = saved()
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert keys(client_of_store) == set()


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_readers_download_goes_too(
    bucket, client_of_store, django_capture_on_commit_callbacks, how
):
    with django_capture_on_commit_callbacks(execute=True):
        attachment = Attachment.objects.create(
            file=ContentFile(pdf(), name="a.pdf"), title_en="A", digest="a"
        )
    (before,) = keys(client_of_store)
    with django_capture_on_commit_callbacks(execute=True):
        if how == "deleted":
            attachment.delete()
        else:
            attachment.file = ContentFile(pdf() + b"\n", name="a.pdf")
            attachment.save()
            attachment.title_en = "Saved again"
            attachment.save()
    left = keys(client_of_store)
    assert (before in left, len(left)) == (False, 0 if how == "deleted" else 1)


def test_what_cannot_be_deleted_is_deleted_later(
    settings, address_of_bucket, client_of_store, saved, django_capture_on_commit_callbacks, caplog
):
    with on_storage(settings, address_of_bucket):
        picture = saved()
    held = keys(client_of_store)
    with (
        silence() as endpoint,
        on_storage(settings, silent_address(endpoint, connect_seconds=0.2, read_seconds=0.2)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        picture.delete()
    assert not Picture.objects.exists()
    assert keys(client_of_store) == held
    stored = DBTaskResult.objects.get()
    assert (stored.status, stored.run_after is not None) == ("READY", True)
    assert Mishap.objects.get().kind == "unused-files"
    with on_storage(settings, address_of_bucket):
        assert delete_files.call(*stored.args_kwargs["args"]) == len(held)
    assert keys(client_of_store) == set()


def test_what_is_in_use_again_is_not_deleted(bucket, saved, client_of_store):
    content = upload(SMALL).read()
    picture = saved(file=SimpleUploadedFile("a.jpg", content))
    names = [picture.file.name, *rendition_files.names(picture)]
    held = keys(client_of_store)
    assert all(is_in_use(name) for name in names)
    assert not is_in_use("renditions/cards/0123.png")
    assert delete_files.call(0, *names) == 0
    assert keys(client_of_store) == held


def test_what_was_stored_since_waits_until_it_is_known_whose_it_is(bucket, monkeypatch):
    bucket.save("pictures/ab/ab.png", ContentFile(b"not committed yet"))
    with pytest.raises(StoredAgain):
        delete_files.call(0, "pictures/ab/ab.png")
    monkeypatch.setattr(leftovers, "COMMITTED_WITHIN_SECONDS", -10)
    assert delete_files.call(0, "pictures/ab/ab.png") == 1
    assert not bucket.exists("pictures/ab/ab.png")


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "no file can be stored at the moment"), ("zh-hans", "暂时无法保存文件")]
)
def test_a_form_keeps_what_was_typed_while_the_store_is_away(settings, away, language, sentence):
    client = Client(raise_request_exception=False)
    client.force_login(editor())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.post("/admin/news/picture/add/", {**FORM, "file": upload(SMALL, name="loom.jpg")})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert sentence in answer.text
    for words in ("织机", 'value="A loom"', "loom.jpg", 'name="title_zh_hans"'):
        assert words in answer.text, words
    assert not Picture.objects.exists()


def test_the_library_is_read_while_the_store_is_away(settings, address_of_bucket, saved, client):
    with on_storage(settings, address_of_bucket):
        picture = saved()
    client.force_login(editor())
    with (
        silence() as endpoint,
        on_storage(settings, silent_address(endpoint, connect_seconds=0.2, read_seconds=0.2)) as storage,
    ):
        storage._breaker._pause = 600
        storage._breaker.waited_in_vain()
        assert client.get("/admin/news/picture/").status_code == 200
        assert client.get(f"/admin/news/picture/{picture.pk}/change/").status_code == 200
        answer = client.post(
            f"/admin/news/picture/{picture.pk}/change/", {**FORM, "title_en": "Another title"}
        )
        assert answer.status_code in (200, 302)
        assert "/media/renditions/" in shown(picture)


def test_sizes_are_made_when_the_store_is_back(settings, address_of_bucket, client_of_store, saved):
    with on_storage(settings, address_of_bucket) as storage:
        picture = saved()
        storage.delete(next(iter(rendition_files.names(picture))))
        storage._breaker._pause = 600
        storage._breaker.waited_in_vain()
        make_renditions.enqueue(picture.pk)
        stored = DBTaskResult.objects.get()
        assert (stored.status, stored.exception_class_path) == ("READY", "foundation.stores.StoreAway")
        storage._breaker.answered()
        assert make_renditions.call(*stored.args_kwargs["args"]) == 1


def test_a_link_picture_is_drawn_while_nothing_can_be_kept(away):
    assert card_of("A title", "News", "30 November 2026", "en").startswith(b"\x89PNG")


def test_a_link_picture_is_kept_in_the_bucket(bucket, client_of_store):
    first = card_of("A title", "News", "30 November 2026", "en")
    assert len(keys(client_of_store)) == 1
    assert card_of("A title", "News", "30 November 2026", "en") == first
