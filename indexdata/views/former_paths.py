"""Addresses that hold the path of an index: under one that it had before it moved they lead to the present one."""

from functools import wraps

from django.http import Http404
from django.urls import reverse

from foundation.former_slugs.leading import lead_to
from indexdata.exports.headers import open_to_all
from indexdata.models import Index


def leading_on(view):
    """Have a view that finds no index at a path lead to the same address of the one that had the path before.

    A page or feed says so by raising 404, a file by answering it; files are open to scripts of other sites, and so is where
    they have gone. Nothing is asked where the view finds its index.
    """

    @wraps(view)
    def found_or_led(request, path):
        try:
            answer = view(request, path=path)
        except Http404:
            if led := _led(request, path):
                return led
            raise
        if answer.status_code != 404:
            return answer
        led = _led(request, path)
        return open_to_all(led) if led else answer

    return found_or_led


def _led(request, path):
    """Return the redirect from a former path, or None. The path may be taken again, so nobody keeps where it led."""
    index = Index.objects.filter(former_paths__path=path).only("path").first()
    if index is None:
        return None
    answer = lead_to(request, reverse(request.resolver_match.view_name, args=[index.path]))
    answer.headers["Cache-Control"] = "no-store"
    return answer
