"""Rules for the old site's addresses: a table of small functions, the evidence above each.

A rule takes the old address and the match of its pattern and returns the new address, or `Gone` with the section that
may help. The letter case of paths and parameter names does not matter, nor does the order of parameters.

Languages: a host beginning with `en.` means English, always; then a prefix in the address counts. Without either, each
rule says what its address was on the old site.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override

from news.articles.models import Article, Section

ENGLISH, CHINESE = "en", "zh-hans"
USABLE_ID = re.compile(r"[0-9]{1,10}")
LANDING = {"news": "news:news", "comments": "news:commentary"}


@dataclass(frozen=True)
class OldAddress:
    """An address of the old site: lower-case path without slashes at its ends, lower-case parameter names.

    `language` is what the host or the prefix asks for, None when neither does.
    """

    path: str
    query: Mapping[str, str]
    language: str | None = None


@dataclass(frozen=True)
class Gone:
    """The thing an address named is no more; `section` is where a reader may go on."""

    section: Section | None = None


def target_for(old: OldAddress) -> str | Gone | None:
    """Return the new address, or `Gone`; None when the old site had no such address."""
    for pattern, rule in RULES:
        match = pattern.fullmatch(old.path)
        if match:
            return rule(old, match)
    return None


# http://en.kqindex.cn/News/detial.php?id=91&name=2 and http://en.kqindex.cn/Comments/detial.php?name=0&id=4109, the
# misspelling theirs; people who link correct it now and then. News and Comments number their articles together (91,
# 2960, 4109, 4690, 4700, 4726), so the id alone decides. `name` is unreliable (Index Knowledge appears as 2 and as 0).
# Known from the English host only: English, unless the article exists in Chinese alone.
def article(old, match):
    """One article: by its id; without a usable id the section that `name` points to."""
    part = match[1]
    number = old.query.get("id", "")
    if not USABLE_ID.fullmatch(number):
        return _section_address(old, part)
    found = Article.objects.filter(legacy_id=int(number)).select_related("section", "release").first()
    if found is None or not found.is_public():
        return Gone(_section(part, old))
    with override(old.language or found.shown_language(ENGLISH)):
        return found.get_absolute_url()


# The menu of http://en.kqindex.cn linked /News/ and /Comments/, their parts by `name` as in the articles' addresses.
def section_page(old, match):
    """The front of News or of Comments, or the part that `name` points to."""
    return _section_address(old, match[1])


# Other scripts beside them are not known to have a successor.
def other_script(old, match):
    """Anything else in the two folders is gone."""
    return Gone(_section(match[1], old))


# http://www.kqindex.cn/flzs/jiage (分类指数, 价格: class indices, price), cited by data packages; a page in Chinese.
def price(old, match):
    """The price index."""
    return _address(old, CHINESE, "indexdata:index", "price")


# 分类指数: the folder of http://www.kqindex.cn/flzs/jiage, "Index Classification" in the English menu.
def classification(old, match):
    """The classification."""
    return _address(old, CHINESE, "indexdata:classification")


# The rest of that folder: no address of it is known.
def other_class_page(old, match):
    """Gone."""
    return Gone()


# http://www.kqindex.cn/zsfx.asp (指数分析: what the office wrote about each issue); a page in Chinese.
def analysis(old, match):
    """Index commentary."""
    return _address(old, CHINESE, "news:commentary")


# Front pages as servers of that time named them. The known .asp page is Chinese, the known .php pages are English.
def front_page(old, match):
    """Home."""
    return _address(old, CHINESE if match[1] == "asp" else ENGLISH, "home")


RULES = [
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"(news|comments)/det(?:ia|ai)l\.(?:php|asp)", article),
        (r"(news|comments)(?:/(?:index|default)\.(?:php|asp))?", section_page),
        (r"(news|comments)/.+", other_script),
        (r"flzs/jiage", price),
        (r"flzs(?:/(?:index|default)\.(?:php|asp))?", classification),
        (r"flzs/.+", other_class_page),
        (r"zsfx\.asp", analysis),
        (r"(?:index|default)\.(php|asp)", front_page),
    )
]


def _address(old, language, view, *args):
    with override(old.language or language):
        return reverse(view, args=args)


def _section_address(old, part):
    section = _section(part, old)
    if section is None:
        return _address(old, ENGLISH, LANDING[part])
    with override(old.language or ENGLISH):
        return section.get_absolute_url()


def _section(part, old):
    """Return the section that the folder and `name` point to, or None."""
    name = old.query.get("name", "")
    if not USABLE_ID.fullmatch(name):
        return None
    return Section.objects.filter(legacy_section__iexact=part, legacy_name=int(name)).first()
