"""Servers of one's own to stop, kill and promote: a PostgreSQL with a standby, a pooler, a Redis with a copy and Sentinel."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2
import redis

from tests.faults.rig import POSTGRESQL_HOME, answers, wait_until
from tests.server import free_port

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def postgresql_programs():
    """Return the folder with initdb and its kind, or None where a server cannot be made."""
    homes = sorted(POSTGRESQL_HOME.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return homes[-1].parent if homes and _account() is not None else None


def _account():
    """Return the keywords that start a program as an account PostgreSQL runs under: it refuses to run as root."""
    if os.geteuid():
        return {}
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return None
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


class Cluster:
    """A PostgreSQL server of one's own below a folder of its own; a standby is made of another with `copy`."""

    def __init__(self, folder=None, port=None):
        self.folder = Path(folder or tempfile.mkdtemp(prefix="portal-cluster-", dir="/tmp"))
        self.port = port or free_port()
        if not os.geteuid():
            shutil.chown(self.folder, "postgres", "postgres")
        self.data = self.folder / "data"

    @property
    def place(self):
        """Where it listens, as an address says it."""
        return f"127.0.0.1:{self.port}"

    def make(self):
        """Make an empty cluster and start it."""
        self.run(
            "initdb",
            "-D",
            self.data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(
                "fsync = off\nwal_level = replica\nmax_wal_senders = 5\nhot_standby = on\nmax_connections = 60\n"
                f"listen_addresses = '127.0.0.1'\nunix_socket_directories = '{self.folder}'\nshared_buffers = 32MB\n"
            )
        self.start()
        return self

    def copy(self):
        """Return a standby of this one, started."""
        other = Cluster()
        self.run(
            "pg_basebackup", "-h", "127.0.0.1", "-p", self.port, "-U", "postgres", "-D", other.data, "-R", "-X", "stream",
            "-c", "fast",
        )  # fmt: skip
        with (other.data / "postgresql.conf").open("a") as file:
            file.write(f"unix_socket_directories = '{other.folder}'\n")
        other.start()
        return other

    def run(self, program, *words):
        """Run one of PostgreSQL's programs; fail with what it says."""
        return self.run_other(postgresql_programs() / program, *words)

    def run_other(self, program, *words):
        """Run any program as the account that owns the cluster; fail with what it says."""
        done = subprocess.run(
            [str(program), *map(str, words)], cwd=self.folder, capture_output=True, text=True, **_account()
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def start(self):
        """Start it and wait until it answers."""
        log = self.folder / "log"
        self.run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", f"-p {self.port}", "start")

    def stop(self):
        """End it at once, as a machine is switched off: nothing is written down first."""
        with contextlib.suppress(AssertionError):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def hear_no_more(self):
        """Cut a standby off from its primary: what is written there from now on is lost with it."""
        self.sql("ALTER SYSTEM SET primary_conninfo = ''")
        self.sql("SELECT pg_reload_conf()")
        wait_until(lambda: not self.sql("SELECT * FROM pg_stat_wal_receiver"), "the standby still hears")

    def promote(self):
        """Make a standby the server that is written to."""
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def address(self, name):
        """Return the address of one of its databases."""
        return f"postgres://postgres@{self.place}/{name}"

    def sql(self, statement, name="postgres"):
        """Carry a statement out past the portal; return its rows, if it has any."""
        with contextlib.closing(psycopg2.connect(self.address(name))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def remove(self):
        """End it and forget it."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Pooler:
    """A PgBouncer of one's own before a cluster, in transaction mode: each transaction may get another session."""

    def __init__(self, cluster, sessions=3):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pooler-", dir="/tmp"))
        (self.folder / "users").write_text('"postgres" ""\n')
        (self.folder / "ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={cluster.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {self.port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {self.folder}/users\n"
            f"pool_mode = transaction\ndefault_pool_size = {sessions}\nlogfile = {self.folder}/log\nmax_client_conn = 200\n"
        )
        for path in (self.folder, *self.folder.iterdir()):
            if not os.geteuid():
                shutil.chown(path, "postgres", "postgres")
        self._process = subprocess.Popen(["pgbouncer", str(self.folder / "ini")], **_account(), **QUIET)
        wait_until(lambda: answers("127.0.0.1", self.port), "the pooler did not start")

    def address(self, name):
        """Return the address of a database behind it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}?disable_server_side_cursors=true"

    def remove(self):
        """End it and forget it."""
        self._process.terminate()
        self._process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)


def has_caught_up(primary, standby):
    """Wait until a standby holds all that its primary has written."""
    (written,) = primary.sql("SELECT pg_current_wal_lsn()::text")[0]
    until = time.monotonic() + 15
    while not standby.sql(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")[0][0]:
        assert time.monotonic() < until, "the standby does not catch up"
        time.sleep(0.05)


class RedisGroup:
    """A Redis with a copy and one Sentinel that makes the copy the master soon after the master has gone."""

    MASTER = "portal-master"

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="portal-redis-", dir="/tmp"))
        self.ports = [free_port(), free_port()]
        self.sentinel_port = free_port()
        self._processes = {}
        first, second = self.ports
        self.start(first)
        self.start(second, "--replicaof", "127.0.0.1", str(first))
        wait_until(lambda: "master_link_status:up" in self.info(second, "replication"), "no copy was made")
        (self.folder / "sentinel.conf").write_text(
            f"port {self.sentinel_port}\nbind 127.0.0.1\nsentinel monitor {self.MASTER} 127.0.0.1 {first} 1\n"
            f"sentinel down-after-milliseconds {self.MASTER} 1000\nsentinel failover-timeout {self.MASTER} 5000\n"
        )
        self._start(self.sentinel_port, str(self.folder / "sentinel.conf"), "--sentinel")
        wait_until(lambda: "slaves=1" in self.info(self.sentinel_port, "sentinel"), "Sentinel sees no copy")

    @property
    def url(self):
        """The address that the portal is given; its first Sentinel does not answer."""
        return f"redis+sentinel://127.0.0.1:{free_port()},127.0.0.1:{self.sentinel_port}/{self.MASTER}/0"

    def start(self, port, *words):
        """Start a server, empty."""
        self._start(port, "--port", str(port), "--bind", "127.0.0.1", "--save", "", *words)

    def _start(self, port, *words):
        command = ["redis-server", *words, "--dir", str(self.folder)]
        self._processes[port] = subprocess.Popen(command, **QUIET)
        wait_until(lambda: answers("127.0.0.1", port), "Redis did not start")

    def info(self, port, section):
        """Return what a server says about itself."""
        with contextlib.closing(redis.Redis(port=port)) as client:
            return (
                "\n".join(f"{key}:{value}" for key, value in client.info(section).items())
                .replace("'", "")
                .replace(": ", "=")
            )

    def master(self):
        """Return the port of the one that Sentinel takes for the master."""
        with contextlib.closing(redis.Redis(port=self.sentinel_port)) as client:
            return int(client.sentinel_get_master_addr_by_name(self.MASTER)[1])

    def hear_no_more(self):
        """Have the copy hear nothing of its master any more: it is let in nowhere. What it is sent while it is stopped it would read."""
        first, second = self.ports
        with contextlib.closing(redis.Redis(port=second)) as copy:
            copy.config_set("masteruser", "nobody")
            copy.config_set("masterauth", "wrong")
        with contextlib.closing(redis.Redis(port=first)) as master:
            master.client_kill_filter(_type="replica")
        wait_until(
            lambda: "master_link_status:down" in self.info(second, "replication"), "the copy still hears"
        )

    def signal(self, port, number):
        """Send a signal to a server."""
        self._processes[port].send_signal(number)

    def remove(self):
        """End all of them."""
        for process in self._processes.values():
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
