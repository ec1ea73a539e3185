"""Looking for words in what readers wrote: among the newest of a list, so that it costs the same at any size.

No index holds parts of words. A whole e-mail address is looked up in the index of addresses, among all comments.
"""

from django.db.models import Q

from .models import Comment

#: Among so many of the newest comments words are looked for.
LOOKED_THROUGH = 3000
#: Among so many of the newest of one e-mail address.
OF_AN_ADDRESS = 1000
MOST_WORDS = 8


def looked_through_since(statuses=None):
    """Return since when the comments were written that are looked through; None where that is all of them.

    `statuses` are those of the list; without them it holds every comment.
    """
    comments = Comment.objects.newest_first()
    if statuses:
        comments = comments.filter(status__in=statuses)
    moments = comments.values_list("created_at", flat=True)
    return moments[LOOKED_THROUGH - 1 : LOOKED_THROUGH].first() if moments[LOOKED_THROUGH:].exists() else None


def addresses_in(words):
    """Return those of some words that are whole e-mail addresses, as typed."""
    found = [word for word in words if "@" in word.strip("@")]
    return [one for one in found if "." in one.rpartition("@")[2].strip(".")]


def written_by(comments, address):
    """Return those of the comments that were left with an e-mail address, looked for among all."""
    theirs = Comment.objects.by_email(address).order_by("-pk")
    return comments.filter(pk__in=list(theirs.values_list("pk", flat=True)[:OF_AN_ADDRESS]))


def narrowed(comments, words, since):
    """Return the comments that can hold these words: of the e-mail addresses among them, or not older than `since`."""
    addresses = addresses_in(words)
    for address in addresses:
        comments = written_by(comments, address)
    return comments if addresses or since is None else comments.filter(created_at__gte=since)


def holding(comments, words):
    """Return those of the comments that hold every word in text, name or e-mail address."""
    for word in words[:MOST_WORDS]:
        comments = comments.filter(
            Q(body__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word)
        )
    return comments
