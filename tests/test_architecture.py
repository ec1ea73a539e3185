"""The arrows between packages and between the rooms in them, as `tests.rooms` draws them. Nobody imports upward."""

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest

from tests.rooms import BASE, END, ROOMS, START, arrows, drawing, imports_of, modules, room_of, tree_of

PACKAGES = tuple(reversed(ROOMS))
ABOVE = {package: tuple(ROOMS)[place + 1 :] for place, package in enumerate(ROOMS)}
LONGEST_MODULE = 350
ROOMS_WITHOUT_A_NAME = {"common", "core", "utils", "util", "helpers", "misc"}
OWN_MODULES = [name for name in modules() if "migrations" not in name.split(".")]
#: Why an import may stand inside a function: it says so on its line.
REASONS = {
    "heavy": "the module takes long to load, and most processes never need it",
    "one database": "only one of the databases has what it needs",
    "needs settings": "the module is loaded before the settings are",
    "needs models": "the module is loaded before the models are",
    "circle": "the two belong to one room and need each other",
}
#: Where imports inside a function are the custom: Django calls it when everything is there.
WHEN_READY = {"ready"}
#: Class names that Django or the API take from the module they stand in.
NAMED_BY_CUSTOM = {"Command", "DatabaseWrapper"}


def text_references(module, package):
    """Return the string constants of a module that name something in a package: "news.Article", "news:article"."""
    pattern = re.compile(rf"{package}[.:][A-Za-z_][\w.:-]*\Z")
    return {
        node.value
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.match(node.value)
    }


def test_imports_go_downward():
    upward = {}
    for module in modules():
        above = (*ABOVE[module.partition(".")[0]], "tests")
        upward[module] = {name for _node, name in imports_of(module) if name.partition(".")[0] in above}
    assert not {module: names for module, names in upward.items() if names}


def test_rooms_are_those_that_are_drawn():
    held = {package: set() for package in ROOMS}
    for module in OWN_MODULES:
        package, room = room_of(module)
        held[package].add(room)
    assert {package: rooms - {""} for package, rooms in held.items()} == {
        package: set(rooms) for package, rooms in ROOMS.items()
    }


def test_rooms_import_from_rooms_below_them():
    place = {f"{package}.{room}": at for package, rooms in ROOMS.items() for at, room in enumerate(rooms)}
    upward = {
        (here, there)
        for here, there in arrows()
        if room_of(here)[0] == room_of(there)[0] and place.get(there, -1) > place.get(here, len(place))
    }
    assert not upward


def test_a_room_of_the_foundation_serves_two_packages():
    """What only one package stands on is its own; Django's customary modules stand in every package."""
    users = {room: set() for room in ROOMS["foundation"]}
    for module in modules():
        for _node, target in imports_of(module):
            package, room = room_of(target)
            if package == "foundation" and room and room_of(module) != (package, room):
                users[room].add(module.partition(".")[0])
    own = {"templatetags", "management", "models", "apps"}
    assert not {room: used for room, used in users.items() if len(used) < 2 and room not in own}


def test_an_import_inside_a_function_says_why():
    without = []
    for module in OWN_MODULES:
        lines = modules()[module].read_text().splitlines()
        for function in ast.walk(tree_of(module)):
            if (
                isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
                and function.name not in WHEN_READY
            ):
                for node in ast.walk(function):
                    if isinstance(node, (ast.Import, ast.ImportFrom)):
                        said = lines[node.lineno - 1].partition("# ")[2].partition(":")[0].strip()
                        if said not in REASONS:
                            without.append(f"{module}:{node.lineno}")
    assert not without


def test_no_class_name_stands_twice_in_a_package():
    """The API's schemas bear the names of what they describe."""
    seen, twice = {}, []
    for module in OWN_MODULES:
        for node in tree_of(module).body:
            if (
                isinstance(node, ast.ClassDef)
                and node.name not in NAMED_BY_CUSTOM
                and "schemas" not in module
            ):
                key = module.partition(".")[0], node.name
                if key in seen:
                    twice.append((node.name, seen[key], module))
                seen[key] = module
    assert not twice


