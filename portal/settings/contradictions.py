"""Settings that are right each by itself and wrong together: the start stops with a sentence."""

from email.utils import parseaddr
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.settings.data import (
    DATABASE_ANSWER_SECONDS,
    DATABASE_CONNECT_SECONDS,
    PAGE_CACHE_BYTES,
    SHARED_CACHE_SECONDS,
)
from portal.settings.files import MEDIA_ROOT, STATIC_ROOT
from portal.settings.installation import ALLOWED_HOSTS, DEBUG, PRODUCTION, VAR_DIR
from portal.settings.letters import BOUNCES_URL, CONTACT_EMAIL, DEFAULT_FROM_EMAIL
from portal.settings.server import BIND_ADDRESS, MAX_BODY_BYTES, MAX_UPLOAD_BYTES
from portal.settings.signing_in import (
    ASK_AGAIN_MINUTES,
    SECOND_FACTOR_REQUIRED,
    SESSION_HOURS,
    SESSION_IDLE_MINUTES,
)

NOBODY = "nobody"


def _is_address(text: str) -> bool:
    name, at, host = parseaddr(text)[1].rpartition("@")
    return bool(name and at and host) and not any(character.isspace() for character in name + host)


def _holds(folder: Path, other: Path) -> bool:
    """Tell whether a folder is another one, or one that it lies in."""
    return other.resolve().is_relative_to(folder.resolve())


def _is_host(word: str) -> bool:
    """Tell whether a word is a host as a browser names it, with a dot before it for all below it, or *."""
    return not any(sign in word for sign in "/@ ") and (word.startswith("[") or ":" not in word)


#: (what is wrong, the sentence)
WRONG = (
    (
        not all(map(_is_host, ALLOWED_HOSTS)),
        "ALLOWED_HOSTS must be names of hosts such as www.example.org, without scheme, port and path.",
    ),
    (
        "/" in BIND_ADDRESS or BIND_ADDRESS.count(":") == 1,
        "BIND_ADDRESS must be an address of this machine such as 127.0.0.1, 0.0.0.0 or ::1; the port is PORT.",
    ),
    (
        not _is_address(DEFAULT_FROM_EMAIL),
        "DEFAULT_FROM_EMAIL must be a mail address, with a name before it or not: Index Office <office@example.org>.",
    ),
    (
        bool(CONTACT_EMAIL) and not _is_address(CONTACT_EMAIL),
        "CONTACT_EMAIL must be a mail address such as office@example.org.",
    ),
    (
        bool(BOUNCES_URL) and PRODUCTION and DEFAULT_FROM_EMAIL == "portal@localhost",
        "DEFAULT_FROM_EMAIL must be set where BOUNCES_URL is: letters come back to their sender.",
    ),
    (
        _holds(STATIC_ROOT, VAR_DIR) or _holds(STATIC_ROOT, MEDIA_ROOT),
        "STATIC_ROOT must be a folder of its own, not one that holds VAR_DIR or MEDIA_ROOT: everything in it is public.",
    ),
    (
        _holds(MEDIA_ROOT, VAR_DIR) or _holds(MEDIA_ROOT, STATIC_ROOT),
        "MEDIA_ROOT must be a folder of its own, not one that holds VAR_DIR or STATIC_ROOT: what is in it is answered to visitors.",
    ),
    (
        MAX_UPLOAD_BYTES < MAX_BODY_BYTES,
        "MAX_UPLOAD_MB must not be less than MAX_BODY_MB: staff may send no less than visitors.",
    ),
    (
        DATABASE_CONNECT_SECONDS > DATABASE_ANSWER_SECONDS,
        "DATABASE_CONNECT_SECONDS must not be more than DATABASE_ANSWER_SECONDS.",
    ),
    (
        SESSION_IDLE_MINUTES > SESSION_HOURS * 60,
        "SESSION_IDLE_MINUTES must not be more than SESSION_HOURS, after which a session ends in any case.",
    ),
    (
        ASK_AGAIN_MINUTES > SESSION_HOURS * 60,
        "ASK_AGAIN_MINUTES must not be more than SESSION_HOURS, after which a session ends in any case.",
    ),
    (
        bool(SHARED_CACHE_SECONDS) and not PAGE_CACHE_BYTES and not DEBUG,
        "SHARED_CACHE_SECONDS must be 0 where PAGE_CACHE_MB is 0: nobody looks at what changes then.",
    ),
    (
        NOBODY in SECOND_FACTOR_REQUIRED and len(SECOND_FACTOR_REQUIRED) > 1,
        "SECOND_FACTOR_REQUIRED must be “nobody” alone, or names of groups.",
    ),
)
for _is_wrong, _sentence in WRONG:
    if _is_wrong:
        raise ImproperlyConfigured(_sentence)
