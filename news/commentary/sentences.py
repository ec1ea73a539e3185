"""The sentences of a drafted commentary, in the language that is active, with its numbers as live figures.

A live figure is asked for when the page is read (`news.rendering.live_figures`): a text can say nothing else than the figures,
also after a correction.
"""

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext

from indexdata.arithmetic.periods import period_code, period_label
from indexdata.enums import Frequency
from indexdata.wording.numbers import direction_sentence, figure, signed
from indexdata.wording.sentences import name_in_sentence, told_against

CHANGES = ("previous", "year-start", "year-ago")
#: So many totals are named in a summary; a release without its total has many.
MOST_TOTALS = 2


def title(told):
    """Return the title: the issue, how its total moved (or both of its totals), and the class that moved most."""
    first, most = told.totals[0], told.moved_most
    facts = {"period": _period(first), "total": _moved(first)}
    if len(told.totals) > 1:
        facts["other"] = _moved(told.totals[1])
        said = gettext("%(period)s: %(total)s, %(other)s") % facts
    elif most is None or not first.changes.previous.available:
        said = gettext("%(period)s: %(total)s") % facts
    elif told.has_several_parts:
        facts["most"] = name_in_sentence(most.index.name, alone=True)
        said = gettext("%(period)s: %(total)s, most movement in %(most)s") % facts
    else:
        facts["other"] = _moved(most)
        said = gettext("%(period)s: %(total)s, %(other)s") % facts
    return capfirst(_marked(told, said))


def _moved(latest):
    """Return name and change of an index as titles say them; where no change is held, its value."""
    if Frequency(latest.frequency) == Frequency.WEEKLY and latest.index.depth == 0:
        name = pgettext("in the title of a commentary", "total")
    else:
        name = name_in_sentence(latest.index.name, alone=latest.index.depth > 0)
    change = latest.changes.previous
    if not change.available:
        return gettext("%(name)s at %(value)s points") % {"name": name, "value": figure(latest.held.value)}
    return gettext("%(name)s %(change)s") % {"name": name, "change": direction_sentence(change, latest.index)}


def summary(told):
    """Return the summary: value and change of each total, and of the class that moved most."""
    said = _closed(told.totals[0])
    for total in told.totals[1:MOST_TOTALS]:
        said = _then(said, _closed(total))
    most = told.moved_most
    if most is not None and told.has_several_parts:
        facts = {
            "most": capfirst(name_in_sentence(most.index.name, alone=True)),
            "change": direction_sentence(most.changes.previous, most.index),
        }
        said = _then(said, gettext("%(most)s moved most, %(change)s.") % facts)
    return _marked(told, said)


def _closed(latest):
    facts = {"index": name_in_sentence(latest.index.name), "value": figure(latest.held.value)}
    change = latest.changes.previous
    if not change.available:
        return gettext("The %(index)s closed at %(value)s points.") % facts
    facts["change"] = direction_sentence(change, latest.index)
    return gettext("The %(index)s closed at %(value)s points, %(change)s on the previous issue.") % facts


def body(told):
    """Return the text as HTML: opening, table, a paragraph of each class, and what moved most of all."""
    written = [_opening(total) for total in told.totals]
    written.append(_table([*told.totals, *(part.latest for part in told.parts)]))
    if told.demonstration:
        written.insert(
            0, gettext("The figures of this issue are demonstration figures and were never published.")
        )
        written[0] = format_html("<p><strong>{}</strong></p>", written[0])
    if told.parts:
        written.append(format_html("<h2>{}</h2>", gettext("Class by class")))
        written += [_paragraph(part, place) for place, part in enumerate(told.parts)]
    if told.rose or told.fell:
        written.append(format_html("<h2>{}</h2>", gettext("What moved most")))
        written.append(_extremes(told.rose, told.fell))
    return mark_safe("".join(written))  # each part is written by format_html


def _opening(latest):
    clauses = [_clause(latest, show) for show in CHANGES if _change(latest, show).available]
    facts = {
        "period": escape(_period(latest)),
        "index": escape(name_in_sentence(latest.index.name)),
        "value": _number(latest, "value"),
        "changes": mark_safe(pgettext("between the changes of a figure", ", ").join(clauses)),
    }
    if clauses:
        said = gettext(
            "The %(index)s of %(period)s closed at <strong>%(value)s points</strong>, %(changes)s."
        )
    else:
        said = gettext("The %(index)s of %(period)s closed at <strong>%(value)s points</strong>.")
    return _p(said, facts)


