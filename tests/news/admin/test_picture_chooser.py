"""Pictures in forms are chosen by looking at them, and get the words they lack there. D9."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from foundation.searching.entries import entries_of
from news.articles.models import Article
from news.enums import ArticleStatus
from news.fabrics.models import Fabric
from news.library.models import Picture
from news.linking.uses import note as note_uses
from news.permissions import create_groups
from tests.factories.news import ArticleFactory, FabricFactory
from tests.factories.users import chief_editor, editor
from tests.news.admin.test_admin import change
from tests.plans import analyze, scans_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(**more):
    buffer = BytesIO()
    Image.new("RGB", (640, 480), (120, 40, 40)).save(buffer, "JPEG")
    return Picture.objects.create(
        file=SimpleUploadedFile("loom.jpg", buffer.getvalue()),
        **{"title_en": "Loom", "title_zh_hans": "织机", **more},
    )


def give(client, held, **fields):
    return client.post(reverse("admin:news_writing_words"), {"id": held.pk, **fields})


@pytest.mark.parametrize(
    ("name", "make", "field"), [("article", ArticleFactory, "cover"), ("fabric", FabricFactory, "picture")]
)
def test_the_form_shows_the_picture_as_it_looks(client, name, make, field):
    held = picture(alt_en="A loom")
    thing = make(**{field: held})
    client.force_login(chief_editor())
    html = client.get(reverse(f"admin:news_{name}_change", args=[thing.pk])).text
    place = html[html.index("data-picture-field=") :][:2500]
    assert f'value="{held.pk}"' in place
    assert "/renditions/" in place
    assert "A loom" in place
    add = client.get(reverse(f"admin:news_{name}_add")).text
    assert "picture-field is-empty" in add


def test_a_cover_is_saved_taken_away_and_what_is_none_is_refused(client):
    held, article = picture(), ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(editor())
    change(client, article, cover=held.pk)
    assert Article.objects.get().cover == held
    change(client, article, cover="")
    assert Article.objects.get().cover is None
    for wrong in ("x", "9" * 30, "-1", "0"):
        assert "cover" in change(client, article, cover=wrong).context["adminform"].form.errors
    assert Fabric.objects.count() == 0


def test_words_that_are_missing_are_given_and_what_is_said_stays(client):
    held = picture(alt_en="A loom")
    client.force_login(chief_editor())
    listed = client.get(reverse("admin:news_writing_pictures")).json()["pictures"][0]
    assert listed["lacks"] == [["zh-hans", "简体中文"]]
    answer = give(client, held, **{"alt_en": "Another", "alt_zh-hans": "织机", "decorative": "1"}).json()[
        "picture"
    ]
    held.refresh_from_db()
    assert (held.alt_en, held.alt_zh_hans, held.decorative) == ("A loom", "织机", False)
    assert answer["lacks"] == []
    assert (
        "Given words while writing." in client.get(reverse("admin:news_picture_history", args=[held.pk])).text
    )


def test_a_picture_may_be_called_decorative_instead(client):
    held = picture()
    client.force_login(editor())
    assert give(client, held, decorative="1").json()["picture"]["decorative"]
    assert Picture.objects.get().decorative


def test_who_may_only_add_gives_words_until_something_uses_the_picture(client, settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    held = picture()
    client.force_login(editor())
    assert give(client, held, alt_en="A loom").status_code == 200
    note_uses(ArticleFactory(cover=held))
    refused = give(client, held, **{"alt_zh-hans": "织机"})
    assert (refused.status_code, "in use" in refused.json()["error"]) == (403, True)


def test_strange_words_are_answered_with_a_sentence(client):
    held = picture()
    client.force_login(editor())
    assert give(client, held, alt_en="x" * 300).status_code == 400
    for key in ("", "x", "9" * 30, "0"):
        answer = client.post(reverse("admin:news_writing_words"), {"id": key})
        assert (answer.status_code, bool(answer.json()["error"])) == (404, True)


def test_choosers_and_lists_find_by_the_index_at_any_size(client):  # D12
    held = picture(title_zh_hans="提花织机", credit="Li Wei")
    article = ArticleFactory(title_en="Jacquard looms", title_zh_hans="提花")
    client.force_login(chief_editor())
    chooser, listed = reverse("admin:news_writing_pictures"), reverse("admin:news_picture_changelist")

    def ask(words):
        answers = client.get(chooser, {"q": words}), client.get(listed, {"q": words})
        return answers[0].json()["pictures"], answers[1].context["cl"].result_list

    for words in ("loom", "Loom", "loo", "花织", "提花织机", "li wei", "loom li"):
        shown, rows = ask(words)
        assert [one["id"] for one in shown] == [held.pk], words
        assert [one.pk for one in rows] == [held.pk], words
        assert rows[0].use_count == 0
    for words in ("weaver", "花机", "%", "的"):
        assert [list(found) for found in ask(words)] == [[], []], words
    things = reverse("admin:news_writing_things")
    analyze()
    for words in ("loom", "jacq", "提花", "nowhere"):
        assert not scans_of(lambda words=words: (ask(words), client.get(things, {"q": words})))
    assert f"ref:article/{article.pk}" in client.get(things, {"q": "jacq"}).text
    more = {"file": "pictures/none.jpg", "width": 640, "height": 480}
    Picture.objects.bulk_create(Picture(title=str(number), **more) for number in range(200))
    analyze()
    assert not scans_of(lambda: (client.get(chooser), client.get(listed)))


def test_what_looks_alike_is_looked_for_among_the_newest(monkeypatch, django_assert_num_queries):  # D12
    monkeypatch.setattr("news.library.models.picture.COMPARED", 2)
    same, _old, _middle, near, asked = (
        picture(title_en=title) for title in ("same", "old", "middle", "near", "asked")
    )
    for one, looks in ((same, "f" * 16), (near, "f" * 15 + "e"), (asked, "f" * 16)):
        Picture.objects.filter(pk=one.pk).update(looks=looks)
    Picture.objects.exclude(pk__in=[same.pk, near.pk, asked.pk]).update(looks="f" * 14 + "00")
    asked.refresh_from_db()
    with django_assert_num_queries(3):
        assert {one.title_en for one in Picture.objects.looking_like(asked)} == {"same", "near"}


def test_pictures_that_were_there_before_they_were_searched_are_found_after_the_start():  # D12
    held = picture()
    entries_of(Picture).delete()
    call_command("rebuild_search_index", "--only-new", verbosity=0)
    assert [entry.object_id for entry in entries_of(Picture)] == [held.pk]
    entries_of(Picture).update(object_id=held.pk + 1)
    call_command("rebuild_search_index", "--only-new", verbosity=0)
    assert [entry.object_id for entry in entries_of(Picture)] == [held.pk + 1], (
        "what has entries of today's form is left alone"
    )


def test_visitors_find_no_picture(client):  # D12
    picture(title_en="Zqloom")
    assert "Zqloom" not in client.get("/search/", {"q": "zqloom"}).text.replace('value="zqloom"', "")
    assert client.get("/search/suggest/", {"q": "zqloom"}).json() == {"suggestions": []}
