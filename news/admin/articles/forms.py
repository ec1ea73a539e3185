"""The form of an article."""

from django.utils.translation import gettext as _

from news.admin.drafted.forms import DraftForm
from news.admin.tagging import TaggedForm


class ArticleForm(DraftForm, TaggedForm):
    """An article's newest content."""

    def taken(self, name, other):
        return _("“%(article)s” has this number on the old site, or would get it by its draft.") % {
            "article": other
        }
