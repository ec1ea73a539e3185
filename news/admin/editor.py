"""The rich text editor of the admin, with the means that `news.text.sanitising` lets through."""

import re
from functools import partial

from django.templatetags.static import static
from django.urls import reverse
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from modeltranslation.fields import TranslationField

from foundation.admin.languages import SideBySideMixin
from news.linking.own_addresses import with_references
from news.text.comparing import compare_html
from news.text.sanitising import CleanHtml, clean_html

#: Every dependent extension is named: the editor does not start when one is missing.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {
        "enableTarget": False,
        "protocols": ["http", "https", "mailto", "tel", {"scheme": "ref", "optionalSlashes": True}],
    },
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Image": True,
    "Caption": True,
    "HTML": True,
    "Fullscreen": True,
    "History": True,
    "LiveFigure": True,
    "LiveChart": True,
    "Footnote": True,
    "Habits": True,
}


def extensions():
    """Return the editor's means with the addresses that its script (static/js/admin/writing.js) asks."""
    address = reverse("admin:news_writing_things").removesuffix("things/")
    return {**EXTENSIONS, "Writing": {"address": address, "dialogs": static("js/admin/writing_dialogs.js")}}


class RichTextField(ProseEditorFormField):
    """A form field with the editor; what comes out of it is clean, and links to pages of the `host` are references."""

    def __init__(self, host, **kwargs):
        config = {"extensions": extensions()}
        kwargs["widget"] = AdminProseEditorWidget(config=config, preset="configurable")

        def sanitised(html):
            return CleanHtml(with_references(clean_html(html), host))

        self._sanitised = sanitised
        super().__init__(config=config, sanitize=sanitised, **kwargs)

    def has_changed(self, initial, data):
        """Tell whether somebody has touched a text: line ends and the spaces between its elements are the browser's."""
        return not self.disabled and _laid_out(initial or "") != _laid_out(data or "")

    def says_otherwise(self, initial, data):
        """Tell whether a text is another one; how the editor lays out the same text is no difference."""
        return _laid_out(self._sanitised(initial or "")) != _laid_out(self._sanitised(data or ""))


class RichTextMixin(SideBySideMixin):
    """For model admins: the fields named in `rich_text` are edited in the editor, in each language."""

    rich_text: tuple[str, ...] = ()

    def rich_texts(self):
        """Return how rich fields are compared (`foundation.admin.versioned`)."""
        return dict.fromkeys(self.rich_text, compare_html)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, TranslationField) and db_field.translated_field.name in self.rich_text:
            kwargs |= {"form_class": partial(_rich_text_field, request.get_host()), "widget": None}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _laid_out(html):
    """Return a text without the spaces between its elements."""
    return re.sub(r"\s*(</?[a-z][^>]*>)\s*", r"\1", " ".join(html.split()))


def _rich_text_field(host, **kwargs):
    """Make the field from what a model's text field passes on."""
    kept = {name: kwargs[name] for name in ("required", "label", "help_text", "initial") if name in kwargs}
    return RichTextField(host, **kept)
