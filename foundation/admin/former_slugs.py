"""Slugs that things had before, in forms: which of them lead to this one, and whose it takes over."""

from typing import Any

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _

from foundation.former_slugs.finding import named_before
from foundation.former_slugs.keeping import former_slugs, is_watched


class FormerSlugsMixin:
    """For the admin of a model whose slug stands in an address."""

    model: Any

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Say below the slug of a thing which other slugs lead to it."""
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]  # the admin has it
        field = form.base_fields.get("slug")
        if field and obj and obj.pk and is_watched(self.model) and (former := former_slugs(obj)):
            said = _("Former addresses that lead here: %(slugs)s.") % {"slugs": ", ".join(former)}
            field.help_text = format_html("{} {}", field.help_text, said) if field.help_text else said
        return form

    def save_model(self, request, obj, form, change):
        """Save; say so where the thing has taken an address that led to another one."""
        other = named_before(self.model._default_manager.all(), obj.slug) if is_watched(self.model) else None
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # the admin has it
        if other and other.pk != obj.pk:
            sentence = _(
                "Until now “%(slug)s” was a former address of “%(thing)s” and led there; it is this one’s from now on."
            )
            messages.warning(request, sentence % {"slug": obj.slug, "thing": other})
