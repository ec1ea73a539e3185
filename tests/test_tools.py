"""What the tools are told: the lock holds what the requirements ask for."""

import re
from fnmatch import fnmatch

import pytest

from tests.server import BASE

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def pins(path):
    """Return the versions that a requirements or lock file names, by package."""
    found = PINNED.findall((BASE / path).read_text())
    return {name.lower().replace("_", "-"): version for name, version in found}


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        (".ci/requirements.lock", ["requirements.txt"]),
        (".ci/requirements-dev.lock", ["requirements.txt", "requirements-dev.txt", ".ci/requirements.lock"]),
    ],
)
def test_the_lock_holds_what_the_requirements_ask_for(lock, asked):
    """Else `make lock` was forgotten."""
    locked = pins(lock)
    for path in asked:
        assert not pins(path).items() - locked.items(), path


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt"])
def test_each_requirement_is_pinned_and_says_why(path):
    lines = [line for line in (BASE / path).read_text().splitlines() if line and line[0] not in "#-"]
    assert lines
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(?:\[[a-z0-9,]+\])?==\S+ +# \S", line), line


def test_each_entry_at_the_top_has_its_reason_in_the_readme():
    ignored = {line.strip("/") for line in (BASE / ".gitignore").read_text().split()}
    entries = {path.name for path in BASE.iterdir()} - {"README.md", ".git", ".gitignore"}
    entries = {entry for entry in entries if not any(fnmatch(entry, pattern) for pattern in ignored)}
    assert {"manage.py", "portal", "requirements.txt"} <= entries
    readme = (BASE / "README.md").read_text()
    assert not {entry for entry in entries if f"`{entry}" not in readme}
