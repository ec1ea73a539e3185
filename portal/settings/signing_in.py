"""Settings of signing in: who may, how often one may try, how long a session lasts."""

from portal import env
from portal.settings.installation import PRODUCTION

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SIGN_IN_ATTEMPTS = env.number(
    "SIGN_IN_ATTEMPTS",
    5,
    "failed sign-ins of one account after which the next has to wait; twice as many of one address, six times of one network",
    least=1,
    most=1000,
)
SIGN_INS_KEPT_DAYS = env.number(
    "SIGN_INS_KEPT_DAYS",
    180,
    "days that the audit trail is kept, and that a device stays known after its last sign-in",
    least=1,
    most=3650,
)
SESSION_ENGINE = "portal.signing_in.sessions"
SESSION_IDLE_MINUTES = env.number(
    "SESSION_IDLE_MINUTES", 120, "minutes without a request after which a session of the staff ends", least=1
)
SESSION_HOURS = env.number(
    "SESSION_HOURS", 12, "hours after signing in when a session ends in any case", least=1, most=8760
)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
ASK_AGAIN_MINUTES = env.number(
    "ASK_AGAIN_MINUTES",
    15,
    "minutes after signing in when sensitive steps (accounts, rights, second factors, bulk deletion) ask again who it is",
    least=1,
)
#: In the list of groups: whoever may do everything.
SUPERUSERS = "superusers"
SECOND_FACTOR_REQUIRED = env.words(
    "SECOND_FACTOR_REQUIRED",
    ("Index officers", SUPERUSERS) if PRODUCTION else (),
    "groups whose people need a second factor to sign in; “superusers” stands for whoever may do everything, “nobody” for none",
    shown="Index officers,superusers in production, else nobody",
)
OTP_TOTP_THROTTLE_FACTOR = 0  # codes are held back by the limits that all proofs share
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