def _clause(latest, show):
    return told_against(_number(latest, show, words=True), show)


def _paragraph(part, place):
    """Return what is told of a class; its place decides the turn of the sentence, so that no two neighbours read alike."""
    latest = part.latest
    facts = {
        "name": escape(capfirst(name_in_sentence(latest.index.name, alone=True))),
        "value": _number(latest, "value"),
        "change": _number(latest, "previous", words=True),
    }
    if not latest.changes.previous.available:
        return _p(gettext("%(name)s stood at %(value)s points."), facts)
    turns = (
        gettext("%(name)s closed at %(value)s points, %(change)s on the previous issue."),
        gettext("%(name)s stood at %(value)s points, %(change)s."),
        gettext("%(name)s came to %(value)s points, %(change)s on the issue before."),
        gettext("%(name)s settled at %(value)s points, %(change)s."),
    )
    said = turns[place % len(turns)]
    if part.most:
        said = _then(
            said,
            _of_most(place) if part.compared else gettext("Within the class, %(most)s was %(most_change)s."),
        )
        facts |= _named("most", part.most)
    if part.against:
        said = _then(said, gettext("%(against)s went the other way, %(against_change)s."))
        facts |= _named("against", part.against, begins=True)
    return _p(said, facts)


def _then(first, second):
    """Return two sentences one after the other; their own places stay open."""
    return pgettext("two sentences of a paragraph", "{first} {second}").format(first=first, second=second)


def _of_most(place):
    turns = (
        gettext("Within the class, %(most)s moved most, %(most_change)s."),
        gettext("The largest move inside it was that of %(most)s, %(most_change)s."),
        gettext("Among its series, %(most)s stood out, %(most_change)s."),
    )
    return turns[place % len(turns)]


def _extremes(rose, fell):
    facts: dict[str, str] = {}
    if rose:
        facts |= _named("rose", rose)
    if fell:
        facts |= _named("fell", fell)
    if rose and fell:
        said = gettext(
            "Of all series, %(rose)s rose most, %(rose_change)s, and %(fell)s fell most, %(fell_change)s."
        )
    elif rose:
        said = gettext("Of all series, %(rose)s rose most, %(rose_change)s; none fell.")
    else:
        said = gettext("Of all series, %(fell)s fell most, %(fell_change)s; none rose.")
    return _p(said, facts)


def _named(key, latest, begins=False):
    name = name_in_sentence(latest.index.name, alone=True)
    return {
        key: escape(capfirst(name) if begins else name),
        f"{key}_change": _number(latest, "previous", words=True),
    }


def _table(figures):
    heads = (
        pgettext("heads a table of figures", "Series"), gettext("Points"), gettext("On the previous issue"),
        gettext("Since the start of the year"), gettext("On a year ago"),
    )  # fmt: skip
    rows = [
        (
            latest.index.name,
            _number(latest, "value"),
            format_html_join(
                "",
                "<td>{}</td>",
                ((_number(latest, show) if _change(latest, show).available else "–",) for show in CHANGES),
            ),
        )
        for latest in figures
    ]
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join("", '<tr><th scope="row">{}</th><td>{}</td>{}</tr>', rows),
    )


def _change(latest, show):
    return getattr(latest.changes, show.replace("-", "_"))


def _number(latest, show, words=False):
    """Return a live figure; inside it stands what the figures say now."""
    if show == "value":
        inside = figure(latest.held.value)
    else:
        change = _change(latest, show)
        inside = direction_sentence(change, latest.index) if words else signed(change.percent)
    return format_html(
        '<span data-figure="{}" data-period="{}" data-show="{}"{}>{}</span>',
        latest.index.path,
        period_code(latest.period, latest.frequency),
        show,
        mark_safe(' data-words="1"') if words else "",
        inside,
    )


def _p(said, facts):
    return mark_safe(f"<p>{said % facts}</p>")  # the facts are escaped, the sentences are ours


def _period(latest):
    return period_label(latest.period, latest.frequency, get_language())


def _marked(told, sentence):
    return gettext("Demonstration: %(sentence)s") % {"sentence": sentence} if told.demonstration else sentence
