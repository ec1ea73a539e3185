"""Models of editors' work on articles: their working copies, who is at an article, notes, preview links."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.articles.models import Article, Revision
from news.drafting.models import NoteOnPassage, NoteToAuthor, OpenForm, ShownToOthers, TypedText


def of_article(related_name, **more):
    """Return the field that says of which article something is."""
    return models.ForeignKey(
        Article,
        models.CASCADE,
        related_name=related_name,
        db_column="article_id",
        verbose_name=_("article"),
        **more,
    )


class WorkingCopy(TypedText):
    """The text that one editor has typed into an article's form."""

    thing = of_article("working_copies", null=True, blank=True)
    base = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(TypedText.Meta):
        constraints = [
            models.UniqueConstraint(fields=["thing", "editor", "window"], name="one_working_copy_per_window"),
            models.UniqueConstraint(
                fields=["editor", "window"],
                condition=Q(thing__isnull=True),
                name="one_new_article_per_window",
            ),
        ]


class Presence(OpenForm):
    """An editor who has an article's form open in a window."""

    thing = of_article("presences")

    class Meta(OpenForm.Meta):
        constraints = [
            models.UniqueConstraint(fields=["thing", "editor", "window"], name="present_once_per_window")
        ]


class SentBack(NoteToAuthor):
    """The note with which an article was sent back to its author."""

    thing = models.OneToOneField(
        Article,
        models.CASCADE,
        primary_key=True,
        related_name="sent_back",
        db_column="article_id",
        verbose_name=_("article"),
    )
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")


class PassageNote(NoteOnPassage):
    """A note from one editor to the others about a passage of an article."""

    thing = of_article("notes")


class PreviewLink(ShownToOthers):
    """Permission for somebody without an account to read an article's draft until a day."""

    thing = of_article("preview_links")
