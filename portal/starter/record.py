"""The record of what has been loaded already. An item is made once; afterwards it belongs to the people who edit it."""

from collections.abc import Callable, Iterable

from portal.models import StarterItem


class Record:
    """The lines of one kind: which keys have been loaded, and as which objects."""

    def __init__(self, kind: str):
        self.kind = kind
        self._ids = dict(StarterItem.objects.filter(kind=kind).values_list("key", "object_id"))

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    def id_of(self, key: str) -> int | None:
        """Return the id of what was made of `key`; it may have been deleted since."""
        return self._ids.get(key)

    def remember(self, made: Iterable[tuple[str, int | None]]) -> int:
        """Write down (key, object id) pairs and return how many."""
        lines = [StarterItem(kind=self.kind, key=key, object_id=object_id) for key, object_id in made]
        StarterItem.objects.bulk_create(lines)
        self._ids.update((line.key, line.object_id) for line in lines)
        return len(lines)

    def make(self, rows: Iterable, key: Callable, make: Callable) -> int:
        """Call `make(row)` for each row not loaded yet, remember its key and return how many were made."""
        return self.remember([(key(row), make(row).pk) for row in rows if key(row) not in self])

    def objects(self, model) -> dict:
        """Return what was made and is still there, by key."""
        found = model._default_manager.in_bulk([pk for pk in self._ids.values() if pk])
        return {key: found[pk] for key, pk in self._ids.items() if pk in found}
