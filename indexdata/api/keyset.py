"""Lists that are read on from where one stopped: what comes or goes meanwhile shifts nothing, and every page costs the same.

A cursor holds the place of the last row in the order of the list. It is opaque to programs, not secret: whoever writes one
sees nothing but rows of the same list.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet

LONGEST_CURSOR = 1_000


class BadCursor(ValueError):
    """A cursor that is none of this list."""


@dataclass(frozen=True)
class KeysetPart:
    """A part of a list: its rows, and the cursor with which the next part is asked for, None at the end."""

    rows: list[Any]
    next_cursor: str | None


def stretch_of(
    rows: QuerySet, order, limit: int, cursor: str = "", whole: QuerySet | None = None
) -> KeysetPart:
    """Return `limit` rows after a cursor, in one query.

    `order` are names of fields of the model that are never empty and together tell every row from the others, with a minus
    sign for the greatest first. The rows are found by their ids first; `whole` is the question for what is shown of each.
    """
    if cursor:
        rows = rows.filter(_behind(rows.model, order, cursor))
    keys = rows.order_by(*order).values("pk")[: limit + 1]
    whole = rows.model._default_manager.all() if whole is None else whole
    found = list(whole.filter(pk__in=keys).order_by(*order))
    if len(found) <= limit:
        return KeysetPart(found, None)
    return KeysetPart(found[:limit], cursor_at(order, found[limit - 1]))


def cursor_at(order, row) -> str:
    """Return the cursor with which a list goes on behind a row."""
    values = [_text(getattr(row, name.lstrip("-"))) for name in order]
    said = json.dumps([_mark(order), *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _behind(model, order, cursor) -> Q:
    """Return the condition for what stands behind a cursor; the first field alone bounds it, so that an index is entered there."""
    values = _values(model, order, cursor)
    found = Q()
    for number, name in enumerate(order):
        same = {one.lstrip("-"): value for one, value in zip(order[:number], values, strict=False)}
        found |= Q(**same, **{f"{name.lstrip('-')}__{_beyond(name)}": values[number]})
    first = order[0]
    return Q(**{f"{first.lstrip('-')}__{_beyond(first)}e": values[0]}) & found


def _beyond(name):
    return "lt" if name.startswith("-") else "gt"


def _values(model, order, cursor):
    """Return the values that a cursor holds, each as its field has them, or raise `BadCursor`."""
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise BadCursor(cursor)
        said = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        mark, *values = said
        if mark != _mark(order) or len(values) != len(order):
            raise BadCursor(cursor)
        return [_value(model, name, text) for name, text in zip(order, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise BadCursor(cursor) from error
    except (ValidationError, FieldDoesNotExist) as error:
        raise BadCursor(cursor) from error


def _value(model, name, text):
    if not isinstance(text, str) or "\0" in text:
        raise BadCursor(text)
    name = name.lstrip("-")
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    value = field.to_python(text)
    field.run_validators(value)
    if isinstance(value, datetime) and (value.tzinfo is None or not 1900 <= value.year <= 2200):
        raise BadCursor(text)
    return value


def _mark(order):
    return ",".join(order)


def _text(value):
    return value.isoformat() if isinstance(value, date) else str(value)
