"""Taking in a reader's comment: nothing is public by itself, and nobody can flood the desk.

What is refused is refused with a polite sentence and a code; what is taken in is filed as spam, approved because its
author is trusted, or waits for a moderator, by the rules moderators set.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.enums import CommentStatus, ListedWordEffect

from .bans import is_banned
from .likeness import fingerprint, is_near_copy
from .listed_words import found_in
from .locking import one_at_a_time
from .models import Comment
from .moderating import decide_by_rules
from .networks import Origin
from .reader_text import addresses_in
from .rules import comment_rules, why_closed
from .scoring import suspicion_of
from .trust import is_trusted

#: (how long, how many comments from one network, or one browser, in that time)
LIMITS = ((timedelta(minutes=10), 3), (timedelta(days=1), 20))
#: While proofs are wanted: without one, so many from a network in so long.
LIMITS_WITHOUT_PROOF = ((timedelta(hours=1), 1),)
SAME_TEXT_AGAIN = timedelta(days=1)
#: So many of the newest comments are looked through for near-copies.
MOST_COMPARED = 1000
MOST_REPLIES = 500


class CommentRefused(ValidationError):
    """A comment is not taken in; the message says why.

    `code` is "closed", "banned", "too_many", "full", "links", "words" or "repeated".
    """


@dataclass(frozen=True)
class SubmittedComment:
    """A comment as a reader sent it. `proved` says whether a proof of work came with it; None while none is wanted.

    `confirmed_email` is the address whose owner used this very browser to confirm it, if there is one.
    """

    name: str
    body: str
    language: str
    email: str = ""
    parent: Comment | None = None
    proved: bool | None = None
    confirmed_email: str = ""
    signals: list = field(default_factory=list)


def accept_comment(article, written, origin: Origin, at=None):
    """Keep what a reader wrote under an article that is known to be public; refuse it with `CommentRefused`.

    Returns the `Comment` with the status it got. The limits are counted in the database, one comment of a network
    after the other, so that they hold for all processes together.
    """
    rules, now = comment_rules(), at or timezone.now()
    if sentence := why_closed(article, rules, now):
        raise CommentRefused(sentence, code="closed")
    if is_banned(origin, written.email, now):
        raise CommentRefused(
            _("Comments from you are not accepted at the moment. If you think this is a mistake, please write to the index office."),
            code="banned",
        )  # fmt: skip
    limits = (*LIMITS, *LIMITS_WITHOUT_PROOF) if written.proved is False else LIMITS
    _refuse_flood(origin, limits, now)
    _refuse_full_thread(written.parent)
    _refuse_links(written.body, rules.most_links)
    effect, listed = found_in(f"{written.name}\n{written.body}")
    if effect == ListedWordEffect.REFUSE:
        raise CommentRefused(
            _("Your comment holds words that we do not print: %(words)s. Please put it differently.")
            % {"words": ", ".join(listed)},
            code="words",
        )
    comment = Comment(
        article=article,
        parent=written.parent,
        name=written.name,
        body=written.body,
        email=written.email,
        language=written.language,
        network=origin.network,
        browser=origin.browser,
        likeness=fingerprint(written.body),
        created_at=now,
    )
    suspicion = suspicion_of(comment)
    comment.suspicion = suspicion.score
    comment.signals = _signals(written, listed, suspicion.telling)
    with transaction.atomic():
        one_at_a_time(f"comments of {origin.network}")
        _refuse_flood(origin, limits, now)
        _refuse_repetition(comment, origin, now)
        comment.save()
        _apply_rules(comment, written, rules, effect, suspicion)
    return comment


def _signals(written, listed, telling):
    """Return why a comment may deserve a second look, as pairs of a kind and its words; shown at the desk."""
    signals = [["listed", word] for word in listed]
    if written.proved is False:
        signals.append(["no-proof", ""])
    return [*signals, *(["word", f"{word} {share:.2f}"] for word, share in telling)]


def _apply_rules(comment, written, rules, effect, suspicion):
    """File a new comment as spam or approve it where the rules say so; what they leave open waits for a moderator."""
    if effect == ListedWordEffect.SPAM:
        decide_by_rules(comment, CommentStatus.SPAM, _("Holds a listed word."))
    elif suspicion.may_file and suspicion.score * 100 >= rules.spam_above:
        decide_by_rules(comment, CommentStatus.SPAM, _("Looks like earlier spam."))
    elif effect is None and written.proved is not False and is_trusted(written.confirmed_email, rules):
        decide_by_rules(comment, CommentStatus.APPROVED, _("The author is trusted."))


def _refuse_flood(origin, limits, now):
    """Refuse what comes too fast from one network or one browser. One query."""
    longest = max(span for span, _most in limits)
    here = Q(network__in=origin.networks)
    if origin.browsers:
        here |= Q(browser__in=origin.browsers)
    recent = list(
        Comment.objects.filter(here)
        .written_within(longest, now)
        .order_by()
        .values_list("network", "browser", "created_at")
    )
    networks, browsers = set(origin.networks), set(origin.browsers)
    for span, most in limits:
        fresh = [(network, browser) for network, browser, moment in recent if moment > now - span]
        same_network = sum(network in networks for network, _browser in fresh)
        same_browser = sum(browser in browsers for _network, browser in fresh)
        if max(same_network, same_browser) >= most:
            raise CommentRefused(
                _(
                    "Several comments have just come from your network. Please wait a while and send yours again: "
                    "what you wrote is still here."
                ),
                code="too_many",
            )


def _refuse_full_thread(parent):
    if parent is not None and parent.reply_count >= MOST_REPLIES:
        raise CommentRefused(
            _("This thread is full. Please write a new comment instead of a reply."), code="full"
        )


def _refuse_links(body, most):
    if len(addresses_in(body)) > most:
        raise CommentRefused(
            ngettext(
                "A comment may hold %(count)d link at most. Please take out the others.",
                "A comment may hold %(count)d links at most. Please take out the others.",
                most,
            )
            % {"count": most},
            code="links",
        )


def _refuse_repetition(comment, origin, now):
    """Refuse what has been sent in a day under this article, or by the same sender anywhere, nearly word for word."""
    same_sender = Q(network__in=origin.networks) | Q(article=comment.article)
    if origin.browsers:
        same_sender |= Q(browser__in=origin.browsers)
    recent = Comment.objects.filter(same_sender, created_at__gt=now - SAME_TEXT_AGAIN).order_by("-created_at")
    if is_near_copy(comment.body, recent.values_list("likeness", flat=True)[:MOST_COMPARED]):
        raise CommentRefused(
            _("The same comment has been sent already. There is no need to send it again."),
            code="repeated",
        )
