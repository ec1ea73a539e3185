"""What every test gets: an empty shared cache, and the page cache on request."""

import gc
import os
import shutil
from collections import Counter
from random import Random, randrange

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as given_settings

from portal.audit.protection import forgetting
from portal.freshness.page_cache import store as page_store
from portal.freshness.parts import parts
from portal.freshness.stamp import stamp
from tests.bucket import address_of_bucket, address_of_store, bucket, client_of_store  # noqa: F401 - fixtures of all tests
from tests.once import made_once
from tests.server import prepare, prepare_empty
from tests.tiers import of_a_turn, share

#: Fixtures that reach the database or the shared cache.
STORES = {"db", "transactional_db", "django_db_setup", "live_server", "page_cache"}
NO_CHROMIUM = "no Chromium on the PATH"
#: A run in which the tests took longer than this together names so many files that took longest.
LONG_RUN_SECONDS, FILES_NAMED = 60, 25
#: So many files run while the first of those that take long makes its portal.
MEANWHILE = 24
#: So many new objects, and so many looks at the young and at the middle-aged, before memory is looked through again.
LOOK_THROUGH_MEMORY = (50_000, 20, 20)
#: SQLite takes so many questions in one.
TABLES_AT_ONCE = 200
seconds_of_files: Counter[str] = Counter()

# How long an example takes says more about the machine, and about what it loads, than about the code.
given_settings.register_profile("portal", deadline=None)
given_settings.load_profile("portal")


empty_tables = TransactionTestCase._fixture_teardown


def empty_tables_and_the_audit_trail(case):
    """Empty the tables after a test that commits: the audit trail refuses it else."""
    with forgetting():
        empty_tables(case)


TransactionTestCase._fixture_teardown = empty_tables_and_the_audit_trail


