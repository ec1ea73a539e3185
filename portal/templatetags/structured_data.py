"""Schema.org data about articles, for search engines."""

import json

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from news.templatetags.pictures import picture_url
from portal.templatetags.portal_ui import canonical, hreflang

register = template.Library()


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


def _picture_address(article):
    """Return the address of the cover, else of the link picture that is drawn."""
    section = article.section
    return picture_url(article.cover, "cover") or reverse(
        "news:card", args=[section.slug, article.pk, article.slug]
    )


def escape_script(text):
    """Return JSON that cannot end the script element it stands in."""
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
