"""The parts of an audit: each a command or several, what they need, and what they look at.

Those that always run do what no other tier can: all hostile letters, all colours, kills, attacks, a million articles. The suite
that the tests before a commit and a merge try shares of comes with `--whole`, each test with all it can try: on SQLite once, and
on PostgreSQL and Redis once what a database can change. A test file stands in one part of SUITE: what none names is in `rest`.
"""

import shutil
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.server import chromium_path

PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "--audit")
PYTHONS = ("3.11", "3.12", "3.13")
AXE = ("tests/browser/test_accessibility.py", "tests/browser/test_admin_accessibility.py")
CLIENTS = (
    "tests/portal/clients",
    "tests/indexdata/sdmx/test_pysdmx.py",
    "tests/indexdata/sdmx/test_sdmx1.py",
)
FUZZ = ("tests/portal/fuzz",)
KILLED = ("tests/faults/test_killed.py",)
#: Name → what it looks at, its paths, and what below them is another part's.
SUITE = {
    "news": ("the newsroom", ("tests/news",), ()),
    "indexdata": ("figures, releases, SDMX, the API", ("tests/indexdata",), CLIENTS),
    "portal": ("rights, servers, page cache, hostile input", ("tests/portal",), (*FUZZ, *CLIENTS)),
    "fuzz": ("each form and address with all hostile letters", FUZZ, ()),
    "clients": ("clients that others wrote, or generated, on the API", CLIENTS, ()),
    "rest": (
        "what stands under them, journeys, faults, the tree itself",
        ("tests",),
        ("tests/news", "tests/indexdata", "tests/portal", "tests/browser", *KILLED),
    ),
    "browser": ("people's ways in Chromium", ("tests/browser",), AXE),
    "axe": ("each page, width and colour with axe", AXE, ()),
    "killed": ("twenty kills of each operation", KILLED, ()),
}
IN_CHROMIUM = {"browser", "axe"}
#: Those that run only if the whole is asked for, and theirs on PostgreSQL: `.ci/run` tries a share of the same tests.
OF_THE_WHOLE = {"news", "indexdata", "portal", "rest", "browser"}
#: Those whose tests are dealt out one by one to the processes, not file by file.
ONE_BY_ONE = {"axe", "fuzz", "killed", "marked"}
#: Those whose reach is measured: the others ask servers in processes of their own, or reach what these do.
MEASURED = {"news", "indexdata", "portal", "clients", "rest"}
#: Those of the suite that a database can change, and the paths another part has there.
ON_POSTGRESQL = {"news": (), "indexdata": (), "portal": FUZZ, "fuzz": (), "rest": SUITE["rest"][2]}
#: What the parts beside the whole leave to others of them.
ELSEWHERE = (*FUZZ, *CLIENTS, *AXE, *KILLED)


@dataclass(frozen=True)
class Part:
    """A part: its name, what it looks at, its commands, the environment they get, and the places and programs they need."""

    name: str
    says: str
    commands: list[list[str]]
    env: dict[str, str] = field(default_factory=dict)
    ports: dict[str, str] = field(default_factory=dict)
    programs: tuple[str, ...] = ()
    chromium: bool = False
    of_the_whole: bool = False

    def lacks(self) -> str:
        """Return a sentence about what it needs and this machine has not; empty if it has all."""
        for name, address in self.ports.items():
            if not _answers(address):
                place = urlsplit(address)
                return f"{name} does not answer at {place.hostname}:{place.port}."
        for program in self.programs:
            if not shutil.which(program):
                return f"{program} is not on this machine."
        if self.chromium and not chromium_path():
            return "Chromium is not on this machine."
        return ""


def _answers(address: str) -> bool:
    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname or "127.0.0.1", place.port or 0), timeout=5).close()
    except OSError:
        return False
    return True


