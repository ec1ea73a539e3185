"""The example for nginx in front of two real servers: a rolling restart under load fails no request, and what it keeps from readers."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from tests.certificates import write_certificate
from tests.faults.rig import wait_until
from tests.faults.sites import POSTGRESQL, address_of, new_database, own_prefix
from tests.server import BASE, environment, free_port

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here"),
]
HOST = "www.example.org"
EXAMPLE = BASE / "deploy" / "nginx" / "portal.conf"
#: So long after a node is ready nginx surely asks it again, and the guide lets the next one end.
SECONDS_UNTIL_ASKED = int(re.search(r"fail_timeout=(\d+)s", EXAMPLE.read_text())[1]) + 1
PATHS = ("/", "/zh-hans/", "/releases/", "/news/", "/index/", "/help/browser/")


class Node:
    """A server of the portal as systemd runs it: `manage.py serve`, told to end by SIGTERM."""

    def __init__(self, folder, **settings):
        self.port = free_port()
        self.env = environment(
            folder, PORT=str(self.port), WEB_CONCURRENCY="1", BACKGROUND_WORKERS="0", ENVIRONMENT="production",
            ALLOWED_HOSTS=f"{HOST},127.0.0.1", SECRET_KEY="cotton-linen-silk-" * 4, EMAIL_URL="smtp://127.0.0.1:1",
            TRUSTED_PROXIES="127.0.0.1/32", **settings,
        )  # fmt: skip

    def start(self):
        """Start it and wait until it is ready."""
        self.process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=BASE, env=self.env)
        wait_until(self.is_ready, "A node does not become ready", seconds=90)

    def is_ready(self):
        """Tell whether it can serve and save."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return json.load(answer)["ready"]
        except (OSError, urllib.error.HTTPError):
            return False

    def end(self):
        """End it as systemd does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=40)


@pytest.fixture(scope="module")
def nodes(installation, tmp_path_factory):
    """Two nodes on one database: on PostgreSQL each with a folder of its own, on SQLite of one machine."""
    first = shutil.copytree(installation, tmp_path_factory.mktemp("first"), dirs_exist_ok=True)
    with contextlib.ExitStack() as stack:
        settings, second = {}, first
        if POSTGRESQL:
            settings = {
                "DATABASE_URL": address_of(stack.enter_context(new_database(f"{own_prefix()}_nodes")))
            }
            second = shutil.copytree(installation, tmp_path_factory.mktemp("second"), dirs_exist_ok=True)
            subprocess.run(
                [sys.executable, "manage.py", "prepare"],
                cwd=BASE,
                env=environment(first, **settings),
                check=True,
                stdout=subprocess.DEVNULL,
            )
        made = [Node(folder, **settings) for folder in (first, second)]
        try:
            for node in made:
                node.start()
            yield made
        finally:
            for node in made:
                if node.process.poll() is None:
                    node.end()


@pytest.fixture(scope="module")
def front(nodes, tmp_path_factory):
    """The example's configuration with the addresses of this machine, and nginx running on it; gives the port of TLS."""
    folder = tmp_path_factory.mktemp("nginx")
    write_certificate(folder, HOST)
    plain, secure = free_port(), free_port()
    text = EXAMPLE.read_text()
    for one, other in (
        ("10.0.0.11:8000", f"127.0.0.1:{nodes[0].port}"), ("10.0.0.12:8000", f"127.0.0.1:{nodes[1].port}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"), ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("/etc/portal/tls", str(folder)), ("/var/log/nginx/portal.log", f"{folder}/portal.log"),
    ):  # fmt: skip
        assert one in text
        text = text.replace(one, other)
    text = re.sub(r".*listen \[::\].*\n", "", text)
    (folder / "portal.conf").write_text(text)
    (folder / "nginx.conf").write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; worker_processes 1;\n"
        f"pid {folder}/pid; error_log {folder}/error.log warn;\n"
        "events { worker_connections 512; }\n"
        f"http {{ client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; "
        f"uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; include {folder}/portal.conf; }}\n"
    )
    command = ["nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: listens(secure), "nginx does not start")
        yield Front(plain, secure, folder)
    finally:
        process.terminate()
        process.wait(timeout=10)


def listens(port):
    """Tell whether somebody listens on a port."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


class Front:
    """What a reader's browser sees."""

    def __init__(self, plain, secure, folder):
        self.plain, self.secure, self.folder = plain, secure, folder

    def open(self):
        """Return a connection."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=60, context=context)

    def get(self, path, connection=None, **headers):
        """Return status, headers and body."""
        connection = connection or self.open()
        connection.request(
            "GET", path, headers={"Host": HOST, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


class Load:
    """Readers who ask without pause, some on a connection each, and what they were answered."""

    def __init__(self, front, readers=4):
        self.counted, self.failures, self._front, self._ended = Counter(), [], front, threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(readers)]

    def __enter__(self):
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *exception):
        self._ended.set()
        for one in self._threads:
            one.join()

    def _read(self, number):
        connection, turn = None, 0
        while not self._ended.is_set():
            path = PATHS[turn % len(PATHS)] + (f"?utm={turn}" if number else "")
            turn += 1
            connection = connection if number % 2 and connection else self._front.open()
            try:
                status, _headers, body = self._front.get(path, connection)
                if status != 200 or not body:
                    self.failures.append((path, status))
                self.counted[status] += 1
            except (OSError, http.client.HTTPException) as error:
                self.failures.append((path, repr(error)))
                connection = None
            time.sleep(0.01)


def test_a_rolling_restart_fails_no_request(front, nodes, capsys):
    with Load(front) as load:
        wait_until(lambda: load.counted[200] > 50, "No load", seconds=60)
        for node in nodes:
            before = load.counted[200]
            node.end()
            wait_until(
                lambda start=before: load.counted[200] > start + 30,
                "Nobody is answered while a node is away",
                seconds=60,
            )
            node.start()
            time.sleep(SECONDS_UNTIL_ASKED)
        before = load.counted[200]
        wait_until(lambda: load.counted[200] > before + 50, "Nobody is answered", seconds=60)
    with capsys.disabled():
        print(f"\nRolling restart of two nodes: {load.counted[200]} answered, {len(load.failures)} failed.")
    assert load.failures == []
    assert set(load.counted) == {200}


def test_both_nodes_say_the_same_etag(front, nodes):
    differ = {}
    for path in PATHS:
        etags = set()
        for node in nodes:
            connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)
            status, headers, _body = front.get(
                path, connection, X_Forwarded_Proto="https", Accept_Encoding="gzip"
            )
            assert status == 200
            etags.add(headers["ETag"])
        if len(etags) != 1:
            differ[path] = etags
    assert differ == {}
    _status, headers, _body = front.get("/", Accept_Encoding="gzip")
    status, _headers, body = front.get("/", Accept_Encoding="gzip", If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


def test_a_static_file_that_only_the_other_node_has(front, nodes):
    folders = [node.env["VAR_DIR"] for node in nodes]
    if folders[0] == folders[1]:
        pytest.skip("both nodes have one folder with SQLite")
    name = "css/of-the-new-version.0123456789ab.css"
    (Path(folders[1]) / "static" / name).write_text("body{}")
    nodes[1].end()
    nodes[1].start()  # it knows its files from its start
    assert [front.get(f"/static/{name}")[0] for _ in range(8)] == [200] * 8
    assert front.get("/static/css/nowhere.css")[0] == 404


def test_what_is_not_for_readers(front):
    for path in ("/metrics", "/readyz"):
        assert front.get(path)[0] == 404
    assert front.get("/healthz")[0] == 200


def test_kept_pages_go_on_while_every_node_says_503(front, nodes):
    """A node that says 503 is no lost node: taking it out for that would take away what it keeps."""
    if POSTGRESQL:
        pytest.skip("the database is taken away by moving its file")
    folder = Path(nodes[0].env["VAR_DIR"])
    for path in PATHS:  # nginx asks the nodes in turn: each has to keep each page
        assert [front.get(path)[0] for _ in range(4)] == [200] * 4
    (folder / "portal.sqlite3").rename(folder / "elsewhere")
    try:
        said = Counter()
        for turn in range(12):
            said["anew", front.get(f"/search/?q=cotton+{turn}")[0]] += 1
            said.update(("kept", front.get(path)[0]) for path in PATHS)
    finally:
        (folder / "elsewhere").rename(folder / "portal.sqlite3")
    assert said == {("anew", 503): 12, ("kept", 200): 12 * len(PATHS)}
    wait_until(lambda: front.get("/search/?q=back")[0] == 200, "The database is back and not seen")


def test_http_leads_to_https(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=30)
    status, headers, _body = front.get("/news/?page=2", connection)
    assert (status, headers["Location"]) == (301, f"https://{HOST}/news/?page=2")


def test_who_asks_cannot_say_where_from_and_what_they_are_called(front):
    status, headers, _body = front.get(
        "/releases/", X_Forwarded_For="1.2.3.4", X_Forwarded_Proto="http", X_Request_ID="mine-mine-mine"
    )
    assert status == 200  # http would have been led to https
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])


def test_the_log_holds_no_keys_no_words_and_no_addresses(front):
    front.get("/reader-comments/confirm/secretkey123/?q=secretword")
    front.get("/admin/password-reset/Mg/secretkey123/")
    front.get("/search/?q=secretword")
    log = front.folder / "portal.log"
    wait_until(lambda: log.read_text().count("/search/") > 0, "Nothing is logged")
    text = log.read_text()
    assert "secret" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"time", "status", "path", "request_id"} <= set(lines[-1])


def test_a_form_reaches_a_node_whole(front):
    connection = front.open()
    body = b"text=" + b"x" * 20_000
    connection.request(
        "POST",
        "/follow/",
        body,
        {
            "Host": HOST,
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"https://{HOST}/follow/",
        },
    )
    answer = connection.getresponse()
    answer.read()
    assert answer.status in (200, 403, 422)
