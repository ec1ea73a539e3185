"""What a colleague who leaves hands on: unpublished articles, and texts that were typed and not saved."""

from django.db import transaction

from news.articles.models import Article
from news.enums import ArticleStatus

from .models import WorkingCopy


@transaction.atomic
def hand_on(leaver, heir):
    """Give what somebody was at work on to a colleague; return (articles, working copies) as numbers.

    Articles that visitors do not see yet, scheduled ones among them, get the colleague as author; published ones keep
    their author's name. A working copy goes on unless the colleague has one of the same article: then it stays where
    it is until it is forgotten.
    """
    articles = Article.objects.filter(author=leaver).exclude(status=ArticleStatus.PUBLISHED)
    given = articles.update(author=heir)
    taken = set(WorkingCopy.objects.filter(editor=heir).values_list("article", flat=True))
    copies = 0
    for copy in WorkingCopy.objects.select_for_update().filter(editor=leaver).defer("data"):
        if copy.article_id not in taken:
            copies += WorkingCopy.objects.filter(pk=copy.pk).update(editor=heir)
    return given, copies
