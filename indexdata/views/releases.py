"""The release calendar, one release with its figures, and the calendar file."""

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from foundation.readership.counting import page_of
from indexdata.arithmetic.periods import parse_period, period_label
from indexdata.charts import draw_both
from indexdata.charts.of_series import chart_of
from indexdata.enums import Family, Frequency, Transform
from indexdata.models import Release, ReleaseChange, with_date_changes
from indexdata.pictures.addresses import picture_up_to
from indexdata.releases.calendar_file import calendar_text
from indexdata.series.newest import HEADLINE_PATHS, recorded_gaps
from indexdata.series.of_release import figures_of, neighbourhood, with_sources
from indexdata.series.parameters import read_parameters
from indexdata.series.revisions import revisions_of_release
from indexdata.series.rows import SeriesWindow, rows_between, series_between, years_before
from indexdata.wording.bulletins import bulletin_of
from indexdata.wording.cards import card_sentence

from .side import classification_side

COMING_SHOWN = 12
MOST_REVISIONS = 200
#: The chart of a release shows its headline index over so many years.
CHART_YEARS = {Frequency.WEEKLY: 2, Frequency.MONTHLY: 5}


def calendar(request):
    """Show what comes out next, and what came out year by year."""
    now = timezone.now()
    family = request.GET.get("family", "")
    family = Family(family) if family in Family.values else None
    releases = Release.objects.all() if family is None else Release.objects.filter(family=family)
    past = releases.past(now)
    ends = past.order_by().aggregate(first=Min("period"), last=Max("period"))
    years = list(range(ends["last"].year, ends["first"].year - 1, -1)) if ends["last"] else []
    year = chosen_year(request.GET.get("year", ""), years)
    shown = (
        list(with_date_changes(past.filter(period__year=year).order_by("-period", "family"))) if year else []
    )
    with_headlines(shown)
    context = {
        "coming": list(with_date_changes(releases.announced(now).soonest_first())[:COMING_SHOWN]),
        "past": shown,
        "times_missing": any(not (release.moment_recorded or release.no_issue) for release in shown),
        "year": year,
        "years": years,
        "family": family,
        "families": Family,
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("Release calendar"), None),
        ],
        "canonical_query": f"year={year}" if "year" in request.GET and years and year != years[0] else "",
        **classification_side(view="releases"),
    }
    return render(request, "indexdata/releases.html", context)


def with_headlines(releases):
    """Give each release its headline figures with their changes (`headlines`), in two queries."""
    gaps = recorded_gaps({release.family for release in releases})
    figures = figures_of(releases, gaps, paths=HEADLINE_PATHS)
    for release in releases:
        release.headlines = [one.latest for one in figures.get(release.pk, [])]


def chosen_year(text, years):
    """Return the year asked for when there is one, else the newest."""
    wanted = next((year for year in years if str(year) == text), None)
    return wanted or (years[0] if years else None)


def release(request, family, code):
    """Show one release: all its figures once it is public, before that only when it will be."""
    try:
        period = parse_period(code, family.frequency)
    except ValueError:
        raise Http404 from None
    parameters = read_parameters(request.GET)
    since = years_before(period, CHART_YEARS[family.frequency])
    around = neighbourhood(family, period, since=since)
    found = around.release
    if found is None or found.code != code:
        raise Http404
    figures = figures_of([found], {family: around.gaps}, parameters.at).get(found.pk, [])
    if parameters.published:
        figures = [figure for figure in figures if not figure.invented]
    if figures:
        with_sources(figures)
    bulletin = bulletin_of(figures)
    revised = [figure for figure in figures if figure.mark.corrected_at]
    found.told_changes = list(ReleaseChange.objects.of_dates().filter(release=found))
    label = period_label(period, family.frequency, get_language())
    title = gettext("%(family)s, %(period)s") % {"family": family.label, "period": label}
    chart = _chart(bulletin.leads[0], since, around.gaps, parameters) if bulletin else None
    context = {
        "release": found,
        "title": title,
        "is_public": found.is_public(),
        "was_public": found.is_public(parameters.at),
        "newest": around.newest if found.is_public() else None,
        "standing": found.standing().value,
        "figures": figures,
        "bulletin": bulletin,
        "chart": draw_both(chart) if chart else "",
        "chart_holds_demonstration": bool(chart and chart.holds_demonstration),
        "contact": settings.CONTACT_EMAIL,
        "revisions": list(revisions_of_release(found, parameters.at)[:MOST_REVISIONS]) if revised else [],
        "reportable": [figure for figure in figures if not figure.latest.held.demonstration],
        "file_query": file_query(parameters, figures),
        "has_notes": any(figure.has_notes for figure in figures),
        "demonstration": found.demonstration or any(figure.latest.held.demonstration for figure in figures),
        "around": around,
        "card": card_of(figures, bulletin),
        "unlisted": found.demonstration or found.no_issue or not found.is_public(),
        "parameters": parameters,
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("Release calendar"), reverse("indexdata:releases")),
            (title, None),
        ],
        **classification_side(view="release"),
    }
    return page_of(render(request, "indexdata/release.html", context), "release", found.pk)


def card_of(figures, bulletin):
    """Return what the link to a release says and the address of its picture; none of a release without values."""
    valued = (
        bulletin.leads if bulletin else [one.latest for one in figures if one.latest.held.value is not None]
    )
    if not valued:
        return None
    total = valued[0]
    return {
        "sentence": bulletin.sentence if bulletin else card_sentence(total),
        "picture": picture_up_to(total.index.path, total.period, total.frequency),
        "index": total.index,
    }


def file_query(parameters, figures):
    """Return the query with which files hold what the page shows: invented figures too where it shows some."""
    kept = {"as_of": parameters.typed["as_of"]} if parameters.as_of else {}
    if any(figure.invented for figure in figures):
        kept["demonstration"] = "include"
    return f"?{urlencode(kept)}" if kept else ""


def _chart(lead, first, gaps, parameters):
    """Return the chart of the headline index up to the release."""
    stored = series_between(lead.index, first, lead.period, gaps, parameters.at)
    stored = parameters.chosen(stored, invented=True)
    rows = rows_between(stored, first, lead.period)
    return chart_of(stored, SeriesWindow(rows, first, lead.period, Transform.LEVEL), card_sentence(lead))


def calendar_file(request):
    """Answer the calendar as a file for calendar programs."""
    releases = with_date_changes(Release.objects.for_calendar_file())
    text = calendar_text(releases, request, get_language())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="keqiao-releases.ics"'
    return response
