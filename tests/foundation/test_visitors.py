"""Addresses as the network layer writes them stand for the network they belong to."""

from foundation.visitors import network_of


def test_an_ipv4_address_in_ipv6_clothes_is_the_same_network(rf, settings):
    settings.TRUSTED_PROXIES = []
    plain = network_of(rf.get("/", REMOTE_ADDR="203.0.113.7"))
    assert network_of(rf.get("/", REMOTE_ADDR="::ffff:203.0.113.9")) == plain
    assert network_of(rf.get("/", REMOTE_ADDR="::ffff:203.0.114.9")) != plain