def test_the_drawing_is_made_of_the_same_data():
    page = (BASE / "docs" / "architecture.md").read_text()
    drawn = page.partition(START)[2].partition(END)[0]
    assert drawn.strip() == drawing().strip(), "python -m tests.rooms draws it anew"


def test_names_in_strings_go_downward():
    upward = {
        module: {
            text for package in ABOVE[module.partition(".")[0]] for text in text_references(module, package)
        }
        for module in OWN_MODULES
    }
    assert not {module: texts for module, texts in upward.items() if texts}


def test_migrations_depend_downward():
    for module in modules():
        if "migrations" in module.split("."):
            pairs = [
                node.elts
                for node in ast.walk(tree_of(module))
                if isinstance(node, ast.Tuple) and len(node.elts) == 2
            ]
            named = {pair[0].value for pair in pairs if all(isinstance(part, ast.Constant) for part in pair)}
            assert not named & set(ABOVE[module.partition(".")[0]]), module


PURE = ("foundation.comparing", "indexdata.arithmetic", "news.text", "news.claims", "news.swatches")


def test_pure_rooms_know_no_database_and_no_request():
    """They calculate and rewrite; what they need of the world is given to them."""
    for module in OWN_MODULES:
        if module.startswith(tuple(f"{room}." for room in PURE)):
            for _node, name in imports_of(module):
                assert not name.startswith(("django.db", "django.http", "django.core.cache")), module
                assert name.partition(".")[0] not in ROOMS or name.startswith(
                    (*PURE, "indexdata.enums", "indexdata.converters", "foundation.characters")
                ), (
                    module,
                    name,
                )


def test_in_pure_rooms_everything_has_a_type():
    settings = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"]
    strict = {room for rooms in settings if rooms.get("disallow_untyped_defs") for room in rooms["module"]}
    assert {f"{room}.*" for room in PURE} <= strict


@pytest.mark.parametrize("folder", ["indexdata", "news"])
def test_templates_load_downward(folder):
    """The site-wide tags are the portal's; beside them an index page may show its commentary through a tag of `news`."""
    libraries = {
        path.stem: path.relative_to(BASE).parts[0]
        for package in PACKAGES
        for path in (BASE / package / "templatetags").glob("*.py")
    }
    site_wide = {library for library, package in libraries.items() if package == "portal"}
    allowed = site_wide | ({"news_tags"} if folder == "indexdata" else set())
    for template in (BASE / "templates" / folder).rglob("*"):
        if template.is_file():
            for words in re.findall(r"{%\s*load\s+([^%]*?)\s*%}", template.read_text()):
                upward = {word for word in words.split() if libraries.get(word) in ABOVE[folder]}
                assert upward <= allowed, template


def test_modules_are_short_and_have_a_name():
    for module in OWN_MODULES:
        assert len(modules()[module].read_text().splitlines()) <= LONGEST_MODULE, module
        assert not ROOMS_WITHOUT_A_NAME & set(module.split(".")), module


def test_docstrings_are_no_questions():
    """They say what something is, returns or does; an operation's of the API are sentences of its document."""
    asking = re.compile(r"(?:What|How|That|Whether|Where|Who|Which|When|Why)\b")
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for module in OWN_MODULES:
        for node in ast.walk(tree_of(module)):
            if isinstance(node, described) and not (
                module.endswith(".api") and isinstance(node, ast.FunctionDef)
            ):
                assert not asking.match(ast.get_docstring(node) or ""), (module, getattr(node, "name", ""))


def test_the_docs_name_files_that_exist():
    """The glossary is what docs/adding.md adds for an example."""
    missing = set()
    for page in (BASE / "docs").rglob("*.md"):
        for name in re.findall(
            r"`((?:foundation|indexdata|news|portal|tests|templates|static)/[\w./-]+)`", page.read_text()
        ):
            if "<" not in name and "glossary" not in name and not (BASE / name).exists():
                missing.add((page.name, name))
    assert not missing


def test_the_server_is_loaded_before_the_settings_are():
    """It forks before Django is set up, and starts without DJANGO_SETTINGS_MODULE."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-c", "import portal.serving.server"], cwd=BASE, env=environment, check=True
    )
