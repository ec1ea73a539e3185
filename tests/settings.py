"""Settings of the test suite: the portal's own, with fast hashing, temporary folders and the page cache off."""

import os
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")  # each process of a run its own
os.environ.setdefault("PAGE_CACHE_MB", "0")
os.environ["BACKGROUND_WORK"] = "immediate"

from portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "en.testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"  # noqa: F405 - by this name the runner knows it
CACHES["default"]["KEY_PREFIX"] = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # noqa: F405
#: Tests of what is due switch this on; the others count the queries of pages alone.
LET_DUE_CHANGES_HAPPEN = False
#: Tests share a connection with what they test; those of the thread that asks for the stamps start a process.
WATCH_IN_BACKGROUND = False
API_ANSWERS_PER_MINUTE = PICTURES_PER_MINUTE = FILES_PER_MINUTE = SEARCHES_PER_MINUTE = (
    SUGGESTIONS_PER_MINUTE
) = 0