def rows_away(style, connection, **_options):
    """Return statements that empty the tables which hold something: few do, and PostgreSQL makes the files of all anew else."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = {name: connection.ops.quote_name(name) for name in names}
    questions = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted[name]})" for name in names]
    filled = []
    with connection.cursor() as cursor:
        for start in range(0, len(questions), TABLES_AT_ONCE):
            cursor.execute(" UNION ALL ".join(questions[start : start + TABLES_AT_ONCE]))
            filled += [name for (name,) in cursor.fetchall()]
    return [f"{style.SQL_KEYWORD('DELETE FROM')} {quoted[name]}" for name in filled]


flush.sql_flush = rows_away


def pytest_addoption(parser):
    parser.addoption(
        "--with-database",
        action="store_true",
        help="only tests that use the database or the shared cache: the others do not depend on which it is",
    )
    parser.addoption(
        "--one-in",
        type=int,
        default=1,
        metavar="N",
        help="of the parameters of each test one in N, at least one, the same ones for the same --turn; with --audit all",
    )
    parser.addoption(
        "--turn",
        type=int,
        default=0,
        metavar="N",
        help="which of the shares of parameters and of the values of walks: each next number tries the next ones",
    )
    parser.addoption(
        "--whole-up-to",
        type=int,
        default=1,
        metavar="N",
        help="with --one-in: a test of at most N parameters keeps them all",
    )
    parser.addoption(
        "--files-one-in",
        type=int,
        default=1,
        metavar="N",
        help="of the files with chosen tests one in N, the next ones with the next --turn; with --audit all",
    )
    parser.addoption(
        "--order",
        type=int,
        help="the number that the order of the files is drawn from: what a run prints has them come in that order again",
    )
    parser.addoption(
        "--audit",
        action="store_true",
        help="everything: long walks try each address with each value, size and colour instead of some of them",
    )


def pytest_configure(config):
    """Draw a number for the order of the files."""
    if hasattr(config, "workerinput"):
        config.option.order = config.workerinput["order"]
    elif config.option.order is None:
        config.option.order = randrange(100_000)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell a process of the run which number was drawn: all need the same order."""
    node.workerinput["order"] = node.config.option.order


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Return how many processes `-n auto` starts: half as many again as processors, since many tests wait for servers."""
    processors = os.cpu_count() or 1
    return processors + processors // 2


@pytest.hookimpl(trylast=True)  # what a mark or a name leaves out is gone by then: the shares are of the rest
def pytest_collection_modifyitems(config, items):
    """Put the files in a drawn order, those that take long first; leave out what another database cannot change, if asked to.

    A file that needs what another has left behind then fails soon; one that takes long does not run alone at the end. The first
    of these makes what the others need: meanwhile the other processes have some that need nothing of it.
    """
    long = {
        item.path for item in items if item.get_closest_marker("long") or item.get_closest_marker("browser")
    }
    paths = sorted({item.path for item in items})
    Random(config.option.order).shuffle(paths)
    slow = [path for path in paths if path in long]
    quick = [path for path in paths if path not in long]
    paths = [*slow[:1], *quick[:MEANWHILE], *slow[1:], *quick[MEANWHILE:]]
    places = {path: place for place, path in enumerate(paths)}
    items.sort(key=lambda item: places[item.path])
    audit, stores = config.getoption("--audit"), config.getoption("--with-database")
    left_out = [
        item
        for item in items
        if (item.get_closest_marker("audit") and not audit)
        or (
            stores and not STORES.intersection(item.fixturenames) and not item.get_closest_marker("django_db")
        )
    ]
    if not audit:
        gone = set(left_out)
        stay = [item for item in items if item not in gone]
        shares = [
            config.getoption(name) for name in ("--one-in", "--whole-up-to", "--files-one-in", "--turn")
        ]
        left_out += set(stay) - set(of_a_turn(stay, *shares))
    if not left_out:
        return
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Spare what all tests share, modules above all, from being looked through for waste: that took a sixth of their time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*LOOK_THROUGH_MEMORY)
        gc.enable()


@pytest.fixture
def some(request):
    """Return a function that gives a share of many values, another for each name, at least one; with --audit it gives all of them."""
    everything, turn = request.config.getoption("--audit"), request.config.getoption("--turn")

    def some_of(values, name, one_in=8):
        return list(values) if everything else share(values, name, one_in, turn)

    return some_of


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """The VAR_DIR of a portal on SQLite after `prepare`, without content, to be copied: made once for the run."""
    return made_once(tmp_path_factory, "installation", prepare_empty)


@pytest.fixture(scope="session")
def furnished(installation, tmp_path_factory):
    """The VAR_DIR of such a portal with starter and demonstration content, without pictures, to be copied: made once for the run."""

    def make(folder):
        shutil.copytree(installation, folder, dirs_exist_ok=True)
        prepare(folder, pictures=False)

    return made_once(tmp_path_factory, "furnished", make)


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """Start each test with an empty shared cache; a database cache is rolled back with the test's transaction."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend.endswith("FileBasedCache"):
        cache.clear()
    elif backend.endswith("RedisCache"):
        client = cache._cache.get_client(None, write=True)
        keys = list(client.scan_iter(f"{cache.key_prefix}:*"))
        if keys:
            client.delete(*keys)
    stamp.forget()


@pytest.fixture(autouse=True)
def default_language(settings):
    """Start each test in the site's first language: the test client leaves the last answer's language behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def page_cache():
    """Switch the page cache on, empty; the test gets the store."""
    store = page_store
    limit, store.limit = store.limit, 8 * 1024 * 1024
    parts_limit, parts.limit = parts.limit, 2 * 1024 * 1024
    store.clear()
    parts.clear()
    stamp.forget()
    yield store
    store.clear()
    parts.clear()
    store.limit, parts.limit = limit, parts_limit


def pytest_runtest_logreport(report):
    """Add up what the tests of each file take, making ready and clearing away included."""
    seconds_of_files[report.location[0]] += report.duration


def pytest_terminal_summary(terminalreporter, config):
    """Say how to have the files come in this order again, which took longest, and loudly when the browser tests did not run."""
    terminalreporter.write_line(f"The files came in the order of --order {config.option.order}.")
    if sum(seconds_of_files.values()) > LONG_RUN_SECONDS:
        terminalreporter.write_line("The files that took longest, in seconds:")
        for path, seconds in seconds_of_files.most_common(FILES_NAMED):
            terminalreporter.write_line(f"{seconds:7.0f}  {path}")
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminalreporter.write_line("")
        terminalreporter.write_line(
            "!!! NO CHROMIUM FOUND: THE BROWSER TESTS DID NOT RUN (accessibility, keyboard, console errors). "
            "Install it, e.g. apt-get install chromium.",
            red=True,
            bold=True,
        )
