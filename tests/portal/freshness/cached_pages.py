"""Small pages for the tests of the page cache, so that they don't depend on how real pages look."""

from django.http import HttpResponse, JsonResponse
from django.urls import path

from news.articles.models import Article
from news.comments.models import Comment


def titles(request):
    """Return the titles of the published articles, newest first."""
    text = "\n".join(Article.objects.published().newest_first().values_list("title_en", flat=True))
    return HttpResponse(text.ljust(400))


def comments(request):
    """Return the visible reader comments."""
    return HttpResponse("\n".join(Comment.objects.visible().values_list("body", flat=True)))


def scheme(request):
    """Return the address as asked for."""
    return JsonResponse({"address": request.build_absolute_uri(), "padding": "x" * 300})


def with_cookie(request):
    """Return a page that sets a cookie."""
    response = HttpResponse("cookie")
    response.set_cookie("a", "b")
    return response


def with_header(request, name, value):
    """Return a page with a header."""
    return HttpResponse("header", headers={name: value})


def missing(request):
    """Return a page that is not found."""
    return HttpResponse("gone", status=404)


def large(request):
    """Return a page of 300 KB that does not compress well."""
    return HttpResponse(bytes((n * n + n // 7) % 251 for n in range(300_000)), content_type="image/png")


urlpatterns = [
    path("titles/", titles),
    path("zh-hans/titles/", titles),
    path("comments/", comments),
    path("scheme/", scheme),
    path("cookie/", with_cookie),
    path("header/<name>/<value>/", with_header),
    path("missing/", missing),
    path("large/", large),
]
