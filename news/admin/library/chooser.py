"""A field for one picture: shown as it looks, chosen from the library by looking and searching, or uploaded there."""

from django import forms
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from news.library.models import Picture

from .thumbnails import preview_address


class PictureChooser(forms.HiddenInput):
    """The key of a picture with its thumbnail; its script (static/js/admin/picture_field.js) opens the library."""

    template_name = "admin/news/picture/chooser.html"
    input_type = "hidden"

    class Media:
        js = (forms.Script("js/admin/picture_field.js", type="module"),)

    @property
    def is_hidden(self):
        return False

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        key = str(value or "")
        held = (
            Picture.objects.filter(pk=key).first()
            if key.isascii() and key.isdigit() and len(key) < 19
            else None
        )
        context |= {
            "picture": held,
            "thumbnail": preview_address(held),
            "library": reverse("admin:news_writing_pictures").removesuffix("pictures/"),
            "page_of_pictures": reverse("admin:news_picture_changelist"),
            "dialogs": static("js/admin/writing_dialogs.js"),
        }
        return context


class PictureFieldsMixin:
    """For model admins: the foreign keys named in `picture_fields` are chosen by looking at the pictures."""

    picture_fields: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and db_field.name in self.picture_fields:
            formfield.widget = PictureChooser()
        return formfield
