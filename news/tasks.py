"""Work that need not happen while somebody waits. In-process by default; a queue takes it when one is configured."""

from django.contrib.auth import get_user_model
from django_tasks import task

from news.comments.following import send_reply_letters_about
from news.models import Article, Comment, PassageNote, Picture

from . import rendition_store
from .staff_letters import write_to_staff


@task()
def make_renditions(picture_id):
    """Make the missing renditions of a picture; one that has been deleted meanwhile needs none. Return how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    return rendition_store.make_missing(picture) if picture else 0


@task()
def send_reply_letters(comment_id):
    """Send the letters about a reply; one that is gone or hidden meanwhile needs none. Return how many were sent."""
    comment = (
        Comment.objects.visible().select_related("article__section", "parent").filter(pk=comment_id).first()
    )
    return send_reply_letters_about(comment) if comment else 0


@task()
def send_staff_letters(kind, article_id, by_id, site, text="", note_id=None):
    """Write to the staff about an article (`news.staff_letters`); what is gone meanwhile needs no letter.

    Return how many were sent.
    """
    article = Article.objects.select_related("section").filter(pk=article_id).first()
    by = get_user_model().objects.filter(pk=by_id).first()
    note = PassageNote.objects.filter(pk=note_id).first() if note_id else None
    if article is None or by is None or (note_id and note is None):
        return 0
    return write_to_staff(kind, article, by, site, text, note)
