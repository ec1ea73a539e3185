"""Load the first-run content: everything valid, everything or nothing, everything once."""

from django.db import transaction

from . import load_index_data as figures
from . import load_newsroom as newsroom
from .reading import Content

#: What is loaded, in this order: later steps refer to what earlier ones made.
STEPS = (
    ("sections", newsroom.load_sections),
    ("tags", newsroom.load_tags),
    ("uses of fabrics", newsroom.load_uses),
    ("classes", figures.load_classification),
    ("other names of classes", figures.load_aliases),
    ("releases", figures.load_releases),
    ("figures", figures.load_figures),
    ("events", figures.load_events),
    ("markets", figures.load_markets),
    ("pages", newsroom.load_pages),
    ("articles", newsroom.load_articles),
    ("fabrics", newsroom.load_fabrics),
)


@transaction.atomic
def load_content(content: Content) -> dict[str, int]:
    """Write what has not been loaded yet and return how many of each kind were made."""
    made = {}
    for name, load in STEPS:
        result = load(content)
        if isinstance(result, tuple):
            made[name], made["sources of figures"] = result
        else:
            made[name] = result
    return made
