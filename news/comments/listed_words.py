"""Listed words: what moderators do not want to read, found however it is disguised."""

from news.enums import ListedWordEffect

from .folding import holds, words
from .models import ListedWord

#: The strongest first.
_ORDER = (ListedWordEffect.REFUSE, ListedWordEffect.SPAM, ListedWordEffect.HOLD)


def found_in(text):
    """Return (effect, the listed words a text holds), the strongest effect first; (None, []) if there is none.

    One query.
    """
    in_words = words(text)
    in_compact = "".join(in_words)
    found = [one for one in ListedWord.objects.all() if holds(one.folded, in_words, in_compact)]
    for effect in _ORDER:
        if any(one.effect == effect for one in found):
            return effect, [one.word for one in found if one.effect == effect]
    return None, []
