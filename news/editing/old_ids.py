"""Ids on the old site: each leads to one article, and drafts count."""

from django.db.models import Q

from news.articles.models import Article


def holder_of_old_id(number, besides=None, drafts=True):
    """Return the article that has an id on the old site, or would get it by its draft or its schedule; None if none does.

    `besides` is the id of an article that does not count; `drafts=False` asks about what is in force alone.
    """
    others = Article.objects.exclude(pk=besides) if besides else Article.objects.all()
    found = others.filter(legacy_id=number).first()
    if found or not drafts:
        return found
    drafted = Q(latest_revision__content__legacy_id=number) & ~Q(draft_status="")
    scheduled = Q(scheduled_for__isnull=False, scheduled_revision__content__legacy_id=number)
    return others.filter(drafted).first() or others.filter(scheduled).first()
