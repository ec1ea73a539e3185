"""Fingerprints of what is public: equal as long as the bulk files of a family would come out the same.

They are made of the public state alone, so what is entered or corrected under embargo changes none.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max, Q, Sum
from django.db.models.functions import Cast, Round

from foundation.languages import in_languages
from indexdata.models import Index, Observation, Revision

#: How a value is kept as long as what it was read from stays the same: the portal puts its own way here.
_keeping: list[Callable] = []
#: Sums of remainders: whole numbers, the same in whatever order a database adds them up, and never too large for it.
LARGE, SMALL = 1_000_003, 10_007
FACTS = ("code", "path", "is_grouping", "tree_order", *in_languages("name"))


def keep_with(remember: Callable):
    """Have fingerprints kept by `remember(key, compute)`, which forgets them when figures change."""
    _keeping[:] = [remember]


def present_prints(*, invented: bool) -> dict[str, str]:
    """Return the fingerprints of what is public now, kept where somebody keeps them."""

    def compute():
        return fingerprints(invented=invented)

    return _keeping[0](("bulk", invented), compute) if _keeping else compute()


def fingerprints(at=None, *, invented=False) -> dict[str, str]:
    """Return `{family: fingerprint}` of the families with public figures at a moment; three queries, whatever their number.

    `invented` takes demonstration figures in.
    """
    figures = Observation.objects.public(at)
    if not invented:
        figures = figures.published_figures()
    hundredths = Cast(Round(F("value") * 100), BigIntegerField()) % LARGE
    weighed = ExpressionWrapper(hundredths * (F("pk") % SMALL), output_field=BigIntegerField())
    rows = (
        figures.order_by()
        .values("index__family")
        .annotate(
            number=Count("pk"), missing=Count("pk", filter=Q(value__isnull=True)), keys=Sum("pk"), values=Sum(weighed),
            vintages=Sum("vintage"), corrected=Max("published_at"), released=Max("release__public_at"),
            recorded=Count("pk", filter=Q(release__moment_recorded=True)),
        )
    )  # fmt: skip
    said: defaultdict[str, list] = defaultdict(list)
    for family, *facts in rows.values_list(
        "index__family",
        "number",
        "missing",
        "keys",
        "values",
        "vintages",
        "corrected",
        "released",
        "recorded",
    ):
        said[family].append([str(fact) for fact in facts])
    for family, *facts in (
        Revision.objects.public(at)
        .order_by()
        .values("family")
        .annotate(number=Count("pk"), last=Max("at"))
        .values_list("family", "number", "last")
    ):
        if family in said:
            said[family].append([str(fact) for fact in facts])
    for family, *facts in Index.objects.in_tree_order().values_list("family", *FACTS):
        if family in said:
            said[family].append(facts)
    return {
        family: hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32] for family, facts in said.items()
    }
