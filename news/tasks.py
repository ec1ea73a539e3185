"""Work that need not happen while somebody waits. In-process by default; a queue takes it when one is configured."""

from django_tasks import task

from news.models import Picture

from . import rendition_store


@task()
def make_renditions(picture_id):
    """Make the missing renditions of a picture; one that has been deleted meanwhile needs none. Return how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    return rendition_store.make_missing(picture) if picture else 0
