"""Renditions: crops, sizes, formats, focal point, and nothing that a camera wrote down."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from news.library.renditions import (
    CROPS,
    FORMATS,
    Rendition,
    fallback_size,
    render,
    rendition_name,
    renditions,
    sizes,
)
from news.library.showing import upright

RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(size=(800, 400)):
    """Left half red, right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def opened(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image


def close(pixel, colour):
    return all(abs(one - other) < 30 for one, other in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("crop", CROPS)
def test_each_crop_comes_in_growing_sizes_of_one_shape(crop):
    found = sizes(crop, 3000, 2000)
    assert [width for width, _height in found] == list(CROPS[crop].widths)
    ratio = CROPS[crop].ratio or (3000, 2000)
    assert all(abs(width / height - ratio[0] / ratio[1]) < 0.01 for width, height in found)


@pytest.mark.parametrize(
    ("crop", "size", "widths"),
    [
        ("card", (1200, 900), [320, 640, 960]),
        ("card", (700, 300), [320, 400]),
        ("card", (200, 5000), [200]),
        ("cover", (1200, 675), [480, 800, 1200]),
        ("cover", (820, 2000), [480, 800]),
        ("original", (1200, 900), [1200]),
        ("original", (333, 100), [333]),
        ("original", (1, 1), [1]),
    ],
)
def test_nothing_is_larger_than_its_picture_allows(crop, size, widths):
    found = sizes(crop, *size)
    assert [width for width, _height in found] == widths
    assert all(width <= size[0] and height <= max(1, size[1]) for width, height in found)


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_is_what_it_says_and_of_the_right_size(kind):
    image = opened(render(halves(), Rendition("card", 320, 240, kind)))
    assert (image.format, image.size) == (FORMATS[kind][0], (320, 240))


@pytest.mark.parametrize(("focal", "colour"), [((0, 50), RED), ((100, 50), BLUE)])
def test_the_focal_point_stays_in_every_crop(focal, colour):
    for rendition in renditions(800, 400):
        if rendition.crop == "card":
            image = opened(render(halves(), rendition, focal)).convert("RGB")
            assert close(image.getpixel((image.width // 2, image.height // 2)), colour), rendition


def test_a_turned_photograph_stands_upright_without_place_and_camera():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[2] = (30.0, 5.0, 0.0)  # latitude
    buffer = BytesIO()
    halves().save(buffer, "JPEG", exif=exif, quality=95)
    image = upright(opened(buffer.getvalue()))
    assert image.size == (400, 800)
    assert close(image.getpixel((200, 100)), RED)
    for rendition in renditions(*image.size):
        made = opened(render(image, rendition))
        assert not made.getexif()
        assert not made.info.keys() & {"exif", "xmp", "icc_profile", "comment"}


def test_transparent_places_become_paper_only_where_the_format_needs_it():
    image = upright(Image.new("RGBA", (640, 480), (0, 0, 0, 0)))
    assert opened(render(image, Rendition("card", 320, 240, "jpg"))).getpixel((5, 5)) == (255, 255, 255)
    assert opened(render(image, Rendition("card", 320, 240, "webp"))).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_pictures_of_any_mode_can_be_shown(mode):
    image = upright(Image.new(mode, (640, 480)))
    for kind in FORMATS:
        assert opened(render(image, Rendition("card", 320, 240, kind))).size == (320, 240)


def test_a_colour_profile_is_followed_and_a_broken_one_is_no_obstacle():
    image = halves()
    image.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert close(upright(image).getpixel((10, 10)), RED)
    image.info["icc_profile"] = b"broken"
    assert close(upright(image).getpixel((10, 10)), RED)


def test_names_change_with_content_focal_point_and_crop():
    card = Rendition("card", 320, 240, "avif")
    name = rendition_name("pictures/ab/abcdef.jpg", (50, 50), card)
    assert name.startswith("renditions/ab/abcdef/card-320-")
    assert name.endswith(".avif")
    others = {
        rendition_name("pictures/cd/cdefab.jpg", (50, 50), card),
        rendition_name("pictures/ab/abcdef.jpg", (50, 51), card),
        rendition_name("pictures/ab/abcdef.jpg", (50, 50), Rendition("cover", 320, 240, "avif")),
    }
    assert name not in others
    assert len(others) == 3


def test_there_is_one_jpeg_for_each_crop():
    made = renditions(1200, 900)
    jpegs = [(rendition.crop, rendition.width) for rendition in made if rendition.format == "jpg"]
    assert jpegs == [("card", 640), ("cover", 1200), ("original", 1200)]
    assert fallback_size("card", 100, 100) == (100, 75)
    assert len(set(made)) == len(made)
