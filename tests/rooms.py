"""The rooms of the packages, lowest first: what may import what. The drawing in docs/architecture.md is made of this.

python -m tests.rooms     # draws it anew
"""

import ast
from functools import cache
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
#: Each package with its rooms, lowest first: a room imports from rooms before it, and from packages before its own.
ROOMS = {
    "foundation": (
        "characters",
        "chinese_words",
        "calendar",
        "languages",
        "visitors",
        "windows",
        "batches",
        "adding_indexes",
        "sent_once",
        "people",
        "groups",
        "history",
        "audit",
        "clocks",
        "tally",
        "lettering",
        "unindexed",
        "stores",
        "workbooks",
        "large_lists",
        "problems",
        "composed",
        "comparing",
        "versions",
        "narrowing",
        "unread",
        "parent",
        "headings",
        "moments",
        "atom",
        "searching",
        "kinds",
        "former_slugs",
        "background",
        "readership",
        "admin",
        "templatetags",
        "management",
        "models",
        "apps",
    ),
    "indexdata": (
        "enums",
        "permissions",
        "converters",
        "arithmetic",
        "models",
        "series",
        "charts",
        "wording",
        "pictures",
        "releases",
        "importing",
        "exports",
        "bulk",
        "api",
        "sdmx",
        "feeds",
        "templatetags",
        "views",
        "admin",
        "urls",
        "translation",
        "kinds",
        "management",
        "apps",
    ),
    "news": (
        "enums",
        "permissions",
        "text",
        "claims",
        "swatches",
        "letters",
        "notices",
        "visibility",
        "tags",
        "linking",
        "library",
        "drafting",
        "pages",
        "fabrics",
        "rendering",
        "articles",
        "addresses",
        "comments",
        "editing",
        "commentary",
        "releases",
        "alerts",
        "workbook",
        "old_site",
        "feeds",
        "templatetags",
        "views",
        "admin",
        "urls",
        "models",
        "translation",
        "documents",
        "reindexing",
        "kinds",
        "tasks",
        "chores",
        "management",
        "apps",
    ),
    "portal": (
        "formats",
        "env",
        "secrets",
        "network",
        "private_files",
        "backends",
        "backup",
        "databases",
        "measuring",
        "addresses",
        "audit",
        "signing_in",
        "freshness",
        "pages",
        "search",
        "serving",
        "staff",
        "admin",
        "models",
        "templatetags",
        "legacy",
        "api",
        "starter",
        "demonstration",
        "checks",
        "settings",
        "urls",
        "wsgi",
        "management",
        "apps",
    ),
}
START, END = "<!-- rooms: python -m tests.rooms -->\n", "<!-- end of rooms -->\n"


@cache
def modules() -> dict[str, Path]:
    """Return {dotted name: file} of every module of the packages."""
    found = {}
    for package in ROOMS:
        for path in sorted((BASE / package).rglob("*.py")):
            parts = path.relative_to(BASE).with_suffix("").parts
            found[".".join(parts[:-1] if path.name == "__init__.py" else parts)] = path
    return found


@cache
def tree_of(name: str) -> ast.Module:
    """Return the syntax tree of a module, read once."""
    return ast.parse(modules()[name].read_text())


def imports_of(name: str) -> list[tuple[ast.stmt, str]]:
    """Return (statement, dotted name of a module) of what a module imports, wherever in the file the import stands."""
    found = []
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(name, node)
            named = [f"{origin}.{alias.name}" for alias in node.names]
            found += [(node, one if one in modules() else origin) for one in named]
    return found


def _origin(name, node):
    if not node.level:
        return node.module
    parts = name.split(".")
    is_package = modules()[name].name == "__init__.py"
    parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*parts, node.module] if node.module else parts)


def room_of(name: str) -> tuple[str, str]:
    """Return (package, room) of a module; a package itself is its room ""."""
    package, _, rest = name.partition(".")
    return package, rest.partition(".")[0]


def arrows() -> set[tuple[str, str]]:
    """Return (room, room it imports from) as dotted names, between different rooms."""
    found = set()
    for name in modules():
        for _node, target in imports_of(name):
            here, there = room_of(name), room_of(target)
            if there[0] in ROOMS and there[1] and here != there:
                found.add((".".join(here), ".".join(there)))
    return found


def drawing() -> str:
    """Return the rooms of every package as a table, highest package first, each with what it says of itself."""
    lines = []
    counted = arrows()
    for package in reversed(ROOMS):
        inside = sum(
            here.startswith(f"{package}.") and there.startswith(f"{package}.") for here, there in counted
        )
        lines.append(
            f"**`{package}/`** ({len(ROOMS[package])} rooms, {inside} arrows between them, lowest first)\n\n"
        )
        for room in ROOMS[package]:
            said = (ast.get_docstring(tree_of(f"{package}.{room}")) or "").partition("\n")[0]
            lines.append(f"- `{room}`: {said}\n" if said else f"- `{room}`\n")
        lines.append("\n")
    return "".join(lines)


def _draw():
    page = BASE / "docs" / "architecture.md"
    before, _, rest = page.read_text().partition(START)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{START}\n{drawing()}{END}{after}")


if __name__ == "__main__":
    _draw()
