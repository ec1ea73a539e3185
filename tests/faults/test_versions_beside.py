"""The version before and this one serve one database and one Redis beside each other, as nodes are brought up to date one by one.

The version before is the tree as it was before several machines were thought of (decision 0038).
"""

import contextlib
import json
import shutil
import subprocess
import sys
import threading
import time

import pytest
from lxml import html

from tests.faults.machines import Cluster, postgresql_programs
from tests.faults.rig import PASSWORD, Visitor, has_redis, wait_until
from tests.faults.test_database_away import FORM, with_opened
from tests.portal.addresses import ARTICLE
from tests.server import BASE, Server, environment, free_port, server_command

pytestmark = [
    pytest.mark.long,
    pytest.mark.audit,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
    pytest.mark.skipif(not has_redis(), reason="no redis-server on the PATH"),
]
#: The commit that brought this is the first that counts with several machines.
BEGINNING = "docs/decisions/0038-several-machines.md"
PAGES = ("/", "/news/", "/zh-hans/news/", "/index/price/", "/feeds/news.atom", "/api/v1/indices")
LIST, FOUND_BY_ANOTHER_SPELLING = (
    "/news/",
    "/zh-hans/search/?q=%E6%B6%A4%E6%B2%A6",
)  # 涤沦; the title says 涤纶
PIECES = 20
HAND_IN = f"""
from foundation.background.work import hand_in
from tests.foundation import trial_work as t
for number in range({PIECES}):
    hand_in(t.note, "{{0}}-%d" % number)
"""
STATE = """
from django_tasks_db.models import DBTaskResult as R
from foundation.background.models import Mishap
print(json.dumps({
    "waiting": R.objects.exclude(status__in=("SUCCESSFUL", "FAILED")).filter(task_path__startswith="tests.").count(),
    "failed": list(R.objects.filter(status="FAILED").values_list("task_path", "traceback")),
    "mishaps": list(Mishap.objects.values_list("kind", "reason")),
}))
"""


def commit_before():
    """Return the commit before several machines came, or None where this tree has no such history."""
    if not (BASE / ".git").exists() or not shutil.which("git"):
        return None
    said = git("log", "--diff-filter=A", "--format=%H", "--", BEGINNING).stdout.split()
    found = git("rev-parse", "--verify", "--quiet", f"{said[-1]}^") if said else None
    return found.stdout.strip() or None if found else None


def git(*words):
    return subprocess.run(["git", *words], cwd=BASE, capture_output=True, text=True)


class Version:
    """A version of the portal: its tree and a folder of its own, on the database and the Redis that all share."""

    def __init__(self, tree, folder, **settings):
        self.tree = tree
        self.env = environment(
            folder, DJANGO_SETTINGS_MODULE="tests.faults.settings", BACKGROUND_WORK="database", **settings
        )

    def start(self, *words):
        """Start a program of this version."""
        return subprocess.Popen(
            [sys.executable, *words], cwd=self.tree, env=self.env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words):
        """Run a program of this version to its end; return what it wrote."""
        done = self.start(*words)
        output, errors = done.communicate(timeout=300)
        assert done.returncode == 0, errors + output
        return output

    def python(self, script):
        """Run a script with Django set up; return what it prints, read as JSON."""
        return json.loads(self.run("-c", f"import json, django\ndjango.setup()\n{script}") or "null")

    @contextlib.contextmanager
    def served(self):
        """Serve it by one process; yields a visitor."""
        port = free_port()
        env = {**self.env, "PORT": str(port)}
        with Server(server_command(port, 1), port, env, self.tree) as server:
            yield Visitor(server.address)

    @contextlib.contextmanager
    def working(self):
        """Have a worker of it do what waits."""
        worker = self.start("manage.py", "work", "--interval", "0.1")
        try:
            yield
        finally:
            worker.terminate()
            worker.communicate(timeout=30)


