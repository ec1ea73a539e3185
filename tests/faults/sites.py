"""Databases to break, beside the one the run was given."""

import contextlib
import os
from urllib.parse import urlsplit

import psycopg2

POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://"))


def address_of(name, port=None):
    """Return the address of a PostgreSQL database beside the one the run was given; through a line on request."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    where = f"{parts.username}:{parts.password or ''}@" if parts.username else ""
    host = f"127.0.0.1:{port}" if port else f"{parts.hostname}:{parts.port or 5432}"
    return f"postgres://{where}{host}/{name}"


@contextlib.contextmanager
def new_database(name, template="template1", tablespace="pg_default"):
    """Make a PostgreSQL database, in a tablespace on request, and drop it in the end."""
    administrator = psycopg2.connect(address_of("postgres"))
    administrator.autocommit = True
    with administrator.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" TABLESPACE "{tablespace}"')
        try:
            yield name
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    administrator.close()


def name_of():
    """Return the name of the database the run was given."""
    return urlsplit(os.environ["DATABASE_URL"]).path.strip("/")


def own_prefix():
    """Return what the names of databases to break begin with."""
    return name_of() or "portal"
