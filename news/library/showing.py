"""A picture as people see it: upright, profiles followed in every colour mode, in the colours of screens. Pure."""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms

#: What the space of a colour profile is called → the mode of the pictures that it is about.
SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
SCREEN = ImageCms.createProfile("sRGB")
#: Modes in which a picture can be made smaller and its colours followed.
PLAIN_MODES = frozenset(["L", "RGB", "RGBA", "CMYK", "LAB"])
GREY_OF_16_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: Image.Image) -> Image.Image:
    """Return an open picture as people see it, as RGB or RGBA, without anything that was written into its file."""
    profile, turn = image.info.get("icc_profile"), turn_of(image)
    shown = on_screen(plain(image), profile)
    shown = shown.transpose(turn) if turn is not None else shown
    if shown is image:
        shown = image.copy()
    shown.info = {}
    return shown


def turn_of(image: Image.Image) -> Image.Transpose | None:
    """Return how a picture has to be turned to stand upright; what cannot be read of it says nothing."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # damaged notes of a camera fail in many ways
        return None


def plain(image: Image.Image) -> Image.Image:
    """Return a picture, or a strip of one, in one of the plain modes: no palettes, no 16 bits; transparency becomes RGBA."""
    if image.mode in GREY_OF_16_BITS:
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in PLAIN_MODES:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def on_screen(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a plain picture in sRGB, as RGB, or as RGBA where something of it is transparent."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    image = _followed(image, profile) if profile else image
    if image.mode == "LAB":
        image = _converted(image, ImageCms.createProfile("LAB"))
    if alpha is None or alpha.getextrema() == (255, 255):
        return image if image.mode == "RGB" else image.convert("RGB")
    if image.mode != "RGBA":
        image = image.convert("RGB")
        image.putalpha(alpha)
    return image


def _followed(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture with its profile followed; a broken one is no obstacle, and one for other pictures is not believed."""
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = SPACES.get(source.profile.xcolor_space.strip())
        if mode == "L" and image.mode in ("RGB", "RGBA"):
            image = image.convert("L")
        elif mode == "RGB" and image.mode in ("L", "RGBA"):
            image = image.convert("RGB")
        if image.mode == mode:
            return _converted(image, source)
    return image


def _converted(
    image: Image.Image, source: ImageCms.ImageCmsProfile | ImageCms.core.CmsProfile
) -> Image.Image:
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.profileToProfile(image, source, SCREEN, intent, "RGB", flags=FLAGS) or image
