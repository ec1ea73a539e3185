"""The form of an article."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldBooleanWidget

from news.admin.drafted.forms import DraftForm
from news.admin.tagging import TaggedForm


class ArticleForm(DraftForm, TaggedForm):
    """An article's newest content."""

    against_figures = forms.BooleanField(
        label=gettext_lazy("Publish although the text contradicts the figures of its release"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=gettext_lazy("It is kept in the history, with what the text says."),
    )

    def taken(self, name, other):
        return _("“%(article)s” has this number on the old site, or would get it by its draft.") % {
            "article": other
        }
