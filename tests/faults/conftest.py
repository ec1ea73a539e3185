"""A site of one's own to break: its database, folder and server; on PostgreSQL behind a line that can be cut."""

import contextlib
import os
import shutil
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.faults.rig import Line, Redis, Visitor, has_redis, manage
from tests.faults.sites import POSTGRESQL, address_of, new_database, own_prefix
from tests.server import Server, environment, free_port, server_command

COMMANDS = (
    *([("manage.py", "createcachetable", "--verbosity", "0")] if POSTGRESQL else []),
    ("manage.py", "migrate", "--verbosity", "0"),
    ("-m", "tests.faults.content"),
)


class Site:
    """A folder and a database with content, and the means to take them away."""

    def __init__(self, folder, line=None, database=""):
        self.folder, self.line = folder, line
        self.settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
        if database:
            self.settings["DATABASE_URL"] = address_of(database, line.port)
            self.direct = address_of(database)

    @contextlib.contextmanager
    def served(self, workers=1, **settings):
        """Serve it; yields a visitor."""
        port = free_port()
        env = environment(self.folder, PORT=str(port), **{**self.settings, **settings})
        with Server(server_command(port, workers), port, env) as server:
            yield Visitor(server.address)

    def sql(self, statement):
        """Carry a statement out past the portal, on PostgreSQL."""
        with contextlib.closing(psycopg2.connect(self.direct)) as connection, connection:
            connection.cursor().execute(statement)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A folder, and a database to copy; made once."""
    folder = tmp_path_factory.mktemp("prepared")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
    with contextlib.ExitStack() as stack:
        name = ""
        if POSTGRESQL:
            worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
            name = stack.enter_context(new_database(f"{own_prefix()}_faults_{worker}"))
            settings["DATABASE_URL"] = address_of(name)
        for command in COMMANDS:
            manage(folder, *command, **settings)
        yield folder, name


@pytest.fixture
def site(prepared, tmp_path):
    """A fresh copy of the prepared site."""
    folder, name = prepared
    copy = shutil.copytree(folder, tmp_path / "var")
    if not name:
        yield Site(copy)
        return
    with new_database(f"{name}_copy", template=name) as database, line_to_postgresql() as line:
        yield Site(copy, line, database)


@contextlib.contextmanager
def line_to_postgresql():
    """A line to the server of the databases that can be cut; it is in the end."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    line = Line(parts.hostname, parts.port or 5432)
    try:
        yield line
    finally:
        line.cut()


@pytest.fixture
def redis():
    """A Redis of one's own."""
    if not has_redis():
        pytest.skip("no redis-server on the PATH")
    server = Redis()
    yield server
    server.stop()
