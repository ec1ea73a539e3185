"""What revisions and the API's lists of figures cost with few and with many: `python -m tests.bench.revisions [--many 1000000]`.

Page, feed and API, at their beginning, at the tenth page and at the end. Two databases are filled by SQL as those of
`tests.bench.growth` are, and measured and printed as there.
"""

import argparse
import json
import os
import sys
import time
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from .growth import measure, measured, table

#: So many revisions each figure has; so many years before today the first of them was.
OF_EACH, YEARS = 4, 18
#: As many in both databases: a release and the API's lists show as much in the one as in the other. With many each has more periods.
INDICES = 250
#: So many ms more than with few may cost what shows or reads a whole series: a thousand periods where the other has forty.
WHOLE_SERIES_MORE = {"an index": 60, "an index, half a year": 30}
CODE = "LOG_{}"


def main():
    """Fill where needed, measure each size in a process of its own, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=40_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", default="/tmp/portal-revisions")
    parser.add_argument("--pages", default="", help="only pages whose name holds this")
    parser.add_argument("--drop", action="store_true", help="remove the databases afterwards")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one(options)
    numbers = (options.few, options.many)
    results = [measured(options, number, "tests.bench.revisions") for number in numbers]
    return 1 if table(options, *results, of="revisions", more=WHOLE_SERIES_MORE) else 0


def one(options):
    """Fill one database and measure what it answers."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("prepare", "--demonstration", "--without-pictures", verbosity=0, stdout=StringIO())
    fill(options.one)
    times = measure(pages(), options)
    (Path(os.environ["VAR_DIR"]) / "result.json").write_text(json.dumps(times))
    return 0


