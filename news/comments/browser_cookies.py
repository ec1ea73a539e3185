"""Cookies of a reader's browser: the comments sent from it, and the address confirmed in it. Signed cookies, kept to the
addresses of reader comments and set only when there is something to say."""

from django.core import signing
from django.urls import reverse

from .models import Comment

OWN, CONFIRMED = "own-comments", "confirmed-reader"
MOST_OWN = 20
KEPT_SECONDS = {OWN: 30 * 24 * 3600, CONFIRMED: 180 * 24 * 3600}
_SALT = "news.comments.own"


def own_comments(request, article):
    """Return the comments on an article that were sent from this browser and are not public, oldest first."""
    numbers = _read(request, OWN) or []
    if not isinstance(numbers, list) or not numbers:
        return []
    return list(Comment.objects.pending().filter(pk__in=numbers[-MOST_OWN:], article=article))


def confirmed_email(request):
    """Return the e-mail address that was confirmed in this browser, or ""."""
    email = _read(request, CONFIRMED)
    return email if isinstance(email, str) else ""


def remember_own(request, response, comment):
    """Let the browser show that it sent a comment."""
    numbers = _read(request, OWN)
    numbers = numbers if isinstance(numbers, list) else []
    _write(request, response, OWN, [*numbers, comment.pk][-MOST_OWN:])


def remember_confirmed(request, response, email):
    """Let the browser show that an address was confirmed in it."""
    _write(request, response, CONFIRMED, email)


def forget_all(response):
    """Have the browser forget both."""
    for name in (OWN, CONFIRMED):
        response.delete_cookie(name, path=_path())


def _read(request, name):
    try:
        return signing.loads(
            request.COOKIES.get(name, ""), salt=f"{_SALT}.{name}", max_age=KEPT_SECONDS[name]
        )
    except signing.BadSignature:
        return None


def _write(request, response, name, value):
    response.set_cookie(
        name,
        signing.dumps(value, salt=f"{_SALT}.{name}"),
        max_age=KEPT_SECONDS[name],
        path=_path(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _path():
    """Return the path below which all addresses of reader comments in the present language lie."""
    return reverse("news:my-data").removesuffix("my-data/")
