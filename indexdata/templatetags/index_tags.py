"""Template tags for figures, changes and periods (`indexdata.wording`)."""

from functools import wraps

from django import template

from foundation.headings import by_words
from indexdata.wording.dates import change_sentence, date_of
from indexdata.wording.markup import change, demo_mark, invented_words, period, short_period
from indexdata.wording.numbers import direction_sentence, figure, points, signed
from indexdata.wording.revisions import revision_sentence

register = template.Library()


def of_value_or_nothing(words):
    """Return a filter of a number: templates make "" of an attribute of None, and that is as missing as None itself."""

    @wraps(words)
    def of_value(value):
        return words(None if value == "" else value)

    return of_value


register.filter("revision_sentence", revision_sentence)
register.filter("by_words", by_words)
register.filter("figure", of_value_or_nothing(figure))
register.filter("signed", of_value_or_nothing(signed))
register.filter("points", of_value_or_nothing(points))
register.simple_tag(direction_sentence)
register.filter("period", period)
register.filter("short_period", short_period)
register.simple_tag(change)
register.simple_tag(demo_mark)
register.simple_tag(invented_words)
register.filter("date_of", date_of)
register.filter("change_sentence", change_sentence)
