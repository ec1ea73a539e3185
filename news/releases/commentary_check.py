"""The check that a release has its commentary in every language; `indexdata.releases.checks` asks it beside its own."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.languages import LANGUAGE_CODES, short_name
from indexdata.releases.checks.findings import Finding, Gravity
from indexdata.releases.checks.register import register_check
from news.articles.models import Article
from news.enums import ArticleStatus

NAME = "commentary"


def register():
    """Have each release asked about its commentary."""
    register_check(NAME, check_commentary, commentary_of)


def commentary_of(releases):
    """Return {release id: the articles about it, those with most languages first}; two questions."""
    found: defaultdict[int | None, list] = defaultdict(list)
    articles = Article.objects.filter(release__in=releases).exclude(status=ArticleStatus.WITHDRAWN)
    for article in articles.select_related("latest_revision").order_by("pk"):
        found[article.release_id].append(article)
    for some in found.values():
        some.sort(key=lambda article: len(lacking_languages(article)))
    return found


def lacking_languages(article):
    """Return the codes of the languages in which an article, as it was last saved, is not written."""
    written = article.described.written_languages(texts_of(article))
    return [code for code in LANGUAGE_CODES if code not in written]


def texts_of(article):
    """Return the texts of an article as it was last saved; no question is asked."""
    if article.draft_status and article.latest_revision_id:
        return article.latest_revision.content
    return {name: getattr(article, name) for name in article.described.text_fields()}


def check_commentary(facts):
    """Yield that there is no commentary, or that it lacks a language."""
    articles = facts.beside[NAME] or []
    if not articles:

        def none():
            return _("There is no commentary on this release yet.")

        yield Finding("no-commentary", Gravity.ASKED, none, ("admin:news_article_commentary",), ())
        return
    article = articles[0]
    page = ("admin:news_article_change", article.pk)
    if all(one.status != ArticleStatus.PUBLISHED for one in articles):

        def draft():
            return _("The commentary “%(title)s” does not appear with the release: it is not published.") % {
                "title": article,
            }  # fmt: skip

        yield Finding("commentary-draft", Gravity.ASKED, draft, page, (article.pk,))
    lacking = lacking_languages(article)
    if not lacking:
        return

    def says():
        names = pgettext("between the names of languages", ", ").join(short_name(code) for code in lacking)
        return _("The commentary “%(title)s” is not written in: %(languages)s.") % {
            "title": article, "languages": names,
        }  # fmt: skip

    yield Finding("commentary-language", Gravity.ASKED, says, page, (article.pk, *lacking))
