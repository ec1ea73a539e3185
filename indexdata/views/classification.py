"""The whole classification with the newest figure of every index."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext

from indexdata.enums import Family, Frequency
from indexdata.models import Index
from indexdata.series.newest import Latest, latest_of
from indexdata.series.parameters import read_parameters

from .side import classification_side


@dataclass(frozen=True)
class Branch:
    """One family: its node, the nodes below it in tree order, each with its newest figure or None."""

    family: Family
    head: Index | None
    nodes: list[tuple[Index, Latest | None]]

    @property
    def frequency(self) -> Frequency:
        return self.family.frequency

    @property
    def has_figures(self) -> bool:
        return any(latest for _node, latest in self.nodes)

    @property
    def with_figures(self):
        """Return the nodes that have a figure, or have one somewhere below them."""
        leading = {
            "/".join(parts[:end])
            for index, latest in self.nodes
            if latest
            for parts in [index.path.split("/")]
            for end in range(1, len(parts) + 1)
        }
        return [(index, latest) for index, latest in self.nodes if index.path in leading]

    @property
    def without_figures(self):
        """Return the other nodes."""
        shown = {index.path for index, _latest in self.with_figures}
        return [index for index, _latest in self.nodes if index.path not in shown]

    @property
    def demonstration(self) -> bool:
        return any(latest and latest.held.demonstration for _node, latest in self.nodes)


def classification(request):
    """Show the families and their trees."""
    parameters = read_parameters(request.GET)
    branches = branches_of(list(Index.objects.in_tree_order()), parameters.at, published=parameters.published)
    return render(
        request,
        "indexdata/classification.html",
        {
            "branches": branches,
            "demonstration": any(branch.demonstration for branch in branches),
            "parameters": parameters,
            "breadcrumb": [(gettext("Index Classification"), None)],
            **classification_side(),
        },
    )


def branches_of(indices, at=None, *, published=False):
    """Return the families in their order with their nodes and newest figures."""
    latest = latest_of(indices, at, published=published)
    branches = []
    for family in Family:
        nodes = [(index, latest.get(index.pk)) for index in indices if index.family == family]
        head = next((index for index, _latest in nodes if index.path == family), None)
        branches.append(Branch(family, head, nodes))
    return branches
