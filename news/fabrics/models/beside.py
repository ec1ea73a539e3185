"""Tables beside popular fabrics: their revisions, and editors' work on them (`news.drafting.models`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.drafting.models import NoteOnPassage, NoteToAuthor, OpenForm, RevisionOf, ShownToOthers, TypedText

from .fabric import Fabric


class FabricRevision(RevisionOf):
    """A fabric's whole content at one save."""

    thing = models.ForeignKey(
        Fabric, models.CASCADE, related_name="revisions", verbose_name=_("popular fabric")
    )


class TypedFabric(TypedText):
    """The text that one editor has typed into a fabric's form."""

    thing = models.ForeignKey(
        Fabric,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="working_copies",
        verbose_name=_("popular fabric"),
    )
    base = models.ForeignKey(FabricRevision, models.SET_NULL, null=True, blank=True, related_name="+")


class OpenFabric(OpenForm):
    """An editor who has a fabric's form open in a window."""

    thing = models.ForeignKey(
        Fabric, models.CASCADE, related_name="presences", verbose_name=_("popular fabric")
    )


class FabricSentBack(NoteToAuthor):
    """The note with which a fabric was sent back to its author."""

    thing = models.OneToOneField(
        Fabric, models.CASCADE, primary_key=True, related_name="sent_back", verbose_name=_("popular fabric")
    )
    revision = models.ForeignKey(FabricRevision, models.SET_NULL, null=True, related_name="+")


class NoteOnFabric(NoteOnPassage):
    """A note from one editor to the others about a passage of a fabric."""

    thing = models.ForeignKey(Fabric, models.CASCADE, related_name="notes", verbose_name=_("popular fabric"))


class FabricLink(ShownToOthers):
    """Permission for somebody without an account to read a fabric's draft until a day."""

    thing = models.ForeignKey(
        Fabric, models.CASCADE, related_name="preview_links", verbose_name=_("popular fabric")
    )
