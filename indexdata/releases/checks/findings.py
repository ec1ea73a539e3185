"""Findings of the checks of a release."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foundation.languages import LANGUAGE_CODES

if TYPE_CHECKING:
    from indexdata.models import CheckAcknowledgement


class Gravity(TextChoices):
    """Serious findings hold back the approval until they are mended; others until somebody acknowledges them by name."""

    SERIOUS = "serious", _("serious")
    ASKED = "asked", _("to be acknowledged")


@dataclass
class Finding:
    """One remark about a release.

    `says` returns its sentence in the language that is active; `page` is the name of the address it leads to, with its
    arguments. `facts` are the figures it speaks of, as words: when they change, an acknowledgement of it is void.
    """

    code: str
    gravity: Gravity
    says: Callable[[], str]
    page: tuple
    facts: tuple = field(default_factory=tuple)
    acknowledgement: "CheckAcknowledgement | None" = None

    @property
    def sentence(self) -> str:
        return self.says()

    @property
    def sentences(self) -> dict[str, str]:
        """Return the sentence in every language."""
        said = {}
        for code in LANGUAGE_CODES:
            with override(code):
                said[code] = self.says()
        return said

    @property
    def address(self) -> str:
        name, *arguments = self.page
        return reverse(name, args=arguments)

    @property
    def fingerprint(self) -> str:
        """Return what tells this finding from others, and from itself about other figures."""
        words = "|".join(str(one) for one in (self.code, *self.facts))
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def is_serious(self) -> bool:
        return self.gravity == Gravity.SERIOUS

    @property
    def holds_back(self) -> bool:
        """Tell whether the release cannot be approved because of it."""
        return self.is_serious or self.acknowledgement is None
