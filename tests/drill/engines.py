"""The engines below the portal, as `deploy/` has them: PostgreSQL under Patroni with etcd, Redis with Sentinel; and a bucket (moto's)."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import psycopg2
import redis

from tests.bucket import BUCKET, KEY, SECRET, client_at
from tests.drill.network import Machine
from tests.faults.machines import postgresql_programs
from tests.faults.rig import answers, wait_until
from tests.server import BASE

PASSWORD = "calico-denim-poplin"
AS_POSTGRES = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups")
DEPLOY = BASE / "deploy"


def replaced(text, **pairs):
    """Return a text with words changed that must stand in it; a key is a number only to name the pair."""
    for before, after in pairs.values():
        if before not in text:
            raise RuntimeError(f"The example has no “{before}” any more.")
        text = text.replace(before, after)
    return text


class Watchers:
    """Three machines of etcd and Sentinel, apart from those that they watch."""

    def __init__(self, folder):
        self.machines = [Machine(f"watch{number}", 30 + number, folder, "256m") for number in (1, 2, 3)]
        peers = ",".join(f"{one.name}=http://{one.address}:2380" for one in self.machines)
        for one in self.machines:
            here = f"http://{one.address}"
            one.start(
                "etcd", "etcd", "--name", one.name, "--data-dir", one.folder / "etcd", "--initial-cluster", peers,
                "--listen-peer-urls", f"{here}:2380", "--initial-advertise-peer-urls", f"{here}:2380",
                "--listen-client-urls", f"{here}:2379", "--advertise-client-urls", f"{here}:2379",
            )  # fmt: skip
        for one in self.machines:
            wait_until(lambda one=one: answers(one.address, 2379), "etcd does not start", 30)

    def watch_redis(self):
        """Start the Sentinels."""
        for one in self.machines:
            text = (DEPLOY / "redis" / "sentinel.conf").read_text()
            text = replaced(text, a=("bind 10.0.0.31", f"bind {one.address}"), b=("CHANGE", PASSWORD))
            path = one.folder / "sentinel.conf"
            path.write_text(text)
            one.start("sentinel", "redis-server", path, "--sentinel")
        for one in self.machines:
            wait_until(lambda one=one: answers(one.address, 26379), "Sentinel does not start", 30)


class Databases:
    """Two machines of PostgreSQL under Patroni, made from the example."""

    def __init__(self, folder):
        self.machines = [Machine(f"pg{number}", 20 + number, folder, "2g") for number in (1, 2)]
        for one in self.machines:
            for path in (one.folder, *one.folder.iterdir()):
                shutil.chown(path, "postgres", "postgres")
            self._configure(one)
            self.start(one)
        wait_until(self.primary, "no primary came up", 120)
        wait_until(self.is_whole, "no standby came up", 120)

    def _configure(self, one):
        text = (DEPLOY / "patroni" / "patroni.yml").read_text()
        text = replaced(
            text,
            a=("name: pg1", f"name: {one.name}"),
            b=("10.0.0.21:", f"{one.address}:"),
            c=("CHANGE", PASSWORD),
            d=("/var/lib/postgresql/15/portal", str(one.folder / "data")),
            e=("/usr/lib/postgresql/15/bin", str(postgresql_programs())),
            f=("/run/postgresql", str(one.folder)),
            # pgBackRest has a guide and a test of its own; here nothing is kept.
            g=('"pgbackrest --stanza=portal archive-push %p"', '"/bin/true"'),
            h=("[pgbackrest, basebackup]", "[basebackup]"),
        )
        path = one.folder / "patroni.yml"
        path.write_text(text)
        shutil.chown(path, "postgres", "postgres")

    def start(self, one):
        """Start Patroni on a machine; it starts PostgreSQL."""
        env = {"PATH": os.environ["PATH"], "HOME": str(one.folder), "LC_ALL": "C.UTF-8"}
        one.start("patroni", *AS_POSTGRES, "patroni", one.folder / "patroni.yml", env=env)

    def primary(self):
        """Return the machine whose PostgreSQL takes writes, by Patroni's word, or None."""
        return next((one for one in self.machines if _says_yes(f"http://{one.address}:8008/primary")), None)

    def standby(self):
        """Return the machine that follows, or None."""
        return next((one for one in self.machines if _says_yes(f"http://{one.address}:8008/replica")), None)

    def is_whole(self):
        """Tell whether there are a primary and a standby that hears all of it at once."""
        return bool(self.primary()) and any(
            _says_yes(f"http://{one.address}:8008/synchronous") for one in self.machines
        )

    def kill_primary(self):
        """kill -9 the PostgreSQL that takes writes; return its machine. Patroni stays."""
        one = self.primary()
        pid = int((one.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        return one

    def make(self, name, role):
        """Make the portal's role and database, as the guide says."""
        self.sql(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        self.sql(f"CREATE DATABASE {name} OWNER {role}")

    def sql(self, statement, name="postgres"):
        """Carry a statement out on the primary as its administrator; return its rows, if it has any."""
        hosts = ",".join(one.address for one in self.machines)
        connection = psycopg2.connect(
            host=hosts, user="postgres", password=PASSWORD, dbname=name, target_session_attrs="read-write",
            connect_timeout=5,
        )  # fmt: skip
        with contextlib.closing(connection):
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def dump(self, path, name):
        """Write a database into a file."""
        self._copy("pg_dump", "--format=custom", "--compress=1", "--file", path, name)

    def restore(self, path, name):
        """Fill an empty database from a file that `dump` has written."""
        self._copy("pg_restore", "--exit-on-error", "--dbname", name, path)

    def _copy(self, program, *words):
        place = ("--host", self.primary().address, "--username", "postgres")
        env = {**os.environ, "PGPASSWORD": PASSWORD}
        command = [postgresql_programs() / program, *place, *words]
        done = subprocess.run(list(map(str, command)), env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)

    def address(self, name, role):
        """Return the database's address as the portal's setting has it."""
        hosts = ",".join(one.address for one in self.machines)
        return f"postgres://{role}:{PASSWORD}@{hosts}/{name}"


class Caches:
    """Two machines of Redis, the second a copy of the first, made from the example."""

    def __init__(self, folder, watchers):
        self.machines = [Machine(f"redis{number}", 40 + number, folder) for number in (1, 2)]
        self.watchers = watchers
        first = self.machines[0]
        for one in self.machines:
            text = (DEPLOY / "redis" / "redis.conf").read_text()
            text = replaced(
                text, a=("bind 10.0.0.41", f"bind {one.address}"), b=("CHANGE", PASSWORD),
                c=("# replicaof 10.0.0.41 6379\n", "" if one is first else f"replicaof {first.address} 6379\n"),
            )  # fmt: skip
            (one.folder / "redis.conf").write_text(text)
            self.start(one)
        watchers.watch_redis()
        wait_until(self.is_whole, "Redis has no copy", 60)

    def start(self, one):
        """Start Redis on a machine, empty, as its file says."""
        one.start("redis", "redis-server", one.folder / "redis.conf", "--dir", one.folder)
        wait_until(lambda: answers(one.address, 6379), "Redis does not start", 20)

    def master(self):
        """Return the machine that most Sentinels take for the master, or None."""
        named = []
        for one in self.watchers.machines:
            with contextlib.suppress(redis.RedisError), sentinel(one) as client:
                named.append(client.sentinel_get_master_addr_by_name("portal")[0])
        found = max(set(named), key=named.count, default=None)
        return next((one for one in self.machines if one.address == found), None)

    def copy(self):
        """Return the machine that is not the master."""
        master = self.master()
        return next(one for one in self.machines if one is not master)

    def is_whole(self):
        """Tell whether the master has a copy that is up to date, and the Sentinels know it."""
        master = self.master()
        if not master:
            return False
        try:
            with contextlib.closing(
                redis.Redis(master.address, password=PASSWORD, socket_timeout=1)
            ) as client:
                said = client.info("replication")
            with sentinel(self.watchers.machines[0]) as client:
                seen = client.sentinel_master("portal")
        except redis.RedisError:
            return False
        return (
            said["role"] == "master"
            and said.get("slave0", {}).get("state") == "online"
            and seen["num-other-sentinels"] == 2
            and re.fullmatch("master", seen["flags"]) is not None
        )

    def url(self):
        """Return the address as the portal's setting has it."""
        hosts = ",".join(one.address for one in self.watchers.machines)
        return f"redis+sentinel://:{PASSWORD}@{hosts}/portal/0"


def sentinel(machine):
    """Return a client of the Sentinel on a machine, closed by `with`."""
    return contextlib.closing(redis.Redis(machine.address, 26379, socket_timeout=1, decode_responses=True))


def _says_yes(address):
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200 and bool(json.load(answer))
    except (OSError, urllib.error.HTTPError, ValueError):
        return False


class Store:
    """A machine that speaks the S3 protocol, with an empty bucket; one, since a store's own copies are not the portal's business."""

    PORT = 5000

    def __init__(self, folder):
        self.machine = Machine("store", 60, folder)
        at = f"http://{self.machine.address}:{self.PORT}"
        self.machine.start(
            "moto", sys.executable, "-m", "moto.server", "-H", self.machine.address, "-p", self.PORT
        )
        wait_until(lambda: answers(self.machine.address, self.PORT), "the store does not start", 60)
        client_at(at).create_bucket(Bucket=BUCKET)
        self.address_of_bucket = f"s3://{KEY}:{SECRET}@{BUCKET}/portal?endpoint={at}&path_style=true"
