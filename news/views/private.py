"""Pages for one reader alone: of no use to search engines, so they are told to leave them out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def private_page(request, template, context, title, status=200) -> HttpResponse:
    """Return a page with a title and the way to it, below the article in the context if there is one.

    A form that comes back opens at the first field that is wrong.
    """
    crumbs = [(title, None)]
    if article := context.get("article"):
        crumbs.insert(0, (article.title, article.get_absolute_url()))
    if (form := context.get("form")) is not None and form.errors:
        focus_first_error(form)
    context = {**context, "title": title, "breadcrumb": crumbs}
    response = render(request, f"news/readers/{template}.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address may hold a key: no other site is told where the reader came from.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def focus_first_error(form):
    """Have the browser put the cursor into the first field of a bound form that has an error; it needs no script."""
    wrong = next((name for name in form.fields if name in form.errors), None)
    if wrong:
        form.fields[wrong].widget.attrs["autofocus"] = True


def link_over(request, *, cut=False, follow=False) -> HttpResponse:
    """Say that a link of a letter is too old or used, or (`cut`) that no letter holds it, with a way on.

    `follow` says that it was about letters about figures. Nobody learns from it whether we know an address.
    """
    return private_page(
        request, "letter_over", {"cut": cut, "follow": follow}, _("This link is no longer good"), 410
    )
