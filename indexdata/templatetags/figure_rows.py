"""Rows of the tables of figures (`indexdata.wording.figure_rows`)."""

from django import template

from indexdata.wording.figure_rows import change_cells, figure_rows, marks, series_rows

register = template.Library()
register.simple_tag(change_cells)
register.simple_tag(marks)
register.simple_tag(figure_rows)
register.simple_tag(series_rows)
