"""The look of a chart: on a page its shapes have classes, in a file of its own they say their colours themselves.

Renderers of pictures know no variables, no media queries and hardly any selectors (librsvg, resvg, CairoSVG, svglib); what
stands in attributes all of them draw alike. The colours are those of css/tokens.css.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from foundation.lettering import FAMILY

from .lines import SERIES_CLASSES

LIGHT, DARK = "light", "dark"
THEMES = (LIGHT, DARK)
FAMILIES = (
    "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    f"'{FAMILY}', sans-serif"
)
COLOURS: Mapping[str, Mapping[str, str]] = {
    LIGHT: {
        "paper": "#f6f2e9", "ink": "#1e2430", "soft": "#565c68", "rule": "#d8cfbd", "axis": "#a79d88", "demo": "#7a5a12",
        "s1": "#24406e", "s2": "#98292c", "s3": "#2f6648", "s4": "#8a5a00", "s5": "#5d3a7a", "s6": "#00646e",
        "s7": "#a03a75", "s8": "#4a5560",
    },
    DARK: {
        "paper": "#14171d", "ink": "#e9e4d8", "soft": "#a9abad", "rule": "#343a46", "axis": "#565d6b", "demo": "#d9b45f",
        "s1": "#9db7e4", "s2": "#f0908c", "s3": "#86c79d", "s4": "#e0b45a", "s5": "#c3a3e0", "s6": "#74c7d0",
        "s7": "#e59ac6", "s8": "#b7c2cd",
    },
}  # fmt: skip

#: What texts of a class are: (colour, size, bold).
_TEXTS = {
    "kc-title": ("ink", 19, True),
    "kc-value--small": ("ink", 15, True),
    "kc-value": ("ink", 24, True),
    "kc-name": ("ink", 13, False),
    "kc-empty": ("soft", 15, False),
    "kc-source": ("soft", 12.5, False),
    "kc-note": ("soft", 12.5, False),
    "kc-unit": ("soft", 12.5, False),
    "kc-legend": ("soft", 12.5, False),
    "kc-tick": ("soft", 13, False),
    "kc-event-name": ("soft", 12, False),
}
_RULES = {
    "kc-grid": "rule",
    "kc-axis": "axis",
    "kc-zero": "axis",
    "kc-leader": "axis",
    "kc-event": "axis",
    "kc-event-days": "axis",
}


#: How strong the years of a chart are, the newest first: as in css/components/chart.css.
YEARS_FADE = (1, 0.8, 0.66, 0.55, 0.46, 0.4, 0.35, 0.3)


def _number_of(css: str) -> int:
    """Return the number of the series that classes belong to."""
    return next((n for n in range(1, SERIES_CLASSES + 1) if f"--{n}" in css), 1)


class Look(Protocol):
    """From the classes of a text, of strokes or of a mark to the attributes that dress it."""

    def text(self, css: str) -> dict[str, object]: ...
    def stroke(self, css: str) -> dict[str, object]: ...
    def mark(self, css: str) -> dict[str, object]: ...


class PageLook:
    """Looks as the style sheets of the site say: by class."""

    def text(self, css: str) -> dict[str, object]:
        return {"class": css}

    def stroke(self, css: str) -> dict[str, object]:
        return {"class": css, "fill": "none", "stroke": "currentColor"}

    def mark(self, css: str) -> dict[str, object]:
        return {"class": css}


PAGE = PageLook()


@dataclass(frozen=True)
class FileLook:
    """The look of a file: its theme, and what of the chart decides about it.

    Where there is `one_face` of the font alone, a fine outline makes letters bold.
    """

    theme: str = LIGHT
    several: bool = False
    chinese: bool = False
    one_face: bool = False
    by_year: bool = False

    @property
    def paper(self) -> str:
        return self._colour("paper")

    def text(self, css: str) -> dict[str, object]:
        """Return the attributes of a text of these classes."""
        classes = css.split()
        colour, size, bold = next(
            (look for name, look in _TEXTS.items() if name in classes), ("soft", 13, False)
        )
        is_demonstration = "kc-demo" in classes
        found: dict[str, object] = {
            "fill": self._colour("demo" if is_demonstration else colour),
            "font-size": size,
        }
        if bold and self.one_face:
            found |= {"stroke": found["fill"], "stroke-width": size * 0.03, "stroke-linejoin": "round"}
        elif bold:
            found["font-weight"] = 600
        if is_demonstration and not self.chinese:
            found["font-style"] = "italic"
        return found

    def stroke(self, css: str) -> dict[str, object]:
        """Return the attributes of strokes of these classes: lines, dots, and the rules of the frame."""
        classes = css.split()
        rule = next((colour for name, colour in _RULES.items() if name in classes), None)
        if rule:
            found: dict[str, object] = {"fill": "none", "stroke": self._colour(rule)}
            if "kc-event-days" in classes:
                return found | {"stroke-width": 4}
            return found | ({"stroke-dasharray": "1 2"} if {"kc-leader", "kc-event"} & {*classes} else {})
        demonstration = "kc-demo" in classes
        found = {"fill": "none", "stroke": self._of_series(css), "stroke-linejoin": "round"} | self._faded(
            css, "stroke-opacity"
        )
        if "kc-dots" in classes:
            return found | {"stroke-width": 3.5 if demonstration else 5, "stroke-linecap": "round"}
        if demonstration:
            return found | {"stroke-width": self._width(css, 1.4), "stroke-dasharray": "3 2"}
        if "kc-estimate" in classes:
            return found | {"stroke-width": self._width(css, 2), "stroke-dasharray": "6 3"}
        return found | {"stroke-width": self._width(css, 2), "stroke-linecap": "round"}

    def mark(self, css: str) -> dict[str, object]:
        """Return the attributes of a mark of these classes: filled where published, hollow where demonstration."""
        colour = self._of_series(css)
        if "kc-demo" in css.split():
            return {"fill": self.paper, "stroke": colour, "stroke-width": 1.5} | self._faded(css, "opacity")
        return {"fill": colour} | self._faded(css, "opacity")

    def _faded(self, css: str, attribute: str) -> dict[str, object]:
        """Return what lets earlier years fade; nothing of other charts."""
        number = _number_of(css)
        return {attribute: YEARS_FADE[number - 1]} if self.by_year and number > 1 else {}

    def _width(self, css: str, usual: float) -> float:
        """Return how wide a stroke is: the newest of several years is the strongest."""
        return 3 if self.by_year and _number_of(css) == 1 else usual

    def _of_series(self, css: str) -> str:
        """Return the colour of a series; where there is one alone, its demonstration has a colour of its own."""
        if "kc-demo" in css.split() and not self.several:
            return self._colour("demo")
        return self._colour("s1" if self.by_year else f"s{_number_of(css)}")

    def _colour(self, name: str) -> str:
        return COLOURS[self.theme][name]
