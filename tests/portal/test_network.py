"""The client's address: believed from trusted proxies alone."""

import pytest

from foundation.visitors import client_address
from news.comments.networks import origin_of
from portal.network import parse_networks

PROXY, SECOND_PROXY, CLIENT, SPOOFED = "10.0.0.1", "10.0.0.2", "203.0.113.7", "198.51.100.9"


@pytest.fixture
def trusted(settings):
    settings.TRUSTED_PROXIES = parse_networks("10.0.0.0/8, fd00::/8")


def request_from(rf, address, forwarded=None):
    headers = {"x-forwarded-for": forwarded} if forwarded is not None else {}
    return rf.get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        (CLIENT, None, CLIENT),
        (CLIENT, SPOOFED, CLIENT),
        (PROXY, None, PROXY),
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"{SPOOFED}, {CLIENT}", CLIENT),
        (PROXY, f"{SPOOFED}, {CLIENT}, {SECOND_PROXY}", CLIENT),
        (PROXY, f"{PROXY},{SECOND_PROXY}", PROXY),
        (PROXY, "not an address", PROXY),
        (PROXY, f"{CLIENT}, <script>", PROXY),
        (PROXY, "", PROXY),
        (PROXY, ",,,", PROXY),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        ("", CLIENT, ""),
    ],
)
def test_the_right_most_address_that_is_no_trusted_proxy(rf, trusted, address, forwarded, expected):
    assert client_address(request_from(rf, address, forwarded)) == expected


def test_without_trusted_proxies_the_header_means_nothing(rf, settings):
    settings.TRUSTED_PROXIES = []
    assert client_address(request_from(rf, PROXY, CLIENT)) == PROXY


@pytest.mark.django_db
def test_a_hash_stands_for_the_network_and_reveals_no_address(rf, trusted):
    near, far = request_from(rf, "203.0.113.8"), request_from(rf, "203.0.114.7")
    here = origin_of(request_from(rf, CLIENT)).network
    assert here == origin_of(near).network != origin_of(far).network
    assert CLIENT not in here
    first, second = request_from(rf, "2001:db8:1:2::3"), request_from(rf, "2001:db8:1:9::")
    assert origin_of(first).network == origin_of(second).network


@pytest.mark.parametrize("raw", ["10.0.0.0/33", "proxy.example", "10.0.0.1/8"])
def test_malformed_networks_are_refused(raw):
    with pytest.raises(ValueError, match=r"\S"):
        parse_networks(raw)


@pytest.mark.parametrize(("address", "secure"), [(PROXY, True), (CLIENT, False)])
def test_https_is_believed_from_trusted_proxies_alone(rf, settings, trusted, address, secure):
    from portal.serving.middleware import TrustedProxyMiddleware

    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", REMOTE_ADDR=address, headers={"x-forwarded-proto": "https"})
    assert TrustedProxyMiddleware(lambda request: request.is_secure())(request) is secure
