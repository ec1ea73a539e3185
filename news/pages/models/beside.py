"""Tables beside information pages: their revisions, and editors' work on them (`news.drafting.models`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.drafting.models import NoteOnPassage, NoteToAuthor, OpenForm, RevisionOf, ShownToOthers, TypedText

from .page import Page


class PageRevision(RevisionOf):
    """A page's whole content at one save."""

    thing = models.ForeignKey(
        Page, models.CASCADE, related_name="revisions", verbose_name=_("information page")
    )


class TypedPage(TypedText):
    """The text that one editor has typed into a page's form."""

    thing = models.ForeignKey(
        Page,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="working_copies",
        verbose_name=_("information page"),
    )
    base = models.ForeignKey(PageRevision, models.SET_NULL, null=True, blank=True, related_name="+")


class OpenPage(OpenForm):
    """An editor who has a page's form open in a window."""

    thing = models.ForeignKey(
        Page, models.CASCADE, related_name="presences", verbose_name=_("information page")
    )


class PageSentBack(NoteToAuthor):
    """The note with which a page was sent back to its author."""

    thing = models.OneToOneField(
        Page, models.CASCADE, primary_key=True, related_name="sent_back", verbose_name=_("information page")
    )
    revision = models.ForeignKey(PageRevision, models.SET_NULL, null=True, related_name="+")


class NoteOnPage(NoteOnPassage):
    """A note from one editor to the others about a passage of a page."""

    thing = models.ForeignKey(Page, models.CASCADE, related_name="notes", verbose_name=_("information page"))


class PageLink(ShownToOthers):
    """Permission for somebody without an account to read a page's draft until a day."""

    thing = models.ForeignKey(
        Page, models.CASCADE, related_name="preview_links", verbose_name=_("information page")
    )
