"""Any picture from a phone, a scanner, a designer or a messenger comes in as people see it, or is refused with a sentence."""

import struct
import threading
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin, TiffImagePlugin

from news.library import decoding, rendition_files
from news.library.decoding import MEGAPIXELS, decoded
from news.library.models import Picture
from news.library.pictures import check_picture, taken_in
from news.library.renditions import LONGEST_SIDE, renditions, sizes
from tests.factories.users import editor
from tests.news.library.inks import profile_of_inks

RED, BLUE = (200, 30, 30), (30, 30, 200)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def halves(mode="RGB", size=(120, 60)):
    """Left half red, right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.quantize(8) if mode == "P" else image.convert(mode)


def written(image, kind="JPEG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def sent(content, name="picture.jpg"):
    return SimpleUploadedFile(name, content)


def kept(content, name="picture.jpg"):
    """The picture that the library keeps of some bytes, opened."""
    image = Image.open(BytesIO(taken_in(sent(content, name)).content))
    image.load()
    return image


def close(pixel, colour, by=30):
    return all(abs(one - other) <= by for one, other in zip(pixel[:3], colour, strict=True))


def refusal(content, name="picture.jpg"):
    with pytest.raises(ValidationError) as refused:
        check_picture(sent(content, name))
    return refused.value


def place_and_orientation(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (30.0, 5.0, 0.0)
    return exif


def lab_profile_free(image):
    return ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )


ANY = {
    "jpeg": lambda: written(halves(), quality=95),
    "progressive jpeg": lambda: written(halves(), quality=95, progressive=True),
    "grey jpeg": lambda: written(halves("L")),
    "cmyk jpeg": lambda: written(halves("CMYK"), quality=95),
    "mpo": lambda: written(halves(), "MPO", save_all=True, append_images=[halves()], quality=95),
    "png": lambda: written(halves(), "PNG"),
    "png palette": lambda: written(halves("P"), "PNG"),
    "png one bit": lambda: written(halves("1"), "PNG"),
    "png 16 bit grey": lambda: written(Image.new("I;16", (120, 60), 40000), "PNG"),
    "png grey and alpha": lambda: written(halves("LA"), "PNG"),
    "webp": lambda: written(halves(), "WEBP", quality=95),
    "webp lossless": lambda: written(halves("RGBA"), "WEBP", lossless=True),
    "avif": lambda: written(halves(), "AVIF", quality=95),
    "heic": lambda: written(halves(), "HEIF", quality=95),
    "tiff": lambda: written(halves(), "TIFF"),
    "tiff lzw": lambda: written(halves(), "TIFF", compression="tiff_lzw"),
    "tiff fax": lambda: written(halves("1"), "TIFF", compression="group4"),
    "tiff cmyk": lambda: written(halves("CMYK"), "TIFF"),
    "tiff lab": lambda: written(lab_profile_free(halves()), "TIFF"),
    "tiff 16 bit": lambda: written(Image.new("I;16", (120, 60), 40000), "TIFF"),
    "bmp": lambda: written(halves(), "BMP"),
    "gif": lambda: written(halves(), "GIF"),
}


@pytest.mark.parametrize("kind", ANY)
def test_any_format_and_colour_mode_comes_in_with_its_colours(kind):
    """Whatever its name says: the content decides."""
    image = kept(ANY[kind](), "微信图片.dat")
    assert image.format in {"JPEG", "PNG", "WEBP"}
    assert image.mode in {"RGB", "RGBA"}
    assert image.size == (120, 60)
    left, right = image.getpixel((20, 30)), image.getpixel((100, 30))
    if "16 bit" in kind:
        assert close(left, (156, 156, 156), 2), left
    elif "grey" in kind or "one bit" in kind or "fax" in kind:
        assert left[0] == left[1] == left[2]
    else:
        assert close(left, RED)
        assert close(right, BLUE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "AVIF", "TIFF", "HEIF"])
def test_transparent_places_stay_transparent(kind):
    image = halves("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 60, 60))
    made = kept(written(image, kind))
    assert made.getpixel((20, 30))[3] == 0
    assert made.getpixel((100, 30))[3] == 255
    assert close(made.getpixel((100, 30)), BLUE, 60)


def test_a_palette_with_transparency_and_16_bits_with_a_transparent_grey():
    palette = halves("P")
    palette.info["transparency"] = palette.getpixel((20, 30))
    assert kept(written(palette, "PNG", transparency=palette.getpixel((20, 30)))).getpixel((20, 30))[3] == 0


# -- I1, I4: what was written into the file


def with_chunk(png, name, data):
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return png[:33] + chunk + png[33:]


BROKEN = (
    b"Exif\0\0" + b"MM\0\x2a\xff\xff\xff\xff",
    b"nothing",
    b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 40,
    b"",
)


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_notes_of_a_camera_are_no_obstacle(broken):
    """I1: PNG and WebP with broken EXIF (Pillow#5528); the same in JPEG, AVIF and HEIC."""
    assert kept(with_chunk(written(halves(), "PNG"), b"eXIf", broken)).size == (120, 60)
    for kind in ("WEBP", "JPEG", "AVIF", "HEIF"):
        try:
            content = written(halves(), kind, exif=broken)
        except Exception:
            continue
        assert kept(content).size == (120, 60)


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_and_nothing_tells_where_it_was_taken(orientation):
    upright = halves()
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]  # Image.Transpose, backwards
    stored = upright if turned is None else upright.transpose(Image.Transpose(turned))
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        image = kept(written(stored, kind, exif=place_and_orientation(orientation)))
        assert image.size == (120, 60), kind
        assert close(image.getpixel((20, 30)), RED), kind
        assert not image.getexif()


