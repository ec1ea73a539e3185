"""A portal on the production server, with limits short enough for tests; made once."""

import shutil

import pytest

from tests.attack.site import signed_in
from tests.portal.serving.raw import Raw
from tests.server import portal_server


@pytest.fixture(scope="session")
def folder(installation, tmp_path_factory):
    """The VAR_DIR of the portal."""
    return shutil.copytree(installation, tmp_path_factory.mktemp("served"), dirs_exist_ok=True)


@pytest.fixture(scope="session")
def spool(tmp_path_factory):
    """Where the portal puts temporary files."""
    return tmp_path_factory.mktemp("spool")


@pytest.fixture(scope="session")
def session(folder):
    """The key of an administrator's session."""
    return signed_in(folder)


@pytest.fixture(scope="session")
def served(folder, spool):
    """The portal, one process of it, so that what holds a thread is noticed."""
    with portal_server(folder, 1, MAX_UPLOAD_MB="25", TMPDIR=str(spool)) as server:
        yield server


@pytest.fixture
def raw(served):
    """Open connections to the portal that send what a browser never would."""
    opened = []

    def connect(data=b"", address="127.0.0.1"):
        opened.append(Raw(served.port, data, address))
        return opened[-1]

    yield connect
    for one in opened:
        one.close()
