"""Public pages as a visitor reads them: each process of the server learns of a change within a second."""

import re
import time
import urllib.error
import urllib.request

#: Where a heading may end a line between words: nothing that a reader sees.
PLACES = re.compile(r'<span class="by-words">(.*?)</span>', re.DOTALL)


def read(address):
    """Return (status, text) of a public page, its headings as they are read; the text of an error is empty."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, PLACES.sub(r"\1", answer.read().decode().replace("<wbr>", ""))
    except urllib.error.HTTPError as error:
        return error.code, ""


def read_until(address, is_so, seconds=20):
    """Read a page until `is_so(status, text)`, and return (status, text); fail after so many seconds."""
    end = time.monotonic() + seconds
    while not is_so(*(found := read(address))):
        assert time.monotonic() < end, f"{address} still says {found[0]} after {seconds} s: {found[1][:2000]}"
        time.sleep(0.1)
    return found


def read_with(address, words):
    """Return the text of a page, once it holds some words."""
    return read_until(address, lambda status, text: words in text)[1]


def read_without(address, words):
    """Return the text of a page, once it no longer holds some words."""
    return read_until(address, lambda status, text: words not in text)[1]


def read_gone(address):
    """Read an address until nothing is there."""
    read_until(address, lambda status, text: status == 404)
