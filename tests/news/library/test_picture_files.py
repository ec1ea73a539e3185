"""Files of pictures: cleaned, rendered after the commit, named without looking, and gone with their picture."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.template import Context, Template
from django.utils import translation
from PIL import Image

from news.library import rendition_files
from news.library.models import Picture
from news.library.pictures import check_picture

pytestmark = pytest.mark.django_db


def upload(size=(800, 600), kind="JPEG", name="photo.jpg", **options):
    buffer = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def saved(django_capture_on_commit_callbacks):
    """Save a picture as a request would, with what follows its commit."""

    def save(picture=None, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            if picture is None:
                return Picture.objects.create(
                    **{"file": upload(), "title_en": "Photo", "alt_en": "A loom", **fields}
                )
            picture.save()
        return picture

    return save


def files(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def shown(picture, arguments='"card"', language="en"):
    template = Template("{% load pictures %}{% picture picture " + arguments + " %}")
    with translation.override(language):
        return template.render(Context({"picture": picture}))


def test_a_saved_picture_has_all_its_renditions(saved, media):
    picture = saved()
    assert files(media) == sorted([picture.file.name, *rendition_files.names(picture)])


def test_saving_again_makes_nothing_anew(saved, media):
    picture = saved()
    times = {path: path.stat().st_mtime_ns for path in media.rglob("*.*")}
    picture.title_en = "Another title"
    saved(picture)
    assert {path: path.stat().st_mtime_ns for path in media.rglob("*.*")} == times


def test_a_new_focal_point_replaces_the_renditions(saved, media):
    picture = saved()
    before = set(files(media))
    picture.focal_x = 20
    saved(picture)
    assert set(files(media)) & before == {picture.file.name}
    assert not rendition_files.missing(picture)


def test_a_new_file_replaces_everything(saved, media):
    picture = saved()
    before = set(files(media))
    picture.file = upload((640, 480))
    saved(picture)
    assert not set(files(media)) & before
    assert (picture.width, picture.height) == (640, 480)
    assert not rendition_files.missing(picture)


def test_files_go_with_their_picture(saved, media, django_capture_on_commit_callbacks):
    picture = saved()
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert files(media) == []


def test_the_same_file_twice_does_not_share_files(saved, media, django_capture_on_commit_callbacks):
    content = upload().read()
    first = saved(file=SimpleUploadedFile("a.jpg", content))
    second = saved(file=SimpleUploadedFile("b.jpg", content))
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert default_storage.exists(second.file.name)
    assert not rendition_files.missing(second)


def test_an_upload_is_kept_upright_and_without_metadata(saved):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (30.0, 5.0, 0.0)
    picture = saved(file=upload(exif=exif))
    assert (picture.width, picture.height) == (600, 800)
    with picture.file.open() as file, Image.open(file) as image:
        assert image.size == (600, 800)
        assert not image.getexif()


def test_the_extension_is_that_of_the_content(saved):
    assert saved(file=upload(kind="PNG", name="photo.jpg")).file.name.endswith(".png")


def test_missing_renditions_are_made_by_command(saved, media, capsys):
    picture = saved()
    gone = list(rendition_files.names(picture))[:3]
    for name in gone:
        default_storage.delete(name)
    call_command("make_renditions")
    assert "Made 3 files." in capsys.readouterr().out
    assert not rendition_files.missing(picture)
    default_storage.delete(picture.file.name)
    default_storage.delete(gone[0])
    call_command("make_renditions")
    assert "Pictures that could not be read: 1." in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"",
        b"GIF89a" + b"\0" * 50,
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        check_picture(SimpleUploadedFile("photo.jpg", content))


def test_a_picture_cut_short_is_refused():
    content = upload().read()
    with pytest.raises(ValidationError):
        check_picture(SimpleUploadedFile("photo.jpg", content[: len(content) // 2]))


def test_a_bomb_is_refused_before_it_is_unpacked():
    buffer = BytesIO()
    Image.new("1", (20_000, 10_000)).save(buffer, "PNG")
    with pytest.raises(ValidationError):
        check_picture(SimpleUploadedFile("photo.png", buffer.getvalue()))


def test_a_picture_is_written_without_asking_the_database(saved, django_assert_num_queries):
    picture = saved()
    with django_assert_num_queries(0):
        html = shown(picture, '"card" sizes="20rem"')
    assert html.startswith(
        '<picture class="picture picture--card"><source type="image/avif" srcset="/media/renditions/'
    )
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert html.count('sizes="20rem"') == 2
    assert 'width="640" height="480" alt="A loom" loading="lazy" decoding="async"></picture>' in html
    for address in html.replace(",", " ").replace('"', " ").split():
        if address.startswith("/media/"):
            assert default_storage.exists(address.removeprefix("/media/")), address


def test_the_picture_seen_first_is_loaded_at_once(saved):
    html = shown(saved(), '"cover" priority=True')
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_alternative_text_is_in_the_language_of_the_page_or_says_so(saved):
    picture = saved(alt_zh_hans="")
    assert 'alt="A loom" lang="en"' in shown(picture, language="zh-hans")
    picture.alt_zh_hans = "织机"
    assert 'alt="织机" loading' in shown(picture, language="zh-hans")
    picture.alt_en = '"><script>'
    assert "<script>" not in shown(picture)


def test_decorative_pictures_have_empty_alternative_text(saved):
    assert 'alt="" ' in shown(saved(decorative=True))
    assert 'alt="" ' in shown(saved(), '"card" alt=""')


def test_without_a_picture_the_place_is_kept():
    assert shown(None) == '<span class="picture-missing picture-missing--card" aria-hidden="true"></span>'


def test_the_jpeg_of_a_crop_has_an_address_of_its_own(saved):
    template = Template("{% load pictures %}{% picture_url picture 'cover' %}|{% picture_url nothing %}")
    address, nothing = template.render(Context({"picture": saved(), "nothing": None})).split("|")
    assert address.endswith(".jpg")
    assert nothing == ""
