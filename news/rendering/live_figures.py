"""Figures inside texts: an index's value or change in a sentence, and charts, made from the observations when read.

Stored are only questions: `<span data-figure="price" data-period="2025-06-16" data-show="value">…</span>` and
`<figure data-chart="price" data-range="1y">…</figure>`. What is answered can never disagree with the figures shown
elsewhere. `data-as-of` freezes a question: it is answered with the vintages of that moment. Nothing under embargo is
ever answered, and a figure that is not held is said to be missing, never made up.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import period_label
from indexdata.charts import NARROW, Chart, Line, draw_both, draw_chart
from indexdata.charts.of_series import unit_of
from indexdata.enums import Transform
from indexdata.series.comparison import compare
from indexdata.series.rows import years_before
from indexdata.series.vintages import stored_at
from indexdata.wording.markup import demo_mark
from indexdata.wording.numbers import direction_sentence, figure, signed
from news.text.elements import first as first_element

#: The elements that ask, and the attribute each asks with.
ASKING = {"span": "data-figure", "figure": "data-chart"}
LATEST = "latest"
SHOWN = ("value", "previous", "year-start", "year-ago")
RANGES = {"6m": 183, "1y": 366, "3y": 3 * 366, "5y": 5 * 366, "max": None}
MOST_LINES = 4
ROWS_SHOWN = 12


@dataclass(frozen=True)
class Question:
    """The question of one embedded number or chart: indices, period or range, what to show, and as of which moment."""

    paths: tuple[str, ...]
    period: str = LATEST
    show: str = "value"
    words: bool = False
    range: str = "1y"
    at: datetime | None = None


def question_of(element):
    """Return the `Question` an element asks, None if it asks none; what cannot be understood falls back to the simplest."""
    if ASKING.get(element.name) not in element.attributes:
        return None
    found = {name.removeprefix("data-"): value for name, value in element.attributes.items()}
    paths = tuple((found.get("figure") or found.get("chart") or "").split())[:MOST_LINES]
    return Question(
        paths=paths,
        period=found.get("period") or LATEST,
        show=found["show"] if found.get("show") in SHOWN else "value",
        words=found.get("words") == "1",
        range=found["range"] if found.get("range") in RANGES else "1y",
        at=_moment(found.get("as-of")),
    )


class Answers:
    """The figures that the questions of some elements need, read at once: three queries, none when nothing is asked."""

    def __init__(self, found):
        questions = [question for element in found if (question := question_of(element))]
        paths = {path for question in questions for path in question.paths}
        moments = {question.at for question in questions}
        self.stored = stored_at(paths, moments) if questions else {}

    def answer(self, element, inside, plain=False):
        """Return what stands in place of a number or chart, None where an element asks nothing.

        `plain` is for feeds: no drawings, no classes.
        """
        question = question_of(element)
        if question is None:
            return None
        put = self._number if element.name == "span" else self._chart
        return put(question, inside, plain)

    def _number(self, question, written, plain):
        stored = self.stored.get((question.paths[0], question.at)) if question.paths else None
        if stored is None:
            return written  # the index is gone: the words it was written with stay
        held = self._held(stored, question.period)
        if held is None:
            return _missing(plain)
        label = period_label(held.period, stored.frequency, get_language())
        if question.show == "value":
            text = figure(held.value)
        else:
            change = getattr(stored.changes(held.period), question.show.replace("-", "_"))
            if not change.available:
                return _missing(plain)
            text = direction_sentence(change, stored.index) if question.words else signed(change.percent)
        if plain:
            return text
        about = gettext("%(index)s, %(period)s") % {"index": stored.index.name, "period": label}
        if question.at:
            about = gettext("%(about)s, as published on %(day)s") % {"about": about, "day": _day(question.at)}
        mark = demo_mark() if held.demonstration else ""
        return format_html(
            '<data class="live-figure" value="{}" title="{}">{}</data>{}', text, about, text, mark_safe(mark)
        )

    def _held(self, stored, period):
        if period == LATEST:
            return stored.newest
        try:
            return stored.held.get(date.fromisoformat(period))
        except ValueError:
            return None

    def picture(self, element, width):
        """Return the chart that an element asks for as an SVG file of its own, so wide; "" where nothing can be drawn."""
        question = question_of(element)
        series = self._held_series(question) if question else []
        if not series:
            return ""
        chart = _chart_of(series, compare(series, first=_start(series, question.range)))
        return draw_chart(chart, width, NARROW[1] if width < 480 else 320, standalone=True)

    def _held_series(self, question):
        asked = [(path, question.at) for path in question.paths]
        return [self.stored[one] for one in asked if one in self.stored and self.stored[one].held]

    def _chart(self, question, inside, plain):
        series = self._held_series(question)
        figcaption = first_element(inside, "figcaption")
        caption = figcaption.inside if figcaption else ""
        if not series:
            return format_html("<p>{}</p>", mark_safe(caption)) if caption else ""
        comparison = compare(series, first=_start(series, question.range))
        names, title = _names_of(series), _title_of(series)
        context = {
            "caption": mark_safe(caption),
            "title": title,
            "names": names,
            "links": [(one.index.name, one.index.get_absolute_url()) for one in series],
            "rows": [
                (period, list(zip(values, marks, strict=True)))
                for period, values, marks in comparison.rows[::-1][:ROWS_SHOWN]
            ],
            "frequency": comparison.frequency,
            "demonstration": any(any(marks) for _period, _values, marks in comparison.rows),
            "as_of": _day(question.at) if question.at else "",
            "address": _address(series),
        }
        if plain:
            return render_to_string("news/figures/chart_in_feed.html", context)
        context["chart"] = draw_both(_chart_of(series, comparison))
        context["points"] = [(period, values, any(marks)) for period, values, marks in comparison.rows]
        return render_to_string("news/figures/chart.html", context)


def _names_of(series):
    return [one.index.name for one in series]


def _title_of(series):
    names = _names_of(series)
    return gettext("%(first)s and others") % {"first": names[0]} if len(names) > 1 else names[0]


def _chart_of(series, comparison):
    title = _title_of(series)
    return Chart(
        lines=[Line(name, comparison.points(at)) for at, name in enumerate(_names_of(series))],
        frequency=comparison.frequency,
        language=get_language(),
        title=title,
        description=title,
        unit=unit_of(Transform.LEVEL),
        no_issue=comparison.gaps,
    )


def _start(series, span):
    days = RANGES[span]
    newest = max(one.newest.period for one in series)
    if days is None:
        return None
    return years_before(newest, days // 366) if days >= 366 else newest - timedelta(days=days)


def _address(series):
    if len(series) == 1:
        return series[0].index.get_absolute_url()
    query = "&".join(f"s={one.index.path}" for one in series)
    return f"{reverse('indexdata:compare')}?{query}"


def _missing(plain):
    word = gettext("not available")
    return word if plain else format_html('<span class="live-figure live-figure--missing">{}</span>', word)


def _moment(text):
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _day(moment):
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
