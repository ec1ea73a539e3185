"""The headers of every kind of page: what browsers must not do, what caches may keep, and no cookies on reading."""

import re

import pytest
from django.contrib.auth import get_user_model

from tests.portal.addresses import address, fill, public_routes

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
ROUTES = public_routes()
#: The forms of reader comments are the public places that set a cookie.
FORM = "news:comment-form"
FORMS = {
    FORM,
    "news:report-comment",
    "news:report-figure",
    "news:my-data",
    "news:my-data-of",
    "news:confirm-reader",
    "news:decide-comment",
    "news:follow",
    "news:follow-confirm",
}
#: Never kept either, but they set none.
KEPT_BY_NOBODY = {
    "healthz",
    "readyz",
    "news:shared-draft",
    "news:comment",
    "news:unfollow",
    "news:follow-letters",
}
#: A drawn chart loads nothing at all, and any site may show it.
PICTURES = {
    "indexdata:index-chart",
    "indexdata:index-picture",
    "indexdata:release-poster",
    "indexdata:compare-picture",
}
#: What may stand in a frame of any site.
FRAMES = {"indexdata:index-embed"}
OLD_COOKIES = "sessionid=abcdefghijklmnopqrstuvwxyz012345; django_language=zh-hans"
READING = [name for name in ROUTES if name not in FORMS]
TRANSLATED = [name for name, translated in ROUTES.items() if translated]
PUBLIC_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def site(client):
    fill()
    return client


def addresses(name):
    return [address(name), f"/zh-hans{address(name)}"] if ROUTES[name] else [address(name)]


def addresses_of(names):
    return [at for name in names for at in addresses(name)]


def assert_safe(response):
    """Check the headers that every answer of the public site carries, errors included."""
    policy = response["Content-Security-Policy"]
    assert set(re.split(r";\s*", policy)) >= PUBLIC_POLICY
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.long
def test_every_public_address_is_safe(site):
    for at in addresses_of([name for name in ROUTES if name not in PICTURES | FRAMES]):
        assert_safe(site.get(at))


def test_a_drawn_chart_may_run_nothing(site):
    for at in addresses_of(PICTURES):
        response = site.get(at)
        policy = set(re.split(r";\s*", response["Content-Security-Policy"]))
        assert policy == {"default-src 'none'", "frame-ancestors 'none'"}, at
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_frame_may_stand_in_pages_of_any_site_and_do_no_more_than_a_page(site):
    for at in addresses_of(FRAMES):
        response = site.get(at)
        policy = set(re.split(r";\s*", response["Content-Security-Policy"]))
        assert policy >= PUBLIC_POLICY - {"frame-ancestors 'none'"} | {"frame-ancestors *"}
        assert "X-Frame-Options" not in response
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.long
def test_reading_sets_no_cookie_and_may_be_kept_by_shared_caches(site):
    kept_by_nobody = addresses_of(KEPT_BY_NOBODY)
    for at in addresses_of(READING):
        response = site.get(at, headers={"accept-language": "zh-CN", "cookie": OLD_COOKIES})
        assert not response.cookies, at
        assert "cookie" not in response.get("Vary", "").lower(), at
        assert "accept-language" not in response.get("Vary", "").lower(), at
        if response.status_code == 200 and at not in kept_by_nobody:
            assert "private" not in response.get("Cache-Control", ""), at


@pytest.mark.long
def test_the_language_is_that_of_the_address(site):
    for at in addresses_of(TRANSLATED):
        response = site.get(at, headers={"accept-language": "zh-CN"})
        assert response["Content-Language"].lower() == ("zh-hans" if at.startswith("/zh-hans/") else "en")


@pytest.mark.long
def test_pages_need_nothing_the_policy_forbids(site):
    for at in addresses_of(TRANSLATED):
        response = site.get(at)
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        assert not re.search(r"<[^>]+\sstyle=", page), at
        assert not re.search(r"<[^>]+\son[a-z]+=", page), at
        assert "<style" not in page, at
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", page), at
        assert "javascript:" not in page, at


@pytest.mark.parametrize(
    "at", ["/nothing/", "/zh-hans/nothing/", "/news/?page=%00", "/News/detial.php?id=9999"]
)
def test_error_pages_are_safe_too_and_kept_by_nobody(site, at):
    response = site.get(at)
    assert response.status_code >= 400
    assert_safe(response)
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80:80", "a b", "[::1"]
)
def test_a_host_that_is_not_ours_is_refused(site, host):
    response = site.get("/", headers={"host": host})
    assert response.status_code == 400
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in response


def test_a_forwarded_host_is_not_believed(site):
    page = site.get(
        "/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    ).content.decode()
    assert "evil.example" not in page


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_forms_set_a_strict_cookie_and_are_kept_by_nobody(site, name):
    response = site.get(address(name))
    assert response.status_code == 200
    assert re.search("no-store|private", response["Cache-Control"])
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_the_admin_has_its_own_policy_and_is_kept_by_nobody(site):
    for client_address in ("/admin/login/", "/admin/"):
        response = site.get(client_address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy
        assert response["X-Frame-Options"]
        assert re.search("no-store|private|no-cache", response["Cache-Control"])
    admin = get_user_model().objects.create_superuser("chief", "chief@example.org", "a long password")
    site.force_login(admin)
    response = site.get("/admin/")
    assert response.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" not in response["Content-Security-Policy"]
    for cookie in response.cookies.values():
        assert cookie["samesite"] == "Lax"
