"""The languages of the site: the fields of translated content, and which languages a piece is really written in."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

#: The codes of the site's languages, its own one first.
LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)
#: How a language is called where there is little room; others by the name that the settings give them.
SHORT_NAMES = {"zh-hans": "中文"}
#: The sign of a language in lists; that of others is the code.
MARKS = {"en": "EN", "zh-hans": "中"}


def language_of_address(path):
    """Return the language that an address is in: the site's own one has no prefix, each other one is the first part."""
    first = path[1:].partition("/")[0]
    is_prefix = first != settings.LANGUAGE_CODE and path.startswith(f"/{first}/") and first in LANGUAGE_CODES
    return first if is_prefix else settings.LANGUAGE_CODE


def in_language(path, code):
    """Return the address of the same page in a language, of an address without query."""
    held = language_of_address(path)
    bare = path if held == settings.LANGUAGE_CODE else path.removeprefix(f"/{held}")
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def in_every_language(path):
    """Return the address of the same page in each language, the site's own one first, of an address in it."""
    return [in_language(path, code) for code in LANGUAGE_CODES]


def short_name(code):
    """Return how a language calls itself, as short as can be."""
    return SHORT_NAMES.get(code) or dict(settings.LANGUAGES)[code]


def names_of(codes):
    """Return the names of languages as a sentence lists them."""
    names = dict(settings.LANGUAGES)
    return ", ".join(str(names[code]) for code in codes)


def mark(code):
    """Return the sign of a language where there is room for no more: EN."""
    return MARKS.get(code) or code.upper()


def field_suffix(code):
    """Return a language as names of fields end with it: `zh-hans` is `zh_hans`."""
    return build_localized_fieldname("", code).removeprefix("_")


def language_tag(code):
    """Return a language as HTML and feeds name it (BCP 47): `zh-hans` is `zh-Hans`."""
    language, _dash, script = code.partition("-")
    return f"{language}-{script.title()}" if len(script) == 4 else code


def in_languages(*names: str) -> tuple[str, ...]:
    """Return the names of translated fields in every language, in the order of the names and of the site's languages."""
    return tuple(build_localized_fieldname(name, code) for name in names for code in AVAILABLE_LANGUAGES)


def in_own_language(name):
    """Return the name of a translated field in the site's own language: lists are ordered by it, addresses made of it."""
    return build_localized_fieldname(name, settings.LANGUAGE_CODE)


def in_any_language(name, lookup, value):
    """Return the condition that a translated field meets a lookup in at least one language."""
    return reduce(or_, (Q(**{f"{field}__{lookup}": value}) for field in in_languages(name)))


def texts_of(thing, name):
    """Return what a translated field says in the languages it is written in, as a list in the site's order."""
    return [text for field in in_languages(name) if (text := getattr(thing, field))]


def other_text(thing, name):
    """Return what a translated field says in another language than the active one, "" where it says nothing else."""
    shown = getattr(thing, name)
    return next((text for text in texts_of(thing, name) if text != shown), "")


def language_shown(thing, name, code):
    """Return the language in which a translated field is shown to a reader of `code` (fields fall back one by one)."""
    order = (code, *AVAILABLE_LANGUAGES)
    return next((one for one in order if getattr(thing, build_localized_fieldname(name, one))), code)


class Translated:
    """Mixin for models whose `translation_marker` fields tell whether a language is really there.

    A language counts as present when every marker field of that language holds text.
    """

    translation_marker: tuple[str, ...] = ("title",)

    @property
    def languages(self):
        """Return the codes of the languages this object is really written in, in the site's order."""
        return [code for code in AVAILABLE_LANGUAGES if self.is_written_in(code)]

    def is_written_in(self, code):
        """Tell whether the object is really written in the language `code`."""
        return all(getattr(self, build_localized_fieldname(name, code)) for name in self.translation_marker)

    def field_language(self, name, code):
        """Return the language in which the field `name` is shown to a reader of `code` (fields fall back one by one)."""
        return language_shown(self, name, code)

    def shown_language(self, code):
        """Return the language a reader of `code` gets: `code` itself where it exists, else the first that does."""
        present = self.languages
        return code if code in present or not present else present[0]
