"""Asking outside addresses whether they still answer. Never an address inside a network of ours.

An address is asked with HEAD, and with GET where HEAD is refused, following redirects step by step; each step is
resolved here and connected to only if every address it resolves to is a public one. All steps together have `LIMIT` seconds:
a server that sends a byte now and then is cut off.
"""

import http.client
import logging
import re
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from foundation.background.work import in_background
from foundation.languages import in_languages
from news.articles.models import Article
from news.pages.models import Page
from news.permissions import MAY_WRITE
from news.text.elements import elements

from .models import LinkCheck
from .public_addresses import is_public_unicast

WEB = ("http://", "https://")
LONGEST = 500
TIMEOUT, LIMIT, MOST_STEPS, AT_ONCE = 8, 15, 5, 4
ASKED_AGAIN_AFTER = timedelta(days=7)
AGENT = "KeqiaoTextileIndex-LinkCheck/1.0"
REFUSES_HEAD = {400, 403, 405, 406, 501}
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ALL_OF_ASCII = "".join(map(chr, range(33, 127)))


logger = logging.getLogger(__name__)


class NotPublicError(OSError):
    """The address leads into a network that is not the public internet."""


def web_addresses(html):
    """Return the addresses of other sites that stored rich text links to, as a set; none longer than can be noted."""
    found = {element.attributes.get("href", "") for element in elements(html, "a")}
    return {address for address in found if address.lower().startswith(WEB) and len(address) <= LONGEST}


def outside_addresses():
    """Return the outside addresses that published articles and pages link to, as a set."""
    found = set()
    texts = (
        Article.objects.published().order_by().values_list(*in_languages("body"), "source_url"),
        Page.objects.published().order_by().values_list(*in_languages("body")),
    )
    for rows in texts:
        for row in rows.iterator(chunk_size=200):
            for text in row:
                found |= web_addresses(text)
                if (text or "").lower().startswith(WEB):
                    found.add(text)
    return found


def due(addresses, now=None):
    """Return those of the addresses that were not asked lately, never asked ones first; failing ones are always due."""
    now = now or timezone.now()
    fresh = LinkCheck.objects.filter(
        Q(failing_since__isnull=True), url__in=addresses, checked_at__gt=now - ASKED_AGAIN_AFTER
    )
    known = set(LinkCheck.objects.values_list("url", flat=True))
    return sorted(addresses - set(fresh.values_list("url", flat=True)), key=lambda url: (url in known, url))


def check(addresses, ask=None):
    """Ask the addresses, some at once, and note each answer as it comes; yield (address, reason), "" where it answers."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for url, reason in zip(addresses, pool.map(_safely(ask or answer_of), addresses), strict=True):
            _note(url, reason)
            yield url, reason


def _safely(ask):
    """An address that cannot even be asked is one that does not answer; the others are asked all the same."""

    def asked(url):
        try:
            return ask(url)
        except Exception:
            logger.exception("An outside address could not be asked.")
            return "no connection"

    return asked


def answer_of(url, allow_private=False):
    """Return why an address does not answer, in a word or two; "" when it does."""
    until = time.monotonic() + LIMIT
    try:
        for _step in range(MOST_STEPS):
            status, location = _ask(url, "HEAD", allow_private, until)
            if status in REFUSES_HEAD:
                status, location = _ask(url, "GET", allow_private, until)
            if status in (301, 302, 303, 307, 308) and location:
                url = urljoin(url, location)
                continue
            return "" if status < 400 else str(status)
    except NotPublicError:
        return "not public"
    except TimeoutError:
        return "no answer in time"
    except ssl.SSLError:
        return "certificate" if time.monotonic() < until else "no answer in time"
    except (OSError, http.client.HTTPException, ValueError):
        return "no connection" if time.monotonic() < until else "no answer in time"
    return "too many redirects"


def _ask(url, method, allow_private, until):
    if time.monotonic() >= until:
        raise TimeoutError
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(url)
    host, target = _as_asked(parts)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _public_address(host, port, allow_private)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT)
    # The name is resolved once: a second answer of the name server could lead elsewhere.
    twins = []

    def connect(_address, timeout, source):
        left = max(0.1, until - time.monotonic())
        made = _connect(address, min(timeout, left), source, allow_private)
        twins.append(made.dup())  # the connection by another handle: TLS takes the first one over
        return made

    def cut_off():
        for twin in twins:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)

    connection._create_connection = connect  # type: ignore[attr-defined]  # where http.client looks for it
    alarm = threading.Timer(max(0.1, until - time.monotonic()), cut_off)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(method, target, headers={"User-Agent": AGENT})
        response = connection.getresponse()
        if time.monotonic() >= until:  # cut off among the headers
            raise TimeoutError
        return response.status, _location(response.headers.get("Location"))
    finally:
        alarm.cancel()
        connection.close()
        for twin in twins:
            twin.close()


def _as_asked(parts):
    """Return (host, path with query) of an address as servers are asked: in ASCII, without fragment; names in other scripts
    by their IDNA form. What is percent-encoded already stays so."""
    target = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    target = _STRAY_PERCENT.sub("%25", target)
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    return host, target


def _location(header):
    """Return where a redirect leads: servers write addresses in other scripts as their bytes, in UTF-8 or another encoding."""
    if header is None or header.isascii():
        return header
    return quote(header.encode("latin-1", "ignore"), safe=_ALL_OF_ASCII)


def _public_address(host, port, allow_private):
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not allow_private and not (found and all(is_public_unicast(one[4][0]) for one in found)):
        raise NotPublicError(host)
    return found[0][4][:2]


def _connect(address, timeout, source, allow_private):
    """Connect to an address that was looked at, and look at what answers: nothing is sent to any other."""
    connected = socket.create_connection(address, timeout, source)
    if not allow_private and not is_public_unicast(connected.getpeername()[0]):
        connected.close()
        raise NotPublicError(address[0])
    return connected


def _note(url, reason):
    now = timezone.now()
    row, _created = LinkCheck.objects.get_or_create(url=url)
    row.checked_at, row.reason = now, reason
    row.failing_since = (row.failing_since or now) if reason else None
    row.save()


@in_background("link-check", _("Asking outside addresses"), concerns=MAY_WRITE, priority=-20)
def ask_addresses(*addresses):
    """Ask some outside addresses whether they still answer, and note it. Return how many do not."""
    return sum(bool(reason) for _url, reason in check(list(addresses)))
