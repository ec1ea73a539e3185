"""HTML of the facts of a fabric."""

import re

from django.utils.html import format_html, format_html_join

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")


def weight(fabric):
    """Return the weight as people in the trade write it: “55–90 g/m²”; empty when unknown."""
    ends = [end for end in (fabric.weight_min, fabric.weight_max) if end]
    return f"{'–'.join(str(end) for end in dict.fromkeys(ends))} g/m²" if ends else ""


def colours(fabric):
    """Return the colours of the palette that are written as #RRGGBB, in capitals."""
    palette = fabric.palette if isinstance(fabric.palette, list) else []
    return [colour.upper() for colour in palette if isinstance(colour, str) and _COLOUR.match(colour)]


def colour_bar(fabric):
    """Draw the colours of a fabric as one bar; nothing when it has none."""
    shown = colours(fabric)
    if not shown:
        return ""
    parts = format_html_join(
        "",
        '<rect x="{}" width="1" height="1" fill="{}"/>',
        enumerate(shown),
    )
    return format_html(
        '<svg class="colour-bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>',
        len(shown),
        parts,
    )


def colour_chip(colour):
    """Draw one colour."""
    return format_html(
        '<svg class="colour-chip" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="1" height="1" fill="{}"/></svg>',
        colour,
    )
