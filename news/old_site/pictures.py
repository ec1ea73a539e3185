"""Pictures of saved pages: brought into the library by its one door where they lie beside the page, counted where not."""

from base64 import b64decode
from collections import Counter
from io import BytesIO
from urllib.parse import unquote_to_bytes

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from foundation.languages import in_languages
from news.library.models import Picture
from news.library.pictures import same_as, taken_in
from news.text.elements import rewritten

from .beside import PictureTooLargeError

NEW, KNOWN, ELSEWHERE, REFUSED, ORNAMENT = (
    "brought in",
    "in the library already",
    "elsewhere",
    "refused",
    "ornaments",
)
#: So many pictures of one page come along, and what is not larger than this on either side is an ornament.
MOST_PICTURES, LEAST_SIDE = 200, 24
LONGEST_SOURCE, MOST_TOLD = 120, 10


class PagePictures:
    """The pictures of one page, asked for by their number in `OldPage.pictures`; `find` gives their bytes by what they are called.

    Once they have been put, `counted` says what became of each and `told` why some stayed behind.
    """

    def __init__(self, page, find):
        self.page, self._find = page, find
        self.counted: Counter[str] = Counter()
        self.told: list[str] = []

    def put(self, keep=False, dry=False):
        """Return the page's text with the library's pictures, new ones among them if they are to be kept.

        Without `keep` nothing is written: pictures that are not in the library yet are left out. `dry` counts as `keep` does.
        """
        self.counted.clear()
        self.told.clear()

        def image(element, _inside):
            number = int(element.attributes.get("data-picture") or 0)
            picture = (
                self._picture(number, keep and not dry) if 0 < number <= len(self.page.pictures) else None
            )
            return f'<img src="{picture.file.url}" alt="" data-picture="{picture.pk}">' if picture else ""

        return _with_images(self.page.body, image)

    def has_more(self, html):
        """Tell whether more pictures are here now than stand in a stored text."""
        return self.counted[NEW] + self.counted[KNOWN] > html.count("<img ")

    def report(self):
        """Return what became of the pictures as a sentence, "" where there was none."""
        words = [
            f"{self.counted[kind]} {kind}"
            for kind in (NEW, KNOWN, ELSEWHERE, REFUSED, ORNAMENT)
            if self.counted[kind]
        ]
        if self.page.pictures_lost:
            words.append(
                f"{self.page.pictures_lost} of the page left out: its text could not be told from its frame"
            )
        why = (
            f" ({'; '.join(self.told[:MOST_TOLD])}{'; …' if len(self.told) > MOST_TOLD else ''})"
            if self.told
            else ""
        )
        return f"{', '.join(words)}{why}" if words else ""

    def _picture(self, number, keep):
        source, alt = self.page.pictures[number - 1]
        if number > MOST_PICTURES:
            return self._left(ELSEWHERE, source)
        try:
            content = bytes_inside(source) if source[:5].lower() == "data:" else self._find(source)
        except PictureTooLargeError:
            return self._left(REFUSED, source, "The file is larger than 20 MB.")
        except OSError as error:
            return self._left(REFUSED, source, f"{error.strerror}.")
        if content is None:
            return self._left(ELSEWHERE, source)
        file = ContentFile(content, name="page")
        try:
            known = same_as(file, Picture.objects)
        except ValidationError as error:
            return self._left(REFUSED, source, error.messages[0])
        if known:
            self.counted[KNOWN] += 1
            return known
        if is_ornament(file):
            self.counted[ORNAMENT] += 1
            return None
        self.counted[NEW] += 1
        if not keep:
            return None
        title = (alt or self.page.title)[:160]
        return Picture.objects.create(file=file, **dict.fromkeys(in_languages("title"), title))

    def _left(self, kind, source, why=""):
        self.counted[kind] += 1
        short = source if len(source) <= LONGEST_SOURCE else f"{source[:LONGEST_SOURCE]}…"
        self.told.append(f"{short}: {why}" if why else short)


def is_ornament(file):
    """Tell whether a picture is a line, a dot or a sign of the page's frame."""
    with Image.open(BytesIO(taken_in(file).content)) as image:
        return min(image.size) <= LEAST_SIDE


def without_pictures(html):
    """Return a stored text without its pictures."""
    return _with_images(html, lambda _element, _inside: "")


def bytes_inside(source):
    """Return the bytes of a picture that lies in its address (`data:image/…`)."""
    kind, _comma, data = source.partition(",")
    content = unquote_to_bytes("".join(data.split()))
    if not kind.lower().rstrip().endswith(";base64"):
        return content
    try:
        return b64decode(content + b"=" * (-len(content) % 4))
    except ValueError:
        return b""


def _with_images(html, image):
    def figure(element, inside):
        if "data-chart" in element.attributes or "<img" in inside:
            return None
        return inside.replace("<figcaption", "<p").replace("</figcaption", "</p")

    return rewritten(html, {"img": image, "figure": figure})
