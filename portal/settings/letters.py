"""Where letters go."""

from portal import env

globals().update(
    env.parsed(
        "EMAIL_URL",
        env.email_url("console:"),
        "where mail goes: console: prints it; tls is on, ssl or off (the default)",
        env.email_url,
        "console: or smtp://user:password@host:port/?tls=on",
        shown="console:",
    )
)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost", "sender of the portal's mail")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
