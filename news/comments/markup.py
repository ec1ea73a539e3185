"""Reader comments as a page shows them, written in one go: a page holds thirty, and a template costs most by the value."""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from foundation.moments import moment
from indexdata.wording.markup import demo_mark
from news.comments.reader_text import reader_html

#: Stands in an address for the number of a comment.
PLACE = 9_090_909_090


def remark(comment, article_number, takes_comments):
    """Write one reader comment, or the place of one that is gone."""
    if not comment.is_visible:
        return format_html('<p class="remark__gone">{}</p>', gettext("This comment is no longer here."))
    language, name = get_language(), conditional_escape(comment.name)
    label = gettext("Comment by %(name)s") % {"name": name}
    office_name, reply_words, report_words = gettext("Index Office"), gettext("Reply"), gettext("Report")
    office = f' <span class="remark__office">{office_name}</span>' if comment.from_office else ""
    mark = f" {demo_mark()}" if comment.demonstration else ""
    spoken = "" if comment.language == language else f' lang="{conditional_escape(comment.language)}"'
    steps = ""
    if takes_comments:
        form = _address("news:comment-form", article_number, language)
        steps = f'<a href="{form}?reply={comment.pk}" rel="nofollow" data-comment-reply>{reply_words}</a> '
    if not comment.from_office:
        report = _address("news:report-comment", comment.pk, language)
        steps += f'<a href="{report}" rel="nofollow">{report_words}</a>'
    own = _address("news:comment", comment.pk, language)
    # Each value is escaped or our own HTML.
    return mark_safe(
        f'<article class="remark__body" aria-label="{label}">\n'
        f'  <p class="remark__head"><bdi class="remark__name">{name}</bdi>{office} '
        f'<a class="remark__moment" href="{own}" rel="nofollow">{moment(comment.created_at, "DATETIME_FORMAT")}</a>{mark}</p>\n'
        f'  <div class="remark__text" dir="auto"{spoken}>{conditional_escape(reader_html(comment.body))}</div>\n'
        f'  <p class="remark__steps">{steps}</p>\n'
        "</article>"
    )


def _address(name, number, language):
    return _pattern(name, language).replace(str(PLACE), str(number))


@lru_cache(maxsize=32)
def _pattern(name, _language):
    """Return the address of a kind in the present language, with `PLACE` for the number."""
    return reverse(name, args=[PLACE])
