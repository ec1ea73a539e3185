"""Backups of PostgreSQL by pgBackRest: the example of its settings and the commands of the guide, carried out on a real server."""

import re
import shlex
import shutil
import time

import pytest

from tests.faults.machines import Cluster, postgresql_programs
from tests.faults.rig import wait_until
from tests.server import BASE

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
    pytest.mark.skipif(shutil.which("pgbackrest") is None, reason="no pgbackrest on the PATH"),
]


class Backups:
    """A server whose changes pgBackRest keeps, as deploy/ and docs/operating.md say, in folders of its own."""

    def __init__(self):
        self.cluster = Cluster().make()
        folder, data = self.cluster.folder, self.cluster.data
        self.settings = folder / "pgbackrest.conf"
        said = (BASE / "deploy/pgbackrest/pgbackrest.conf").read_text()
        for example, own in {
            "/backups/pgbackrest": f"{folder}/repository\nlog-path={folder}/logs\nlock-path={folder}/lock",
            "/var/lib/postgresql/15/portal": f"{data}\npg1-port={self.cluster.port}\npg1-socket-path={folder}\npg1-user=postgres",
        }.items():
            assert example in said
            said = said.replace(example, own)
        self.settings.write_text(said)
        self.settings.chmod(0o644)
        guide = (BASE / "docs/operating.md").read_text().partition("### Backups of PostgreSQL")[2]
        self.commands = [
            shlex.split(line, comments=True)[1:]
            for line in re.findall("^pgbackrest .*$", guide, re.MULTILINE)
        ]
        patroni = (BASE / "deploy/patroni/patroni.yml").read_text()
        archive = re.search(r'archive_command: "pgbackrest (.*)"', patroni)[1]
        with (data / "postgresql.conf").open("a") as file:
            file.write(
                f"archive_mode = on\narchive_command = 'pgbackrest --config={self.settings} {archive}'\n"
            )
        self.cluster.stop()
        self.cluster.start()

    def run(self, word, **others):
        """Carry out the command of the guide that holds a word, some of its values replaced; return what it says."""
        (command,) = [words for words in self.commands if word in words]
        words = [one for one in command if one.partition("=")[0].strip("-") not in others]
        words = [*(f"--{name}={value}" for name, value in others.items()), *words]
        return self.cluster.run_other("pgbackrest", f"--config={self.settings}", *words)


@pytest.fixture
def backups():
    made = Backups()
    yield made
    made.cluster.remove()


def rows(cluster):
    return [words for (words,) in cluster.sql("SELECT words FROM figures ORDER BY words")]


def test_back_to_a_moment_between_two_changes(backups):
    cluster = backups.cluster
    cluster.sql("CREATE TABLE figures (words text)")
    cluster.sql("INSERT INTO figures VALUES ('before the backup')")
    backups.run("stanza-create")
    backups.run("check")
    backups.run("backup")
    assert "full backup" in backups.run("info")
    time.sleep(1.1)  # the moment of a backup is told in whole seconds
    cluster.sql("INSERT INTO figures VALUES ('good')")
    ((moment,),) = cluster.sql("SELECT clock_timestamp()::text")
    cluster.sql("INSERT INTO figures VALUES ('wrong')")
    ((last,),) = cluster.sql("SELECT pg_walfile_name(pg_switch_wal())")
    kept = f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver"
    wait_until(lambda: cluster.sql(kept)[0][0], "the changes were not kept")
    cluster.stop()
    backups.run("restore", target=moment)
    cluster.start()
    wait_until(lambda: not cluster.sql("SELECT pg_is_in_recovery()")[0][0], "it does not go on")
    assert rows(cluster) == ["before the backup", "good"]
    cluster.sql("INSERT INTO figures VALUES ('after it')")
    assert "after it" in rows(cluster)
