"""Things of one model by words, for staff: the ids that the index finds, and the condition for a list that shows them."""

from django.db.models import Q

from foundation.large_lists import MOST_COUNTED

from .matching import Prefix, Way, candidates, index_plans, is_match, ways
from .text import fold, pieces, query_terms, stem


def typed_terms(text):
    """Return the terms of a text whose last word may be unfinished: that one matches what begins like it."""
    words = list(pieces(fold(text)))
    if not words:
        return ()
    kind, last = words[-1]
    whole = query_terms(text[: len(text.rstrip()) - len(last)] if kind == "word" else text).terms
    if kind != "word" or not last.isascii():
        return whole
    return (*(term for term in whole if term != stem(last)), Prefix(last, stem(last)))


def holding(model, facets, text, column="body", also=tuple):
    """Return the condition that the entry of a row of `model` holds all words of a text, or None where it has no word.

    A word that few hold is looked up, also while it is unfinished; one that many hold is met soon on the way through the
    list. `facets` are those that tell entries of the model from others, `column` is "title" for the title alone, and `also()`
    returns ids that belong to what is looked up.
    """
    terms = query_terms(text).terms
    if not terms:
        return None
    questions = [terms]
    if terms[-1].isascii():
        questions.append((*terms[:-1], Prefix(terms[-1], terms[-1])))
    with index_plans():
        found_by = ways([(model, asked, column) for asked in questions])
    for asked, way in zip(questions, found_by, strict=True):
        if way is Way.WALK:
            return Q(is_match(model, asked, column))
        if found := _keys(model, facets, asked, column):
            break
    if asked is not terms:
        found = found[:MOST_COUNTED]
    if len(found) <= MOST_COUNTED:
        return Q(pk__in={*found, *also()})
    return Q(is_match(model, terms, column))


def _keys(model, facets, terms, column):
    """Return the ids whose entry holds all terms; of each facet at most one more than is counted."""
    found = []
    with index_plans():
        for kind in facets:
            asked = candidates((kind, *terms), column, MOST_COUNTED + 1)
            found += model._default_manager.filter(pk__in=asked).order_by().values_list("pk", flat=True)
    return found
