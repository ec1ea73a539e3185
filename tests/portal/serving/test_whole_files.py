"""Files are there whole or not at all, whenever the process that writes them is killed."""

import os
import time

import pytest
from django.core.files.base import ContentFile

from portal import secrets
from portal.serving.whole_files import WholeFileStorage, sweep


class Killed(BaseException):
    """What no handler of errors catches."""


@pytest.fixture
def storage(tmp_path):
    return WholeFileStorage(location=tmp_path)


def test_a_file_is_kept_under_its_name(storage, tmp_path):
    assert storage.save("a/b.txt", ContentFile(b"one")) == "a/b.txt"
    assert storage.save("a/b.txt", ContentFile(b"two")) != "a/b.txt"
    assert (tmp_path / "a/b.txt").read_bytes() == b"one"
    assert not [name for name in os.listdir(tmp_path / "a") if name.startswith(".")]


def test_a_writer_that_dies_leaves_no_name(storage, tmp_path):
    class Dying(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise Killed

    with pytest.raises(Killed):
        storage.save("a/b.txt", Dying(b"half and half"))
    assert not (tmp_path / "a/b.txt").exists()
    left = next((tmp_path / "a").iterdir())
    assert sweep(storage, time.time() - 60) == 0
    assert sweep(storage, time.time() + 60) == 1
    assert not left.exists()


@pytest.mark.parametrize("write", [secrets.write_private, secrets.replace_private])
def test_a_secret_is_whole_or_not_there(tmp_path, monkeypatch, write):
    path = tmp_path / "secret_key"

    def die(*args, **kwargs):
        raise Killed

    monkeypatch.setattr(os, "link", die)
    monkeypatch.setattr(type(path), "replace", die)
    with pytest.raises(Killed):
        write(path, "a key")
    assert not path.exists()


def test_private_files_are_private_and_replaced_in_one_step(tmp_path):
    path = tmp_path / "accounts"
    secrets.write_private(path, "one")
    secrets.write_private(path, "two")
    assert path.read_text() == "one"
    secrets.replace_private(path, "three")
    assert path.read_text() == "three"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.iterdir())) == 1
