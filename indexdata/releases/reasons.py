"""The reason of a correction in the languages in which it was given."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

from foundation.languages import field_suffix


def reasons_of(reason) -> dict[str, str]:
    """Return `{"reason_en": text, …}` without what is empty.

    `reason` is `{"en": …, "zh_hans": …}`, or one text in the language that is active.
    """
    if not isinstance(reason, Mapping):
        reason = {field_suffix(get_language() or settings.LANGUAGE_CODE): reason}
    return {f"reason_{name}": text.strip() for name, text in reason.items() if text.strip()}


def one_of(reasons) -> str:
    """Return the reason as the office's own notes hold it: in the first language in which it is given, "" without any."""
    return next(iter(reasons.values()), "")
