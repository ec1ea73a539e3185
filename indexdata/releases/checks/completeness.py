"""Checks of the whole: whether there are figures, every index that came last time, each once, and not last time's over again."""

from collections import Counter

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .facts import ReleaseFacts
from .findings import Finding, Gravity

#: So many indices are named in a sentence.
NAMED = 6
#: Fewer figures may be the same as last time by chance.
FEW = 3


def check_complete(facts: ReleaseFacts):
    """Yield that there are no figures, or that indices which came last time are missing."""
    release, last, lacking = facts.release, facts.last, facts.missing
    count, of = len(lacking), len(facts.last_indices)
    if not facts.figures:
        yield Finding("empty", Gravity.SERIOUS, lambda: _("This release has no figures yet."), facts.page)
    elif lacking and last is not None:

        def says():
            sentence = ngettext(
                "%(count)s of the %(of)s indices that came in the issue of %(issue)s is missing: %(names)s. "
                "Enter it, or say with a status why it has no value.",
                "%(count)s of the %(of)s indices that came in the issue of %(issue)s are missing: %(names)s. "
                "Enter them, or say with a status why they have no value.",
                count,
            )
            issue = last.label(get_language())
            return sentence % {"count": count, "of": of, "issue": issue, "names": listed(map(str, lacking))}

        facts_of = (release.period, *sorted(index.code for index in lacking))
        yield Finding("missing", Gravity.SERIOUS, says, facts.page, facts_of)


def check_once(facts: ReleaseFacts):
    """Yield each index that has several figures, and that all values are those of the last issue."""
    counted = Counter(figure.index_id for figure in facts.figures)
    for figure in {one.index_id: one for one in facts.figures if counted[one.index_id] > 1}.values():
        values = [str(one.value) for one in facts.figures if one.index_id == figure.index_id]

        def twice(index=figure.index, values=values):
            return _("%(index)s stands here %(times)s times: %(values)s.") % {
                "index": index, "times": len(values), "values": listed(values),
            }  # fmt: skip

        page = ("admin:indexdata_observation_change", figure.pk)
        yield Finding("twice", Gravity.SERIOUS, twice, page, (figure.index.code, *values))
    valued = [figure for figure in facts.figures if figure.value is not None]
    last = facts.last
    if last is None or len(valued) < FEW:
        return
    if all((held := facts.before(one)) and held[:2] == (last.period, one.value) for one in valued):

        def repeated():
            return _("All %(count)s values are those of the issue of %(issue)s, %(example)s among them.") % {
                "count": len(valued),
                "issue": last.label(get_language()),
                "example": f"{valued[0].index} {valued[0].value}",
            }

        values = [f"{one.index.code}={one.value}" for one in valued]
        yield Finding("repeated", Gravity.ASKED, repeated, facts.page, (last.period, *values))


def listed(names):
    """Return names as a sentence lists them: the first ones, and how many more there are."""
    names = list(names)
    comma = pgettext("between the names of indices", ", ")
    said = comma.join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return said
    words = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
    return words % {"names": said, "count": more}
