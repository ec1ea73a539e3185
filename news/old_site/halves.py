"""Signs of two bytes of which one is missing: where the half is, so that it alone is lost and not what follows it. Pure.

In GBK and UTF-16 a missing byte makes pairs of the wrong halves, up to the next Latin letter or to the end. An odd number of
bytes says that one is missing; the place where what stands before and behind makes the most usual signs says which, and of
several such places the one where the fewest words stand, as a dictionary knows them. Where even that cannot tell, all from the
first of those places to the last is lost: no sign is made up.
"""

import re

from foundation.chinese_words import cut

#: Bytes of Chinese signs without any Latin letter between; what follows tells whether the last is half a sign.
_RUN = re.compile(rb"[\x81-\xfe]{3,}")
_REST_OF_FOUR = re.compile(rb"[0-9][\x81-\xfe][0-9]")
#: No byte of GBK, and what U+FFFD is in UTF-16: what stands in the place of a half.
_NO_BYTE = b"\xff"
#: So many places where the half may be are looked at with a dictionary.
MOST_PLACES = 40
_NO_SIGN = {"utf-16-le": b"\xfd\xff", "utf-16-be": b"\xff\xfd"}


def without_halves(content: bytes, encoding: str) -> bytes:
    """Return the bytes of a text with a broken sign in place of each half one that can be told; all other bytes stay."""
    if encoding in _NO_SIGN:
        return _put(content, _NO_SIGN[encoding], 0 if encoding == "utf-16-be" else 1)[0]
    if encoding != "gb18030":
        return content

    def mended(match: re.Match[bytes]) -> bytes:
        run, following = match[0], content[match.end() : match.end() + 3]
        if _REST_OF_FOUR.match(following):
            return run
        if not _ends_a_pair(following):
            return _put(run, _NO_BYTE, None)[0]
        # The letter behind may be the second byte of a sign: a half is believed where it makes two more signs usual.
        of_pairs = len(run) // 2 * 2
        last = run[-1:] if len(run) % 2 == 0 else b""
        put, usual = _put(run.removesuffix(last), _NO_BYTE, None)
        as_it_is = sum(_is_usual(run[at : at + 2], None) for at in range(0, of_pairs, 2))
        return put + last if usual > as_it_is + 1 else run

    return _RUN.sub(mended, content)


def _ends_a_pair(following: bytes) -> bool:
    return bool(following) and 0x40 <= following[0] <= 0x7E


def _put(run: bytes, sign: bytes, high: int | None) -> tuple[bytes, int]:
    """Return an odd number of bytes with `sign` in place of the half, and how many usual signs that makes.

    `high` is the byte of a UTF-16 pair that tells its block; None for GBK. An even number has no half that can be told.
    """
    if len(run) % 2 == 0:
        return run, 0
    pairs = len(run) // 2
    before, behind = [0], [0]
    for at in range(0, pairs * 2, 2):
        before.append(before[-1] + _is_usual(run[at : at + 2], high))
    for at in range(len(run) - 2, 0, -2):
        behind.append(behind[-1] + _is_usual(run[at : at + 2], high))
    usual = [before[at] + behind[pairs - at] for at in range(pairs + 1)]
    best = max(usual)
    if high is not None:
        place = 2 * (pairs - usual[::-1].index(best))
        return run[:place] + sign + run[place + 1 :], best
    enough = best - 1 if sum(number >= best - 1 for number in usual) <= MOST_PLACES else best
    places = [2 * at for at in range(pairs, -1, -1) if usual[at] >= enough][:MOST_PLACES]
    start, end = max(0, places[-1] - 16), places[0] + 17
    words = {place: _words(run[start:place], run[place + 1 : end]) for place in places}
    likely = [place for place in places if words[place] == min(words.values())]
    return run[: likely[-1]] + sign + run[likely[0] + 1 :], best


def _words(before: bytes, behind: bytes) -> int:
    """Return of how many words bytes before and behind a half are; signs that are no word of a dictionary are one each."""
    text = f"{before.decode('gb18030', 'replace')} {behind.decode('gb18030', 'replace')}"
    return len(cut(text, False)) + text.count("\ufffd")


def _is_usual(pair: bytes, high: int | None) -> bool:
    """Tell whether two bytes are a sign of daily use: the first level of GB 2312 and its punctuation, or its block in UTF-16."""
    if high is None:
        return pair[1] >= 0xA1 and (0xB0 <= pair[0] <= 0xD7 or pair[0] in (0xA1, 0xA3))
    low = pair[1 - high]
    return pair[high] in _BLOCKS and (pair[high] > 0 or 0x20 <= low < 0x7F or low in b"\r\n\t")


#: Latin, general punctuation, Chinese punctuation and signs, full-width forms.
_BLOCKS = frozenset([0x00, 0x20, 0x30, *range(0x4E, 0xA0), 0xFF])
