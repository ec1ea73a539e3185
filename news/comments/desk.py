"""The desk of the moderators: the queue with everything that helps to decide, and the numbers of their work."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.db.models.lookups import Exact
from django.utils import timezone

from foundation.large_lists import CappedPaginator
from foundation.unindexed import Unindexed
from news.enums import AWAITING_MODERATOR, CommentStatus

from .finding import holding, looked_through_since, narrowed
from .models import Comment, CommentReport, ModerationEntry
from .moderating import TRANSITIONS, last_decision

PER_PAGE = 20
DAYS = 14
FETCHED_BACK = (CommentStatus.SPAM, CommentStatus.APPROVED)
WAITING, REPORTED, SPAM, ALL = "waiting", "reported", "spam", "all"
VIEWS = (WAITING, REPORTED, SPAM, ALL)
#: The statuses whose newest comments a view looks through for words; few are reported, and all of them are.
LOOKED_THROUGH_IN = {WAITING: AWAITING_MODERATOR, SPAM: {CommentStatus.SPAM}}


@dataclass
class Case:
    """A comment with what helps to decide about it.

    `history` counts earlier comments of the same e-mail address or browser by status, `neighbours` those of the same
    network; `steps` are the statuses that may follow; `seen` is the last decision that whoever decides knows of.
    """

    comment: Comment
    history: dict[str, int] = field(default_factory=dict)
    neighbours: dict[str, int] = field(default_factory=dict)
    steps: list = field(default_factory=list)
    seen: int = 0


def queue(view=WAITING, words=""):
    """Return the comments of a view of the desk, reported ones first, likely spam last, else the oldest first.

    Words are looked for in what was written `since` (`news.comments.finding`).
    """
    comments, reported = _with_cases(), _reported()
    if view == WAITING:
        approved = reported.filter(Exact(Unindexed("status"), CommentStatus.APPROVED)).values("pk")
        comments = comments.filter(pk__in=Comment.objects.pending().order_by().values("pk").union(approved))
        comments = comments.order_by("-is_reported", F("suspicion").asc(nulls_first=True), "created_at", "pk")
    elif view == REPORTED:
        comments = comments.filter(pk__in=reported.values("pk")).order_by("created_at", "pk")
    elif view == SPAM:
        comments = comments.filter(status=CommentStatus.SPAM).order_by("-created_at", "-pk")
    else:
        comments = comments.order_by("-created_at", "-pk")
    wanted = words.split()
    return holding(narrowed(comments, wanted, since(view)), wanted) if wanted else comments


def since(view):
    """Return since when comments were written that a view looks through for words; None for all."""
    return None if view == REPORTED else looked_through_since(LOOKED_THROUGH_IN.get(view))


def _reported():
    """Return the comments with a report that nobody has looked at: few, so they are found by their reports."""
    return Comment.objects.order_by().filter(
        pk__in=CommentReport.objects.order_by().filter(handled_at=None).values("comment")
    )


def _with_cases():
    """Return all comments with what a card shows."""
    open_reports = CommentReport.objects.filter(comment=OuterRef("pk"), handled_at=None)
    return (
        Comment.objects.annotate(is_reported=Exists(open_reports))
        .select_related("article__section", "article__release", "parent")
        .prefetch_related("reports", "decisions__moderator")
    )


class CasePaginator(CappedPaginator):
    """Pages of the moderators' desk."""

    def whole(self):
        return _with_cases()


def cases_page(view, words, number):
    """Return the page of `Case`s that is asked for; a fixed number of queries."""
    page = CasePaginator(queue(view, words), PER_PAGE).get_page(number)
    comments = list(page.object_list)
    page.object_list = cases_of(comments)
    return page


def cases_of(comments):
    """Return the `Case` of each comment."""
    history, neighbours = _history(comments)
    return [
        Case(
            comment=comment,
            history=history[comment.pk],
            neighbours=neighbours[comment.pk],
            steps=steps_of(comment),
            seen=last_decision(comment),
        )
        for comment in comments
    ]


def steps_of(comment):
    """Return the statuses that may follow the present one, in the order of the buttons."""
    order = (CommentStatus.APPROVED, CommentStatus.REJECTED, CommentStatus.SPAM, CommentStatus.REMOVED)
    return [status for status in order if (comment.status, status) in TRANSITIONS]


def _history(comments):
    """Return ({id: count by status} of the same author, the same of the same network), this comment left out."""
    emails = {comment.email.lower() for comment in comments if comment.email}
    browsers = {comment.browser for comment in comments if comment.browser}
    networks = {comment.network for comment in comments if comment.network}
    known = Comment.objects.filter(
        Comment.objects.of_addresses(sorted(emails)) | Q(browser__in=browsers) | Q(network__in=networks)
    ).order_by()
    by: defaultdict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
    rows = known.values_list("email", "browser", "network", "status").annotate(number=Count("pk"))
    for email, browser, network, status, number in rows:
        by["author", email.lower(), browser, status][network] += number
    history: defaultdict[int, Counter[str]] = defaultdict(Counter)
    neighbours: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for comment in comments:
        for (_kind, email, browser, status), by_network in by.items():
            is_author = (comment.email and email == comment.email.lower()) or (
                comment.browser and browser == comment.browser
            )
            for network, number in by_network.items():
                if is_author:
                    history[comment.pk][status] += number
                elif comment.network and network == comment.network:
                    neighbours[comment.pk][status] += number
        history[comment.pk][comment.status] -= bool(comment.email or comment.browser)
    return [{one.pk: dict(+counts[one.pk]) for one in comments} for counts in (history, neighbours)]


@dataclass(frozen=True)
class Numbers:
    """The moderators' work: how many wait, since when, what was decided each day, how much of it was spam.

    `days` holds (date, decisions of people, share of the busiest day in per cent); `spam_share` is per cent or None.
    `filed` is how many the rules filed as spam, `fetched_back` how many people approved out of the spam after all.
    """

    waiting: int
    oldest: object
    reported: int
    days: list
    spam_share: int | None
    filed: int
    fetched_back: int


def numbers(at=None):
    """Return the `Numbers` of the last 14 days; four queries."""
    now = at or timezone.now()
    today = timezone.localdate(now)
    first = today - timedelta(days=DAYS - 1)
    decided = ModerationEntry.objects.filter(decided_at__gt=now - timedelta(days=DAYS + 1))
    by_day: Counter[date] = Counter()
    results: Counter[str] = Counter()
    filed, fetched_back = 0, 0
    rows = decided.order_by().annotate(day=TruncDate("decided_at"))
    for day, old, new, moderator, number in rows.values_list("day", "old", "new", "moderator").annotate(
        number=Count("pk")
    ):
        if day >= first:
            results[new] += number
            by_day[day] += number if moderator else 0
            filed += number if not moderator and new == CommentStatus.SPAM else 0
            fetched_back += number if moderator and (old, new) == FETCHED_BACK else 0
    busiest = max(by_day.values(), default=0) or 1
    days = [first + timedelta(days=offset) for offset in range(DAYS)]
    total = sum(results.values())
    pending = Comment.objects.pending()
    return Numbers(
        waiting=pending.order_by().count(),
        oldest=pending.values_list("created_at", flat=True).first(),
        reported=_reported().count(),
        days=[(day, by_day[day], round(100 * by_day[day] / busiest)) for day in days],
        spam_share=round(100 * results[CommentStatus.SPAM] / total) if total else None,
        filed=filed,
        fetched_back=fetched_back,
    )  # fmt: skip
