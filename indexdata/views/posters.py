"""The poster of a release: what its page shows, as a picture to send on."""

from csp.decorators import csp
from django.http import HttpResponse
from django.utils.translation import get_language

from indexdata.arithmetic.periods import period_label
from indexdata.charts.of_series import chart_of
from indexdata.exports.headers import open_to_all
from indexdata.pictures.addresses import span_up_to
from indexdata.pictures.poster import Poster, poster_png
from indexdata.series.of_release import figures_of
from indexdata.series.rows import span_of, stored_series
from indexdata.wording.bulletins import bulletin_of
from indexdata.wording.cards import card_sentence

from .file_answers import Refused, plain
from .pictures import PICTURE_POLICY
from .release_files import nothing_public, public_release


@csp(PICTURE_POLICY)  # type: ignore[arg-type]  # its types know views without parts of the address only
def release_poster(request, family, code):
    """Answer the poster of a release; before it is out there is none."""
    try:
        poster = poster_asked(request, family, code)
    except Refused as refused:
        return plain(refused)
    return open_to_all(HttpResponse(poster_png(poster), content_type="image/png"))


def poster_asked(request, family, code):
    """Return what stands on the poster of a release, or raise `Refused`."""
    around = public_release(family, code)
    release = around.release
    figures = figures_of([release], {family: around.gaps}).get(release.pk, [])
    valued = [figure.latest for figure in figures if figure.latest.held.value is not None]
    if not valued:
        raise nothing_public()
    bulletin = bulletin_of(figures)
    total = bulletin.leads[0] if bulletin else valued[0]
    others = [latest for latest in valued if latest is not total]
    below = [latest for latest in others if latest.index.parent_id == total.index.pk]
    classes = [*(bulletin.leads[1:] if bulletin else []), *below] or others
    stored = stored_series([total.index])[total.index.pk]
    span = span_of(stored, span_up_to(total.period, total.frequency))
    return Poster(
        family=str(family.label),
        issue=period_label(release.period, family.frequency, get_language()),
        sentence=bulletin.sentence if bulletin else card_sentence(total),
        total=total,
        classes=classes,
        chart=chart_of(stored, span),
        address=request.build_absolute_uri(release.get_absolute_url()),
    )
