"""Articles and fabrics in lists, written in one go: a list has hundreds of values, and a template costs most by the value."""

from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from foundation.headings import by_words
from foundation.moments import moment
from indexdata.arithmetic.periods import period_label
from news.library.markup import picture_tag

CARD_SIZES = "(max-width: 48rem) 26vw, 11rem"


def lead_of(page):
    """Return the newest featured article of the first page of a list, or None."""
    return next((article for article in page if article.featured), None) if page.number == 1 else None


def entries(articles, heading="h2", show_section=False, without=None):
    """Write articles as entries of a list: title, moment, section, period of the release, summary, picture."""
    language = get_language()
    return format_html_join(
        "\n",
        "<li>{}</li>",
        ((_entry(one, heading, show_section, language),) for one in articles if one != without),
    )


def brief_entries(articles):
    """Write articles as short entries: title, moment and section."""
    language = get_language()
    return format_html_join(
        "\n",
        '<li><h3>{}</h3><p class="meta">{} <span>{}</span></p></li>',
        ((_title(one, language), moment(one.published_at), one.section.name) for one in articles),
    )


def _entry(article, heading, show_section, language):
    facts = [moment(article.published_at)]
    if show_section:
        facts.append(f" <span>{conditional_escape(article.section.name)}</span>")
    if article.release:
        release = article.release
        facts.append(f" <span>{period_label(release.period, release.frequency, language)}</span>")
    marked, summary = _text(article, "summary", language)
    summary = conditional_escape(summary)
    cover = article.cover
    told = f'<p class="entry__summary"{marked}>{summary}</p>' if summary else ""
    picture = (
        f'<div class="entry__picture">{picture_tag(cover, "card", sizes=CARD_SIZES, alt="")}</div>'
        if cover
        else ""
    )
    pictured = " entry--pictured" if cover else ""
    return mark_safe(
        f'<article class="entry{pictured}"><{heading} class="entry__title">{_title(article, language)}</{heading}>'
        f'<p class="meta">{"".join(facts)}</p>{told}'
        f"{picture}</article>"
    )


def _title(article, language):
    marked, title = _text(article, "title", language)
    return mark_safe(f'<a href="{escape(article.get_absolute_url())}"{marked}>{by_words(title)}</a>')


def _text(article, field, language):
    """Return (attribute that names the language where it is not the page's, the plain text)."""
    shown = article.field_language(field, language)
    text = getattr(article, build_localized_fieldname(field, shown))
    return "" if shown == language else f' lang="{escape(shown)}"', text or ""
