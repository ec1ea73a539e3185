"""The moderators' desk: the queue, one key for each decision, decisions about many, undo."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from foundation.sent_once import answered_once
from news.comments.answering import answer
from news.comments.bans import ban
from news.comments.desk import VIEWS, WAITING, cases_of, cases_page, numbers, queue, since
from news.comments.finding import LOOKED_THROUGH, addresses_in
from news.comments.models import Comment, ReasonTemplate
from news.comments.moderating import dismiss_reports, set_status, set_status_of_many, undo, undo_many
from news.enums import CommentStatus
from news.permissions import user_can_moderate

#: What the buttons and keys ask for.
DECISIONS = {
    "approve": CommentStatus.APPROVED,
    "reject": CommentStatus.REJECTED,
    "spam": CommentStatus.SPAM,
    "remove": CommentStatus.REMOVED,
}
KEYS = {"approve": "a", "reject": "r", "spam": "s", "remove": "x"}
TITLES = {
    "waiting": gettext_lazy("Waiting"),
    "reported": gettext_lazy("Reported"),
    "spam": gettext_lazy("Spam"),
    "all": gettext_lazy("All"),
}
MOST_AT_ONCE = 100
#: So many decisions of others are named at once.
MOST_NAMED = 5


class CommentDeskMixin:
    """For the admin of comments: the desk and what its buttons do."""

    def get_urls(self):
        def view(function):
            return self.admin_site.admin_view(function)

        return [
            path("desk/", view(require_http_methods(["GET"])(self.desk_view)), name="news_comment_desk"),
            path("desk/do/", view(require_http_methods(["POST"])(self.do_view)), name="news_comment_do"),
            *super().get_urls(),
        ]

    def desk_view(self, request):
        """Show a page of the queue."""
        if not user_can_moderate(request.user):
            raise PermissionDenied
        shown = request.GET.get("view") if request.GET.get("view") in VIEWS else WAITING
        words = request.GET.get("q", "").replace("\x00", "")[:100]
        page = cases_page(shown, words, request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Comment desk"),
            "media": self.media,
            "page_obj": page,
            "view": shown,
            "views": [(name, TITLES[name]) for name in VIEWS],
            "words": words,
            "since": None if not words.split() or addresses_in(words.split()) else since(shown),
            "looked_through": LOOKED_THROUGH,
            "numbers": numbers(),
            "reasons": list(ReasonTemplate.objects.all()),
            "decisions": DECISIONS,
            "buttons": _buttons(),
            "kept": urlencode([(key, value) for key, value in request.GET.items() if key in ("view", "q")]),
        }
        return TemplateResponse(request, "admin/news/comment/desk.html", context)

    def do_view(self, request):
        """Carry out what a button asks for, about one comment or all that are ticked; say what became of it.

        A script gets JSON: `said`, `done`, and the comment's new card; a plain form is led back to the desk.
        """
        if not user_can_moderate(request.user):
            raise PermissionDenied
        if request.POST.get("step") == "answer":  # a decision may come again after it was taken back
            return answered_once(request, lambda: self._do(request))
        return self._do(request)

    def _do(self, request):
        """Carry out one step and answer."""
        step = request.POST.get("step", "")
        chosen = [
            int(pk)
            for pk in request.POST.getlist("comment")
            if pk.isascii() and pk.isdigit() and len(pk) < 19
        ]
        comments = list(
            Comment.objects.filter(pk__in=chosen[:MOST_AT_ONCE]).select_related("parent", "article__release")
        )
        if not comments:
            done, said = False, _("Choose a comment first.")
        elif len(comments) == 1:
            done, said = _one(request, step, comments[0])
        else:
            done, said = _many(request, step, comments)
        if request.headers.get("X-Requested-With") == "fetch":
            return self._answer(request, chosen, done, said)
        messages.add_message(request, messages.SUCCESS if done else messages.ERROR, said)
        back = urlencode([(key, request.POST[key]) for key in ("view", "q") if request.POST.get(key)])
        return HttpResponseRedirect(f"{reverse('admin:news_comment_desk')}{'?' if back else ''}{back}")

    def _answer(self, request, chosen, done, said):
        fresh = cases_of(list(queue("all").filter(pk__in=chosen)))
        context = {"buttons": _buttons(), "reasons": list(ReasonTemplate.objects.all())}
        cards = {
            case.comment.pk: render_to_string(
                "admin/news/comment/card.html", {**context, "case": case}, request
            )
            for case in fresh
        }
        waiting = Comment.objects.pending().order_by().count()
        response = JsonResponse(
            {"done": done, "said": said, "cards": cards, "waiting": waiting}, status=200 if done else 409
        )
        response.carried_out = done
        return response


def _buttons():
    """Return (status, what the button asks for, its key) of each decision."""
    return [(status, step, KEYS[step]) for step, status in DECISIONS.items()]


def _seen(post):
    """Return {id of a comment: the last decision about it that was on the page}, as the page sent it back."""
    pairs = (value.partition(":") for value in post.getlist("seen"))
    return {
        int(pk): int(decision)
        for pk, _colon, decision in pairs
        if all(one.isascii() and one.isdigit() and len(one) < 19 for one in (pk, decision))
    }


def _one(request, step, comment):
    """Return (whether it was done, what to say) of a step about one comment."""
    user, post = request.user, request.POST
    try:
        if step in DECISIONS:
            set_status(comment, DECISIONS[step], user, _reason(post), seen=_seen(post).get(comment.pk))
            return True, _("The comment is now: %(status)s.") % {"status": DECISIONS[step].label}
        if step == "undo":
            undo(comment, user)
            return True, _("Taken back: the comment is %(status)s again.") % {
                "status": comment.get_status_display()
            }
        if step == "keep":
            dismiss_reports(comment, user)
            return True, _("Reports looked at; the comment stays.")
        if step == "ban":
            days = post.get("days", "")
            whom = post.get("whom", "author")
            ban(
                comment, user, int(days) if days.isascii() and days.isdigit() else 0,
                author=whom in ("author", "both"), network=whom in ("network", "both"), reason=_reason(post),
            )  # fmt: skip
            return True, _("Banned.")
        if step == "answer":
            answer(comment, post.get("text", ""), user)
            return True, _("The reply is published.")
    except ValidationError as refusal:
        return False, " ".join(refusal.messages)
    return False, _("Choose what to do.")


def _many(request, step, comments):
    """Return (whether anything was done, what to say) of a decision about several comments."""
    if step in DECISIONS:
        seen = _seen(request.POST)
        outcome = set_status_of_many(
            comments, DECISIONS[step], request.user, _reason(request.POST), seen=seen
        )
    elif step == "undo":
        outcome = undo_many(comments, request.user)
    else:
        return False, _("Choose what to do.")
    sentence = ngettext("%(count)d comment changed.", "%(count)d comments changed.", outcome.changed)
    said = [sentence % {"count": outcome.changed}]
    if left := outcome.unchanged + outcome.refused:
        sentence = ngettext(
            "%(count)d could not be changed this way.", "%(count)d could not be changed this way.", left
        )
        said.append(sentence % {"count": left})
    return bool(outcome.changed), " ".join([*said, *outcome.collisions[:MOST_NAMED]])


def _reason(post):
    return (post.get("reason", "") or post.get("ready", "")).replace("\x00", "")
