"""The content of an article in words that cells hold, and back: sections and tags by slug, releases as "price 2025-06-16"."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.calendar import check_day
from indexdata.models import Release
from news.articles.models import Section
from news.drafting.contents import written_moment
from news.tags.models import Tag
from news.text.sanitising import clean_html

from .columns import FLAGS, LINES, LONGEST, LONGEST_CELL, MOMENTS, TEXTS, TOO_LONG

YES, NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")
#: What stands between two tags: Chinese input methods type their own comma.
BETWEEN_TAGS = re.compile("[,，、;；\n]")
MOMENT = "%Y-%m-%d %H:%M"


class Words:
    """The names of sections, tags and releases, asked once for all rows: content to words and words to content."""

    def __init__(self):
        self.sections = dict(Section.objects.values_list("slug", "pk"))
        self.tags = dict(Tag.objects.values_list("slug", "pk"))
        self.releases = {f"{one.family} {one.code}": one.pk for one in Release.objects.filter(no_issue=False)}
        self._slugs = {pk: slug for slug, pk in self.sections.items()}
        self._tag_slugs = {pk: slug for slug, pk in self.tags.items()}
        self._codes = {pk: code for code, pk in self.releases.items()}

    def of_content(self, content):
        """Return {column: text} of a content; a text that no cell can hold is replaced by a remark."""
        words = {name: content.get(name) or "" for name in (*TEXTS, "slug", "source_url")}
        words |= {name: "yes" if content.get(name) else "no" for name in FLAGS}
        words |= {name: _moment_in_words(content.get(name)) for name in MOMENTS}
        words["section"] = self._slugs.get(content.get("section_id"), "")
        words["release"] = self._codes.get(content.get("release_id"), "")
        words["tags"] = ", ".join(
            sorted(self._tag_slugs[key] for key in content.get("tags", ()) if key in self._tag_slugs)
        )
        words["legacy_id"] = str(content.get("legacy_id") or "")
        return {name: _fitting(text) for name, text in words.items()}

    def to_content(self, name, text):
        """Return what a cell puts into the content; raise ValueError with a sentence."""
        if name in TEXTS:
            text = " ".join(text.split()) if name in LINES else text
            if len(text) > LONGEST.get(name, len(text)):
                raise ValueError(_("At most %(number)s characters.") % {"number": LONGEST[name]})
            return {name: clean_html(text) if name.startswith("body") else text}
        if name in FLAGS:
            if text.lower() not in (*YES, *NO):
                raise ValueError(_("Write yes or no."))
            return {name: text.lower() in YES}
        if name in MOMENTS:
            return {name: _moment_of_words(text)}
        return getattr(self, f"_{name}")(text)

    def _section(self, text):
        if text not in self.sections:
            raise ValueError(_("There is no section “%(name)s”.") % {"name": text})
        return {"section_id": self.sections[text]}

    def _release(self, text):
        if text and text not in self.releases:
            raise ValueError(
                _("There is no release “%(name)s”; write it as price 2025-06-16.") % {"name": text}
            )
        return {"release_id": self.releases.get(text)}

    def _tags(self, text):
        slugs = [slug.strip() for slug in BETWEEN_TAGS.split(text) if slug.strip()]
        if unknown := [slug for slug in slugs if slug not in self.tags]:
            raise ValueError(_("There is no tag “%(name)s”.") % {"name": ", ".join(unknown)})
        return {"tags": sorted({self.tags[slug] for slug in slugs})}

    def _legacy_id(self, text):
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(_("Write a whole number."))
        return {"legacy_id": int(text) or None if text else None}

    def _slug(self, text):
        if len(text) > LONGEST["slug"] or any(not (sign.isalnum() or sign in "-_") for sign in text):
            raise ValueError(_("Use letters, digits and hyphens only."))
        return {"slug": text}

    def _source_url(self, text):
        if text and (
            len(text) > LONGEST["source_url"] or not text.startswith(("https://", "http://")) or " " in text
        ):
            raise ValueError(_("This is not a web address."))
        return {"source_url": text}


def _fitting(text):
    long = len(text.encode("utf-16-le", "replace")) // 2 > LONGEST_CELL
    return TOO_LONG.format(number=len(text)) if long else text


def _moment_in_words(text):
    return localtime(parse_datetime(text)).strftime(MOMENT) if text else ""


def _moment_of_words(text):
    if not text:
        return ""
    text = unicodedata.normalize("NFKC", text).replace("/", "-")
    try:
        moment = parse_datetime(text if ":" in text else f"{text} 00:00")
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError(_("Write a moment as 2025-06-16 12:00."))
    try:
        check_day(moment)
    except ValidationError as refusal:
        raise ValueError(refusal.messages[0]) from None
    return written_moment(timezone.make_aware(moment) if timezone.is_naive(moment) else moment)
