"""Scoring how much a comment looks like what moderators called spam, and why: learned from their decisions alone.

A Bayesian classifier over words, pairs of Chinese characters and a few facts, after Robinson, G. (2003): A statistical
approach to the spam problem. Linux Journal 107. Words are combined by Fisher's method, which stays near one half when
they speak against each other. Everything stays in the portal's own database.
"""

import math
import re
from dataclasses import dataclass

from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from news.enums import CommentStatus

from .folding import HAN, words
from .locking import one_at_a_time
from .models import LearnedWord

#: So many decisions of either kind are needed before anything is said, and before a comment is filed on that ground alone.
LEAST_LEARNED, LEAST_TO_FILE = 10, 50
MOST_WORDS = 300
MOST_TELLING = 40
#: A word that is found nearly as often in spam as elsewhere says nothing.
NEUTRAL = 0.1
SHOWN = 5
LONGEST_WORD = 48
#: How strongly a word that was never seen is taken to mean nothing (Robinson's s and x).
STRENGTH, UNKNOWN = 1.0, 0.5
_LINK = re.compile(r"(?:https?://|www\.)([^\s/]+)", re.IGNORECASE)
CLASSES = {CommentStatus.APPROVED: "approved", CommentStatus.SPAM: "spam"}


def features(comment):
    """Return what is counted of a comment: its words, pairs of Chinese characters, links, and how it is written."""
    found = []
    for word in words(comment.body):
        if HAN.search(word):
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        elif len(word) > 2:
            found.append(word)
    hosts = _LINK.findall(comment.body)
    found += [f"link:{host.lower()}" for host in hosts]
    found.append(f"links:{min(len(hosts), 3)}")
    letters = [character for character in comment.body if character.isalpha()]
    if len(letters) > 20 and sum(character.isupper() for character in letters) > len(letters) / 2:
        found.append("capitals:most")
    found += [f"name:{word}" for word in words(comment.name)]
    has_han = bool(HAN.search(comment.body))
    found.append(f"written:{'zh' if has_han else 'other'}-on-{comment.language}")
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))[:MOST_WORDS]


@dataclass(frozen=True)
class Suspicion:
    """The verdict of the filter about a comment.

    `score` lies between 0 and 1, and is None before enough is learned; `telling` holds the words that told most, with
    their shares; `may_file` tells that enough is learned to file a comment as spam without a person.
    """

    score: float | None = None
    telling: tuple[tuple[str, float], ...] = ()
    may_file: bool = False


def suspicion_of(comment):
    """Return the `Suspicion` of a comment. One query."""
    asked = features(comment)
    known = {row.word: row for row in LearnedWord.objects.filter(word__in=["", *asked])}
    total = known.get("")
    learned = min(total.approved, total.spam) if total else 0
    if learned < LEAST_LEARNED:
        return Suspicion()
    shares = [(word, _share(known[word], total)) for word in asked if word in known]
    shares = [(word, share) for word, share in shares if abs(share - UNKNOWN) >= NEUTRAL]
    telling = sorted(shares, key=lambda pair: abs(pair[1] - UNKNOWN), reverse=True)[:MOST_TELLING]
    return Suspicion(
        score=_combined([share for _word, share in telling]),
        telling=tuple((word, round(share, 2)) for word, share in telling[:SHOWN]),
        may_file=learned >= LEAST_TO_FILE,
    )


def _combined(shares):
    """Return what shares say together: (1 + H - S) / 2 of Fisher's method, one half where they say nothing."""
    spam = _upper_tail(-2 * sum(math.log(share) for share in shares), len(shares))
    approved = _upper_tail(-2 * sum(math.log(1 - share) for share in shares), len(shares))
    return (1 + spam - approved) / 2


def _upper_tail(chi_squared, pairs):
    """Return the probability that chi-squared with 2 × `pairs` degrees of freedom is at least so much."""
    half = chi_squared / 2
    term = total = math.exp(-half)
    for number in range(1, pairs):
        term *= half / number
        total += term
    return min(total, 1.0) if pairs else 1.0


def _share(row, total):
    """Return how spammy a word is: Robinson's f(w) = (s x + n p(w)) / (s + n)."""
    spam, approved = row.spam / total.spam, row.approved / total.approved
    seen = row.spam + row.approved
    share = spam / (spam + approved) if spam + approved else UNKNOWN
    return min(max((STRENGTH * UNKNOWN + seen * share) / (STRENGTH + seen), 0.01), 0.99)


def learn(comment, status, *, counted_before):
    """Count the words of a comment under a status that people say, and no longer as they are counted now.

    `counted_before` is the status they were counted under where the comment does not know. What is neither approved nor
    spam counts nowhere. The comment notes it in memory and in its row.
    """
    held = comment.learned_as if comment.learned_as is not None else counted_before
    was, now = CLASSES.get(held), CLASSES.get(status)
    noted = status if now else ""
    if comment.learned_as != noted:
        comment.learned_as = noted
        type(comment).objects.filter(pk=comment.pk).update(learned_as=noted)
    if was == now:
        return
    counted = ["", *features(comment)]
    # Two decisions at once would lock the same words in different orders.
    one_at_a_time("learned words")
    LearnedWord.objects.bulk_create([LearnedWord(word=word) for word in counted], ignore_conflicts=True)
    change: dict[str, Combinable] = {}
    if was:
        change[was] = Greatest(F(was) - 1, 0)
    if now:
        change[now] = F(now) + 1
    LearnedWord.objects.filter(word__in=counted).update(**change)
