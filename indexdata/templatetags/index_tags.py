"""Template tags for figures, changes and periods (`indexdata.wording`)."""

from django import template

from foundation.headings import by_words
from indexdata.wording.dates import change_sentence, date_of
from indexdata.wording.markup import change, demo_mark, invented_words, period, short_period
from indexdata.wording.numbers import direction_sentence, figure, points, signed
from indexdata.wording.revisions import revision_sentence

register = template.Library()
register.filter("revision_sentence", revision_sentence)
register.filter("by_words", by_words)
register.filter("figure", figure)
register.filter("signed", signed)
register.filter("points", points)
register.simple_tag(direction_sentence)
register.filter("period", period)
register.filter("short_period", short_period)
register.simple_tag(change)
register.simple_tag(demo_mark)
register.simple_tag(invented_words)
register.filter("date_of", date_of)
register.filter("change_sentence", change_sentence)
