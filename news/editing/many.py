"""Doing one thing with many things with drafts: each by itself, and what was refused is told with its reason."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from news.drafting.models import Drafted
from news.drafting.rows import locked
from news.enums import ArticleStatus
from news.permissions import user_can_edit, user_can_publish

from . import publishing
from .drafts import save_content
from .revisions import latest_content
from .states import PublishingError


@dataclass
class DoneWithMany:
    """The outcome for many things: those that were changed, those that were so already, and (thing, why not)."""

    changed: list[Drafted] = field(default_factory=list)
    unchanged: list[Drafted] = field(default_factory=list)
    refused: list[tuple[Drafted, str]] = field(default_factory=list)


def publish(things, by):
    """Publish the newest text of each thing, at the moment it names; what is published already and has no draft stays."""
    return _each(things, lambda thing: _publish(thing, by))


def withdraw(things, by):
    """Take each thing off the site."""
    return _each(things, lambda thing: publishing.withdraw(thing, by))


def tag(articles, by, *, add=(), remove=(), at_once=False):
    """Give each article some tags and take others away; see `_change` for what is published."""
    added, removed = {one.pk for one in add}, {one.pk for one in remove}

    def change(content):
        return {"tags": sorted((set(content["tags"]) | added) - removed)}

    return _each(articles, lambda article: _change(article, by, change, at_once, _("Tags of many articles.")))


def move(articles, by, *, section, at_once=False):
    """Put each article into a section; see `_change` for what is published."""

    def change(_content):
        return {"section_id": section.pk}

    note = _("Moved to “%(section)s”.") % {"section": section}
    return _each(articles, lambda article: _change(article, by, change, at_once, note))


@transaction.atomic
def put_in_place(thing, by, values):
    """Give a thing another place in its list; tell whether visitors see it, else it waits in the draft."""
    stored = locked(thing)
    at_once = stored.status == ArticleStatus.PUBLISHED and not stored.has_draft and user_can_publish(by)
    note = _("Another place in the list.")
    if at_once:
        try:
            with transaction.atomic():
                _change(thing, by, lambda content: values, True, note)
            return True
        except PublishingError:
            pass  # what holds it back, holds back no draft
    _change(thing, by, lambda content: values, False, note)
    return stored.status != ArticleStatus.PUBLISHED


def _each(things, verb):
    """Use a verb on each thing, in a transaction of its own; one that is refused stops none of the others."""
    outcome = DoneWithMany()
    for thing in things:
        try:
            with transaction.atomic():
                done = verb(thing)
        except PublishingError as refusal:
            outcome.refused.append((thing, str(refusal)))
        else:
            (outcome.unchanged if done is False else outcome.changed).append(thing)
    return outcome


def _publish(thing, by):
    stored = locked(thing)
    if stored.status == ArticleStatus.PUBLISHED and not stored.has_draft:
        return False
    return publishing.publish(thing, by)


def _change(article, by, change, at_once, note):
    """Save a change as a revision of an article; return False where it says the same already.

    What is published gets a draft, as by the form. With `at_once` the draft is published; where an article has other
    changes that are not published yet, those would go out with it, and it is refused.
    """
    if not user_can_edit(by, article):
        raise PublishingError(_("You may not change this."), code="refused")
    stored = locked(article)
    content = latest_content(stored)
    new = {**content, **change(content)}
    if new == content:
        return False
    publishes = at_once and stored.status == ArticleStatus.PUBLISHED
    if publishes and stored.has_draft:
        raise PublishingError(
            _(
                "It has changes that are not published yet: they would go out as well. Publish or drop them first."
            ),
            code="draft",
        )
    save_content(stored, new, by, note)
    if publishes:
        publishing.publish(stored, by)
    return True
