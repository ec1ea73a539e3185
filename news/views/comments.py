"""The form for reader comments and their permanent addresses: kept by no cache, the only public ones that set cookies."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from news.articles.models import Article
from news.comments import proof_of_work
from news.comments.accepting import CommentRefused, SubmittedComment, accept_comment
from news.comments.browser_cookies import confirmed_email, own_comments, remember_own
from news.comments.following import follow, thread_of
from news.comments.forms import CommentForm
from news.comments.models import Comment
from news.comments.networks import origin_of
from news.comments.rules import comment_rules, why_closed
from news.comments.threads import place_of
from news.enums import CommentStatus

STATUS = {"closed": 403, "banned": 403, "too_many": 429}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_form(request, article):
    """Show the form for a comment under an article, take in what was written, and say what happens to it next.

    `?reply=<id>` answers a comment. Programs on a page ask for the bare form: with the header `X-Requested-With: fetch`
    or `?fragment`. They are answered the same way, never by a redirect.
    """
    shown = get_object_or_404(Article.objects.published().select_related("section", "release"), pk=article)
    rules = comment_rules()
    if closed := why_closed(shown, rules):
        return _page(request, shown, status=403, closed=closed, written=request.POST.get("body", ""))
    if request.method != "POST":
        own = own_comments(request, shown)
        if "sent" in request.GET:
            return _page(request, shown, sent=True, own=own)
        parent = _answered(request.GET.get("reply"), shown)
        form = CommentForm(shown, parent=parent)
        return _page(request, shown, form=form, parent=parent, own=own, rules=rules)
    form = CommentForm(shown, request.POST)
    parent = _answered(request.POST.get("parent"), shown)
    asked = {"form": form, "parent": parent, "rules": rules}
    if not form.is_valid():
        return _page(request, shown, status=400, **asked)
    try:
        comment = accept_comment(
            shown, _written(request, form, parent, shown, rules), origin_of(request)
        )  # fmt: skip
    except CommentRefused as refused:
        form.add_error(None, refused)
        return _page(request, shown, status=STATUS.get(refused.code or "", 400), **asked)
    if form.cleaned_data["follow"]:
        follow(comment.email, thread_of(comment), get_language(), request.build_absolute_uri("/"))
    if _wants_fragment(request):
        own = [comment] if comment.status != CommentStatus.APPROVED else []
        response = _page(request, shown, status=201, sent=True, own=own, published=_if_public(comment))
    elif comment.status == CommentStatus.APPROVED:
        response = redirect(comment)
    else:
        response = redirect(f"{reverse('news:comment-form', args=[shown.pk])}?sent")
    remember_own(request, response, comment)
    return response


@never_cache
@require_safe
def comment(request, pk):
    """Lead to the place where a public comment stands: the page of the article, or of its thread, that holds it."""
    shown = get_object_or_404(Comment.objects.visible().select_related("article__section", "parent"), pk=pk)
    page, thread = place_of(shown)
    query = "&".join([*([f"thread={thread}"] if thread else []), *([f"comments={page}"] if page > 1 else [])])
    return redirect(f"{shown.article.get_absolute_url()}{'?' if query else ''}{query}#comment-{shown.pk}")


def _written(request, form, parent, article, rules):
    text = {name: form.cleaned_data[name] for name in ("name", "body", "email")}
    confirmed = confirmed_email(request)
    return SubmittedComment(
        **text,
        language=get_language(),
        parent=parent,
        proved=proof_of_work.is_proof(form.cleaned_data["proof"], article)
        if proof_of_work.is_wanted(rules)
        else None,
        confirmed_email=confirmed if confirmed.lower() == text["email"].lower() else "",
    )


def _answered(number, article):
    """Return the comment that begins the thread of the one answered, or None for what cannot be answered."""
    if not (number and number.isascii() and number.isdigit() and len(number) < 19):
        return None
    found = Comment.objects.visible_under(article).select_related("parent").filter(pk=number).first()
    return thread_of(found) if found else None


def _if_public(comment):
    return comment if comment.status == CommentStatus.APPROVED else None


def _page(request, article, *, form=None, status=200, rules=None, **context) -> HttpResponse:
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
        "challenge": proof_of_work.new_challenge(article)
        if form and rules and proof_of_work.is_wanted(rules)
        else None,
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
