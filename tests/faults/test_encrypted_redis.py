"""Redis behind TLS: asked with its own certificate authority, refused where that does not know it."""

import subprocess

import pytest

from tests.certificates import write_certificate
from tests.faults.rig import answers, has_redis, wait_until
from tests.faults.test_database_away import FORM, with_opened
from tests.faults.test_sentinel import checked
from tests.server import free_port

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not has_redis(), reason="no redis-server on the PATH"),
]


@pytest.fixture
def encrypted(tmp_path):
    """The address of a Redis that takes nothing but TLS, without the name of an authority."""
    chain, key = write_certificate(tmp_path, "127.0.0.1")
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", "0", "--tls-port", str(port), "--tls-cert-file", chain, "--tls-key-file", key,
         "--tls-auth-clients", "no", "--tls-ca-cert-file", chain, "--save", "", "--dir", tmp_path],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(lambda: answers("127.0.0.1", port), "Redis did not start")
    yield f"rediss://127.0.0.1:{port}/0", chain
    process.terminate()
    process.wait(timeout=10)


def test_pages_and_changes_go_through_an_encrypted_redis(site, encrypted):
    address, chain = encrypted
    with site.served(REDIS_URL=f"{address}?ssl_ca_certs={chain}") as visitor:
        form = visitor.get(FORM)
        assert visitor.get("/readyz").status == 200
        assert visitor.get("/news/").status == 200
        assert visitor.post(FORM, with_opened(form)).status == 302


def test_a_certificate_of_nobody_known_is_refused_and_named(site, encrypted, tmp_path_factory):
    other, _key = write_certificate(tmp_path_factory.mktemp("other"), "127.0.0.1")
    address = f"{encrypted[0]}?ssl_ca_certs={other}"
    said = checked(site, **{**site.settings, "REDIS_URL": address})
    assert "portal.E005" in said
    assert "certificate verify failed" in said
    with site.served(REDIS_URL=address) as visitor:
        assert visitor.get("/readyz").status == 503
        assert visitor.get("/news/").status == 200
