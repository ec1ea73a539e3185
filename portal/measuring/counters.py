"""The figures that each process counts: kept in files below PROMETHEUS_MULTIPROC_DIR, which the library reads when it is loaded."""

from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

#: The processes that count answer nobody: what they hold is read from their files.
registry = CollectorRegistry()
requests = Counter(
    "portal_requests", "Answers, by the name of the route, status and whether a kept page was answered.",
    ["route", "status", "made"], registry=registry,
)  # fmt: skip
seconds_of_requests = Histogram(
    "portal_request_seconds", "Seconds that making an answer anew took, by the name of the route.",
    ["route"], registry=registry, buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip
queries = Counter("portal_database_queries", "Statements sent to the database.", registry=registry)
seconds_of_queries = Counter("portal_database_seconds", "Seconds waited for the database.", registry=registry)
stamp_age = Gauge(
    "portal_stamp_age_seconds", "Seconds since a process that answers last heard whether kept pages are right.",
    registry=registry, multiprocess_mode="livemax",
)  # fmt: skip
#: As many routes and statuses as there are, and no more: whatever is asked, a route is a name that stands in the code.
MOST_CHILDREN = 4096


@lru_cache(MOST_CHILDREN)
def _kept(route, status):
    return requests.labels(route, str(status), "kept")


@lru_cache(MOST_CHILDREN)
def _made(route, status):
    return requests.labels(route, str(status), "anew"), seconds_of_requests.labels(route)


def count_kept(route, status):
    """Count a page that was answered from memory."""
    _kept(route, status).inc()


def count_made(route, status, seconds):
    """Count an answer that was made, and how long it took."""
    counter, histogram = _made(route, status)
    counter.inc()
    histogram.observe(seconds)


def count_query(seconds):
    """Count a statement and how long its answer took."""
    queries.inc()
    seconds_of_queries.inc(seconds)


def note_stamp_age(seconds):
    """Note how old this process's knowledge of what has changed is."""
    stamp_age.set(seconds)
