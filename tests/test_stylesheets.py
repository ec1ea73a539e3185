"""The stylesheets: what a browser would pass over without a word."""

from itertools import pairwise

import pytest
import tinycss2

from tests.server import BASE

SHEETS = sorted((BASE / "static").rglob("*.css"))
#: Properties that the admin's theme and the editor declare.
OF_OTHERS = ("--color-", "--border-radius")


def tokens_of(nodes):
    """Go through all tokens of a sheet, those in blocks and functions too."""
    for node in nodes or ():
        yield node
        for inner in ("prelude", "content", "arguments"):
            yield from tokens_of(getattr(node, inner, None))


def sheet(path):
    """Return the tokens of a stylesheet."""
    return list(tokens_of(tinycss2.parse_component_value_list(path.read_text(), skip_comments=True)))


def asked_for(tokens):
    """Return the custom properties that `var()` names."""
    for token in tokens:
        if token.type == "function" and token.lower_name == "var":
            yield next(inner.value for inner in token.arguments if inner.type == "ident")


def declared(tokens):
    """Return the custom properties that are set: a name with a colon after it."""
    for token, after in pairwise(tokens):
        if token.type == "ident" and token.value.startswith("--") and after == ":":
            yield token.value


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_has_no_syntax_error(path):
    errors = [token for token in sheet(path) if token.type == "error"]
    assert not errors, [(error.source_line, error.message) for error in errors]


def test_each_custom_property_that_is_asked_for_is_declared():
    tokens = [token for path in SHEETS for token in sheet(path)]
    written = "".join(path.read_text() for path in (BASE / "templates").rglob("*.html"))
    unknown = set(asked_for(tokens)) - set(declared(tokens))
    assert not {name for name in unknown if not name.startswith(OF_OTHERS) and f"{name}:" not in written}


#: What browsers of the last five years may not know, in stylesheets of the public site (R1).
NEWER_VALUES = {"light-dark", "oklch", "oklab", "color-mix"}
NEWER_RULES = {"container", "layer", "scope", "starting-style"}
NEWER_UNITS = {"cqi", "cqw", "cqh", "cqb", "cqmin", "cqmax", "dvh", "svh", "lvh"}
PUBLIC = [path for path in SHEETS if "css/" in str(path) and "/admin" not in str(path)]


def unguarded(nodes):
    """Go through the tokens of a sheet that stand in no `@supports`."""
    guarded = False
    for node in nodes:
        if node.type == "at-keyword" and node.lower_value == "supports":
            guarded = True
        elif node.type == "{} block" and guarded:
            guarded = False
        elif not guarded:
            yield node
            for inner in ("content", "arguments"):
                yield from unguarded(getattr(node, inner, None) or ())


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_what_older_browsers_do_not_know_only_refines(path):
    tokens = list(unguarded(tinycss2.parse_component_value_list(path.read_text(), skip_comments=True)))
    newer = [token for token in tokens if token.type == "function" and token.lower_name in NEWER_VALUES]
    newer += [token for token in tokens if token.type == "at-keyword" and token.lower_value in NEWER_RULES]
    newer += [token for token in tokens if token.type == "dimension" and token.lower_unit in NEWER_UNITS]
    assert not newer, [(token.source_line, token.serialize()) for token in newer]


def older(css):
    """Return a stylesheet as a browser reads it that knows none of this: without `@supports` blocks and rules with `:has()`."""
    kept, prelude, hidden = [], [], False
    for node in tinycss2.parse_component_value_list(css):
        prelude.append(node)
        if node.type == "at-keyword" and node.lower_value == "supports":
            hidden = True
        if node.type == "function" and node.lower_name == "has":
            hidden = True
        if node.type == "{} block" or node == ";":
            if not hidden:
                kept += prelude
            elif "not" in {getattr(one, "lower_value", "") for one in prelude[:4]}:
                kept += node.content  # what is meant for those who lack it
            prelude, hidden = [], False
    return tinycss2.serialize([*kept, *prelude])


def test_an_older_browser_reads_the_rest():
    css = "a{b:c} @supports (x: y) { d{e:f} } g:has(h){i:j} @supports not (x: y) { k{l:m} }"
    assert older(css).split() == ["a{b:c}", "k{l:m}"]
