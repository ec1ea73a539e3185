"""The arrows between packages: portal → news → indexdata → foundation, indexdata.compile. Nobody imports upward."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
PACKAGES = ("portal", "news", "indexdata", "foundation")
ABOVE = {
    "foundation": ("indexdata", "news", "portal"),
    "indexdata": ("news", "portal"),
    "news": ("portal",),
    "portal": (),
}
LONGEST_MODULE = 350
ROOMS_WITHOUT_A_NAME = {"common", "core", "utils", "util", "helpers", "misc"}
MODULES = sorted(
    path.relative_to(BASE)
    for package in PACKAGES
    for path in (BASE / package).rglob("*.py")
    if "__pycache__" not in path.parts
)
OWN_MODULES = [module for module in MODULES if "migrations" not in module.parts]


@cache
def tree_of(module):
    """Return the syntax tree of a module, read once."""
    return ast.parse((BASE / module).read_text())


def imported_names(module):
    """Return the full dotted names a module imports, wherever in the file the import stands."""
    names = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{_origin(module, node)}.{alias.name}" for alias in node.names}
    return names


def _origin(module, node):
    if not node.level:
        return node.module
    package = module.parent.parts
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, node.module] if node.module else package)


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
    for module in MODULES:
        above = (*ABOVE[module.parts[0]], "tests")
        upward[module] = {name for name in imported_names(module) if name.split(".")[0] in above}
    assert not {module: names for module, names in upward.items() if names}


def test_names_in_strings_go_downward():
    upward = {
        module: {text for package in ABOVE[module.parts[0]] for text in text_references(module, package)}
        for module in OWN_MODULES
    }
    assert not {module: texts for module, texts in upward.items() if texts}


def test_migrations_depend_downward():
    for module in MODULES:
        if "migrations" in module.parts:
            pairs = [
                node.elts
                for node in ast.walk(tree_of(module))
                if isinstance(node, ast.Tuple) and len(node.elts) == 2
            ]
            named = {pair[0].value for pair in pairs if all(isinstance(part, ast.Constant) for part in pair)}
            assert not named & set(ABOVE[module.parts[0]]), module


def test_the_compilation_is_pure():
    for module in MODULES:
        if module.parts[:2] == ("indexdata", "compile"):
            for name in imported_names(module):
                assert name.split(".")[0] != "django", module
                assert not name.startswith("indexdata") or name.startswith("indexdata.compile"), module


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
        assert len((BASE / module).read_text().splitlines()) <= LONGEST_MODULE, module
        assert not ROOMS_WITHOUT_A_NAME & {*module.parts[:-1], module.stem}, module