class Readers:
    """Readers who ask several nodes for pages all the time; keeps what was not answered with 200."""

    def __init__(self):
        self.asked, self.wrong = 0, []
        self._ended, self._threads = threading.Event(), []

    def ask(self, name, address):
        """Have somebody ask a node for pages until the end."""
        self._threads.append(threading.Thread(target=self._read, args=(name, Visitor(address))))
        self._threads[-1].start()

    def _read(self, name, visitor):
        while not self._ended.wait(0.1):
            for path in PAGES:
                time.sleep(0.02)
                try:
                    status = visitor.get(path).status
                except OSError as error:
                    status = error
                self.asked += 1
                if status != 200:
                    self.wrong.append((name, path, status))

    def end(self):
        """Wait until nobody asks any more."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        self._ended.clear()


@pytest.fixture
def readers():
    made = Readers()
    yield made
    made.end()


@pytest.fixture(scope="module")
def tree_before(tmp_path_factory):
    """The tree of the version before."""
    commit = commit_before()
    if commit is None:
        pytest.skip("the history of this tree does not reach back to the version before")
    folder = tmp_path_factory.mktemp("before")
    packed = subprocess.run(["git", "archive", commit], cwd=BASE, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
    return folder


@pytest.fixture
def cluster():
    made = Cluster().make()
    made.sql("CREATE DATABASE portal")
    yield made
    made.remove()


def sign_in(visitor):
    assert visitor.get("/admin/login/").status == 200
    fields = [("username", "administrator"), ("password", PASSWORD), ("next", "/admin/")]
    assert visitor.post("/admin/login/", fields).status == 302


def publish(visitor, title):
    """Give the article another title in its form and publish it, as the page asks to be sent; return when it was answered."""
    address = f"/admin/news/article/{ARTICLE}/change/"
    page = visitor.get(address)
    assert page.status == 200
    (form,) = [form for form in html.fromstring(page.text).forms if "title_en" in form.fields]
    form.fields["title_en"], form.fields["title_zh_hans"] = title, title
    answer = visitor.post(address, [*form.form_values(), ("news_article_publish", "1")])
    assert answer.status == 302, answer.text[:3000]
    return time.monotonic()


def assert_shown(since, title, *visitors):
    """Check that whoever asks a second after something was saved, or later, is shown it; and that it stays."""
    for visitor in visitors:
        while title not in visitor.get(LIST).text:
            assert time.monotonic() - since < 1, (visitor.address, title)
        asked_at = time.monotonic()
        time.sleep(max(0.0, since + 1 - asked_at))
        assert title in visitor.get(LIST).text


def test_both_serve_beside_each_other(tree_before, tmp_path, cluster, redis, readers):
    settings = {
        "DATABASE_URL": cluster.address("portal"), "REDIS_URL": redis.url, "SECRET_KEY": "x" * 60,
        "MEDIA_ROOT": str(tmp_path / "media"), "TRIAL_FILE": str(tmp_path / "trial"),
    }  # fmt: skip
    before = Version(tree_before, tmp_path / "before", **settings)
    newer = Version(BASE, tmp_path / "newer", **settings)
    before.run("manage.py", "prepare")
    before.run("-m", "tests.faults.content")
    comments = "SELECT count(*) FROM news_comment"
    (at_first,) = cluster.sql(comments, "portal")[0]
    with before.served() as old:
        readers.ask("before", old.address)
        sign_in(old)
        forms = [old.get(FORM)]

        preparing = newer.start("manage.py", "prepare")
        saved = 0
        while preparing.poll() is None:
            saved += 1
            assert_shown(publish(old, f"涤纶 while it is prepared {saved}"), f"prepared {saved}", old)
        assert (preparing.wait(), preparing.stderr.read()) == (0, "")
        assert saved > 1

        with newer.served() as new:
            new = Visitor(new.address, old.cookies)
            readers.ask("newer", new.address)
            forms.append(new.get(FORM))
            for number in range(3):
                for name, visitor in (("before", old), ("newer", new)):
                    title = f"涤纶 {name} {number}"
                    assert_shown(publish(visitor, title), title, old, new)
            for visitor, form in zip((new, old), forms, strict=True):  # a form of one is taken by the other
                fields = [*with_opened(form), ("body", f"Seen at {visitor.address}.")]
                assert visitor.post(FORM, fields).status == 302
            assert cluster.sql(comments, "portal") == [(at_first + 2,)]

            with before.working(), newer.working():
                before.run("-c", "import django\ndjango.setup()" + HAND_IN.format("before"))
                newer.run("-c", "import django\ndjango.setup()" + HAND_IN.format("newer"))
                wait_until(lambda: done(tmp_path) >= 2 * PIECES, "work was forgotten", 120)
            assert newer.python(STATE) == {"waiting": 0, "failed": [], "mishaps": []}
            assert done(tmp_path) == len(lines(tmp_path)) == 2 * PIECES

            publish(old, "涤纶 for the last time")
            readers.end()
            assert readers.wrong == []
            assert readers.asked > 100
            readers.ask("newer", new.address)
            found_by_the_newer_version(cluster, newer, new)
            readers.end()
            assert readers.wrong == []


def found_by_the_newer_version(cluster, newer, visitor):
    """Check that what the version before saved last is found as what this one saves, once a chore has looked after it."""
    assert "for the last time" not in visitor.get(FOUND_BY_ANOTHER_SPELLING).text, "nothing is to be mended"
    soon = "UPDATE foundation_chorerecord SET due_at = '2020-01-01' WHERE name = 'search-entries'"
    known = "SELECT count(*) FROM foundation_chorerecord WHERE name = 'search-entries'"
    with newer.working():
        wait_until(lambda: cluster.sql(known, "portal") == [(1,)], "nobody knows the chore", 120)
        cluster.sql(soon, "portal")
        wait_until(
            lambda: "for the last time" in visitor.get(FOUND_BY_ANOTHER_SPELLING).text, "it is not found", 120
        )


def lines(folder):
    """Return what the trial work has left, without the process that did it."""
    return [line.rpartition(" ")[0] for line in (folder / "trial").read_text().splitlines()]


def done(folder):
    """Return how many different pieces are done."""
    return len(set(lines(folder))) if (folder / "trial").exists() else 0
