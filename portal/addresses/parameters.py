"""Parameters that each address takes in its query; whatever else stands there has no meaning.

Pages ignore what has no meaning (messengers and advertisers add to addresses as they like); files, feeds and the API are
strict and refuse it, so that a mistyped name is not answered with something else. What is costly to make is counted
(`portal.serving.costly`). Addresses that are not named here (staff, the old table) are left as they are. To those in `TAKES`
nothing can be sent: forms are among `FREE`.
"""

from dataclasses import dataclass

from indexdata.sdmx import taken as sdmx

#: Files, feeds and the API give published figures alone unless this says include; pages and pictures leave invented ones out
#: where it says exclude.
INVENTED = "demonstration"
FIGURES = ("from", "to", "all", "transform", "as_of", INVENTED)
#: What one series takes: the day at which it is 100, and what stands for a month of a weekly one.
ONE_SERIES = (*FIGURES, "base", "monthly")
DRAWN = (*ONE_SERIES, "view")
#: What WeChat and QQ write into `from` when an address is shared: on our pages `from` is a day.
MESSENGERS = frozenset({"singlemessage", "groupmessage", "timeline", "message", "friendmessage"})


@dataclass(frozen=True)
class AddressRules:
    """The names an address takes; whether it refuses others; as what it is counted ("" if it is not costly)."""

    names: tuple[str, ...] = ()
    strict: bool = False
    costly: str = ""


PAGE, FILE = AddressRules(), AddressRules(strict=True)
LIST = AddressRules(("page",))
ARTICLE = AddressRules(("order", "comments", "thread"))
FIGURE_FEED = AddressRules((INVENTED,), strict=True)
RELEASED = ("as_of", INVENTED)
COMPARED = ("s", "rebase", "from", "to", "all", "as_of", INVENTED)
SERIES_FILE = AddressRules(ONE_SERIES, strict=True, costly="file")
SERIES_CSV = AddressRules((*ONE_SERIES, "excel"), strict=True, costly="file")
SDMX_STRUCTURES = AddressRules(sdmx.STRUCTURES, strict=True, costly="api")


def api_answer(*names):
    """Return the rules of an address of the API that takes these names."""
    return AddressRules(names, strict=True, costly="api")


def api_list(*names):
    """Return the rules of a list of the API, which is read on with a cursor."""
    return api_answer(*names, "limit", "cursor")


