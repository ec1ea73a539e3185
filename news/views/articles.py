"""News and commentary: lists and single articles."""

from urllib.parse import unquote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.former_slugs.leading import lead_to
from foundation.narrowing import only_about
from foundation.readership.counting import page_of
from foundation.unread import Unread
from news.articles.link_pictures import card_of
from news.articles.listing import kind_list, section_list
from news.articles.models import Article, Section
from news.articles.page_questions import tags_of
from news.articles.reading import figures_of, related_to, series_of
from news.comments.page_questions import article_of_page, newest_reader_comments
from news.comments.rules import takes_comments
from news.comments.threads import threads_page
from news.enums import SectionKind
from news.rendering.stored_text import render_text
from news.views.listing import list_page
from news.views.side import commentary_side, news_side, side_of

LATEST_PER_PART = 5
READER_COMMENTS_SHOWN = 6


@require_safe
def news(request):
    """List all news, newest first; the newest featured article leads the first page."""
    return render(
        request,
        "news/news.html",
        {
            **list_page(request, kind_list(SectionKind.NEWS, pins=True)),
            **news_side(Section.objects.news()),
            "breadcrumb": [(_("News"), None)],
        },
    )


@require_safe
def section(request, section):
    """List the articles of a section of News."""
    shown = get_object_or_404(Section.objects.news(), slug=section)
    return _section_page(request, shown, (_("News"), reverse("news:news")))


@require_safe
def commentary(request):
    """Show the newest commentary of each part, and the newest reader comments beside it."""
    return render(
        request,
        "news/commentary.html",
        {
            **list_page(request, kind_list(SectionKind.COMMENTARY)),
            **commentary_side(Section.objects.commentary()),
            "reader_comments": Unread(lambda: newest_reader_comments(READER_COMMENTS_SHOWN)),
            "breadcrumb": [(pgettext("main menu", "Comments"), None)],
        },
    )


@require_safe
def commentary_part(request, section):
    """List one part of the commentary."""
    shown = get_object_or_404(Section.objects.commentary(), slug=section)
    return _section_page(request, shown, (pgettext("main menu", "Comments"), reverse("news:commentary")))


@require_safe
def article(request, section, pk, slug):
    """Show an article of News; the id decides, a wrong or old slug or section leads to the right address."""
    return _article_page(request, pk)


@require_safe
def commentary_detail(request, section, pk, slug):
    """Show a commentary; the id decides, as for news."""
    return _article_page(request, pk)


@require_safe
def card(request, section, pk, slug):
    """Answer the link picture of an article (`news.articles.link_pictures`) in the language of the address."""
    shown = get_object_or_404(Article.objects.published().select_related("section"), pk=int(pk))
    code = get_language()
    day = date_format(localtime(shown.published_at), "DATE_FORMAT")
    content = card_of(shown.title, shown.section.name, day, shown.field_language("title", code))
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


def _section_page(request, shown, parent):
    return render(
        request,
        "news/section.html",
        {
            **list_page(request, section_list(shown)),
            **side_of(shown, here=shown),
            "section": shown,
            "breadcrumb": [parent, (shown.name, None)],
        },
    )


def _article_page(request, pk):
    with only_about("comments", int(pk)):
        shown = article_of_page(int(pk))
    if shown is None:
        raise Http404
    if request.path != unquote(shown.get_absolute_url()):
        return lead_to(request, shown.get_absolute_url())
    context = article_page_context(shown, *reading_parts(shown, request))
    answer = render(request, "news/article.html", {**context, "takes_comments": takes_comments(shown)})
    return page_of(answer, "article", shown.pk)


def reading_parts(article, request):
    """Return what the database adds to the page of a stored article: its tags, and a page of reader comments."""

    def comments():
        with only_about("comments", article.pk):
            return threads_page(article, request.GET)

    return tags_of(article), Unread(comments)


def article_page_context(article, tags, comments):
    """Return everything the page of an article shows; the article may be one that exists in memory only."""
    section = article.section
    part = (
        (pgettext("main menu", "Comments"), reverse("news:commentary"))
        if section.is_commentary
        else (_("News"), reverse("news:news"))
    )
    return {
        "body": Unread(
            lambda: render_text(article.body, language=article.field_language("body", get_language()))
        ),
        "release": article.release,
        "tags": tags,
        "tag_names": " ".join(f"{tag.pk}:{tag.slug}" for tag in tags),
        "related": Unread(lambda: list(related_to(article, tags))),
        "series": series_of(article),
        "figures": Unread(lambda: figures_of(article)),
        **side_of(section, above=section),
        "article": article,
        "comments": comments,
        "comment_total": getattr(article, "comment_count", 0),
        "article_address": article.get_absolute_url(),
        "article_number": article.pk,
        "section": section,
        "shown_language": article.shown_language(get_language()),
        "content_languages": article.languages,
        "breadcrumb": [part, (section.name, section.get_absolute_url()), (article.title, None)],
    }
