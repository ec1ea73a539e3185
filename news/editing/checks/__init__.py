"""Checks while writing: what an editor would want to know before a text goes out.

`check(described, content)` looks at a content (`news.drafting.contents`) and returns `Finding`s. Serious ones hold back publishing unless
somebody overrides them with a reason (`news.editing.publishing`).
"""

from .findings import ADVICE, SERIOUS, Finding
from .run import check, reading_minutes, serious

__all__ = ["ADVICE", "SERIOUS", "Finding", "check", "reading_minutes", "serious"]