TAKES = {
    "home": PAGE,
    "search": AddressRules(("q", "kind", "section", "year", "tag", "lang", "page"), costly="search"),
    "search-suggest": AddressRules(("q",), costly="suggestion"),
    "browser-help": PAGE,
    "api-guide": PAGE,
    "robots": PAGE,
    "manifest": AddressRules(("lang",)),
    "sitemap-index": PAGE,
    "sitemap": PAGE,
    "indexdata:classification": AddressRules(FIGURES),
    "indexdata:compare": AddressRules(("s", "rebase", *FIGURES, "page"), costly="picture"),
    "indexdata:compare-picture": AddressRules((*COMPARED, "theme", "size"), strict=True, costly="picture"),
    "indexdata:compare-csv": AddressRules((*COMPARED, "excel"), strict=True, costly="file"),
    "indexdata:compare-xlsx": AddressRules(COMPARED, strict=True, costly="file"),
    "indexdata:compare-json": AddressRules(COMPARED, strict=True, costly="file"),
    "indexdata:movers": AddressRules(("family", "level", "issues", *FIGURES), costly="picture"),
    "indexdata:index": AddressRules((*DRAWN, "page", "rows")),
    "indexdata:index-code": AddressRules((*DRAWN, "page", "rows")),
    "indexdata:index-csv": SERIES_CSV,
    "indexdata:index-xlsx": SERIES_FILE,
    "indexdata:index-json": SERIES_FILE,
    "indexdata:index-chart": AddressRules((*DRAWN, "theme"), strict=True, costly="picture"),
    "indexdata:index-embed": AddressRules((*DRAWN, "theme")),
    "indexdata:index-picture": AddressRules((*DRAWN, "theme", "size"), strict=True, costly="picture"),
    "indexdata:index-revisions": LIST,
    "indexdata:data": PAGE,
    "indexdata:data-package": FIGURE_FEED,
    "indexdata:data-readme": FIGURE_FEED,
    "indexdata:data-checksums": FIGURE_FEED,
    "indexdata:data-file": AddressRules((INVENTED,), strict=True, costly="file"),
    "indexdata:releases": AddressRules(("family", "year")),
    "indexdata:revisions": AddressRules(("family", "year", "page")),
    "indexdata:release": AddressRules(FIGURES),
    "indexdata:release-poster": AddressRules(strict=True, costly="picture"),
    "indexdata:release-csv": AddressRules((*RELEASED, "excel"), strict=True, costly="file"),
    "indexdata:release-xlsx": AddressRules(RELEASED, strict=True, costly="file"),
    "indexdata:release-json": AddressRules(RELEASED, strict=True, costly="file"),
    "indexdata:releases-calendar": FILE,
    "indexdata:sources": PAGE,
    "indexdata:source": PAGE,
    "indexdata:samples": AddressRules(("source", "class", "page")),
    "indexdata:sample": PAGE,
    "indexdata:feed-releases": FIGURE_FEED,
    "indexdata:feed-index": FIGURE_FEED,
    "indexdata:feed-revisions": FILE,
    "news:news": LIST,
    "news:archive": PAGE,
    "news:archive-year": PAGE,
    "news:archive-month": LIST,
    "news:section": LIST,
    "news:article": ARTICLE,
    "news:card": AddressRules(strict=True, costly="picture"),
    "news:commentary": LIST,
    "news:commentary-part": LIST,
    "news:commentary-detail": ARTICLE,
    "news:tags": PAGE,
    "news:tag": LIST,
    "news:fabrics": AddressRules(("season", "weave", "use", "page")),
    "news:fabric": PAGE,
    "news:about": PAGE,
    "news:page": PAGE,
    "news:feed-news": FILE,
    "news:feed-section": FILE,
    "news:feed-commentary": FILE,
    "news:feed-commentary-part": FILE,
    "news:feed-tag": FILE,
    "news:feed-article-comments": FILE,
    "news:feed-reader-comments": FILE,
    "api:openapi-json": FILE,
    "api:get_classification": api_list("family"),
    "api:list_series": api_list("family", "q", "as_of", INVENTED),
    "api:get_series": api_answer("as_of", INVENTED),
    "api:list_observations": AddressRules(ONE_SERIES, strict=True, costly="file"),
    "api:list_vintages": AddressRules(("from", "to", "as_of", INVENTED), strict=True, costly="file"),
    "api:get_movers": api_answer("family", "level", "limit", "as_of", INVENTED),
    "api:list_releases": api_list("family", "state", "from", "to", INVENTED),
    "api:get_release": api_answer("as_of", INVENTED),
    "api:list_revisions": api_list("family", "series", "from", "to", "as_of", INVENTED),
    "api:list_sources": api_list(),
    "api:get_source": api_answer(),
    "api:list_sample_units": api_list("source", "series", INVENTED),
    "api:get_sample_unit": api_answer(INVENTED),
    "api:list_fabrics": api_list("season", "weave", "use", "series"),
    "api:get_fabric": api_answer(),
    "api:list_articles": api_list("kind", "section", "tag", "language", "from", "to"),
    "api:get_article": api_answer(),
    "api:list_reader_comments": api_list("article", "language", INVENTED),
    "api:indices": api_answer("family", "q", "limit", "offset", INVENTED),
    "api:index": api_answer(INVENTED),
    "api:observations": AddressRules(ONE_SERIES, strict=True, costly="file"),
    "sdmx:structures-21": SDMX_STRUCTURES,
    "sdmx:data-21": AddressRules(sdmx.DATA_21, strict=True, costly="file"),
    "sdmx:available-21": AddressRules(sdmx.AVAILABILITY_21, strict=True, costly="api"),
    "sdmx:structures-30": SDMX_STRUCTURES,
    "sdmx:schema-30": AddressRules(sdmx.SCHEMA_30, strict=True, costly="api"),
    "sdmx:data-30": AddressRules(sdmx.DATA_30, strict=True, costly="file"),
    "sdmx:available-30": AddressRules(sdmx.AVAILABILITY_30, strict=True, costly="api"),
}
#: Public addresses that take what they like: forms and links of readers, which no cache keeps, and what has no query.
FREE = frozenset(
    {
        "healthz",
        "readyz",
        "favicon",
        "news:comment-form",
        "news:my-data",
        "news:my-data-of",
        "news:confirm-reader",
        "news:unfollow",
        "news:decide-comment",
        "news:comment",
        "news:report-comment",
        "news:report-figure",
        "news:shared-draft",
        "news:follow",
        "news:follow-confirm",
        "news:follow-letters",
    }
)
