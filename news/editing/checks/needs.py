"""Sentences about what a language lacks before it goes out: a title and a text, or where its kind asks for no more, a name."""

from django.utils.translation import gettext as _


def lacking_everywhere(described):
    """Return the sentence that no language has what is needed."""
    if _is_name_enough(described):
        return _("At least one language needs a name.")
    return _("At least one language needs a title and a text.")


def lacking_where_asked(described):
    """Return the sentence that a language which is to be published lacks what is needed."""
    if _is_name_enough(described):
        return _("A language needs a name before it is published.")
    return _("A language needs a title and a text before it is published.")


def lacking(described, title):
    """Return (field, sentence) of what a language with this title lacks; it may be empty."""
    if title:
        return described.body, _("The text is missing.")
    return described.title, _("The name is missing.") if _is_name_enough(described) else _(
        "The title is missing."
    )


def emptied(described, languages):
    """Return the sentence that visitors read some languages, as a list in words, which lack now what is needed."""
    if _is_name_enough(described):
        sentence = _(
            "Visitors read this in %(languages)s too, and there its name is empty now. Choose “Publish without the"
            " empty language” to take it off the site, or choose under “Languages to publish” what goes out and leave it as it is."
        )
    else:
        sentence = _(
            "Visitors read this in %(languages)s too, and there its title or text is empty now. Choose “Publish without the"
            " empty language” to take it off the site, or choose under “Languages to publish” what goes out and leave it as it is."
        )
    return sentence % {"languages": languages}


def _is_name_enough(described):
    return described.needed == (described.title,)
