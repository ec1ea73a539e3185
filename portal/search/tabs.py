"""The tabs of the search page: what visitors may find of each kind, in which order, and how a result reads."""

from dataclasses import dataclass

from foundation import kinds
from foundation.kinds import Kind, Results


@dataclass(frozen=True)
class Tab:
    """One kind of results (`foundation.kinds.Results`) with the kind of thing it finds.

    What `visible` returns alone decides what visitors find; the index may hold more.
    """

    kind: Kind
    results: Results

    def __getattr__(self, name):
        """Read what the results say of themselves: `key`, `plural`, `order` and the rest."""
        return getattr(self.results, name)

    @property
    def model(self):
        return self.kind.model

    @property
    def title(self):
        return self.kind.title

    @property
    def texts(self):
        return self.kind.texts

    def visible(self):
        """Return what visitors may see, as a queryset."""
        return (self.results.visible or self.kind.public)()


TABS = tuple(
    sorted(
        (Tab(kind, results) for kind in kinds.every() for results in kind.results),
        key=lambda tab: tab.results.place,
    )
)
BY_KEY = {tab.key: tab for tab in TABS}
#: What is suggested while somebody types, in the order it is offered.
SUGGESTED = tuple(
    sorted(
        (tab for tab in TABS if tab.results.suggested is not None), key=lambda tab: tab.results.suggested or 0
    )
)
