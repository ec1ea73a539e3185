"""The portal connects to unicast addresses of the public internet alone, at every step and whatever a name server says."""

import socket

import pytest

from news.addresses import link_checking
from news.addresses.link_checking import answer_of
from news.addresses.public_addresses import is_public_unicast

PUBLIC = [
    "93.184.216.34",
    "8.8.8.8",
    "1.1.1.1",
    "223.5.5.5",
    "2606:4700:4700::1111",
    "2400:3200::1",
    "192.0.1.1",
]
REFUSED = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.9.1", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "224.0.1.1", "233.252.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::10.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::10.0.0.1",
    "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:0a00:0001::1", "2002:7f00:1::", "2002:0808:0808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "4000::1", "e000::1",
    "", "localhost", "example.org",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_asked(address):  # B13
    assert is_public_unicast(address)


@pytest.mark.parametrize("address", REFUSED)
def test_all_others_are_refused(address):  # B13
    assert not is_public_unicast(address)


@pytest.fixture
def connections(monkeypatch):
    """Count connections; none is made."""
    made = []

    def connect(address, *rest):
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(link_checking.socket, "create_connection", connect)
    return made


def resolving(monkeypatch, *answers):
    """Have the name server answer with these lists of addresses, one after the other."""
    left = list(answers)

    def resolve(host, port, **more):
        addresses = left.pop(0) if len(left) > 1 else left[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(link_checking.socket, "getaddrinfo", resolve)


@pytest.mark.parametrize("address", [one for one in REFUSED if one and one[0] in "0123456789:f"])
def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch, connections, address):  # B13
    resolving(monkeypatch, [address], ["8.8.8.8"])
    assert answer_of("http://rebound.example.org/") == "not public"
    resolving(monkeypatch, ["8.8.8.8", address])
    assert answer_of("https://mixed.example.org/") == "not public"
    assert connections == []


def test_the_second_answer_of_a_name_server_changes_nothing(monkeypatch, connections):  # B13
    resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    assert answer_of("http://rebound.example.org/") == "no connection"
    assert connections == [("8.8.8.8", 80)]


def test_a_redirect_that_leads_inside_is_not_followed(monkeypatch):  # B13
    asked = []

    def ask(url, method, allow_private, *more):
        asked.append(url)
        if "first" in url:
            return 302, "http://[64:ff9b::a00:1]/"
        link_checking._public_address("64:ff9b::a00:1", 80, allow_private)

    monkeypatch.setattr(link_checking, "_ask", ask)
    assert answer_of("http://first.example.org/") == "not public"
    assert len(asked) == 2


def test_the_connected_address_is_looked_at(monkeypatch):  # B13
    resolving(monkeypatch, ["8.8.8.8"])
    server = socket.create_server(("127.0.0.1", 0))
    inside = socket.socket()
    inside.connect(server.getsockname())
    monkeypatch.setattr(link_checking.socket, "create_connection", lambda *rest: inside)
    with server:
        assert answer_of("http://odd.example.org/") == "not public"
        peer, _address = server.accept()
        with peer:
            assert peer.recv(10) == b""
