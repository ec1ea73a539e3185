"""The drill's table, as it is printed and stands in docs/scaling.md."""

from tests.drill.counting import Figures

HEAD = (
    "fault", "kept pages", "failed", "slowest", "made anew", "failed", "back after", "files", "failed", "writes", "back after", "503 said",
    "500",
)  # fmt: skip


def head():
    """Return the two lines that a table begins with."""
    return f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}"


def row(says: str, found: Figures) -> str:
    """Return a fault's line."""
    cells = (
        says, found.kept, found.kept_failed, _seconds(found.kept_slowest), found.anew, found.anew_failed,
        _seconds(found.anew_gap), found.files, found.files_failed, found.writes, _seconds(found.write_gap), found.said_503, found.wrong_500,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _seconds(value):
    return "never" if value is None else f"{value:.1f} s"
