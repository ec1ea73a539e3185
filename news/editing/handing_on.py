"""Handing on the work of a colleague who leaves: articles visitors do not see yet, drafts of live ones, texts typed and not saved."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.history import note
from foundation.people import name_of
from news.articles.models import Article
from news.enums import ArticleStatus

from .models import WorkingCopy
from .revisions import hand_over_revision


@transaction.atomic
def hand_on(leaver, heir, by):
    """Give what somebody was at work on to a colleague; return (articles, working copies) as numbers.

    Articles that visitors do not see yet, scheduled ones among them, get the colleague as author; live ones keep their
    author's name, and their drafts become the colleague's, with text, stage and the moment they wait for unchanged.
    The history of each says so, as done by `by`. Working copies go on as texts of further windows.
    """
    live = Q(status=ArticleStatus.PUBLISHED, visible_from__lte=timezone.now())
    unseen = list(Article.objects.filter(~live, author=leaver).only("pk", "title"))
    Article.objects.filter(pk__in=[article.pk for article in unseen]).update(author=heir)
    drafts = _hand_on_drafts(leaver, heir)
    names = {"leaver": name_of(leaver), "heir": name_of(heir)}
    given = list({article.pk: article for article in (*unseen, *drafts)}.values())
    note(by, given, _("Handed on from %(leaver)s to %(heir)s.") % names)
    copies = WorkingCopy.objects.filter(editor=leaver).update(editor=heir, open_at=None)
    return len(given), copies


def _hand_on_drafts(leaver, heir):
    """Give the drafts of published articles that somebody wrote or scheduled to a colleague; return the articles."""
    theirs = Q(latest_revision__author=leaver) | Q(scheduled_by=leaver)
    drafts = Article.objects.filter(theirs, status=ArticleStatus.PUBLISHED).exclude(draft_status="")
    articles = list(drafts.select_for_update(of=("self",)).select_related("latest_revision"))
    for article in articles:
        if article.latest_revision and article.latest_revision.author_id == leaver.pk:
            hand_over_revision(article, heir, _("Handed on from %(leaver)s.") % {"leaver": name_of(leaver)})
        if article.scheduled_by_id == leaver.pk:
            Article.objects.filter(pk=article.pk).update(scheduled_by=heir)
    return articles
