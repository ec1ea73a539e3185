"""Which languages a piece of content is really written in."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname


class Translated:
    """Mixin for models whose `translation_marker` fields tell whether a language is really there.

    A language counts as present when every marker field of that language holds text.
    """

    translation_marker = ("title",)

    @property
    def languages(self):
        """Return the codes of the languages this object is really written in, in the site's order."""
        return [code for code in AVAILABLE_LANGUAGES if self.is_written_in(code)]

    def is_written_in(self, code):
        """Tell whether the object is really written in the language `code`."""
        deferred = self.get_deferred_fields()
        for name in self.translation_marker:
            field = build_localized_fieldname(name, code)
            if not getattr(self, presence_of(field) if field in deferred else field):
                return False
        return True

    def field_language(self, name, code):
        """Return the language in which the field `name` is shown to a reader of `code` (fields fall back one by one)."""
        order = [code, *(other for other in AVAILABLE_LANGUAGES if other != code)]
        return next((one for one in order if getattr(self, build_localized_fieldname(name, one))), code)

    def shown_language(self, code):
        """Return the language a reader of `code` gets: `code` itself where it exists, else the first that does."""
        present = self.languages
        return code if code in present or not present else present[0]


def presence_of(field):
    """Return the name under which a queryset that leaves a long marker field out tells whether it holds text."""
    return f"has_{field}"


def with_presence_of(queryset, fields):
    """Leave long marker fields out of a queryset, and have the database tell whether they hold text instead."""
    presence = {
        presence_of(field): ExpressionWrapper(Q(**{f"{field}__gt": ""}), BooleanField()) for field in fields
    }
    return queryset.defer(*fields).annotate(**presence)


def written_in(queryset, code):
    """Return the objects of a queryset of `Translated` models that are really written in the language `code`."""
    fields = (build_localized_fieldname(name, code) for name in queryset.model.translation_marker)
    return queryset.filter(**{f"{field}__gt": "" for field in fields})
