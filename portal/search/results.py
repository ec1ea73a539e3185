"""Objects as results: title, excerpt, where it belongs, when it was published."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.safestring import SafeString
from modeltranslation.settings import AVAILABLE_LANGUAGES

from indexdata.models import Index
from indexdata.series.newest import Latest, latest_of

from .tabs import Tab
from .text import excerpt, highlight, in_language, matches, plain


@dataclass(frozen=True)
class Result:
    """One line of the result list. Languages are empty where the text is in the page's language.

    `latest` is the newest public figure of an index, None where it has none or the result is no index.
    """

    kind: Tab
    url: str
    title: SafeString
    title_language: str
    excerpt: SafeString
    excerpt_language: str
    trail: list[str]
    date: datetime | None
    latest: Latest | None = None


def results_of(kinds, keys, query, code):
    """Return {kind key: [Result, …]} for {kind key: [key of an object, …]}; one query per model, and three for the figures of indices."""
    objects, above = objects_of(kinds, keys)
    names = {obj.path: str(obj) for obj in above}
    newest = latest_of([obj for kind, obj in objects if kind.model is Index])
    made: dict[str, list[Result]] = {kind.key: [] for kind in kinds}
    for kind, obj in objects:
        title, title_language = in_language(obj, kind.title, code)
        text, text_language = _excerpt(obj, kind, query, code)
        made[kind.key].append(
            Result(
                kind=kind,
                url=obj.get_absolute_url(),
                title=highlight(title or str(obj), query),
                title_language="" if title_language == code else title_language,
                excerpt=highlight(text, query),
                excerpt_language="" if text_language == code else text_language,
                trail=_trail(kind, obj, names),
                date=getattr(obj, "published_at", None),
                latest=newest.get(obj.pk) if kind.model is Index else None,
            )
        )
    return made


def objects_of(kinds, keys):
    """Return (kind, object) pairs in the order of the keys, and the indices among and above them.

    Kinds of one model share a query. The keys have just been found among what visitors may see: they are not asked again.
    """
    by_model: dict[type[Model], list[Tab]] = {}
    for kind in kinds:
        if keys.get(kind.key):
            by_model.setdefault(kind.model, []).append(kind)
    held = {}
    for model, same in by_model.items():
        wanted = Q(pk__in=[pk for kind in same for pk in keys[kind.key]])
        if model is Index:
            wanted |= Q(
                Exists(Index.objects.filter(wanted, path__startswith=Concat(OuterRef("path"), Value("/"))))
            )
        rows = model._default_manager.filter(wanted)
        rows = rows.select_related(*same[0].joined) if same[0].joined else rows.select_related(None)
        held[model] = {obj.pk: obj for obj in rows.prefetch_related(None)}
    pairs = [
        (kind, held[kind.model][pk])
        for kind in kinds
        for pk in keys.get(kind.key, ())
        if pk in held[kind.model]
    ]
    return pairs, list(held.get(Index, {}).values())


def _excerpt(obj, kind, query, code):
    """Return (passage, language): in the page's language, unless only the text of another one matches."""
    first = ("", code)
    for language in (code, *(other for other in AVAILABLE_LANGUAGES if other != code)):
        texts = [plain(obj, name, language) for name in kind.texts]
        text = excerpt(texts, query)
        if any(matches(text, query)):
            return text, language
        if not first[0]:
            first = (text, language)
    return first


def _trail(kind, obj, names):
    """Return where a result belongs: the part of the site, then the section or the nodes above it."""
    if kind.key in ("news", "commentary"):
        return [kind.plural, str(obj.section)]
    if kind.key == "index":
        parts = obj.path.split("/")
        return [kind.plural, *(names.get("/".join(parts[:end]), "") for end in range(1, len(parts)))]
    return [kind.plural]
