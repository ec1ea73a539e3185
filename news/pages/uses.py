"""The things that an information page uses."""

from foundation.languages import in_languages
from news.linking.uses import in_html


def used_in_page(page):
    """Return (live, None): an information page has no draft (`foundation.kinds`)."""
    return {name: in_html(getattr(page, name)) for name in in_languages("body")}, None