HIDDEN = b"SECRET-PLACE-30.05N"


@pytest.mark.parametrize(
    "content",
    [
        lambda jpeg: jpeg + b"\0\0\0\x18ftypmp42" + HIDDEN,  # the film of a motion photo
        lambda jpeg: jpeg[:2] + segment(0xEB, b"JP\0\1\0\0\0\1" + HIDDEN) + jpeg[2:],  # C2PA in APP11
        lambda jpeg: jpeg[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + HIDDEN) + jpeg[2:],  # XMP
        lambda jpeg: jpeg[:2] + segment(0xED, b"Photoshop 3.0\0" + HIDDEN) + jpeg[2:],  # IPTC
        lambda jpeg: jpeg[:2] + segment(0xFE, HIDDEN) + jpeg[2:],  # comment
        lambda jpeg: jpeg[:2] + segment(0xE7, HIDDEN) + jpeg[2:],
        lambda jpeg: with_chunk(written(halves(), "PNG"), b"caBX", HIDDEN),
        lambda jpeg: with_chunk(written(halves(), "PNG"), b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + HIDDEN),
        lambda jpeg: written(halves(), "PNG") + HIDDEN,
        lambda jpeg: written(halves(), "WEBP", xmp=HIDDEN),
        lambda jpeg: written(halves(), "WEBP", lossless=True) + HIDDEN,
        lambda jpeg: written(halves(), "AVIF", xmp=HIDDEN),
        lambda jpeg: written(halves(), "GIF", comment=HIDDEN),
        lambda jpeg: written(halves(), "BMP") + HIDDEN,
        lambda jpeg: written(halves(), "TIFF", description=HIDDEN.decode()),
    ],
)
def test_nothing_but_the_picture_remains(content):
    """I4: what makers of telephones and programs hide in files, and what lies behind their end."""
    content = content(written(halves()))
    assert HIDDEN in content
    assert HIDDEN not in taken_in(sent(content)).content


# -- I3: colours


def swapped_profile():
    """An RGB profile in which red and blue have changed places: whoever follows it sees the picture the other way round."""
    data = bytearray(SRGB)
    at = {
        data[132 + 12 * n : 136 + 12 * n].decode(): 132 + 12 * n
        for n in range(struct.unpack(">I", data[128:132])[0])
    }
    red, blue = bytes(data[at["rXYZ"] + 4 : at["rXYZ"] + 12]), bytes(data[at["bXYZ"] + 4 : at["bXYZ"] + 12])
    data[at["rXYZ"] + 4 : at["rXYZ"] + 12], data[at["bXYZ"] + 4 : at["bXYZ"] + 12] = blue, red
    return bytes(data)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "JPEG"),
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("RGB", "WEBP"),
        ("RGB", "AVIF"),
        ("RGB", "TIFF"),
        ("RGB", "HEIF"),
    ],
)
def test_a_profile_is_followed_in_every_mode(mode, kind):
    """I3: a profile is part of the picture, also of one with a palette or with transparency."""
    image = kept(written(halves(mode), kind, icc_profile=swapped_profile()))
    assert close(image.getpixel((20, 30)), BLUE, 40), image.getpixel((20, 30))
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_the_profile_of_a_press_is_followed(kind):
    """I3 (Willow#139): cyan ink is not (0, 255, 255)."""
    cyan = Image.new("CMYK", (40, 40), (255, 0, 0, 0))
    image = kept(written(cyan, kind, icc_profile=profile_of_inks()))
    assert close(image.getpixel((20, 20)), (0, 147, 217), 12), image.getpixel((20, 20))


