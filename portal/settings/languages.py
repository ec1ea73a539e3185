"""Languages, time and how they are written."""

from portal.settings.installation import BASE_DIR

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "zh-hans")
USE_I18N = True


def MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(name, code):
    """Return what a translated field is called in lists: with the name of the language, not with its code."""
    return f"{name} · {dict(LANGUAGES)[code]}"


USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "portal.formats"
