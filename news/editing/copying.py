"""Beginning a thing as a copy of another: its newest text, as a draft of its own."""

from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from foundation.former_slugs.finding import named_before
from foundation.history import note
from foundation.languages import LANGUAGE_CODES
from news.drafting.contents import text_field
from news.drafting.rows import locked
from news.permissions import user_can_add, user_can_view

from .content import apply, snapshot
from .drafts import save_content
from .own_values import holder_of
from .revisions import latest_content, put_in_row
from .states import PublishingError

#: Lines of the history and notes on revisions that were written before copies had their titles.
FORMER_SENTENCE = gettext_noop("A copy of article %(number)s.")


@transaction.atomic
def copy(thing, by):
    """Return a new draft with the newest content of a thing; refuse whoever may not add things of its kind, or see this one.

    What belongs to one thing alone stays behind: its moments, its place among others, its address, in place of which a copy
    gets one of its own.
    """
    if not (user_can_add(by, thing) and user_can_view(by, thing)):
        raise PublishingError(_("You may not copy this."), code="refused")
    source = locked(thing)
    content = {**snapshot(source), **latest_content(source), **_left_empty(type(source))}
    content |= _titles(source, content)
    if "slug" in source.described.own:
        content["slug"] = _free_slug(source)
    made = type(source)(author=by, original_language=source.original_language)
    apply(made, content).save()
    put_in_row(made, {**content, "slug": made.slug})
    sentence, words = gettext_noop("A copy of “%(title)s” (number %(number)s)."), {"number": source.pk}
    save_content(made, snapshot(made), by, _(sentence) % {"title": source, **words})
    note(by, [made], sentence, title=source, **words)
    made.refresh_from_db()
    return made


def _left_empty(model):
    """Return the part of a content that holds nothing of what belongs to one thing alone."""
    described = model.described
    fields = [model._meta.get_field(name) for name in (*described.own, *described.uncopied)]
    return dict.fromkeys(described.moments, "") | {field.attname: field.get_default() for field in fields}


def _titles(source, content):
    """Return the titles of a copy: in each language that has one, said in that language."""
    titles = {}
    for code in LANGUAGE_CODES:
        name = text_field(source.described.title, code)
        if content[name]:
            with override(code):
                title = _("Copy of %(title)s") % {"title": content[name]}
            titles[name] = title[: source._meta.get_field(name).max_length]
    return titles


def _free_slug(source):
    """Return a slug made of that of a thing, which nothing of its kind bears, wants by its draft or bore before."""
    model = type(source)
    longest = model._meta.get_field("slug").max_length
    for number in count(1):
        ending = "-copy" if number == 1 else f"-copy-{number}"
        slug = source.slug[: longest - len(ending)] + ending
        if not (holder_of(model, "slug", slug) or named_before(model.objects.all(), slug)):
            return slug
