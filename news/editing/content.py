"""The content of an article as plain values: taking it down (`snapshot`) and putting it back (`apply`).

A content is a dict that JSON can hold: fields under their names, foreign keys as `<name>_id`, moments in ISO format,
collections as lists of ids.
"""

from datetime import UTC

from django.utils.dateparse import parse_datetime
from modeltranslation.utils import build_localized_fieldname

from foundation.languages import LANGUAGE_CODES
from indexdata.models import Release
from news.articles.models import Article, ArticleSeries, Section
from news.enums import ArticleStatus
from news.library.models import Picture
from news.tags.merging import present_tags
from news.tags.models import Tag
from news.text.sanitising import clean_html

#: Translated fields; each stands in a content once per language.
TEXTS = ("title", "summary", "body", "source_name")
VALUES = ("slug", "featured", "comments_open", "source_url", "legacy_id")
MOMENTS = ("published_at", "expires_at", "pinned_until")
#: Foreign keys and what they lead to; a link to something that is gone is left out when a content is put back.
LINKS = {"section": Section, "release": Release, "cover": Picture, "series": ArticleSeries}
#: Collections of ids: how to read and write each.
COLLECTIONS = {
    "tags": (
        lambda article: sorted(article.tags.values_list("pk", flat=True)),
        lambda article, keys: article.tags.set(Tag.objects.filter(pk__in=present_tags(keys))),
    ),
    "related": (
        lambda article: list(related_keys(article)),
        lambda article, keys: set_related(article, keys),
    ),
}

#: What both languages share.
SHARED = (*VALUES, *MOMENTS, *(f"{name}_id" for name in LINKS), *COLLECTIONS)
#: When the changes of a live article are to appear: stands in the content of a draft that names such a moment, in no row.
GOES_LIVE_AT = "goes_live_at"


def related_keys(article):
    """Return the ids of the articles chosen as related, in their order."""
    rows = Article.related.through.objects.filter(from_article_id=article.pk).order_by("pk")
    return rows.values_list("to_article_id", flat=True)


def set_related(article, keys):
    """Choose related articles, in this order; an article is never related to itself."""
    keys = [key for key in dict.fromkeys(keys) if key != article.pk]
    if keys != list(related_keys(article)):
        article.related.clear()
        present = set(Article.objects.filter(pk__in=keys).values_list("pk", flat=True))
        rows = [
            Article.related.through(from_article_id=article.pk, to_article_id=key)
            for key in keys
            if key in present
        ]
        Article.related.through.objects.bulk_create(rows)


def text_field(name, code):
    """Return the name of a translated field in a language: ("title", "zh-hans") → "title_zh_hans"."""
    return build_localized_fieldname(name, code)


def text_fields(codes=LANGUAGE_CODES):
    """Return the names of all text fields in the given languages."""
    return [text_field(name, code) for code in codes for name in TEXTS]


def written_moment(moment):
    """Return a moment as a content holds it: in UTC, so that equal moments are equal texts; "" for none."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def moment_of(text):
    """Return the moment that a content names as text, or None."""
    return parse_datetime(text) if text else None


def snapshot(article, collections=None):
    """Return the content of an article as it stands in memory; collections are read from the database unless given."""
    content = {name: getattr(article, name) or "" for name in text_fields()}
    content |= {name: getattr(article, name) for name in VALUES}
    content |= {name: written_moment(getattr(article, name)) for name in MOMENTS}
    content |= {f"{name}_id": getattr(article, f"{name}_id") for name in LINKS}
    for name, (read, _write) in COLLECTIONS.items():
        given = (collections or {}).get(name)
        content[name] = list(given) if given is not None else read(article) if article.pk else []
    return content


def apply(article, content, codes=LANGUAGE_CODES):
    """Put a content's fields into an article in memory: shared ones, and the texts of the languages `codes`.

    What the content does not know stays as it is; links to what has been deleted become empty. An empty
    `published_at` leaves the article's moment alone. Return the article.
    """
    for name in (*text_fields(codes), *VALUES):
        if name in content:
            setattr(article, name, content[name])
    for name in MOMENTS:
        moment = content.get(name)
        if moment or (moment == "" and name != "published_at"):
            setattr(article, name, parse_datetime(moment) if moment else None)
    for name, model in LINKS.items():
        if f"{name}_id" not in content:
            continue
        key = content[f"{name}_id"]
        if (
            key is not None
            and key != getattr(article, f"{name}_id")
            and not model._default_manager.filter(pk=key).exists()
        ):
            key = None
        if key is not None or name != "section" or article.status != ArticleStatus.PUBLISHED:
            setattr(article, f"{name}_id", key)
    return article


def cleaned(content):
    """Return a content whose rich text is sanitised, with texts that end without space and lines that end alike."""
    tidied = {name: _tidied(content[name]) for name in text_fields() if content.get(name)}
    bodies = [text_field("body", code) for code in LANGUAGE_CODES]
    return {**content, **tidied, **{name: clean_html(tidied[name]) for name in bodies if name in tidied}}


def differing(old, new):
    """Return the names of the fields of the content `new` that say something else than `old`.

    Line ends, space around a text, parts of a second and the order of tags say nothing.
    """
    return [name for name, value in new.items() if not _same(name, old.get(name), value)]


def is_same(old, new):
    """Tell whether two contents say the same."""
    return not differing(old, new) and not differing(new, old)


def _same(name, one, other):
    return one == other or _meaning(name, one) == _meaning(name, other)


def _meaning(name, value):
    """Return a value of a content as it is compared with another."""
    if value in (None, "", []):
        return None
    if name in MOMENTS or name == GOES_LIVE_AT:
        moment = parse_datetime(value)
        return moment and moment.replace(microsecond=0)
    if name == "tags":
        return sorted(set(value))
    return _tidied(value) if isinstance(value, str) else value


def _tidied(text):
    tidied = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if tidied == text else tidied  # what is marked as cleaned stays marked


def written_languages(content):
    """Return the codes of the languages that a content has both a title and a text in."""
    return [
        code
        for code in LANGUAGE_CODES
        if content.get(text_field("title", code)) and content.get(text_field("body", code))
    ]


def texts_of(content, code):
    """Return the texts of a content in one language, as a dict of field name without language → text."""
    return {name: content.get(text_field(name, code)) or "" for name in TEXTS}
