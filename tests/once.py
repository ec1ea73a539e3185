"""What is made once for all processes of a test run."""

import os
import time


def made_once(tmp_path_factory, name, make):
    """Return a folder that `make(folder)` has filled, by the first process that asks; the others wait for it.

    It is to be copied and not changed.
    """
    one_process = "PYTEST_XDIST_WORKER" not in os.environ
    root = tmp_path_factory.getbasetemp() if one_process else tmp_path_factory.getbasetemp().parent
    folder, ready, failed = root / name, root / f"{name}-ready", root / f"{name}-failed"
    try:
        folder.mkdir()
    except FileExistsError:
        while not ready.exists():
            assert not failed.exists(), f"Another process could not make {name}."
            time.sleep(0.2)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return folder
