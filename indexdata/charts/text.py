"""Measuring texts, and breaking them into lines."""

from collections.abc import Iterator


def measure(text: str, size: float, bold: bool = False) -> float:
    """About how wide a text will be: good enough to leave room, whatever the font."""
    return size * sum(_advance(character) for character in text) * (1.12 if bold else 1)


def _advance(character: str) -> float:
    if ord(character) >= 0x2E80:
        return 1.02
    if character in " .,:;'|()[]·il":
        return 0.32
    if character in "%+−—":
        return 0.85
    return 0.7 if character.isupper() or character in "mw" else 0.58


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Text in at most so many lines of this width, about equally long.

    The last one ends in … when the rest does not fit.
    """
    lines = _broken(text, width, size)
    if 1 < len(lines) <= most:
        narrower = range(int(measure(text, size) / len(lines)), int(width), 4)
        lines = next((even for w in narrower if len(even := _broken(text, w, size)) == len(lines)), lines)
    cut = len(lines) > most
    lines = lines[:most]
    if cut or measure(lines[-1], size) > width:
        while lines[-1] and measure(lines[-1] + "…", size) > width:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] += "…"
    return lines


def _broken(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _breakable(text):
        if line and measure(line + word.rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += word
    return [*lines, line.strip()]


def _breakable(text: str) -> Iterator[str]:
    """Pieces after which a line may end: words, and single characters of Chinese."""
    piece = ""
    for character in text:
        piece += character
        if character == " " or ord(character) >= 0x2E80:
            yield piece
            piece = ""
    yield piece
