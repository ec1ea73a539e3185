"""The portal as a WSGI application."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))

from portal.databases.serving import serve_visitors
from portal.serving.loading import load_all

serve_visitors()
load_all()


def front_options():
    """Return what the server before this application must know (see `portal.serving.front`)."""
    from django.conf import settings  # needs settings

    from foundation.readership.counting import readings  # needs models
    from portal.serving.bodies import Limits  # needs settings
    from portal.serving.quick import quick_answer  # needs settings
    from portal.serving.senders import may_upload  # needs settings

    limits = Limits(settings.MAX_BODY_BYTES, settings.MAX_UPLOAD_BYTES, f"/{settings.ADMIN_URL}")
    readings.begin()
    return {
        "limits": limits,
        "quick_answer": quick_answer,
        "may_upload": may_upload,
        "at_the_end": readings.end,
    }
