"""The portal's own means of the text editor (static/js/admin/writing.js, writing_habits.js), as its package wants to be told."""

from js_asset import static_lazy


def _lets_nothing_through(config, shared_config):
    """Leave the allow-list alone: what texts may be made of is said in `news.text.sanitising`."""


OWN_EXTENSIONS = [
    {
        "js": [static_lazy("js/admin/writing.js")],
        "extensions": dict.fromkeys(
            ("Writing", "LiveFigure", "LiveChart", "Footnote"), _lets_nothing_through
        ),
    },
    {
        "js": [static_lazy("js/admin/writing_habits.js")],
        "extensions": {"Habits": _lets_nothing_through},
    },
]
