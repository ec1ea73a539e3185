"""The note with which an article is sent back: kept until the author has acted on it."""

from .models import SentBack


def keep(article, by, text):
    """Keep what has to change in an article that is sent back, in the place of an earlier note."""
    SentBack.objects.filter(article=article).delete()
    return SentBack.objects.create(article=article, by=by, text=text, revision_id=article.latest_revision_id)


def forget(article):
    """Forget the note: the article goes to its reviewers again."""
    SentBack.objects.filter(article=article).delete()


def note_of(article):
    """Return the note about the newest text of an article, or None."""
    return SentBack.objects.in_force().select_related("by").filter(article=article.pk).first()
