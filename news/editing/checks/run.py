"""All checks over a content, with what they need to know read at once."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from foundation.languages import LANGUAGE_CODES, in_languages
from foundation.searching.text import plain_text
from indexdata.models import Index
from news.addresses.link_checking import web_addresses
from news.addresses.models import LinkCheck
from news.drafting.contents import text_field
from news.library.models import Picture
from news.linking.targets import parse_reference, targets_of
from news.linking.uses import in_html
from news.text.comparing import passages
from news.text.elements import elements

from . import needs, structure, wording
from .agreement import agreements, release_of
from .findings import SERIOUS, Facts, Finding

PER_MINUTE = {"en": 220, "zh-hans": 400}
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def check(described, content, codes=None, by=None, agreed=None):
    """Return the `Finding`s of a content in the languages `codes`, grave ones first.

    `described` is the description of its kind; without `codes` all languages with any text are looked through. `by` is who asks:
    who may see figures under embargo is told of them; `agreed` is how the text stands to its release where that is known
    (`agreement_of`).
    """
    codes = list(codes or languages_in(described, content))
    facts = _facts(described, content, codes)
    found = [finding for code in codes for finding in _of_language(described, content, code, facts)]
    agreed = agreement_of(described, content, codes, by) if agreed is None else agreed
    found += [finding for one in agreed for finding in one.contradictions]
    if not codes:
        found.append(Finding(SERIOUS, LANGUAGE_CODES[0], described.title, _("There is no text yet.")))
    return sorted(found, key=lambda finding: finding.level != SERIOUS)


def agreement_of(described, content, codes=None, by=None):
    """Return how each language of a content stands to the release it is about; nothing where it is about none."""
    release = release_of(described, content)
    if release is None:
        return []
    return agreements(described, content, codes or languages_in(described, content), release, by)


def languages_in(described, content):
    """Return the codes of the languages in which a content has any text."""
    return [code for code in LANGUAGE_CODES if any(_texts(described, content, code))]


def missing(described, content):
    """Return the findings about what a content cannot go out without: its links, and one language that is whole."""
    found = [
        Finding(SERIOUS, "", name, _("The section is missing."))
        for name in described.required
        if not content.get(f"{name}_id")
    ]
    if not described.written_languages(content):
        begun = languages_in(described, content)
        code = begun[0] if begun else LANGUAGE_CODES[0]
        field = described.body if content.get(text_field(described.title, code)) else described.title
        found.append(Finding(SERIOUS, code, field, needs.lacking_everywhere(described)))
    return found


def serious(described, content, codes, by=None):
    """Return the findings that hold back publishing the given languages."""
    return [finding for finding in check(described, content, codes, by) if finding.level == SERIOUS]


def reading_minutes(described, content, code):
    """Return how many minutes a text takes to read, at least one; None without a text."""
    text = plain_text(content.get(text_field(described.body, code)) or "")
    if not text:
        return None
    length = len(HAN.findall(text)) if code == "zh-hans" else len(text.split())
    return max(1, round(length / PER_MINUTE.get(code, PER_MINUTE["en"])))


def _texts(described, content, code):
    """Return (title, summary, text) of a content in a language; "" for what its kind does not have."""
    names = (described.title, described.summary, described.body)
    return [(name and content.get(text_field(name, code))) or "" for name in names]


def _of_language(described, content, code, facts):
    """Yield the findings of one language, each at the field of the kind that it is about."""
    own = {"title": described.title, "body": described.body}
    for finding in _found(described, content, code, facts):
        yield replace(finding, field=own.get(finding.field, finding.field))


def _found(described, content, code, facts):
    title, summary, body = _texts(described, content, code)
    if code not in described.written_languages(content):
        yield Finding(SERIOUS, code, *needs.lacking(described, title))
    is_rich = described.body in described.rich
    paragraphs = passages(body) if is_rich else body.splitlines()
    is_known = code in wording.LANGUAGES
    if is_known:
        yield from wording.check_title(title, code)
        if described.summary:
            yield from wording.check_summary(summary, code)
    if is_rich:
        yield from structure.check_headings(body, code)
        yield from structure.check_tables(body, code)
        yield from structure.check_pictures(body, code, facts)
        yield from structure.check_links(body, code, facts)
    yield from structure.check_cover(content.get(f"{described.picture}_id"), described.picture, code, facts)
    if not is_known:
        return
    yield from wording.check_sentences(paragraphs, code)
    written = ((described.title, [title]), (described.summary, [summary]), (described.body, paragraphs))
    for field, parts in written:
        for part in parts:
            yield from wording.check_marks(part, field, code)
            yield from wording.check_directions(part, field, code)
        yield from wording.check_names("\n".join(parts), field, code, facts)


def _facts(described, content, codes):
    bodies = [content.get(text_field(name, code)) or "" for name in described.rich for code in codes]
    pictures = {key for html in bodies for kind, key in in_html(html) if kind == "picture"}
    if cover := content.get(f"{described.picture}_id"):
        pictures.add(cover)
    references = {
        parsed[:2]
        for html in bodies
        for link in elements(html, "a")
        if (parsed := parse_reference(link.attributes.get("href")))
    }
    addresses = set().union(*map(web_addresses, bodies))
    return Facts(
        alternatives=_alternatives(pictures),
        broken=frozenset(references - targets_of(references).keys()),
        failing=dict(LinkCheck.objects.failing().filter(url__in=addresses).values_list("url", "reason"))
        if addresses
        else {},
        vocabulary=_vocabulary() if "en" in codes else frozenset(),
    )


def _alternatives(keys):
    if not keys:
        return {}
    rows = Picture.objects.filter(pk__in=keys).values_list("pk", "decorative", *in_languages("alt"))
    return {
        pk: None if decorative else dict(zip(LANGUAGE_CODES, texts, strict=True))
        for pk, decorative, *texts in rows
    }


def _vocabulary():
    names = Index.objects.values_list(build_localized_fieldname("name", "en"), flat=True)
    return frozenset(word.lower() for name in names for word in wording.WORD.findall(name or ""))
