"""The desk: what each member of staff finds on the admin's start page, and the number beside the menu entry."""

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.readership.telling import most_read
from indexdata.arithmetic.periods import period_label
from indexdata.permissions import user_can_see_embargoed_figures
from indexdata.series.newest import headline
from news.comments.models import Comment, FigureReport
from news.linking.uses import edit_address
from news.permissions import user_can_answer_figure_reports, user_can_moderate
from portal.staff.mishaps import nobody_works, on_desk
from portal.staff.newsroom import SHOWN, newsroom
from portal.staff.release_desk import releases_on_desk


def waiting_comments(request):
    """Return how many reader comments wait for a moderator; asked once per request, empty when none do."""
    if not user_can_moderate(request.user):
        return ""
    if not hasattr(request, "_waiting_comments"):
        request._waiting_comments = Comment.objects.pending().order_by().count()
    return request._waiting_comments or ""


def waiting_figure_reports(request):
    """Return how many errors that readers report in figures wait for an answer; asked once per request, empty when none do."""
    if not user_can_answer_figure_reports(request.user):
        return ""
    if not hasattr(request, "_waiting_figure_reports"):
        request._waiting_figure_reports = FigureReport.objects.waiting().order_by().count()
    return request._waiting_figure_reports or ""


def desk(request, context):
    """Add what this person's work needs today to the context of the start page; a handful of queries."""
    user, now = request.user, timezone.now()
    context["title"] = _("Desk")
    context["mishaps"], context["more_mishaps"] = on_desk(user)
    context["nobody_works"] = nobody_works(user)
    context["no_address"] = not user.email
    if user.has_perm("auth.change_user"):
        context["without_address"] = _without_address(user)
    if user.has_perm("news.view_article") and user.has_perm("news.change_article"):
        context["newsroom"] = newsroom(user, now)
        context["most_read"] = _most_read()
    if user_can_moderate(user):
        context["comments"] = _comments(request)
    if user_can_see_embargoed_figures(user):
        context["figures"] = _figures(now)
        context["releases"] = releases_on_desk(user, now)
        context["figure_reports"] = waiting_figure_reports(request)
    return context


def _without_address(user):
    """Return how many colleagues no letter reaches."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True, email="")
    return people.exclude(pk=user.pk).count()


def _comments(request):
    return {
        "waiting": waiting_comments(request) or 0,
        "oldest": Comment.objects.pending().select_related("article__release")[:SHOWN],
    }


def _most_read():
    """Return [(days, [(thing, kind in words, address for staff, number, the number in words)])] of what readers open most."""
    return [
        (
            days,
            [(*_told(thing), number, number_format(number, force_grouping=True)) for thing, number in things],
        )
        for days, things in most_read().items()
    ]


def _told(thing):
    return thing, thing._meta.verbose_name, edit_address(thing)


def _figures(now):
    language = get_language()
    return {
        "latest": [(latest, _issue(latest, language)) for latest in headline(now).figures],
    }


def _issue(latest, language):
    return period_label(latest.period, latest.frequency, language)
