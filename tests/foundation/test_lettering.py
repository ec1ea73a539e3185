"""The font of pictures: every character of a public name, of the interface and of the starter content is in it."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from PIL import ImageFont

from foundation.lettering import FAMILY, FONT_FILE, can_write, width_of

TEXTS = sorted((Path(settings.BASE_DIR) / "portal/starter_content").rglob("*.*"))
READ = {".json", ".csv", ".html", ".md", ".toml", ".yaml", ".txt"}


def missing(text):
    """Return the characters of a text that the font has no sign for."""
    return {character for character in set(text) if character.isprintable() and not can_write(character)}


def test_it_is_the_font_it_says():
    assert ImageFont.truetype(str(FONT_FILE), 20).getname() == (FAMILY, "Regular")
    assert (FONT_FILE.parent / "OFL.txt").read_text().startswith("Copyright")


def test_a_missing_character_is_found():
    assert missing("柯桥 a\U00020000") == {"\U00020000"}


def test_every_word_of_the_interface_can_be_written():
    words = "".join(
        entry.msgid + entry.msgstr
        for entry in polib.pofile(str(Path(settings.BASE_DIR) / "locale/zh_Hans/LC_MESSAGES/django.po"))
    )
    assert missing(words) <= {"⌘"}  # a key of the editor


def test_every_name_of_the_starter_content_can_be_written():
    files = [path for path in TEXTS if path.suffix in READ]
    assert files
    assert not missing("".join(path.read_text() for path in files))


@pytest.mark.parametrize("text", ["柯桥纺织指数", "105.97"])
def test_width(text):
    assert width_of(text, 26) == pytest.approx(2 * width_of(text, 13))
    assert width_of("柯桥", 20) == pytest.approx(40)
