"""The request that is being answered, for security events that are noticed far from it: in a signal of a model."""

from contextvars import ContextVar

_current = ContextVar("current request", default=None)


def current_request():
    """Return the request being answered in this thread, or None, as for a command."""
    return _current.get()


class RememberRequestMiddleware:
    """Remembers the request while it is answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _current.set(request)
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)
