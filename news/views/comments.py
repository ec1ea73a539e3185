"""The form for reader comments: an address of its own, kept by no cache, the only public one that sets a cookie."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from news.commenting import CommentRefused, accept_comment
from news.forms import CommentForm
from news.models import Article
from news.visitors import network_hash

STATUS = {"closed": 403, "too_many": 429, "repeated": 400}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_form(request, article):
    """Show the form for a comment under an article, take in what was written, and say what happens to it next.

    Programs on a page ask for the bare form: with the header `X-Requested-With: fetch` or `?fragment`. They are
    answered the same way, never by a redirect.
    """
    shown = get_object_or_404(Article.objects.published().select_related("section", "release"), pk=article)
    if not shown.comments_open:
        return _page(request, shown, status=403, closed=True, written=request.POST.get("body", ""))
    if request.method != "POST":
        return _page(request, shown, form=None if "sent" in request.GET else CommentForm(shown))
    form = CommentForm(shown, request.POST)
    if not form.is_valid():
        return _page(request, shown, form=form, status=400)
    text = {name: form.cleaned_data[name] for name in ("name", "body", "email")}
    try:
        accept_comment(shown, **text, language=get_language(), network=network_hash(request))
    except CommentRefused as refused:
        form.add_error(None, refused)
        return _page(request, shown, form=form, status=STATUS[refused.code])
    if _wants_fragment(request):
        return _page(request, shown, status=201)
    return redirect(f"{reverse('news:comment-form', args=[shown.pk])}?sent")


def _page(request, article, *, form=None, status=200, **context) -> HttpResponse:
    """Return the form, or without a form the sentence that stands in its place."""
    fragment = _wants_fragment(request)
    part, address = (
        (pgettext("main menu", "Comments"), reverse("news:commentary"))
        if article.section.is_commentary
        else (_("News"), reverse("news:news"))
    )
    context |= {
        "article": article,
        "form": form,
        "fragment": fragment,
        "sent": form is None and not context.get("closed"),
        "breadcrumb": [
            (part, address),
            (article.title, article.get_absolute_url()),
            (_("Write a comment"), None),
        ],
    }
    template = "news/_comment_form.html" if fragment else "news/comment_form.html"
    return render(request, template, context, status=status)


def _wants_fragment(request):
    return request.headers.get("X-Requested-With") == "fetch" or "fragment" in request.GET
