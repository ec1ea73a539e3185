"""Finding drafts by their words, for staff: the search index holds what visitors read, and a search of theirs finds by nothing else."""

from foundation.searching.looking_up import typed_terms
from foundation.searching.matching import Prefix
from foundation.searching.text import index_terms, plain_text
from news.enums import UNPUBLISHED

#: So many of the newest texts of each stage are looked through for drafts of what is published.
MOST_DRAFTS = 200


def drafts_holding(model, words):
    """Return the ids of things of a model whose draft beside the live text holds all words, the last of which may be unfinished.

    They are looked for among the newest drafts of each stage.
    """
    wanted = typed_terms(words)
    if not wanted:
        return []
    found = []
    for stage in UNPUBLISHED:
        newest = model.objects.at_stage(stage).order_by("-updated_at", "-pk")
        keys = list(newest.values_list("pk", flat=True)[:MOST_DRAFTS])
        drafts = model.objects.filter(pk__in=keys).exclude(draft_status="").order_by()
        for key, content in drafts.values_list("pk", "latest_revision__content"):
            texts = (
                plain_text(str((content or {}).get(name) or "")) for name in model.described.text_fields()
            )
            held = set(index_terms(*texts))
            if all(_holds(held, term) for term in wanted):
                found.append(key)
    return found


def _holds(held, term):
    """Tell whether one of the terms of a text is a term that was asked for, or begins like it."""
    if not isinstance(term, Prefix):
        return term in held
    return term.stem in held or any(one.startswith(term.word) for one in held)
