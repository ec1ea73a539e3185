"""The limit: Django without middleware and one view that returns the bytes of a file."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path, re_path

FOLDER = Path(os.environ["BARE_FOLDER"])
BODIES = {file.name: file.read_bytes() for file in FOLDER.glob("*.bytes")}


def healthz(request):
    """Say that the process answers."""
    return HttpResponse("ok")


def body(request, name):
    """Return the bytes of one page as the portal sends them."""
    return HttpResponse(BODIES[name], headers={"Content-Length": str(len(BODIES[name]))})


urlpatterns = [path("healthz", healthz), re_path(r"^(?P<name>[\w.-]+)$", body)]

settings.configure(
    DEBUG=False, SECRET_KEY="bench", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
)
application = get_wsgi_application()


def front_options():
    """Return what the portal's server asks of an application: the same limits, nothing answered without a thread."""
    from portal.serving.bodies import Limits

    return {"limits": Limits(2**21, 2**21, "/admin/")}
