"""Differences between two contents of an article, field by field."""

from django.utils.translation import gettext as _

from foundation.admin import changes
from news.articles.models import Article
from news.drafting.contents import GOES_LIVE_AT
from news.text.comparing import compare_html


def changes_between(old, new):
    """Return the `FieldChange`s from one content to another; last, when the changes are to appear."""
    differ = {*Article.described.differing(old, new), *Article.described.differing(new, old)}
    before, after = ({name: side[name] for name in side if name in differ} for side in (old, new))
    found = changes.changes_between(Article, before, after, rich={"body": compare_html})
    if GOES_LIVE_AT in differ:
        moments = (old.get(GOES_LIVE_AT), new.get(GOES_LIVE_AT))
        found.append(changes.change_of_moment(GOES_LIVE_AT, _("Changes appear at"), *moments))
    return found
