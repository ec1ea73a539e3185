"""Work that need not happen while somebody waits. In-process by default; a queue takes it when one is configured."""

from django_tasks import task

from news.comments.following import send_reply_letters_about
from news.models import Comment, Picture

from . import rendition_store


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
