"""Addresses of databases: several hosts, options, poolers; what makes no sense is refused with half a sentence."""

import pytest
from psycopg2.extensions import parse_dsn

from portal.backends.databases import database_from_url
from portal.databases.patience import Patience
from portal.databases.postgresql.base import DatabaseWrapper


def test_several_hosts_each_with_its_port():
    database = database_from_url("postgres://portal:p%40ss@one:5001,[::1]:5002,three/figures")
    assert (database["HOST"], database["PORT"]) == ("one,::1,three", "5001,5002,5432")
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("portal", "p@ss", "figures")
    assert database["OPTIONS"]["target_session_attrs"] == "read-write"


def test_one_host_is_as_it_was():
    database = database_from_url("postgres://portal@one/figures")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("one", "", "figures")
    assert "target_session_attrs" not in database["OPTIONS"]
    assert database["OPTIONS"]["options"] == "-c jit=off"
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is False


def test_a_folder_of_sockets_and_no_host_at_all():
    assert (
        database_from_url("postgres://u@%2Fvar%2Frun%2Fpostgresql/figures")["HOST"] == "/var/run/postgresql"
    )
    assert database_from_url("postgres:///figures")["HOST"] == ""


def test_who_is_gone_is_given_up_unless_the_address_says_otherwise():
    options = database_from_url("postgres://u@one/figures?tcp_user_timeout=3000&sslmode=require")["OPTIONS"]
    assert (options["tcp_user_timeout"], options["keepalives_idle"], options["sslmode"]) == (
        3000,
        5,
        "require",
    )


def test_through_a_pooler_nothing_is_said_about_the_session():
    database = database_from_url("postgres://u@pooler:6432/figures?disable_server_side_cursors=true")
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "options" not in DatabaseWrapper(filled(database)).get_connection_params()


def filled(database):
    """Return settings with what Django adds when it reads them."""
    return {"TIME_ZONE": None, "AUTOCOMMIT": True, "TEST": {}, **database}


@pytest.mark.parametrize(
    ("begin", "statement", "idle"),
    [
        (lambda one: None, 0, 3_600_000),
        (lambda one: one.work_in_background(), 1_800_000, 600_000),
        (lambda one: one.serve_visitors(2, 15), 15_000, 60_000),
    ],
    ids=["commands", "background work", "requests"],
)
def test_each_kind_of_work_has_its_limits(monkeypatch, begin, statement, idle):
    patience = Patience()
    begin(patience)
    monkeypatch.setattr("portal.databases.postgresql.base.patience", patience)
    database = database_from_url("postgres://u@one/figures?options=-c%20search_path%3Dportal")
    options = DatabaseWrapper(filled(database)).get_connection_params()["options"]
    assert options == (
        f"-c statement_timeout={statement} -c idle_in_transaction_session_timeout={idle} "
        "-c jit=off -c search_path=portal"
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgres://u@one,/figures", "one of its hosts is empty"),
        ("postgres://u@one,one/figures", "it names a host twice"),
        ("postgres://u@one:5001,two:port/figures", "a port is a number from 1 to 65535"),
        ("postgres://u@one:70000,two/figures", "a port is a number from 1 to 65535"),
        ("postgres://u@one:0/figures", "a port is a number from 1 to 65535"),
        ("postgres://u@one,two", "it names no database"),
        ("postgres://u@[::1/figures", "it cannot be read"),
        ("postgres://u@one/figures?target_session_attrs=standby", "written to"),
        ("postgres://u@one/figures?target_session_attrs=nonsense", "written to"),
        ("postgres://u@one,two/figures?target_session_attrs=any", "behind"),
        ("postgres://u@one/figures?connect_timeout=soon", "connect_timeout is a whole number"),
        ("postgres://u@one/figures?connect_timeout=3600", "connect_timeout is a whole number"),
        ("postgres://u@one/figures?tcp_user_timeout=true", "tcp_user_timeout is a whole number"),
        ("postgres://u@one/figures?disable_server_side_cursors=2", "is true or false"),
        ("postgres://u@one/figures?disable_server_side_cursors=true&options=-c%20a%3Db", "no session is ours"),
        ("postgres://u@one/figures?sslmod=require", "PostgreSQL knows no option sslmod"),
        ("postgres://u@one/figures?sslmode=require&sslmode=disable", "it says sslmode twice"),
        ("sqlite:///var/portal.sqlite3?disable_server_side_cursors=true", "SQLite takes no options"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_is_asked(url, sentence):
    with pytest.raises(ValueError, match=sentence):
        database_from_url(url)


def test_a_password_is_not_repeated():
    with pytest.raises(ValueError, match="host") as refused:
        database_from_url("postgres://u:hidden@one,one/figures")
    assert "hidden" not in str(refused.value)


def test_every_option_of_ours_is_one_that_the_driver_knows():
    options = database_from_url("postgres://u@one,two/figures")["OPTIONS"]
    assert parse_dsn(" ".join(f"{name}='{value}'" for name, value in options.items()))