def fill(number):
    """Make so many revisions, four of each figure, unless a run before has."""
    from django.db import connection, transaction

    from indexdata.models import Index, Observation, Release, Revision
    from tests.plans import analyze

    if Revision.objects.filter(index__code=CODE.format(0)).exists():
        return
    indices, weeks = INDICES, number // OF_EACH // INDICES
    begun = time.monotonic()
    made = Index.objects.bulk_create(
        Index(path=f"price/log-{at}", code=CODE.format(at), family="price", name_en=f"Log {at}", name_zh_hans=f"日志{at}")
        for at in range(indices)
    )  # fmt: skip
    first = date(2007, 1, 1) - timedelta(weeks=weeks)  # before the first real issue
    moment = datetime(2007, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    releases = Release.objects.bulk_create(
        Release(family="price", period=first + timedelta(weeks=at), released_at=moment, content_state="approved", approved_at=moment)
        for at in range(weeks)
    )  # fmt: skip
    pairs = indices * weeks
    span = YEARS * 365 * 86400
    start = int(time.time()) - span

    def at(step):
        """Return SQL of the moment of a running number."""
        seconds = f"{start} + CAST({step} AS bigint) * {span} / {pairs * OF_EACH + 1}"
        postgresql = connection.vendor == "postgresql"
        return f"to_timestamp({seconds})" if postgresql else f"datetime({seconds}, 'unixepoch')"

    last = f"n >= {pairs * OF_EACH}"
    figures = (
        "INSERT INTO indexdata_observation (index_id, release_id, period, value, status, demonstration, vintage, "
        "published_at, superseded_at, reason) SELECT i.id, r.id, r.period, 100 + n % 37, 'A', {no}, 1 + n / {pairs}, "
        "CASE WHEN n >= {pairs} THEN {at} END, CASE WHEN NOT ({last}) THEN {next_at} END, '' FROM {numbers} "
        "JOIN bench_index i ON i.k = n % {indices} JOIN bench_release r ON r.k = (n % {pairs}) / {indices}"
    )
    revisions = (
        "INSERT INTO indexdata_revision (observation_id, replaced_id, index_id, family, at, reason, reason_en, reason_zh_hans) "
        "SELECT o.id, b.id, o.index_id, 'price', o.published_at, '', 'A late report.', '有一份报送较晚。' "
        "FROM indexdata_observation o JOIN indexdata_observation b ON b.index_id = o.index_id AND b.period = o.period "
        "AND b.vintage = o.vintage - 1 AND b.demonstration = o.demonstration "
        "JOIN bench_index i ON i.id = o.index_id WHERE o.vintage > 1 ORDER BY o.published_at"
    )
    rows = pairs * (OF_EACH + 1)
    numbers = (
        f"generate_series(0, {rows - 1}) AS n"
        if connection.vendor == "postgresql"
        else f"(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {rows - 1}) SELECT n FROM s)"
    )
    no = "false" if connection.vendor == "postgresql" else "0"
    with transaction.atomic(), connection.cursor() as cursor:
        for name, things in (("index", made), ("release", releases)):
            cursor.execute(
                f"CREATE TEMPORARY TABLE bench_{name} (k integer PRIMARY KEY, id bigint, period date)"
            )
            cursor.executemany(
                f"INSERT INTO bench_{name} VALUES (%s, %s, %s)",
                [(place, thing.pk, getattr(thing, "period", None)) for place, thing in enumerate(things)],
            )
        cursor.execute(
            figures.format(
                no=no, pairs=pairs, indices=indices, numbers=numbers, last=last,
                at=at(f"(n - {pairs})"), next_at=at("n"),
            )
        )  # fmt: skip
        cursor.execute(revisions)
    assert Revision.objects.filter(index__code__startswith="LOG_").count() == pairs * OF_EACH
    assert Observation.objects.current().filter(index__code__startswith="LOG_").count() == pairs
    analyze()
    print(f"  {pairs * OF_EACH:,} revisions: {time.monotonic() - begun:.0f} s", flush=True)


def pages():
    """Return {name: address} of what is measured."""
    from django.utils import timezone

    from indexdata.api import releases, series
    from indexdata.api.keyset import cursor_at
    from indexdata.api.revisions import ORDER
    from indexdata.models import Index, Release, Revision

    rows = Revision.objects.order_by(*ORDER)
    tenth, last = rows[900], Revision.objects.order_by("at", "pk")[100]
    year, index = timezone.localdate().year, Revision.objects.filter(index__code=CODE.format(3)).first().index
    log, api = "/releases/revisions/", "/api/v1/revisions"
    last_release = Release.objects.order_by(*releases.ORDER).reverse()[4]
    last_index = Index.objects.order_by(*series.TREE_ORDER).reverse()[4]
    return {
        "log": log,
        "log, page 10": f"{log}?page=10",
        "log, last page": f"{log}?page=last",
        "log, a family": f"{log}?family=price",
        "log, a family, page 10": f"{log}?family=price&page=10",
        "log, another family": f"{log}?family=prosperity",
        "log, ten years ago": f"{log}?year={year - 10}",
        "log, ten years ago, last page": f"{log}?year={year - 10}&page=last",
        "feed": "/feeds/revisions.atom",
        "API": api,
        "API, page 10": f"{api}?cursor={cursor_at(ORDER, tenth)}",
        "API, last page": f"{api}?cursor={cursor_at(ORDER, last)}",
        "API, a family": f"{api}?family=price",
        "API, a family, last page": f"{api}?family=price&cursor={cursor_at(ORDER, last)}",
        "API, another family": f"{api}?family=prosperity",
        "API, an index": f"{api}?series={index.code}",
        "API, up to a day": f"{api}?to={year - 10}-06-30",
        "API, as of a day": f"{api}?as_of={year - 10}-06-30",
        "API, releases": "/api/v1/releases",
        "API, releases, last page": f"/api/v1/releases?cursor={cursor_at(releases.ORDER, last_release)}",
        "API, series": "/api/v1/series",
        "API, series, last page": f"/api/v1/series?cursor={cursor_at(series.TREE_ORDER, last_index)}",
        "API, series, words": "/api/v1/series?q=Log 3",
        "API, movers": "/api/v1/movers",
        "revisions of an index": f"{index.get_absolute_url()}revisions/",
        "an index": index.get_absolute_url(),
        "an index, half a year": f"{index.get_absolute_url()}?from=2006-07",
        "an index of as many": "/index/price/",
        "a release": tenth.observation.release.get_absolute_url(),
    }


if __name__ == "__main__":
    sys.exit(main())
