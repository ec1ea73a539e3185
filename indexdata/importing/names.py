"""The index that a name in a file means: its name in either language, another name, its path or its code. Never a guess."""

from collections import defaultdict
from difflib import get_close_matches

from django.utils.translation import gettext as _

from foundation.languages import in_languages
from indexdata.models import Index
from indexdata.models.classification import folded_name

SUGGESTED = 3
#: Near names are looked for so many times at most: a column of other things would take for ever.
MOST_SUGGESTIONS = 200


class Names:
    """All names of all indices: two queries."""

    def __init__(self, family: str = ""):
        self.family = family
        self._found: defaultdict[str, dict[int, Index]] = defaultdict(dict)
        self._names: dict[str, str] = {}
        self._suggested = 0
        indices = Index.objects.in_tree_order().prefetch_related("aliases")
        for index in indices.filter(family=family) if family else indices:
            own = [getattr(index, name) for name in in_languages("name")]
            for name in (*own, *(alias.name for alias in index.aliases.all()), index.path, index.code):
                if name:
                    self._found[folded_name(name)][index.pk] = index
                    self._names.setdefault(folded_name(name), name)

    def candidates(self, text) -> list[Index]:
        """Return the indices that have this name."""
        return list(self._found.get(folded_name(str(text or "")), {}).values())

    def index_of(self, text, families=()) -> Index:
        """Return the one index of this name, among `families` where they are known; raise ValueError with a sentence."""
        found = self.candidates(text)
        if len(found) > 1 and families:
            found = [index for index in found if index.family in families] or found
        if not found:
            raise ValueError(self._unknown(str(text)))
        if len(found) > 1:
            raise ValueError(
                _("“%(name)s” is the name of several indices: choose the family, or write one of %(codes)s.")
                % {"name": str(text)[:60], "codes": ", ".join(index.code for index in found)}
            )
        if found[0].is_grouping:
            raise ValueError(_("“%(name)s” only groups and has no figures.") % {"name": str(text)[:60]})
        return found[0]

    def _unknown(self, text):
        self._suggested += 1
        few = self._suggested <= MOST_SUGGESTIONS
        near = get_close_matches(folded_name(text), self._names, SUGGESTED, 0.6) if few else []
        facts = {"name": text[:60], "near": ", ".join(self._names[one] for one in near)}
        if near:
            return _("No index is called “%(name)s”. Near: %(near)s.") % facts
        return _("No index is called “%(name)s”.") % facts
