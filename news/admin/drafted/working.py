"""Answers to the thing's form while it is open: it tells what was typed, that somebody is there; and what it hears."""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foundation.languages import in_languages
from foundation.sent_once import close_window, is_closed
from foundation.windows import is_name, window_of
from news.editing import working_copies

from .own_pages import OwnPages

#: The cookie that tells the browser whose window's text has been saved.
SAVED, SAVED_FOR = "saved-window", 600


class WorkingPages(OwnPages):
    """working copies and presence."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        answer = view(require_http_methods(["GET", "POST"])(self.working_view))
        return [
            path("typed/", answer, name=self.name("working_new")),
            path("<int:pk>/typed/", answer, name=self.name("working")),
        ]

    def on_form(self, request, form, thing):
        shown = getattr(form, "working_copy", None)
        others = [copy for copy in getattr(form, "working_copies", ()) if copy is not shown]
        return {
            "working_copy": shown,
            "working_continues": working_copies.state_of(shown) if shown else _continued(request),
            "working_others": [(copy, self._title_of(copy)) for copy in others],
            "working_address": self.address("working", thing),
        }

    def working_view(self, request, pk=None):
        """Keep what was typed (`_typed`), forget it (`_drop`), note who is there (`_gone`: no longer); answer what is new.

        Asked for nothing, tell who is signed in, with a token for forms and the marks of what has been kept. What
        somebody else's page sends is refused: their text is not that of whoever has signed in since. What was on its way while
        its form was saved comes too late, and is `saved`: kept, it would bring the old text back.
        """
        thing = self.of_key(pk) if pk else None
        self.require_writing(request, thing)
        person = str(request.user.pk)
        if request.method == "GET":
            marks = working_copies.marks_of(thing or self.admin.model, request.user)
            return JsonResponse({"person": person, "token": get_token(request), "marks": marks})
        if request.POST.get("_person", person) != person:
            return JsonResponse({"person": person}, status=409)
        window = window_of(request)
        if "_drop" in request.POST:
            working_copies.drop(thing or self.admin.model, request.user, window, _continued(request))
            return HttpResponse(status=204)
        answer = {}
        if "_typed" in request.POST:
            try:
                kept = self._keep(request, thing, window)
            except working_copies.TooLarge:
                return JsonResponse(
                    {"error": _("The text is too large to be kept between saves.")}, status=413
                )
            answer["kept"] = timezone.localtime(kept.saved_at).strftime("%H:%M:%S")
        elif "_gone" not in request.POST:
            working_copies.note_open(thing or self.admin.model, request.user, window)
        if is_closed(request):  # asked last: the form may have been saved meanwhile
            forget_typed(request, thing or self.admin.model)
            return JsonResponse({"saved": True})
        if "_gone" in request.POST:
            working_copies.leave(thing or self.admin.model, request.user, window)
        elif thing is not None and "_unseen" not in request.POST:
            working_copies.note_presence(thing, request.user, window, typing="_typed" in request.POST)
        if thing is None or "_gone" in request.POST:
            return JsonResponse(answer)
        return JsonResponse(answer | self._news(request, thing, window))

    def _keep(self, request, thing, window):
        return working_copies.keep(
            thing or self.admin.model,
            request.user,
            _number(request.POST.get("base_revision")),
            dict(request.POST.lists()),
            window,
            request.POST.get("_mark", "") if is_name(request.POST.get("_mark")) else "",
            _continued(request),
        )

    def _news(self, request, thing, window):
        """Return who else is there and what was saved since the form was opened."""
        others = working_copies.others_at(thing, request.user, window)
        news = {"others": [_sentence(*other) for other in others]}
        newer = working_copies.newer_revision(thing, _number(request.POST.get("base_revision")))
        if newer and newer.author == request.user:
            sentence = _("You have saved revision %(number)s in another window since you opened this page.")
        else:
            sentence = _("%(name)s has saved revision %(number)s since you opened this page.")
        if newer:
            news["newer"] = {
                "sentence": sentence % {"name": newer.author or _("Somebody"), "number": newer.number},
                "address": self.address("compare", thing) + f"?new={newer.number}",
            }
        return news

    def _title_of(self, copy):
        """Return the first title that stands in a working copy."""
        names = in_languages(self.admin.model.described.title)
        return next((text for name in names for text in copy.data.get(name, ()) if text), "")


def forget_typed(request, of):
    """Forget what was typed in the window that a form of a thing, or of a new one of a model, was sent from: it has been saved.

    The window itself goes with its form: the page that comes next is another, and must not be told of it.
    """
    close_window(request)
    working_copies.drop(of, request.user, window_of(request), _continued(request))
    working_copies.leave(of, request.user, window_of(request))


def tell_saved(request, response):
    """Tell the browser that what was typed in a window has been saved, and need not be kept there."""
    if window := window_of(request):
        response.set_cookie(
            SAVED,
            window,
            max_age=SAVED_FOR,
            path=reverse("admin:index"),
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


def _continued(request):
    return request.POST.get("_continues", "")[:80]


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _sentence(name, typing):
    if not name:
        return _("You have this page open in another window")
    return (_("%(name)s is typing") if typing else _("%(name)s has this page open")) % {"name": name}
