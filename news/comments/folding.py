"""Text as a machine compares it: without what spammers change and readers do not see.

Full width becomes half width, look-alikes of other scripts become Latin letters, marks and invisible characters go,
digits that stand for letters become letters, letters that were spaced out come together again.
"""

import re
import unicodedata

#: Letters of other scripts that look like Latin ones (Cyrillic, Greek, Armenian, Latin small capitals and hooks).
_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏгьԍ" "αβεικνορτυχωηγ" "աոսցօ" "ɑɡɩıǀʟɴʀᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ",  # noqa: RUF001
    "abekmhopctyxijsdqwhlrbg" "abeikvoptuxwny" "wnugo" "agiillnracdejkmoptuvwzs",
)  # fmt: skip
_DIGITS = str.maketrans("013457@$", "oieastas")
_WORD = re.compile(r"[^\W_]+(?:[@$][^\W_]*)*")
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[0-9@$])")
_REPEATED = re.compile(r"(.)\1{2,}")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def plain(text):
    """Return a text in small Latin look-alikes, half width, without marks and invisible characters."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LOOK_ALIKES)
    text = unicodedata.normalize("NFD", text)
    kept = (
        character
        for character in text
        if unicodedata.category(character) not in ("Mn", "Me", "Cf", "Cc") or character in "\n\t"
    )
    return "".join(kept).translate(_LOOK_ALIKES)


def words(text):
    """Return the words of a text as they are compared, in their order; spaced-out letters make one word."""
    found, singles = [], []
    for word in _WORD.findall(plain(text)):
        if len(word) == 1 and not HAN.match(word):
            singles.append(word)
            continue
        found += _joined(singles)
        singles = []
        found.append(word)
    return [_unmasked(word) for word in [*found, *_joined(singles)]]


def compact(text):
    """Return the words of a text without anything between them."""
    return "".join(words(text))


def folded(text):
    """Return how a listed word is looked for: its words with single spaces, Chinese without."""
    text = " ".join(words(text))
    return re.sub(f"(?<={HAN.pattern}) (?={HAN.pattern})", "", text)


def holds(word, in_words, in_compact):
    """Tell whether a folded word is in a text, given the text's `words` and `compact` form.

    Words are found whole, so that "ass" is not in "class"; Chinese, which has no spaces, is found anywhere.
    """
    if HAN.search(word):
        return word in in_compact
    return f" {word} " in f" {' '.join(in_words)} "


def _joined(singles):
    """Return single letters as one word when they are three or more, as in "v i a g r a"."""
    return ["".join(singles)] if len(singles) >= 3 else singles


def _unmasked(word):
    if _MIXED.match(word):
        word = word.translate(_DIGITS)
    return _REPEATED.sub(r"\1", word)
