"""Translations: compiled without GNU gettext, and checked for what is missing, fuzzy or malformed."""

import ast
import gettext
import os
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings

from portal.management.commands.check_translations import fresh_catalogs, problems_in
from portal.management.commands.compile_translations import compile_catalogs

needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")


@pytest.fixture
def catalog(tmp_path):
    """A catalog with one good, one untranslated, one fuzzy and one obsolete entry, at the place Django wants it."""
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalog.append(polib.POEntry(msgid="Home", msgstr="首页"))
    catalog.append(polib.POEntry(msgid="News", msgstr=""))
    catalog.append(polib.POEntry(msgid="Price", msgstr="价", flags=["fuzzy"]))
    catalog.append(polib.POEntry(msgid="Old", msgstr="旧", obsolete=True))
    catalog.save(str(path))
    return path


def test_good_entries_are_compiled_and_others_left_out(catalog, tmp_path):
    assert compile_catalogs([tmp_path]) == [catalog]
    with catalog.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert [compiled.gettext(text) for text in ("Home", "News", "Price", "Old")] == [
        "首页",
        "News",
        "Price",
        "Old",
    ]


def test_only_what_changed_is_compiled_again(catalog, tmp_path):
    compile_catalogs([tmp_path])
    assert compile_catalogs([tmp_path]) == []
    later = catalog.with_suffix(".mo").stat().st_mtime + 5
    os.utime(catalog, (later, later))
    assert compile_catalogs([tmp_path]) == [catalog]


@needs_gettext
def test_missing_and_fuzzy_entries_are_named_and_obsolete_ones_are_not(catalog):
    assert [line.split(" (")[0] for line in problems_in(catalog)] == ["fuzzy: 'Price'", "missing: 'News'"]


@needs_gettext
def test_broken_placeholders_are_named(catalog):
    broken = polib.pofile(str(catalog))
    broken.append(polib.POEntry(msgid="%(count)s issues", msgstr="%(cuont)s 期", flags=["python-format"]))
    broken.save(str(catalog))
    assert any(line.startswith("malformed") for line in problems_in(catalog))


@needs_gettext
def test_strings_of_the_source_are_collected(tmp_path):
    source = tmp_path / "source"
    (source / "portal").mkdir(parents=True)
    shutil.copy(Path(settings.BASE_DIR, "manage.py"), source)
    (source / "portal" / "settings.py").write_text(
        "from pathlib import Path\nLOCALE_PATHS = [Path(__file__).parent.parent / 'locale']\n"
    )
    (source / "portal" / "words.py").write_text(
        "from django.utils.translation import gettext\ngettext('Brand new')\n"
    )
    (source / "static" / "js").mkdir(parents=True)
    (source / "static" / "js" / "words.js").write_text('const word = gettext("Brand new in a script");\n')
    (source / "locale").mkdir()
    catalog, scripts = fresh_catalogs(source, tmp_path / "copy")
    assert any("'Brand new'" in line for line in problems_in(catalog))
    assert any("'Brand new in a script'" in line for line in problems_in(scripts))


MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "pgettext_lazy"}


def test_no_words_stand_where_nobody_collects_them():  # L19
    """What is marked inside an f-string is not found by xgettext: it would stay in the language of the code."""
    hidden = [
        f"{path.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for package in ("foundation", "indexdata", "news", "portal")
        for path in (settings.BASE_DIR / package).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKERS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
