"""Proof of work: the reader's browser calculates for about a second before it sends a comment (protocol of ALTCHA).

No service is asked and nothing is stored about the reader. A proof is good once, for the article it was made for.
"""

import base64
import binascii
import json
from datetime import timedelta

import altcha
from django.conf import settings
from django.utils import timezone

from foundation.tally import is_first
from news.enums import ProofWanted

from .models import Comment

#: So many hashes at most; a phone manages about 100,000 in a second.
HARDNESS = 60_000
GOOD_FOR = timedelta(hours=2)
LONGEST_PROOF = 2000
#: So many comments in so long are an attack.
ATTACK = (timedelta(minutes=10), 40)


def is_wanted(rules, at=None):
    """Tell whether comments should come with a proof now. One query at most."""
    if rules.proof != ProofWanted.ATTACKED:
        return rules.proof == ProofWanted.ALWAYS
    span, most = ATTACK
    recent = Comment.objects.filter(from_office=False).written_within(span, at or timezone.now())
    return recent.order_by()[: most + 1].count() > most


def new_challenge(article, at=None):
    """Return what a browser has to solve for a comment on an article, as a dictionary that JSON can hold."""
    challenge = altcha.create_challenge_v1(
        altcha.ChallengeOptionsV1(
            max_number=HARDNESS,
            hmac_key=_key(),
            expires=(at or timezone.now()) + GOOD_FOR,
            params={"article": str(article.pk)},
        )
    )
    return challenge.to_dict()


def is_proof(text, article):
    """Tell whether a text is a solution of a challenge of ours for an article that has not been used before."""
    if not text or len(text) > LONGEST_PROOF:
        return False
    try:
        payload = json.loads(base64.b64decode(text, validate=True))
        number, salt = payload["number"], payload["salt"]
        if (
            not isinstance(number, int)
            or not isinstance(salt, str)
            or f"article={article.pk}&" not in f"{salt}&"
        ):
            return False
        good, _why = altcha.verify_solution_v1(payload, _key(), check_expires=True)
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError):
        return False
    return bool(good) and is_first(f"proof:{payload['signature'][:64]}", GOOD_FOR.total_seconds())


def _key():
    return f"comment-proof:{settings.SECRET_KEY}"
