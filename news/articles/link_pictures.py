"""Link pictures for articles without a cover: 1200 × 630, in the look of the house, drawn once.

The words are written in the font of pictures (`foundation.lettering`), and where it lacks a sign of them in one of the system.
"""

import hashlib
import shutil
import subprocess
from contextlib import suppress
from functools import lru_cache
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from foundation.lettering import FONT_FILE, can_write
from foundation.stores import StoreAway

SIZE = (1200, 630)
CLOTH_WIDTH = 400
PAPER, INK, SOFT, INDIGO = "#F6F2E9", "#1E2430", "#565C68", "#24406E"
MARGIN, MOST_LINES = 64, 5
TITLE_SIZES = (64, 56, 48, 42)
RECIPE = "2"
FAMILIES = {"en": "Noto Sans,DejaVu Sans:lang=en", "zh-hans": "Noto Sans CJK SC:lang=zh-cn"}


def card_of(title, section, day, language):
    """Return the PNG of a link picture for an article's title, section and date in a language; drawn when first asked."""
    identity = "\n".join(
        (RECIPE, title, section, day, language, str(font_for(title + section + day, language)))
    )
    name = f"renditions/cards/{hashlib.sha256(identity.encode()).hexdigest()[:24]}.png"
    try:
        with default_storage.open(name) as file:
            return file.read()
    except StoreAway:
        return draw_card(title, section, day, language)
    except FileNotFoundError:
        content = draw_card(title, section, day, language)
    with suppress(StoreAway):  # drawn again when next asked
        default_storage.save(
            name, ContentFile(content)
        )  # another process may have been faster: it kept the same
    return content


def draw_card(title, section, day, language):
    """Return the bytes of a link picture."""
    from news.swatches import draw_cover  # heavy: numpy, and each picture is drawn once

    image = Image.new("RGB", SIZE, PAPER)
    image.paste(draw_cover(seed=title, size=(CLOTH_WIDTH, SIZE[1])), (SIZE[0] - CLOTH_WIDTH, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 14), fill=INDIGO)
    path = font_for(title + section + day, language)
    room = SIZE[0] - CLOTH_WIDTH - 2 * MARGIN
    draw.text((MARGIN, 70), section, font=_font(path, 30), fill=INDIGO)
    font, lines = _fitted(title, path, room, language)
    step = round(font.size * 1.28)
    for number, line in enumerate(lines):
        draw.text((MARGIN, 132 + number * step), line, font=font, fill=INK)
    draw.text((MARGIN, SIZE[1] - 90), day, font=_font(path, 28), fill=SOFT)
    buffer = BytesIO()
    image.quantize(200, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def font_for(words, language):
    """Return the path of the font that words in a language are written in."""
    own = str(FONT_FILE)
    return own if can_write(words) else font_file(language) or own


@lru_cache
def font_file(language):
    """Return the path of a font file of the system with the signs of a language, or None."""
    if not shutil.which("fc-match"):
        return None
    code = "zh-cn" if language.startswith("zh") else "en"
    if not _ask("fc-list", f":lang={code}", "file"):
        return None
    return _ask("fc-match", "-f", "%{file}", FAMILIES.get(language, FAMILIES["en"])) or None


def _ask(*command):
    try:
        answer = subprocess.run(command, capture_output=True, timeout=20, check=True)  # noqa: S603 - fixed words only
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode(errors="replace").strip()


@lru_cache(maxsize=32)
def _font(path, size):
    return ImageFont.truetype(path, size, index=_simplified(path))


def _simplified(path):
    """Return which font of a collection writes simplified Chinese."""
    if not path.endswith((".ttc", ".otc")):
        return 0
    for index in range(16):
        try:
            if "SC" in (ImageFont.truetype(path, 12, index=index).getname()[0] or "").split():
                return index
        except OSError:
            break
    return 0


def _fitted(title, path, room, language):
    """Return the largest font in which the title fits, and its lines; a title that never fits is cut with an ellipsis."""
    for size in TITLE_SIZES:
        font = _font(path, size)
        lines = _wrapped(title, font, room, language)
        if len(lines) <= MOST_LINES:
            return font, lines
    lines = lines[:MOST_LINES]
    while lines[-1] and font.getlength(f"{lines[-1]}…") > room:
        lines[-1] = lines[-1][:-1]
    return font, [*lines[:-1], f"{lines[-1]}…"]


def _wrapped(title, font, room, language):
    pieces = list(title) if language.startswith("zh") else [f"{word} " for word in title.split()]
    lines = [""]
    for piece in pieces:
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]
