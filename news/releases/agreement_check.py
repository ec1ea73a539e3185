"""The check that the commentary on a release agrees with its figures, as they would come out; asked beside the others."""

from functools import cache

from django.utils.translation import gettext as _

from foundation.languages import LANGUAGE_CODES, short_name
from indexdata.arithmetic.changes import changes_of
from indexdata.releases.checks.findings import Finding, Gravity
from indexdata.releases.checks.register import register_check
from news.claims.claim import Fact, KnownFigures
from news.editing.checks.agreement import compared_with, read_in
from news.editing.checks.held import all_indices, with_values_before

from . import commentary_check

NAME = "agreement"
#: So many contradictions of a language are told in its sentence.
TOLD = 3


def register():
    """Have each release asked whether its commentary agrees."""
    register_check(NAME, check_agreement, indices_for)


def indices_for(releases):
    """Return {release id: what gives all indices with their names}: two questions for all, asked where there is commentary."""
    indices = cache(all_indices)
    return {release.pk: indices for release in releases}


def check_agreement(facts):
    """Yield each language of each commentary that contradicts the figures; the articles are those that `commentary_check` gathers."""
    articles = facts.beside.get(commentary_check.NAME) or []
    if not articles:
        return
    known, indices = _known(facts), facts.beside[NAME]()
    for article in articles:
        texts = commentary_check.texts_of(article)
        read = read_in(article.described, texts, LANGUAGE_CODES, facts.release, known, indices)
        with_values_before(known, facts.release, [spell for _words, said in read for spell in said.spells])
        for agreement in compared_with(read, known, facts.release, indices):
            if agreement.contradictions:
                yield _finding(article, agreement, read, known, facts.release, indices)


def _finding(article, agreement, read, known, release, indices):
    code, wrong = agreement.language, agreement.contradictions

    def says():
        now = next(one for one in compared_with(read, known, release, indices) if one.language == code)
        told = " ".join(f"“{one.passage}” {one.sentence}" for one in now.contradictions[:TOLD])
        return _("The commentary “%(title)s” contradicts the figures (%(language)s): %(told)s") % {
            "title": article, "language": short_name(code), "told": told,
        }  # fmt: skip

    said = [f"{one.passage}={one.place.put}" for one in wrong if one.place is not None]
    page = ("admin:news_article_change", article.pk)
    return Finding("commentary-contradicts", Gravity.ASKED, says, page, (article.pk, code, *said))


def _known(facts):
    """Return the figures that would come out, as claims are compared with them."""
    release = facts.release
    known = KnownFigures(release.period)
    for observation in facts.figures:
        held = observation.held
        if held.value is not None:
            changes = changes_of(held, facts.history[observation.index_id], facts.gaps, release.frequency)
            known.of_release[observation.index.path] = Fact(held.value, changes)
    return known
