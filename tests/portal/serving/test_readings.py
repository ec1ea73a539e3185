"""Readings on the production server: counted on kept pages, by several processes, written when they end, nothing of who reads."""

import re
import sqlite3
import urllib.error
import urllib.request

import pytest

from tests.server import portal_server, prepare

pytestmark = pytest.mark.long

PHONE = "Mozilla/5.0 (Linux; Android 14; Mi 10) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0"
INDEX = "/index/price/raw-materials/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The VAR_DIR of a portal with content."""
    made = tmp_path_factory.mktemp("read")
    prepare(made, pictures=False)
    return made


def ask(address, method="GET", **headers):
    headers = {name.replace("_", "-"): value for name, value in ({"User_Agent": PHONE} | headers).items()}
    question = urllib.request.Request(address, headers=headers, method=method)
    try:
        with urllib.request.urlopen(question) as answer:
            return answer.status, answer.headers, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, ""


def held(folder):
    with sqlite3.connect(next(folder.glob("*.sqlite3"))) as database:
        rows = database.execute("SELECT kind, language, SUM(number) FROM foundation_pagereads GROUP BY 1, 2")
        return {(kind, language): number for kind, language, number in rows}


@pytest.mark.parametrize("kept", ["64", "0"], ids=["kept", "made anew"])
def test_readers_are_counted_and_nobody_else(folder, kept):
    before = held(folder)
    with portal_server(folder, 2, PAGE_CACHE_MB=kept) as server:
        article = re.search(r'href="(/news/[\w-]+/\d+-[^"]+/)"', ask(f"{server.address}/news/")[2])[1]
        for _time in range(20):
            assert ask(server.address + INDEX)[0] == 200
        for path in (
            "/zh-hans" + INDEX,
            INDEX + "?utm_source=x",
            article,
            "/fabrics/?page=1",
            "/nowhere/",
            "/",
        ):
            ask(server.address + path)
        etag = ask(server.address + INDEX, User_Agent="curl/8.5.0")[1]["ETag"]
        ask(server.address + INDEX, "HEAD")
        ask(server.address + INDEX, Sec_Purpose="prefetch")
        assert ask(server.address + INDEX, If_None_Match=etag)[0] == 304
        ask(f"{server.address}/index/price/raw-materials/data.csv")
    counted = {key: number - before.get(key, 0) for key, number in held(folder).items()}
    assert counted == {("index", "en"): 21, ("index", "zh-hans"): 1, ("article", "en"): 1}


def test_a_database_that_cannot_be_written_holds_nothing_up(folder):
    """What is counted while somebody else writes for long is lost at the end, and the process ends all the same."""
    with portal_server(folder, 1) as server:
        ask(server.address + INDEX)
        database = sqlite3.connect(next(folder.glob("*.sqlite3")), isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        assert ask(server.address + INDEX)[0] == 200
    database.rollback()
    assert server._process.returncode == 0
