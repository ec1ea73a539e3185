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
