"""The heading of a page of the admin, named as the menu names it (`portal.staff.menu`)."""

from django import template

from portal.staff.menu import heading

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_heading(context, parts):
    """Return the parts of the heading: what the theme would say, in the words of the menu."""
    return heading(context["request"], parts)
