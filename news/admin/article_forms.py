"""Forms of the article pages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminTextareaWidget

from indexdata.admin.languages import TranslatedForm
from news.enums import ArticleStatus
from news.models import Article, Tag


class TaggedForm(TranslatedForm):
    """A form whose tags are picked from those that exist."""

    tags = forms.ModelMultipleChoiceField(
        Tag.objects.all(), label=_("Tags"), required=False, widget=UnfoldAdminSelect2MultipleWidget
    )


class ArticleForm(TaggedForm):
    """An article; moments are checked against each other and against its status."""

    class Meta:
        model = Article
        exclude = ("status", "author")

    def clean(self):
        data = super().clean()
        published_at, expires_at = data.get("published_at"), data.get("expires_at")
        if published_at and expires_at and expires_at <= published_at:
            self.add_error("expires_at", _("An article is taken down after it was published, not before."))
        if (
            "published_at" in self.fields
            and self.instance.status == ArticleStatus.PUBLISHED
            and not published_at
        ):
            self.add_error(
                "published_at", _("A published article has a moment. To take it off the site, withdraw it.")
            )
        return data


class SendBackForm(BaseDialogForm):
    """What has to change before the article can go on."""

    note = forms.CharField(
        label=_("What has to change"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )
