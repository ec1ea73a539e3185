"""Releases: the calendar, and one release with its figures."""

from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from indexdata.arithmetic.periods import parse_period
from indexdata.enums import Family
from indexdata.exports.rows import moment
from indexdata.models import Release
from indexdata.series.of_release import figures_of, neighbourhood

from . import asked, schemas
from .lists import CursorAsked, LimitAsked, envelope, parameters_of, texts
from .newest import observations_of

router = Router(tags=["releases"], by_alias=True)
#: A period never moves, as a release's moment may.
ORDER = ("-period", "family")
NOTHING = "There is no release of this family for this issue."


@router.get("/releases", response=schemas.answers(schemas.ReleaseList), summary="The release calendar")
def list_releases(
    request,
    family: asked.FamilyAsked = None,
    state: asked.StateAsked = None,
    from_: asked.FromAsked = "",
    to: asked.ToAsked = "",
    demonstration: asked.DemonstrationAsked = None,
    limit: LimitAsked = 100,
    cursor: CursorAsked = "",
):
    """Releases by issue, the newest first; `from` and `to` are days of issues. Of coming ones only the moment is known."""
    parameters, now = parameters_of({"from": from_, "to": to}), timezone.now()
    found = Release.objects.filter(no_issue=False)
    if not asked.is_included(demonstration):
        found = found.filter(demonstration=False)
    if state:
        found = found.public(now) if state == asked.ReleaseState.PAST else found.announced(now)
    if family:
        found = found.filter(family=family)
    if parameters.first:
        found = found.filter(period__gte=parameters.first)
    if parameters.last:
        found = found.filter(period__lte=parameters.last)

    def items(rows):
        return [release_item(release, now, request) for release in rows]

    return envelope(request, found, ORDER, items, limit=limit, cursor=cursor)


@router.get(
    "/releases/{family}/{issue}",
    response=schemas.answers(schemas.ReleaseWithFigures),
    summary="One release with its figures",
)
def get_release(
    request,
    family: Family,
    issue: str,
    as_of: asked.AsOfAsked = "",
    demonstration: asked.DemonstrationAsked = None,
):
    """A release and its figures: of weekly ones `issue` is the Monday (YYYY-MM-DD), of monthly ones the month (YYYY-MM)."""
    parameters, now = parameters_of({"as_of": as_of}), timezone.now()
    invented = asked.is_included(demonstration)
    try:
        period = parse_period(issue, family.frequency)
    except ValueError:
        raise HttpError(404, NOTHING) from None
    around = neighbourhood(family, period)
    release = around.release
    if (
        release is None
        or release.no_issue
        or release.code != issue
        or (release.demonstration and not invented)
    ):
        raise HttpError(404, NOTHING)
    figures = figures_of([release], {family: around.gaps}, parameters.at).get(release.pk, [])
    if not invented:
        figures = [figure for figure in figures if not figure.invented]
    return {
        **release_item(release, now, request),
        "as_of": parameters.as_of_text or None,
        "figures": _figures(figures, parameters.at),
    }


def _figures(figures, at):
    told = observations_of([(figure.latest, figure.mark) for figure in figures], at)
    return [
        {"series": index.code, "path": index.path, "name": texts(index, "name"), **told[index.pk]}
        for index in (figure.latest.index for figure in figures)
    ]


def release_item(release, now, request):
    """Return what the calendar tells of a release."""
    return {
        "family": release.family,
        "period": release.code,
        "released_at": moment(release.released_at),
        "public_at": moment(release.public_at) if release.is_public(now) else None,
        "expected_month": release.expected_month and f"{release.expected_month:%Y-%m}",
        "standing": release.standing(now).value,
        "moment_recorded": release.moment_recorded,
        "public": release.is_public(now),
        "demonstration": release.demonstration,
        "url": request.build_absolute_uri(release.get_absolute_url()),
    }
