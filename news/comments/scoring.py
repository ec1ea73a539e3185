"""How much a comment looks like what moderators called spam, and why: learned from their decisions alone.

A naive Bayesian classifier over words, pairs of Chinese characters and a few facts, after Robinson, G. (2003): A
statistical approach to the spam problem. Linux Journal 107. Everything stays in the portal's own database.
"""

import math
import re

from django.db.models import F
from django.db.models.functions import Greatest

from news.enums import CommentStatus
from news.models import LearnedWord

from .folding import HAN, words
from .locking import one_at_a_time

#: So many decisions of either kind are needed before anything is said.
LEAST_LEARNED = 10
MOST_WORDS = 300
MOST_TELLING = 15
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


def suspicion_of(comment):
    """Return (score between 0 and 1, the words that told most with their share), or (None, []) before enough is learned.

    One query.
    """
    asked = features(comment)
    known = {row.word: row for row in LearnedWord.objects.filter(word__in=["", *asked])}
    total = known.get("")
    if total is None or min(total.approved, total.spam) < LEAST_LEARNED:
        return None, []
    shares = [(word, _share(known[word], total)) for word in asked if word in known]
    telling = sorted(shares, key=lambda pair: abs(pair[1] - 0.5), reverse=True)[:MOST_TELLING]
    odds = sum(math.log(share / (1 - share)) for _word, share in telling)
    return 1 / (1 + math.exp(-odds)), [(word, round(share, 2)) for word, share in telling[:SHOWN]]


def _share(row, total):
    """Return how spammy a word is: Robinson's f(w) = (s x + n p(w)) / (s + n)."""
    spam, approved = row.spam / total.spam, row.approved / total.approved
    seen = row.spam + row.approved
    share = spam / (spam + approved) if spam + approved else UNKNOWN
    return min(max((STRENGTH * UNKNOWN + seen * share) / (STRENGTH + seen), 0.01), 0.99)


def learn(comment, old, new):
    """Count the words of a comment for what a moderator now says, and no longer for what was said before."""
    was, now = CLASSES.get(old), CLASSES.get(new)
    if was == now:
        return
    counted = ["", *features(comment)]
    # Two decisions at once would lock the same words in different orders.
    one_at_a_time("learned words")
    LearnedWord.objects.bulk_create([LearnedWord(word=word) for word in counted], ignore_conflicts=True)
    change = {}
    if was:
        change[was] = Greatest(F(was) - 1, 0)
    if now:
        change[now] = F(now) + 1
    LearnedWord.objects.filter(word__in=counted).update(**change)
