"""The shared cache in files: its folder goes while something is written, and what is announced is announced all the same."""

import logging
import shutil

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends import filebased

from portal.databases.files import FileBasedCache
from portal.freshness import shared
from portal.freshness.groups import all_tokens
from portal.freshness.stamp import Stamp


@pytest.fixture
def folder(tmp_path, settings):
    settings.CACHES = {
        "default": {"BACKEND": "portal.databases.files.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }
    return tmp_path / "cache"


def before(monkeypatch, owner, name, happens, times=1):
    """Let something happen before a function does its work, so many times."""
    done, original = [], getattr(owner, name)

    def changed(*args, **kwargs):
        if len(done) < times:
            done.append(name)
            happens()
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, changed)
    return done


MOMENTS = [(filebased.tempfile, "mkstemp"), (filebased, "file_move_safe")]


@pytest.mark.parametrize(("owner", "name"), MOMENTS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_folder_that_goes_while_a_change_is_announced(folder, monkeypatch, caplog, db, owner, name):
    asking = Stamp()
    tokens = sorted(all_tokens())[:2]
    shared.write(tokens, "1.0-before")
    done = before(monkeypatch, owner, name, lambda: shutil.rmtree(folder))
    with caplog.at_level(logging.WARNING):
        asking.announce(tokens)
    assert done
    assert "could not be announced" not in caplog.text
    assert cache.get(shared.STAMP_KEY) not in (None, "1.0-before")


def test_a_file_that_goes_before_it_is_renamed_is_written_again(folder, monkeypatch):
    def empty():
        for file in folder.iterdir():
            file.unlink()

    before(monkeypatch, filebased, "file_move_safe", empty)
    cache.set("key", "value")
    assert cache.get("key") == "value"


def test_a_folder_that_always_goes_is_an_error_of_the_cache(folder, monkeypatch):
    before(monkeypatch, filebased.tempfile, "mkstemp", lambda: shutil.rmtree(folder), times=9)
    with pytest.raises(FileNotFoundError):
        cache.set("key", "value")
    assert isinstance(caches["default"], FileBasedCache)
