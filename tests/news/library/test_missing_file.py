"""A picture whose file is gone from the disk can still be read about, changed and replaced."""

import pytest
from django.urls import reverse

from news.library.models import Picture
from tests.factories.users import chief_editor
from tests.news.admin.test_versions import as_shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("width", [640, 0])
def test_words_of_a_picture_without_its_file_are_saved(client, settings, tmp_path, width):
    settings.MEDIA_ROOT = tmp_path
    made = Picture(title="Loom", title_en="Loom", width=640, height=480)
    made.file.name = "pictures/ab/gone.jpg"
    Picture.objects.bulk_create([made])
    Picture.objects.update(width=width)
    client.force_login(chief_editor())
    address = reverse("admin:news_picture_change", args=[made.pk])
    shown = client.get(address)
    assert shown.status_code == 200
    assert client.get(reverse("admin:news_picture_changelist")).status_code == 200
    answer = client.post(address, {**as_shown(shown, Picture), "alt_en": "A loom"})
    assert answer.status_code == 302, answer.context["errors"]
    assert Picture.objects.values_list("alt_en", flat=True).get() == "A loom"
