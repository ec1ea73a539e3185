"""The forms of pages as a browser would send them untouched, and the names that the code reads from what is sent."""

import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings

from tests.portal.fuzz.hostile import FILES, Letter
from tests.portal.rights.planted import text_of

PACKAGES = ("foundation", "indexdata", "news", "portal")
READ = re.compile(
    r"""(?:request|query|self)\.?(GET|POST|data|FILES)?(?:\.get(?:list)?\(|\[)\s*["']([\w-]{1,40})["']"""
)
#: More options of a list than one are not told apart.
NOT_SENT = ("submit", "button", "image", "reset")


class Forms(HTMLParser):
    """Collects the forms of a page: (method, action, fields, files)."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._fields = self._files = None
        self._select = self._text = ""

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        name, kind = said.get("name") or "", said.get("type") or "text"
        if tag == "form":
            self._fields, self._files = {}, {}
            method = (said.get("method") or "get").upper()
            self.found.append((method, said.get("action") or "", self._fields, self._files))
        if self._fields is None:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in said or self._select not in self._fields:
                self._fields[self._select] = [said.get("value") or ""]
        elif tag == "textarea" and name:
            self._text = name
            self._fields[name] = [""]
        elif tag in ("input", "button") and name:
            self._input(name, kind, said)

    def _input(self, name, kind, said):
        if kind == "file":
            self._files[name] = FILES[0]
        elif kind in ("checkbox", "radio"):
            if "checked" in said:
                self._fields.setdefault(name, []).append(said.get("value") or "on")
        elif kind not in NOT_SENT or name not in self._fields:
            self._fields[name] = [said.get("value") or ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data):
        if self._text and self._fields is not None:
            self._fields[self._text][0] += data.strip("\n")


def letters_of(client, address):
    """Return the letters that the forms of a page would send; none where it cannot be opened."""
    answer = client.get(address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return []
    parser = Forms()
    parser.feed(text_of(answer))
    letters = []
    for method, action, fields, files in parser.found:
        target = urljoin(address, action)
        if target.startswith("/"):
            letters.append(Letter(target.partition("#")[0], fields, files, method))
    return letters


@cache
def names_read():
    """Return the names that the code reads from queries and what is sent, wherever: each is tried at every address."""
    found = set()
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            found |= {name for _where, name in READ.findall(path.read_text())}
    return sorted(found)