def all_parts(folder: Path, postgresql: str, redis: str) -> list[Part]:
    """Return the parts in their order; data of coverage lie below `folder`, the second kind runs at these two addresses."""
    beside = {"DATABASE_URL": postgresql, "PGOPTIONS": "-c synchronous_commit=off"}
    servers = {"PostgreSQL": postgresql, "Redis": redis}
    parts, measured = [], []
    for name, (says, paths, without) in SUITE.items():
        command, env, needs = [*_pytest(name), *_pieces(paths, without)], {}, {}
        if name in MEASURED:
            env["COVERAGE_FILE"] = str(folder / f"{name}.coverage")
            measured.append(env["COVERAGE_FILE"])
            command += ["--cov", "--cov-report=", "--cov-fail-under=0"]
        if name == "browser":
            env["BROWSER_POSTGRESQL"] = f"{postgresql}_browser"
            needs = {"PostgreSQL": postgresql}
        parts.append(
            Part(
                name,
                says,
                [command],
                env,
                needs,
                chromium=name in IN_CHROMIUM,
                of_the_whole=name in OF_THE_WHOLE,
            )
        )
    parts.append(_marked(postgresql))
    reach = _coverage(folder, measured)
    parts.append(Part("coverage", "lines and branches that these reach", reach, of_the_whole=True))
    for name, without in ON_POSTGRESQL.items():
        says, paths, _ = SUITE[name]
        chosen = ["-m", "not browser and not walk", "--with-database", "--create-db"]
        command = [*_pytest(name), *_pieces(paths, without), *chosen]
        env = beside | {"REDIS_URL": redis}
        whole = name in OF_THE_WHOLE
        says = f"{says}, on PostgreSQL and Redis"
        parts.append(Part(f"{name}-postgresql", says, [command], env, servers, of_the_whole=whole))
    says, command = f"{SUITE['killed'][0]}, on PostgreSQL", [*_pytest("killed"), *KILLED]
    parts.append(Part("killed-postgresql", says, [command], beside, {"PostgreSQL": postgresql}))
    parts += [_python(version) for version in PYTHONS if version != running_python()]
    attack, growth = [PYTHON, "-m", "tests.attack", "--slow", "120"], [PYTHON, "-m", "tests.bench.growth"]
    parts.append(Part("attack", "the server under each kind of attacker, on loopback", [attack]))
    parts.append(Part("growth", "pages with 1,000 and with 1,000,000 articles", [growth]))
    parts.append(
        Part(
            "growth-postgresql",
            "the same, on PostgreSQL",
            [growth],
            beside | {"DATABASE_URL": f"{postgresql}_growth"},
            {"PostgreSQL": postgresql},
        )
    )
    parts.append(Part("bench", "requests per second beside a bare view", [[PYTHON, "-m", "tests.bench"]]))
    return parts


def running_python() -> str:
    """Return the version that the suite itself runs on: 3.12."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _pytest(name):
    return [word if word != "loadfile" or name not in ONE_BY_ONE else "load" for word in PYTEST]


def _marked(postgresql):
    """Return the part of the tests that are marked `audit` and stand in no other part that always runs."""
    command = [*_pytest("marked"), *_pieces(("tests",), ELSEWHERE), "-m", "audit"]
    env = {"BROWSER_POSTGRESQL": f"{postgresql}_browser"}
    says = "tests that no other tier has time for"
    return Part("marked", says, [command], env, {"PostgreSQL": postgresql}, chromium=True)


def _pieces(paths, without):
    return [*paths, *(f"--ignore={path}" for path in without)]


def _coverage(folder, measured):
    data = f"--data-file={folder / 'all.coverage'}"
    coverage = [PYTHON, "-m", "coverage"]
    return [[*coverage, "combine", "--keep", data, *measured], [*coverage, "report", data]]


def _python(version):
    return Part(
        f"python-{version}",
        f"the tests that start nothing, on Python {version}",
        [
            [
                "make",
                "--no-print-directory",
                "test",
                f"VENV=.venv-{version}",
                f"PYTHON=python{version}",
                "ARGS=-m 'not long and not browser'",
            ]
        ],
        programs=(f"python{version}",),
        of_the_whole=True,
    )
