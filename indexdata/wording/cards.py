"""The words of a shared link: one sentence that says of invented figures that they are."""

from django.utils.translation import gettext

from indexdata.series.newest import Latest

from .sentences import figure_sentence


def marked(sentence: str, demonstration: bool) -> str:
    """Return a sentence, begun with the word Demonstration where its figures are invented."""
    return gettext("Demonstration: %(sentence)s") % {"sentence": sentence} if demonstration else sentence


def card_sentence(latest: Latest) -> str:
    """Return what the link to the page of an index says."""
    return marked(figure_sentence(latest), latest.held.demonstration)
