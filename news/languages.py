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

    def field_language(self, name, code):
        """Return the language in which the field `name` is shown to a reader of `code` (fields fall back one by one)."""
        if getattr(self, build_localized_fieldname(name, code)):
            return code
        return next(
            (one for one in AVAILABLE_LANGUAGES if getattr(self, build_localized_fieldname(name, one))), code
        )

    def shown_language(self, code):
        """Return the language a reader of `code` gets: `code` itself where it exists, else the first that does."""
        present = self.languages
        return code if code in present or not present else present[0]
