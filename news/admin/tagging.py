"""Tags in forms: found while one types, in any language, and made there by who may."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foundation.admin.keys import ManyKeysField
from foundation.admin.languages import TranslatedForm
from foundation.languages import other_text
from news.tags.making import LONGEST, clean_name, tag_called
from news.tags.merging import present_tags
from news.tags.models import Tag

A_PAGE = 20


class TagSelect(forms.SelectMultiple):
    """A field of tags that holds those that are chosen; its script asks for the others as one types."""

    class Media:
        extend = False
        js = (
            "admin/js/vendor/jquery/jquery.min.js",
            "admin/js/vendor/select2/select2.full.min.js",
            "admin/js/jquery.init.js",
            "js/admin/tags.js",
        )
        css = {"screen": ("admin/css/vendor/select2/select2.min.css", "admin/css/autocomplete.css")}

    def __init__(self, attrs=None):
        super().__init__(
            {
                "data-found": reverse_lazy("admin:news_tag_found"),
                "data-theme": "admin-autocomplete",
                "data-failed": gettext_lazy("The server does not answer."),
                "data-searching": gettext_lazy("Searching…"),
                "data-nothing": gettext_lazy("No tag is called so."),
                **(attrs or {}),
            }
        )

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in map(str, value or ()) if key.isascii() and key.isdigit() and len(key) < 19]
        tags = Tag.objects.filter(pk__in=keys) if keys else ()
        options = [
            self.create_option(name, tag.pk, str(tag), True, place, attrs=attrs)
            for place, tag in enumerate(tags)
        ]
        return [(None, options, 0)]


class TagsField(ManyKeysField):
    """Tags that exist; one that was merged while the form was open is the one it was merged into."""

    def clean(self, value):
        return super().clean(present_choices(value))


def present_choices(values):
    """Return ids of tags as a form sends them, with those of merged tags led to the tag they were merged into."""
    sent = [str(value) for value in values or ()]
    keys = [int(value) for value in sent if value.isascii() and value.isdigit() and len(value) < 19]
    strange = [value for value in sent if not (value.isascii() and value.isdigit() and len(value) < 19)]
    return [*(str(key) for key in present_tags(keys)), *strange]


class TaggedForm(TranslatedForm):
    """A form with tags."""

    tags = TagsField(Tag.objects.all(), label=gettext_lazy("Tags"), required=False, widget=TagSelect)


def urls(admin_site):
    """Return the addresses that the field's script asks, below that of the tags."""
    return [
        path("found/", admin_site.admin_view(require_safe(found)), name="news_tag_found"),
        path("make/", admin_site.admin_view(require_POST(make)), name="news_tag_make"),
    ]


def found(request):
    """Return the tags with some words in their names, a page at a time, and last the offer to make one that is missing."""
    if not request.user.has_perm("news.view_tag"):
        raise PermissionDenied
    words = clean_name(request.GET.get("term", ""))[:LONGEST]
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    rows = list(Tag.objects.with_words(words)[(page - 1) * A_PAGE : page * A_PAGE + 1])
    results = [{"id": tag.pk, "text": str(tag), "other": other_text(tag, "name")} for tag in rows[:A_PAGE]]
    more = len(rows) > A_PAGE
    may_make = request.user.has_perm("news.add_tag")
    # A tag that is called so is among those that hold the words: without any it is not asked for.
    if words and may_make and not more and not ((rows or page > 1) and Tag.objects.called(words).exists()):
        results.append(
            {"id": f"new:{words}", "text": _("Make the tag “%(name)s”") % {"name": words}, "make": words}
        )
    return JsonResponse({"results": results, "pagination": {"more": more}})


def make(request):
    """Make a tag of a name, or return the one that has it already; what cannot be a name is refused with a sentence."""
    if not request.user.has_perm("news.add_tag"):
        raise PermissionDenied
    try:
        tag = tag_called(request.POST.get("name", ""), request.user)
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    return JsonResponse({"id": tag.pk, "text": str(tag)})
