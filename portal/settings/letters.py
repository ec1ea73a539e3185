"""Settings of letters."""

from django.core.exceptions import ImproperlyConfigured

from portal import env
from portal.settings.installation import PRODUCTION

globals().update(
    env.parsed(
        "EMAIL_URL",
        env.email_url("console:"),
        "where mail goes: console: prints it (refused in production: links in letters open things); tls is on, ssl or off (the default)",
        env.email_url,
        "console: or smtp://user:password@host:port/?tls=on",
        shown="console:",
    )
)
if PRODUCTION and globals()["EMAIL_BACKEND"].endswith("console.EmailBackend"):
    raise ImproperlyConfigured(
        "EMAIL_URL must name a mail server (smtp://…) in production: console: writes letters, with links that work, into the log."
    )
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost", "sender of the portal's mail")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = env.text(
    "CONTACT_EMAIL",
    "",
    "the address that visitors are given for questions, on releases and in the footer; none unless set",
)
BOUNCES_URL = env.parsed(
    "BOUNCES_URL",
    "",
    "the mailbox of DEFAULT_FROM_EMAIL: letters that come back end letters about figures to addresses that are gone; empty: none is read",
    env.mailbox_url,
    "imaps://user:password@host:port/folder",
)
