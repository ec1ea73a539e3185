"""Template tags that every page uses: addresses in both languages, page numbers, query strings."""

import re
from itertools import pairwise

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, to_locale

from foundation.headings import by_words
from foundation.languages import LANGUAGE_CODES, in_language, language_tag

register = template.Library()
register.filter("by_words", by_words)

_HYPHENED = re.compile(r"\d+号?(?:-\d+)+")

#: Which country's form of a language the site writes, as Open Graph names it.
OG_LOCALES = {"en": "en_GB", "zh-hans": "zh_CN"}


@register.simple_tag(takes_context=True)
def page_languages(context):
    """Return the languages this page is really written in: the context's `content_languages`, else all."""
    return context.get("content_languages") or LANGUAGE_CODES


@register.simple_tag
def gap():
    """Return what stands between two sentences of one paragraph: a space, in Chinese nothing."""
    return "" if get_language().startswith("zh") else " "


@register.filter
def whole_numbers(text):
    """Write a text in which numbers with hyphens stay on one line, such as that of a licence."""
    return mark_safe(_HYPHENED.sub(r'<span class="whole">\g<0></span>', conditional_escape(text)))


@register.filter
def hreflang(code):
    """Return a language code as hreflang writes it: zh-Hans."""
    return language_tag(code)


@register.filter
def og_locale(code):
    """Return a language code as Open Graph writes it, with the country whose form of it the site writes: en_GB."""
    return OG_LOCALES.get(code) or to_locale(code)


@register.simple_tag(takes_context=True)
def address_in(context, code):
    """Return the absolute address of this page in the language `code`, without its query."""
    request = context["request"]
    return request.build_absolute_uri(in_language(request.path, code))


@register.simple_tag(takes_context=True)
def canonical(context):
    """Return the address search engines should keep: that of the language the page's text is really in.

    Views may pass `canonical_query` (e.g. "page=2") for pages of a list.
    """
    languages = page_languages(context)
    code = context.get("language_code", settings.LANGUAGE_CODE)
    address = address_in(context, code if code in languages else languages[0])
    query = context.get("canonical_query")
    return f"{address}?{query}" if query else address


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """Return the page's query string with some parameters changed; None or an empty value removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context, name):
    """Return the page's query string without one parameter, from the first page on."""
    return query_with(context, **{name: None, "page": None})


@register.simple_tag(takes_context=True)
def query_fields(context, *without):
    """Return hidden fields with the page's query, for a form that changes some parameters and keeps the rest."""
    query = context["request"].GET
    kept = ((name, value) for name in query if name not in without for value in query.getlist(name))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)


@register.simple_tag(takes_context=True)
def text_language(context, content, field=None):
    """Return ` lang="…"` when a field of `content` (a `Translated` object) shows another language than the page's.

    `field` is the name or title of the object unless given.
    """
    shown = content.field_language(field or content.translation_marker[0], context["language_code"])
    return format_html(' lang="{}"', shown) if shown != context["language_code"] else ""


@register.filter
def page_numbers(page):
    """Return the page numbers to offer around `page`: first, neighbours, last; None stands for a gap."""
    last = page.paginator.num_pages
    wanted = sorted({1, last, *(n for n in range(page.number - 2, page.number + 3) if 1 <= n <= last)})
    numbers: list[int | None] = []
    for before, number in pairwise((0, *wanted)):
        if number - before > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def absolute(context, address):
    """Return the absolute form of an address on this site."""
    return context["request"].build_absolute_uri(address)
