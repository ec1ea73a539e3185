"""Lines of the history as pages write them (`foundation.history`)."""

from django import template

from foundation.history import said
from foundation.people import name_of

register = template.Library()
register.filter(said)
register.filter(name_of)
