"""Schema.org data about articles and series, for search engines."""

import json

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from news.templatetags.pictures import picture_url
from portal.templatetags.portal_ui import canonical, hreflang

register = template.Library()

DATASET_FILES = {
    "data.csv": "text/csv",
    "data.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.json": "application/json",
}


@register.simple_tag(takes_context=True)
def news_article_data(context, article):
    """Return the JSON-LD NewsArticle of an article, as a data block that is never executed."""
    request = context["request"]
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "description": article.summary,
        "inLanguage": hreflang(article.shown_language(context["language_code"])),
        "datePublished": article.published_at.isoformat(),
        "dateModified": article.last_change.isoformat(),
        "mainEntityOfPage": canonical(context),
        "articleSection": article.section.name,
        "publisher": {
            "@type": "Organization",
            "name": gettext("China Textile City Index"),
            "url": request.build_absolute_uri("/"),
            "logo": {"@type": "ImageObject", "url": request.build_absolute_uri(static("img/icon-512.png"))},
        },
        "author": {
            "@type": "Organization",
            "name": article.source_name or gettext("China Textile City Index"),
        },
        "isAccessibleForFree": True,
        "image": [request.build_absolute_uri(_picture_address(article))],
    }
    if keywords := [str(tag) for tag in context.get("tags", ())]:
        data["keywords"] = keywords
    block = escape_script(json.dumps(data, ensure_ascii=False))
    return mark_safe(f'<script type="application/ld+json">{block}</script>')


@register.simple_tag(takes_context=True)
def dataset_data(context, reading):
    """Return the JSON-LD Dataset of an index (`IndexReading`), as a data block that is never executed.

    It tells of published figures alone; an index without any has no files to offer.
    """
    request, index = context["request"], reading.index
    page, published = index.get_absolute_url(), reading.stored.newest_published
    data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{index.name} · " + gettext("China · Keqiao Textile Index"),
        "description": gettext(
            "%(index)s in the classification of the China · Keqiao Textile Index: what belongs to it and its newest figures."
        )
        % {"index": index.name},
        "identifier": index.code,
        "url": request.build_absolute_uri(page),
        "inLanguage": hreflang(get_language()),
        "license": request.build_absolute_uri(reverse("news:page", args=["data-use"])),
        "isAccessibleForFree": True,
        "measurementTechnique": request.build_absolute_uri(reverse("news:page", args=["methodology"])),
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": index.name,
            "unitText": gettext("Index points"),
        },
        "creator": {
            "@type": "Organization",
            "name": gettext("China Textile City Index"),
            "url": request.build_absolute_uri("/"),
        },
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "url": request.build_absolute_uri(reverse("indexdata:data")),
        },
    }
    if published:
        data["temporalCoverage"] = f"../{published.period.isoformat()}"
        data["distribution"] = [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": request.build_absolute_uri(f"{page}{name}?all=1"),
            }
            for name, kind in DATASET_FILES.items()
        ]
    block = escape_script(json.dumps(data, ensure_ascii=False))
    return mark_safe(f'<script type="application/ld+json">{block}</script>')


def _picture_address(article):
    """Return the address of the cover, else of the link picture that is drawn."""
    section = article.section
    return picture_url(article.cover, "cover") or reverse(
        "news:card", args=[section.slug, article.pk, article.slug]
    )


def escape_script(text):
    """Return JSON that cannot end the script element it stands in."""
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