@pytest.mark.parametrize("profile", [b"broken", SRGB[:200], profile_of_inks])
def test_a_broken_profile_or_one_of_another_kind_is_no_obstacle(profile):
    profile = profile() if callable(profile) else profile
    assert close(kept(written(halves(), icc_profile=profile)).getpixel((20, 30)), RED)


# -- I5: what moves


def moving(kind):
    return written(
        halves(),
        kind,
        save_all=True,
        append_images=[halves().transpose(Image.Transpose.ROTATE_180)] * 2,
        duration=80,
    )


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "PNG", "AVIF"])
def test_what_moves_is_refused_with_a_sentence(kind):
    """I5: instead of one of its frames, without a word."""
    assert "moves" in refusal(moving(kind)).messages[0]


def test_several_pages_are_refused_but_a_preview_is_no_page():
    assert "pages" in refusal(written(halves(), "TIFF", save_all=True, append_images=[halves()])).messages[0]


# -- What is no picture, broken, or made to harm


def sentence_or_picture(content):
    """What is said of a file, or None when it is taken; anything else is a failure of the server."""
    try:
        taken_in(sent(content))
    except ValidationError as refused:
        return refused.messages[0]
    return None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_refused_with_a_sentence(kind, share):
    content = written(Image.effect_noise((160, 120), 80).convert("RGB"), kind)
    said = sentence_or_picture(content[: int(len(content) * share)])
    assert "can be read" in said or (kind == "AVIF" and "accepted" in said)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF", "MPO"])
