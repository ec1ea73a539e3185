"""Finding things of any kind from the search field of the admin, as far as whoever asks may see them.

Each kind is asked through its model admin: its rights, its rows, its fields that are not hidden. What the search index
holds is looked up there; of what it does not hold the newest are looked through. So a search costs the same at any size.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.conf import settings
from django.contrib.admin.utils import quote
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foundation import kinds
from foundation.searching.looking_up import typed_terms
from foundation.searching.matching import found_by, index_plans, ways
from news.comments.finding import looked_through_since, narrowed
from news.drafting.models import Drafted
from news.drafting.searching import drafts_holding

#: So many of each kind are shown, so many that the index finds are put in order, so many of the newest looked through.
EACH, LOOKED_AT, NEWEST = 5, 300, 3000
NEWEST_RELEASES = 1000
LONGEST, MOST_WORDS, LONGEST_TITLE = 200, 8, 90


@dataclass(frozen=True)
class Found:
    """One thing that was found: what it is called, what tells it from others, where it is edited."""

    title: str
    link: str
    remark: str = ""


@dataclass
class Group:
    """The things of one kind that were found, and the address of the list that shows all of them ("" for none)."""

    title: str
    icon: str
    found: list[Found] = field(default_factory=list)
    all: str = ""


@dataclass(frozen=True)
class Searched:
    """A kind that is searched: how its rows are found, what tells them apart, what its list calls the same question."""

    model: str
    icon: str
    rows: Callable
    title: Callable = str
    remark: Callable = lambda thing: ""
    list_query: dict | None = field(default_factory=dict)


def find(site, request, text):
    """Return the `Group`s of what somebody may see and these words find, the menu first; empty ones are left out."""
    text = " ".join(text[:LONGEST].replace("\x00", " ").split())
    if not text:
        return []
    groups = [_menu(site, request, text), *(_things(site, request, text, source) for source in _sources())]
    return [group for group in groups if group and group.found]


def _menu(site, request, text):
    wanted = text.lower()
    entries = [
        Found(title=str(item["title"]), link=str(item.get("link_callback") or item["link"]))
        for group in site.get_sidebar_list(request)
        for item in group["items"]
        if item["has_permission"] and wanted in str(item["title"]).lower()
    ]
    return Group(_("Menu"), "menu", entries[:EACH])


def _things(site, request, text, source):
    model_admin = next(
        (one for model, one in site._registry.items() if model._meta.label_lower == source.model), None
    )
    if model_admin is None or not model_admin.has_view_permission(request):
        return None
    rows = list(source.rows(model_admin, request, text))
    meta = model_admin.opts
    address = f"{site.name}:{meta.app_label}_{meta.model_name}"
    found = [
        Found(
            title=Truncator(source.title(row)).chars(LONGEST_TITLE),
            link=reverse(f"{address}_change", args=[quote(row.pk)]),
            remark=str(source.remark(row)),
        )
        for row in rows[:EACH]
    ]
    more = ""
    if len(rows) > EACH and source.list_query is not None:
        more = f"{reverse(f'{address}_changelist')}?{urlencode({'q': text, **source.list_query})}"
    return Group(str(capfirst(meta.verbose_name_plural)), source.icon, found, more)


def _as_listed(model_admin, request, text):
    """Return what the list of the kind finds, in its order: ids first, then rows."""
    rows, _repeats = model_admin.get_search_results(request, model_admin.get_queryset(request), text)
    keys = list(rows.order_by(*model_admin.get_ordering(request)).values_list("pk", flat=True)[: EACH + 1])
    return _in_order(model_admin, keys)


def _indexed(model_admin, request, text):
    """Return what the search index finds, by whole words and the beginning of the last one; after it drafts that hold them."""
    terms = typed_terms(text)
    if not terms:
        return []
    model = model_admin.model
    facets = _facets(kinds.of_model(model))
    keys = []
    with index_plans():
        questions = [(model, (facet, *terms), "body") for facet, _order in facets]
        for (_facet, order), question, way in zip(facets, questions, ways(questions), strict=True):
            rows = model._default_manager.filter(found_by(way, *question, LOOKED_AT))
            keys += rows.order_by(*order).values_list("pk", flat=True)[: EACH + 1]
    if issubclass(model, Drafted):
        keys += drafts_holding(model, text)[: EACH + 1]
    return _in_order(model_admin, keys)


def _facets(kind):
    """Return (facet of its entries, order) for each tab of the search page that a kind has, or for what only staff find."""
    return [(results.facet, results.order) for results in kind.results] or [(kind.facets[0], ("-pk",))]


def _newest(model_admin, request, text):
    """Return those of the newest that hold every word in one of the fields that the list searches."""
    names = [name.lstrip("^=@") for name in model_admin.get_search_fields(request)]
    newest = model_admin.model._default_manager.order_by("-pk").values("pk")[:NEWEST]
    holding = _holding(names, text.split())
    return model_admin.model._default_manager.filter(holding, pk__in=newest).order_by("-pk")[: EACH + 1]


def _comments(model_admin, request, text):
    """Return those of the newest comments that hold every word; by a whole address of all, for who may see addresses."""
    words = text.split()[:MOST_WORDS]
    names = [name for name in ("body", "name", "email") if name in model_admin.get_search_fields(request)]
    rows = model_admin.model._default_manager.newest_first()
    rows = narrowed(rows, words if "email" in names else [], looked_through_since())
    return rows.filter(_holding(names, words))[: EACH + 1]


def _releases(model_admin, request, text):
    """Return those of the newest releases whose family and period, in any language, hold every word.

    The newest that are out come first, then those to come, the next one first.
    """
    words, now = text.lower().split(), timezone.now()
    newest = model_admin.model._default_manager.order_by("-period", "family")[:NEWEST_RELEASES]
    found = [release for release in newest if all(word in _words_of_release(release) for word in words)]
    out = [release for release in found if release.no_issue or release.is_public(now)]
    return [*out, *reversed([release for release in found if release not in out])][: EACH + 1]


def _words_of_release(release):
    said = [release.code]
    for code, _name in settings.LANGUAGES:
        with override(code):
            said += [str(release.get_family_display()), release.label(code)]
    return " ".join(said).lower()


def _holding(names, words):
    """Return the condition that each word stands in one of the fields."""
    if not names:
        return Q(pk__in=[])
    return reduce(
        and_,
        [reduce(or_, [Q(**{f"{name}__icontains": word}) for name in names]) for word in words[:MOST_WORDS]],
    )


def _in_order(model_admin, keys):
    rows = model_admin.model._default_manager.in_bulk(keys)
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def _stage(article):
    return article.get_status_display()


def _release_named(release):
    return _("%(family)s, %(period)s") % {
        "family": release.get_family_display(),
        "period": release.label(get_language()),
    }


def _sources():
    return (
        Searched("news.article", "article", _as_listed, remark=_stage),
        Searched("indexdata.index", "monitoring", _indexed, remark=lambda index: index.path),
        Searched("indexdata.release", "event", _releases, title=_release_named, list_query=None),
        Searched("news.comment", "forum", _comments, title=lambda comment: comment.body,
               remark=lambda comment: f"{comment.name} · {comment.get_status_display()}", list_query={"status": "all"}),
        Searched("news.picture", "image", _indexed),
        Searched("news.attachment", "attach_file", _newest),
        Searched("news.fabric", "texture", _indexed),
        Searched("news.page", "info", _indexed),
        Searched("news.tag", "sell", _indexed),
        Searched("news.section", "view_agenda", _newest),
        Searched("news.articleseries", "format_list_numbered", _newest),
        Searched("indexdata.collectingsource", "storefront", _indexed),
        Searched("indexdata.sampleunit", "factory", _indexed),
        Searched("auth.user", "person", _newest, remark=lambda person: person.get_full_name()),
    )  # fmt: skip
