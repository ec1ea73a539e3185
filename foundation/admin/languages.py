"""Admin forms with the languages side by side and one save, for models with translated fields."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from unfold.decorators import display

from foundation.admin.former_slugs import FormerSlugsMixin
from foundation.admin.typed import storable_data
from foundation.history import named_in
from foundation.languages import in_languages, mark

LANGUAGES = dict(settings.LANGUAGES)


def short_moment(moment, with_time=True):
    """Return a moment as lists show it, in Beijing time: 2025-06-16 12:00."""
    return (
        timezone.localtime(moment).strftime("%Y-%m-%d %H:%M" if with_time else "%Y-%m-%d") if moment else "–"
    )


class LanguageLabel(str):
    """The label of a translated field: its name and its language in text, and marked up where a page shows it.

    As text it is what the history keeps (`foundation.history.said`): in the words of the code, for readers in any language.
    """

    name: str
    language: str
    #: How a page shows it.
    shown = '{} <span class="language-mark">{}</span>'

    def __new__(cls, field):
        name, language = field.translated_field.verbose_name, LANGUAGES[field.language]
        with translation.override(None):
            label = super().__new__(cls, named_in(str(name), language))
        label.name, label.language = name, language
        return label

    def __html__(self):
        return format_html(self.shown, capfirst(self.name), self.language)


class PlainLanguageLabel(LanguageLabel):
    """One for the cells of a tabular inline, which repeat it in an attribute: markup would break out."""

    shown = "{} {}"


class TranslatedForm(forms.ModelForm):
    """A form whose `needed` translated fields must be filled in at least one language."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = storable_data(self)

    def clean(self):
        data = super().clean() or {}
        for name in self.needed:
            fields = [field for field in in_languages(name) if field in self.fields]
            if fields and not any(data.get(field) or self.has_error(field) for field in fields):
                self.add_error(fields[0], _("Fill this in for at least one language."))
        return data


class SideBySideMixin:
    """For model admins and inlines: translated fields are labelled with their language.

    `needed` names the translated fields that must be filled in at least one language.
    """

    form = TranslatedForm
    needed: tuple[str, ...] = ()
    compressed_fields = False
    #: The theme asks for these at every field of a form; looking for them in vain takes longest.
    conditional_fields: dict[str, str] = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # the admin has it
        if formfield and isinstance(db_field, TranslationField):
            label = PlainLanguageLabel if isinstance(self, admin.TabularInline) else LanguageLabel
            formfield.label = label(db_field)
            formfield.widget.attrs["lang"] = db_field.language
        return formfield

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]  # the admin has it
        form.needed = self.needed
        return form

    def get_list_display(self, request):
        """Return the columns of the list; one of a translated field is headed by its name and its language."""
        columns = super().get_list_display(request)  # type: ignore[misc]  # the admin has it
        fields = {
            field.name: field
            for field in self.opts.get_fields()  # type: ignore[attr-defined]  # the admin has it
            if isinstance(field, TranslationField)
        }
        return tuple(_column(fields[name]) if name in fields else name for name in columns)


def _column(field):
    """Return a column of a list that shows a field in one language."""
    heading = f"{capfirst(field.translated_field.verbose_name)} ({LANGUAGES[field.language]})"

    @display(description=heading, ordering=field.name)
    def column(obj):
        return getattr(obj, field.name)

    return column


class PublicPageMixin(FormerSlugsMixin):
    """For model admins: the languages an object is written in, and links to its public pages in each."""

    def is_on_site(self, obj):
        """Tell whether visitors can open the object's page."""
        return True

    def view_on_site(self, obj):
        return _address(obj) if self.is_on_site(obj) else None

    @display(description=_("languages"))
    def languages_present(self, obj):
        """Show a mark per language, filled where the object is really written in it."""
        present = obj.languages
        return format_html_join(
            " ",
            '<span class="language-badge{}" title="{}">{}</span>',
            (
                ("" if code in present else " is-missing", name, mark(code))
                for code, name in LANGUAGES.items()
            ),
        )

    @display(description=_("public page"))
    def public_page(self, obj):
        """Link to the page in each language, for objects that visitors can open."""
        if not obj.pk or not self.is_on_site(obj) or _address(obj) is None:
            return "–"
        links = []
        for code, name in LANGUAGES.items():
            with translation.override(code):
                links.append((obj.get_absolute_url(), code, code, name, mark(code)))
        return format_html_join(
            " · ",
            '<a class="public-link" href="{}" target="_blank" rel="noopener" hreflang="{}" lang="{}" title="{}">{} ↗</a>',
            links,
        )


def _address(obj):
    """Return the address of a thing; None where a form with mistakes left it with a slug or path that makes none."""
    try:
        return obj.get_absolute_url()
    except NoReverseMatch:
        return None
