"""Which languages the site has is told by the settings: nothing else names one, but for a few places with a reason."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

#: A field of one language, or the code of a language that is not the site's own.
NAMED = re.compile(r"\w_(?:en|zh_hans)\b|\bzh[-_]hans\b", re.IGNORECASE)
#: What a language is like, by file.
KNOWN = {
    "foundation/languages.py": "how languages are called in few signs",
    "portal/settings/languages.py": "which languages there are",
    "news/editing/checks/wording.py": "how English and Chinese are written",
    "news/editing/checks/run.py": "how long a Chinese text takes to read",
    "foundation/searching/text.py": "the characters that all Chinese text is searched in",
    "news/claims/mending.py": "how a figure is put right in English and Chinese",
    "news/claims/names.py": "how names of indices are shortened in English and Chinese",
    "news/claims/spell_words.py": "how English and Chinese tell of changes in a row and of highs and lows",
    "news/claims/texts.py": "whose words say what of a figure",
    "news/articles/link_pictures.py": "fonts with the signs of a language",
    "news/drafting/models/drafted.py": "the newsroom writes in Chinese first",
    "news/letters/models.py": "the office reads Chinese",
    "news/old_site/pages.py": "the old site was written in two languages",
    "portal/search/vocabulary.py": "words of the trade are written in Chinese or Latin letters",
    "portal/legacy/rules.py": "addresses of the old site",
    "portal/management/commands/check_translations.py": "the folder that Chinese translations lie in",
    "portal/urls.py": "addresses of the old site",
    "indexdata/api/schemas.py": "a contract: clients are generated from it",
    "portal/demonstration/figures.py": "demonstration content is written in two languages",
    "portal/demonstration/units.py": "demonstration content is written in two languages",
    "portal/templatetags/portal_ui.py": "which country's form of a language is written",
}


PACKAGES = ("foundation", "indexdata", "news", "portal")


def modules(package):
    for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
        name = str(path.relative_to(settings.BASE_DIR))
        if "/migrations/" not in name and not name.startswith("portal/starter/"):
            yield name


def named_in(source):
    """Yield what a module names of single languages: in its strings, docstrings aside, and as attributes."""
    tree = ast.parse(source)
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            text = node.value
        elif isinstance(node, ast.Attribute):
            text = node.attr
        elif isinstance(node, ast.keyword):
            text = node.arg or ""
        if NAMED.search(text):
            yield text


@pytest.mark.parametrize("package", PACKAGES)
def test_a_module_names_no_single_language(package):
    found = {name: list(named_in(Path(settings.BASE_DIR, name).read_text())) for name in modules(package)}
    naming = {name: words for name, words in found.items() if words}
    assert len(found) > 50
    assert not {name: words for name, words in naming.items() if name not in KNOWN}
    assert not {name for name in KNOWN if name.startswith(f"{package}/")} - set(naming), "named here in vain"


#: The same of templates and scripts.
KNOWN_FILES = {
    "templates/errors/500.html": "asks nothing of what may have failed",
}
NAMED_IN_FILE = re.compile(r"""_(?:en|zh_hans)\b|["'](?:en|zh[-_]hans)["']|\bzh[-_]hans\b""", re.IGNORECASE)


def files():
    for folder, pattern in (
        ("templates", "*.html"),
        ("templates", "*.txt"),
        ("templates", "*.xml"),
        ("static/js", "*.js"),
    ):
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            yield str(path.relative_to(settings.BASE_DIR))


def test_a_template_or_script_names_no_single_language():
    found = {name: NAMED_IN_FILE.findall(Path(settings.BASE_DIR, name).read_text()) for name in files()}
    assert len(found) > 200
    assert {name for name, words in found.items() if words} == set(KNOWN_FILES), found
