"""The desk: what each member of staff finds on the admin's start page, and the number beside the menu entry."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indexdata.latest import headline
from indexdata.models import Release
from indexdata.periods import period_label
from indexdata.permissions import user_can_see_embargoed_figures
from news.enums import ArticleStatus
from news.models import Article, Comment
from news.permissions import user_can_approve_article, user_can_moderate

SHOWN = 6


def waiting_comments(request):
    """Return how many reader comments wait for a moderator; asked once per request, empty when none do."""
    if not user_can_moderate(request.user):
        return ""
    if not hasattr(request, "_waiting_comments"):
        request._waiting_comments = Comment.objects.pending().order_by().count()
    return request._waiting_comments or ""


def desk(request, context):
    """Add what this person's work needs today to the context of the start page; a handful of queries."""
    user, now = request.user, timezone.now()
    context["title"] = _("Desk")
    if user.has_perm("news.view_article") and user.has_perm("news.change_article"):
        context["newsroom"] = _newsroom(user, now)
    if user_can_moderate(user):
        context["comments"] = _comments(request)
    if user_can_see_embargoed_figures(user):
        context["figures"] = _figures(now)
    return context


def _newsroom(user, now):
    bodies = ("body", "body_en", "body_zh_hans", "summary", "summary_en", "summary_zh_hans")
    articles = Article.objects.select_related("section", "release").defer(*bodies)
    scheduled = articles.filter(status=ArticleStatus.PUBLISHED, published_at__gt=now).order_by(
        "published_at", "pk"
    )
    approved = articles.filter(status=ArticleStatus.APPROVED).order_by("updated_at", "pk")
    return {
        "drafts": articles.filter(status=ArticleStatus.DRAFT, author=user).order_by("-updated_at")[:SHOWN],
        "in_review": articles.filter(status=ArticleStatus.IN_REVIEW).order_by("updated_at", "pk")[:SHOWN],
        "approved": approved[:SHOWN],
        "scheduled": scheduled[:SHOWN],
        "may_approve": user_can_approve_article(user),
        "may_add": user.has_perm("news.add_article"),
    }


def _comments(request):
    return {
        "waiting": waiting_comments(request) or 0,
        "oldest": Comment.objects.pending().select_related("article")[:SHOWN],
    }


def _figures(now):
    language = get_language()
    coming = list(Release.objects.embargoed(now).order_by("released_at", "family")[:SHOWN])
    for release in coming:
        release.issue = release.label(language)
    return {
        "coming": coming,
        "latest": [(latest, _issue(latest, language)) for latest in headline(now).figures],
    }


def _issue(latest, language):
    return period_label(latest.period, latest.frequency, language)
