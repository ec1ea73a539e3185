"""The examples beside nginx: read by the programs they are for, where these are installed, and by what they name."""

import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands
from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric

from portal.env import DECLARED
from portal.measuring import counters
from portal.measuring.state import State
from tests.server import BASE

DEPLOY = BASE / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def needs(program):
    """Skip where a program is not installed."""
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed here")


def run(*command, cwd=DEPLOY):
    """Run a program; return all that it said, having ended well."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@needs("promtool")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts.test.yml"),
    ],
)
def test_promtool_reads_the_alerts(words):
    assert "SUCCESS" in run("promtool", *words, cwd=DEPLOY / "prometheus")


def test_alerts_ask_for_figures_that_exist(db, monkeypatch):
    monkeypatch.setattr("portal.measuring.state.close_old_connections", lambda: None)
    families: list[Metric] = [*counters.registry.collect(), *State().collect()]
    names = {family.name for family in families}
    known = names | {f"{name}_{end}" for name in names for end in ("total", "bucket", "count", "sum")}
    asked = set(re.findall(r"portal_\w+", (DEPLOY / "prometheus" / "alerts.yml").read_text()))
    assert asked - known == set()
    assert isinstance(counters.registry, CollectorRegistry)


@needs("systemd-analyze")
def test_systemd_reads_its_units_and_says_nothing(tmp_path):
    """It ends well on an unknown key too, so what it says is read."""
    for unit in UNITS:
        text = unit.read_text().replace("/opt/portal/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("postgresql.service redis.service", ""))
    paths = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "portal" in line]
    assert (done.returncode, said) == (0, [])


@needs("systemd-analyze")
@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda one: one.name)
def test_units_are_sandboxed(unit):
    said = run("systemd-analyze", "--no-pager", "security", "--offline=true", str(unit))
    exposure = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", said)[1])
    assert exposure <= 2.0


def test_units_run_commands_that_exist():
    text = "".join(unit.read_text() for unit in UNITS)
    named = set(re.findall(r"manage\.py (\w+)", text))
    assert {"prepare", "serve", "work", "backup"} <= named <= set(get_commands())


@pytest.mark.parametrize("path", ["environment.example", "Containerfile"])
def test_settings_that_are_named_exist(path):
    text = (DEPLOY / path).read_text()
    named = set(re.findall(r"^(?:ENV )?([A-Z][A-Z_]+)=", text, re.MULTILINE)) | set(
        re.findall(r" ([A-Z][A-Z_]+)=", text)
    )
    assert named - set(DECLARED) - {"PYTHONUNBUFFERED", "BASE"} == set()
    assert named & set(DECLARED)


def test_what_the_image_copies_is_there():
    copied = re.findall(r"^COPY (\S+) ", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert [one for one in copied if not (BASE / one).exists()] == []
    assert {"foundation", "indexdata", "news", "portal", "templates", "static", "locale", "manage.py"} <= set(
        copied
    )


def test_every_table_of_settings_names_each(db):
    """The guide of operators has a line for each variable."""
    text = (BASE / "docs" / "operating.md").read_text()
    assert [name for name in DECLARED if f"| `{name}` |" not in text] == []
