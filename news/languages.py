"""Which languages a piece of content is really written in."""

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
        return all(getattr(self, build_localized_fieldname(name, code)) for name in self.translation_marker)

    def shown_language(self, code):
        """Return the language a reader of `code` gets: `code` itself where it exists, else the first that does."""
        present = self.languages
        return code if code in present or not present else present[0]


def written_in(queryset, code):
    """Return the objects of a queryset of `Translated` models that are really written in the language `code`."""
    fields = (build_localized_fieldname(name, code) for name in queryset.model.translation_marker)
    return queryset.filter(**{f"{field}__gt": "" for field in fields})
