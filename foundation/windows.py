"""Windows of a browser in which a form is open: each opening of a form has a name of its own, which it sends along."""

import re
from secrets import token_urlsafe

#: The hidden field that names the window.
FIELD = "_window"
_NAME = re.compile(r"[\w-]{1,40}", re.ASCII)


def is_name(text):
    """Tell whether a text can be the name of a window."""
    return bool(_NAME.fullmatch(text or ""))


def window_of(request):
    """Return the name of the window a form was sent from; "" where it says none."""
    name = request.POST.get(FIELD, "")
    return name if is_name(name) else ""


def name_for(request):
    """Return the name for the window that a page is made for: a form that comes back keeps its own."""
    return window_of(request) or token_urlsafe(16)
