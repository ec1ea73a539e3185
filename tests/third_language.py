"""Settings of a site in three languages, to be tried in a folder that TRIED_IN names: its migrations lie there."""

import os
import sys
from pathlib import Path

from tests.settings import *  # noqa: F403

FOLDER = Path(os.environ["TRIED_IN"])
sys.path.insert(0, str(FOLDER))

LANGUAGES = [*LANGUAGES, ("fr", "Français")]  # noqa: F405
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "zh-hans", "fr")
MIGRATION_MODULES = {"news": "news_migrations", "indexdata": "indexdata_migrations"}
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "portal.sqlite3"}}
