"""Answers to the article's form while it is open: it tells what was typed, that somebody is there; and what it hears."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news.articles.models import Article
from news.editing import working_copies

from .own_pages import OwnPages


class WorkingPages(OwnPages):
    """working copies and presence."""

    def urls(self):
        view = self.admin.admin_site.admin_view
        return [
            path("typed/", view(require_POST(self.working_view)), name="news_article_working_new"),
            path("<int:pk>/typed/", view(require_POST(self.working_view)), name="news_article_working"),
        ]

    def on_form(self, request, form, article):
        return {
            "working_copy": getattr(form, "working_copy", None),
            "working_address": self.address("news_article_working", article),
        }

    def working_view(self, request, pk=None):
        """Keep what was typed (`_typed`), forget it (`_drop`), note who is there (`_gone`: no longer); answer what is new."""
        article = get_object_or_404(Article.objects.only("pk"), pk=pk) if pk else None
        self.require_writing(request, article)
        base = _number(request.POST.get("base_revision"))
        if "_drop" in request.POST:
            working_copies.drop(article, request.user)
            return HttpResponse(status=204)
        answer = {}
        if "_typed" in request.POST:
            try:
                kept = working_copies.keep(article, request.user, base, dict(request.POST.lists()))
            except working_copies.TooLarge:
                return JsonResponse(
                    {"error": _("The text is too large to be kept between saves.")}, status=413
                )
            answer["kept"] = timezone.localtime(kept.saved_at).strftime("%H:%M:%S")
        if article is None:
            return JsonResponse(answer)
        if "_gone" in request.POST:
            working_copies.leave(article, request.user)
            return JsonResponse(answer)
        working_copies.note_presence(article, request.user, typing="_typed" in request.POST)
        answer["others"] = [_sentence(*other) for other in working_copies.others_at(article, request.user)]
        if newer := working_copies.newer_revision(article, base):
            answer["newer"] = {
                "sentence": _("%(name)s has saved revision %(number)s since you opened this page.")
                % {"name": newer.author or _("Somebody"), "number": newer.number},
                "address": reverse("admin:news_article_compare", args=[article.pk]) + f"?new={newer.number}",
            }
        return JsonResponse(answer)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _sentence(name, typing):
    return (_("%(name)s is typing") if typing else _("%(name)s has this page open")) % {"name": name}
