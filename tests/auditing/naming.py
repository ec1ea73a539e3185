"""A plugin of pytest: names each test that fails as it fails, and notes how each of them ended in a file.

The file is AUDIT_NOTES of the environment: a line for each test, its outcome and its name.
"""

import os

import pytest

FAILED_NOW = "Failed just now:"
#: So much is said of why, at once: a part may run for an hour before its own report comes.
FIRST_LINES, LAST_LINES, LETTERS_SAID = 4, 4, 600


class Notes:
    """What the process that leads a run hears of each test."""

    def __init__(self, path, terminal):
        self._path, self._terminal = path, terminal

    def pytest_runtest_logreport(self, report):
        """Note the outcome of a test: that of its call, or of making ready or clearing away where these went wrong."""
        if report.when != "call" and report.passed:
            return
        if report.when == "teardown" and report.skipped:
            return
        with open(self._path, "a", encoding="utf-8") as notes:
            notes.write(f"{report.outcome} {report.nodeid}\n")
        if report.failed:
            self._say(report)

    def pytest_collectreport(self, report):
        """Note a file that cannot be read as one that failed."""
        if report.failed:
            with open(self._path, "a", encoding="utf-8") as notes:
                notes.write(f"failed {report.nodeid}\n")
            self._say(report)

    def _say(self, report):
        why = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
        if len(why) > FIRST_LINES + LAST_LINES:
            why = [*why[:FIRST_LINES], "E   …", *why[-LAST_LINES:]]
        said = "".join(f"    {line[:LETTERS_SAID]}\n" for line in why)
        self._terminal.write(f"\n{FAILED_NOW} {report.nodeid}\n{said}", flush=True)


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Listen where a run is led; the processes it starts tell their leader."""
    path, terminal = os.environ.get("AUDIT_NOTES"), config.pluginmanager.get_plugin("terminalreporter")
    if path and terminal and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Notes(path, terminal), "audit-notes")
