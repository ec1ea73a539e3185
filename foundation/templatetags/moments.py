"""Moments as pages write them (`foundation.moments`)."""

from django import template

from foundation.moments import moment

register = template.Library()
register.simple_tag(moment)
