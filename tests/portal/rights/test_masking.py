"""Keys in addresses reach no log: not in lines about refused requests, not in tracebacks."""

import logging
from io import StringIO

import pytest
from django.conf import settings

from portal.serving.masking import MaskKeys, masked

KEY = "eyJhIjoxfQ:1wXyZ:abcdefghijklmnop"


@pytest.mark.parametrize(
    "address",
    [
        "/reader-comments/my-data/{}/", "/zh-hans/reader-comments/confirm/{}/", "/reader-comments/unfollow/{}",
        "/follow/confirm/{}/", "/zh-hans/follow/letters/{}/",
        "/reader-comments/decide/{}/?x=1", "/drafts/{}/", "http://h/zh-hans/drafts/{}/",
        "/admin/password-reset/{}/set-password/", "/admin/password-reset/Mg/{}/",
        "/admin/my-account/address/{}/",
    ],
)  # fmt: skip
def test_keys_are_masked(address):  # B12
    assert KEY not in masked(f"Gone: {address.format(KEY)} more")
    assert masked("/reader-comments/my-data/ and /drafts/") == "/reader-comments/my-data/ and /drafts/"


def test_every_handler_masks():  # B12
    assert all("keys" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


@pytest.mark.django_db
def test_a_refused_link_leaves_no_key_in_the_log(client):  # B12
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(MaskKeys())
    loggers = [logging.getLogger(name) for name in ("django.request", "django")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        client.get(f"/reader-comments/decide/{KEY}/")
        client.get(f"/drafts/{KEY}/")
        try:
            raise ValueError(f"/drafts/{KEY}/")
        except ValueError:
            logging.getLogger("django").exception("It failed at %s", f"/drafts/{KEY}/")
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    assert "/drafts/…" in stream.getvalue()
    assert KEY not in stream.getvalue()
