"""Carrying a plan out: all rows or none, as drafts where articles are published."""

from django.db import transaction
from django.utils.translation import gettext as _

from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus

from .columns import TITLES
from .words import Words


class ChangedMeanwhileError(Exception):
    """An article was changed after the plan was made: it must be looked at again."""


@transaction.atomic
def carry_out(plan, by, taken=frozenset()):
    """Write the changes of a plan without errors; return how many articles changed.

    Of the cells that were changed on both sides, those whose keys are `taken` are written; the others stay as the articles
    are. Raise `ChangedMeanwhileError` where an article no longer says what the plan was made of.
    """
    if plan.errors or plan.problem:
        raise ValueError("A plan with errors is not carried out.")
    names, count = Words(), 0
    for row in plan.changes:
        content = row.content_to_write(taken)
        if row.article is None:
            article, whole = _new_article(content, by)
            save_content(article, whole, by, _("From a workbook."))
        elif content:
            article = Article.objects.select_for_update(of=("self",)).get(pk=row.article.pk)
            newest = latest_content(article)
            words = names.of_content(newest)
            if any(words.get(change.column, "") != change.here for change in row.cells):
                raise ChangedMeanwhileError
            save_content(article, {**newest, **content}, by, _("From a workbook."))
        else:
            continue
        count += 1
    return count


def _new_article(content, by):
    article = Article(section_id=content["section_id"], author=by, status=ArticleStatus.DRAFT)
    for name in TITLES:
        setattr(article, name, content[name])
    article.save()
    return article, {**latest_content(article), **content, "slug": content["slug"] or article.slug}