def test_damaged_bytes_are_refused_or_shown(kind):
    content = bytearray(written(halves(), kind))
    for at in range(8, len(content), max(1, len(content) // 25)):
        damaged = bytes(content[:at]) + bytes([content[at] ^ 0xFF]) + bytes(content[at + 1 :])
        assert sentence_or_picture(damaged) != ""


def bomb(width, height, depth=8, colour=2):
    """A PNG that says how large it is and holds nothing."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        start += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return start


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (bomb(9000, 9000), "more than 50"),
        (bomb(60_000, 60_000), "far too many"),
        (bomb(7000, 7000, 16, 6), "more than 25"),
    ],
)
def test_what_would_unpack_to_too_much_is_refused_before_it_does(content, most):
    """I7: said with the megapixels that its format may have."""
    assert f"{most} megapixels" in refusal(content).messages[0]


def test_each_format_says_how_many_megapixels_it_may_have(monkeypatch):
    monkeypatch.setattr(decoding, "MEGAPIXELS", dict.fromkeys(MEGAPIXELS, 0))
    monkeypatch.setattr(decoding, "DEEP", 0)
    for kind, content in ANY.items():
        if kind != "progressive jpeg":
            assert "more than 0 megapixels" in refusal(content()).messages[0], kind
    monkeypatch.setattr(decoding, "PROGRESSIVE", 0)
    assert "more than 0 megapixels" in refusal(ANY["progressive jpeg"]()).messages[0]


def test_a_jpeg_that_goes_over_its_picture_again_and_again_is_refused():
    content = written(halves(), progressive=True)
    scan = content.rindex(b"\xff\xda")
    assert refusal(content[:scan] + content[scan:-2] * 70 + content[-2:]).code == "unreadable"


@pytest.mark.parametrize("kind", [kind for kind in ANY if kind != "mpo"])
def test_a_large_picture_is_kept_smaller(kind, monkeypatch):
    """I7: strip by strip, with the same colours."""
    monkeypatch.setattr(decoding, "KEPT", 2000)
    monkeypatch.setattr(decoding, "STRIP_HEIGHT", 8)
    small = decoded(sent(ANY[kind]())).image
    assert 500 <= small.width * small.height <= 2000
    assert abs(small.width / small.height - 2) < 0.1
    if not any(word in kind for word in ("grey", "bit", "fax")):
        assert close(small.getpixel((small.width // 6, small.height // 2)), RED)
        assert close(small.getpixel((small.width * 5 // 6, small.height - 1)), BLUE)


@pytest.mark.long
@pytest.mark.parametrize(
    "kind",
    [
        "PNG",
        "PNG-16",
        "PNG-alpha",
        "PNG-photo",
        "JPEG",
        "JPEG-progressive",
        "JPEG-kept",
        "WEBP",
        "TIFF",
        "GIF",
        "BMP",
        "AVIF",
    ],
)
def test_the_largest_that_is_taken_is_bounded(kind, tmp_path):
    """I7: measured in a process of its own, so that what others have used does not count."""
    from tests.bench.pictures import measured

    memory, ratio = measured(kind, tmp_path)
    assert memory < 300
    assert ratio < 1.5


def test_raw_pictures_of_cameras_are_refused():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[50706] = (1, 4, 0, 0)
    assert "raw" in refusal(written(halves(), "TIFF", tiffinfo=tags)).messages[0]
    assert "raw" in refusal(written(Image.new("F", (9, 9)), "TIFF")).messages[0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<svg/>",
        b"8BPS" + bytes(40),
        b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
        b"RIFF\x10\0\0\0WAVE" + bytes(9),
    ],
)
def test_other_formats_are_refused_by_naming_those_that_are_taken(content):
    assert "HEIC, TIFF, BMP and GIF" in refusal(content).messages[0]


def test_one_picture_is_decoded_at_a_time():
    ends, content = [], ANY["png"]()
    with decoding._ONE_AT_A_TIME:
        thread = threading.Thread(target=lambda: ends.append(decoded(sent(content))))
        thread.start()
        thread.join(0.1)
        assert not ends
    thread.join(10)
    assert ends


# -- I2: renditions


@pytest.mark.parametrize("size", [(400, 17_000), (17_000, 400), (1, 60_000), (60_000, 1), (100, 40_000)])
def test_no_rendition_is_larger_than_its_formats_can_hold(size):
    """I2: WebP ends at 16,383 (weserv#260)."""
    for rendition in renditions(*size):
        assert max(rendition.width, rendition.height) <= LONGEST_SIDE, rendition
    assert sizes("original", 400, 17_000) == [(385, 16_362)]


@pytest.mark.long
@pytest.mark.django_db
def test_a_long_picture_has_all_its_renditions(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    long = Image.new("RGB", (400, 17_000), "white")
    ImageDraw.Draw(long).line((0, 0, 400, 17_000), fill=RED, width=9)
    with django_capture_on_commit_callbacks(execute=True):
        picture = Picture.objects.create(file=sent(written(long)), title_en="Long")
    assert not rendition_files.missing(picture)


@pytest.mark.django_db
@pytest.mark.long
def test_one_that_cannot_be_made_stops_no_other(settings, tmp_path, monkeypatch, client, capsys):
    """I2: neither the other sizes, nor the other pictures, nor the page that names it."""
    settings.MEDIA_ROOT = tmp_path
    pictures = [
        Picture.objects.create(file=sent(written(halves(size=(400, 300 + n)))), title_en=f"{n}")
        for n in range(3)
    ]
    real = rendition_files.render_all

    def failing(image, focal, wanted):
        if image.height == 301 and wanted[0].format == "webp":
            raise ValueError("encoding error 5")
        return real(image, focal, wanted)

    monkeypatch.setattr(rendition_files, "render_all", failing)
    call_command("make_renditions")
    assert "could not be read: 1" in capsys.readouterr().out
    left = [rendition_files.missing(picture) for picture in pictures]
    assert left[0] == left[2] == {}
    assert {one.format for one in left[1].values()} == {"webp"}
    assert client.get(f"/media/{next(iter(left[1]))}").status_code == 404
    default_storage.delete(pictures[2].file.name)
    default_storage.delete(next(iter(rendition_files.names(pictures[2]))))
    assert client.get(f"/media/{next(iter(rendition_files.names(pictures[2])))}").status_code == 404


# -- The doors of the admin


@pytest.mark.django_db
def test_the_form_and_the_editor_take_the_same_and_know_it_again(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(editor())
    content = written(halves(), "TIFF")
    data = {"title_en": "Scan", "focal_x": 50, "focal_y": 50}
    answer = client.post(reverse("admin:news_picture_add"), {**data, "file": sent(content, "扫描.dat")})
    assert answer.status_code == 302, answer.context["errors"]
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (120, 60)
    upload = reverse("admin:news_writing_upload")
    again = [client.post(upload, {"file": sent(content, "x")}).json()]
    with picture.file.open() as file:  # as it is kept
        again.append(client.post(upload, {"file": sent(file.read(), "y.png")}).json())
    assert {one["picture"]["id"] for one in again} == {picture.pk}
    refused = client.post(upload, {"file": sent(moving("GIF"), "z.gif")})
    assert refused.status_code == 400
    assert "moves" in refused.json()["error"]
    page = client.post(reverse("admin:news_picture_add"), {**data, "file": sent(moving("PNG"), "z.png")})
    assert "moves" in page.text


def test_a_file_is_decoded_once_however_often_it_is_asked(monkeypatch):
    file, calls = sent(ANY["jpeg"]()), []
    real = decoding.Image.open
    monkeypatch.setattr(
        decoding.Image, "open", lambda *args, **kwargs: calls.append(1) or real(*args, **kwargs)
    )
    check_picture(file)
    assert taken_in(file) is taken_in(file)
    assert len(calls) == 1


def test_png_text_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Secret")
    assert b"Secret" not in taken_in(sent(written(halves(), "PNG", pnginfo=info))).content
