"""The article that a saved page is: by its id, else by title, date and text together; doubts are asked about, not guessed."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from foundation.searching.text import plain_text
from news.articles.models import Article
from news.drafting.contents import moment_of, text_field
from news.editing.content import snapshot
from news.editing.own_values import holder_of
from news.editing.revisions import latest_content

from .decoding import BROKEN
from .models import BroughtIn
from .parts import folded, matching

#: From so alike on two texts are the same but for slips, and so alike one may have become of the other (0 to 1).
SAME_TEXT, ALIKE = 0.9, 0.5
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: So many articles of the same title are looked at.
MOST_CANDIDATES = 500
YES, NO, MAYBE = "yes", "no", "maybe"
#: How a page is known that was brought in as it is.
BEFORE = "having been brought in before"


@dataclass(frozen=True)
class Recognised:
    """The findings about a page: its `article` and `how` that is known, or what is `doubtful` as (article, why)."""

    article: Article | None = None
    how: str = ""
    doubtful: tuple[tuple[Article, str], ...] = ()


@dataclass(frozen=True)
class Said:
    """The words of a page or an article in one language, as they are compared."""

    title: str
    text: str
    published: date | None


def recognise(page):
    """Return what is `Recognised` of an `OldPage`."""
    brought = BroughtIn.objects.filter(digest=digest_of(page)).select_related("article").first()
    if brought:
        return Recognised(brought.article, BEFORE)
    holder = holder_of(Article, "legacy_id", page.old_id) if page.old_id else None
    if holder and not page.id_is_guess:
        return Recognised(holder, "its id")
    said = Said(page.title, plain_text(page.body), page.published)
    candidates = _of_that_title(page)
    if holder and holder not in candidates:
        candidates = [holder, *candidates]
    sure, doubtful = [], []
    for candidate in candidates:
        verdict, why = _judged(said, candidate, page.language)
        if verdict == NO and candidate == holder:
            verdict, why = (
                MAYBE,
                "its old id is the number in the file's name, but title, date or text differ",
            )
        if verdict == YES:
            sure.append((candidate, why))
        elif verdict == MAYBE:
            doubtful.append((candidate, why))
    if len(sure) == 1:
        return Recognised(*sure[0])
    return Recognised(doubtful=(*sure, *doubtful))


def remember(page, article):
    """Note which article a page became or was found to be."""
    BroughtIn.objects.update_or_create(digest=digest_of(page), defaults={"article": article})


def digest_of(page):
    """Return the hash of what a page says: language, title, date, text and an id that is no guess."""
    own_id = "" if page.id_is_guess or not page.old_id else str(page.old_id)
    said = (page.language, page.title, str(page.published or ""), page.body, own_id)
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _of_that_title(page):
    """Return the articles with the title of a page in its language, but for broken signs, and with no other certain id."""
    title = text_field("title", page.language)
    longest = max(page.title.split(BROKEN), key=len)
    asked = Q(**{f"{title}__iexact": page.title}) | Q(**{f"{title}__contains": BROKEN})
    if longest != page.title:
        asked |= Q(**{f"{title}__contains": longest})
    found = Article.objects.filter(asked).order_by("pk")
    if page.old_id and not page.id_is_guess:
        found = found.filter(Q(legacy_id=None) | Q(legacy_id=page.old_id))
    own = folded(page.title)
    return [one for one in found[:MOST_CANDIDATES] if matching(own, [folded(getattr(one, title) or "")])]


def _judged(said, article, language):
    """Return (YES, NO or MAYBE, why) to whether an article is what a page says, by its newest content or what readers read."""
    contents: Iterable[dict] = (latest_content(article), snapshot(article))
    judged = [_compared(said, _said(content, language)) for content in contents]
    return min(judged, key=lambda one: (YES, MAYBE, NO).index(one[0]))


def _said(content, language):
    texts = Article.described.texts_of(content, language)
    moment = moment_of(content.get("published_at"))
    return Said(texts["title"], plain_text(texts["body"]), timezone.localdate(moment) if moment else None)


def _compared(page, other):
    """Return (YES, NO or MAYBE, why) to whether two say the same."""
    if not other.text:
        same_day = page.published and page.published == other.published
        return (YES, "its number and date") if same_day else (MAYBE, "it has no text in that language")
    if not matching(folded(page.title), [folded(other.title)]):
        is_same = likeness(page.text, other.text) >= SAME_TEXT and _numbers_of(page) == _numbers_of(other)
        return (MAYBE, "same text, another title") if is_same else (NO, "")
    alike, numbers = likeness(page.text, other.text), _numbers_of(page) == _numbers_of(other)
    if alike >= SAME_TEXT and numbers:
        if page.published and other.published and page.published != other.published:
            return MAYBE, "same title and text, another date"
        return YES, "its title, date and text" if page.published and other.published else "its title and text"
    if not page.published or not other.published:
        return MAYBE, "same title, another text, and one of them has no date"
    if page.published != other.published:
        return NO, ""
    if alike >= ALIKE and (numbers or _share_numbers(page, other)):
        return YES, "its title and date"
    return MAYBE, "same title and date, another text"


def likeness(one, other):
    """Return how much two texts have in common, numbers aside, from 0 to 1: of all runs of three signs in either."""
    pieces, others = _pieces(one), _pieces(other)
    return len(pieces & others) / len(pieces | others) if pieces or others else 1.0


def _pieces(text):
    words = re.sub(rf"[\d{BROKEN}]+", "", folded(text))
    return {words[at : at + 3] for at in range(max(1, len(words) - 2))} if words else set()


def _numbers_of(said):
    return NUMBER.findall(said.text)


def _share_numbers(one, other):
    numbers, others = set(_numbers_of(one)), set(_numbers_of(other))
    return 2 * len(numbers & others) >= max(len(numbers), len(others))
