"""The table of changes coloured by size (`indexdata.wording.heat_map`)."""

from django import template

from indexdata.wording.heat_map import heat_head, heat_rows

register = template.Library()
register.simple_tag(heat_head)
register.simple_tag(heat_rows)
