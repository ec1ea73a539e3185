"""The table of changes, coloured by size: one row for an index, one column for an issue; written in one go."""

from decimal import Decimal

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import period_label, short_period_label
from indexdata.series.movers import Movements

from .numbers import signed
from .series_markup import in_its_language

#: So many shades a rise or a fall can have.
SHADES = 4


def shade_of(percent: Decimal, scale: Decimal) -> int:
    """Return the shade of a change, from 0 (none) to `SHADES`, negative for a fall; `scale` is the size that is darkest."""
    if not percent:
        return 0
    steps = SHADES if scale <= 0 else min(SHADES, int(abs(percent) / scale * SHADES) + 1)
    return steps if percent > 0 else -steps


def heat_head(movements: Movements) -> SafeString:
    """Write the headings of the issues, the newest first: a phone shows the first ones."""
    language, frequency = get_language(), movements.family.frequency
    return mark_safe(
        "".join(
            f'<th scope="col"><span>{escape(short_period_label(period, frequency, language))}</span></th>'
            for period in reversed(movements.periods)
        )
    )


def heat_rows(movements: Movements) -> SafeString:
    """Write the rows: each cell has the number with its sign, so that colour says nothing alone."""
    scale, none = movements.scale, escape(gettext("Not available"))
    language, frequency = get_language(), movements.family.frequency
    labels = [escape(period_label(period, frequency, language)) for period in reversed(movements.periods)]
    empty = f'<td class="heat-none"><span aria-hidden="true">–</span><span class="visually-hidden">{none}</span></td>'
    written = []
    for row in movements.rows:
        name = f'<a href="{escape(row.index.get_absolute_url())}">{conditional_escape(in_its_language(row.index))}</a>'
        cells = []
        for period, label, change in zip(
            reversed(movements.periods), labels, reversed(row.changes), strict=True
        ):
            if change is None or change.percent is None:
                cells.append(empty)
                continue
            shade = shade_of(change.percent, scale)
            kind = f"heat-{'rise' if shade > 0 else 'fall'}-{abs(shade)}" if shade else "heat-flat"
            invented = " is-invented" if row.held[period].demonstration else ""
            number = signed(change.percent).removesuffix("%")
            cells.append(f'<td class="{kind}{invented}" title="{label}"><span>{number}</span></td>')
        written.append(
            f'<tr><th scope="row" class="tree-{row.index.depth}">{name}</th>{"".join(cells)}</tr>\n'
        )
    return mark_safe("".join(written))
