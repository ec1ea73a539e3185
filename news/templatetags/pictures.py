"""Pictures on pages (`news.library.markup`)."""

from django import template

from news.library.markup import picture_tag, picture_url

register = template.Library()
register.simple_tag(picture_tag, name="picture")
register.simple_tag(picture_url)
