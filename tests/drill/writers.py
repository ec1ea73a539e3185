"""Readers who comment and editors who save, over the real forms: each write has words of its own and is sent until it is answered."""

import http.client
import random
import re
import ssl
import time
import urllib.parse
from http.cookies import SimpleCookie

import lxml.html

from tests.deploy.test_nginx import HOST
from tests.drill.counting import ANEW, COMMENT, FILE, FORM, KEPT, SAVE

FRONT = "10.0.0.10"
TIMEOUT = 75
AGAIN_AFTER = 1.0
#: How long a reader writes; what is sent sooner is taken for a program's (a test compares).
WRITES_SECONDS = 4.0
#: How often a write is sent at most before its writer gives up.
MOST_TRIES = 90
AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
ADD = "/admin/news/article/add/"
COMMENT_WORDS, SAVE_WORDS = "Drill comment", "Drill save"


class Browser:
    """A browser without scripts at an address of its own: keeps cookies, follows nothing, notes each request."""

    def __init__(self, record, source=None):
        self.record, self._source, self._cookies, self._open = record, source, {}, None

    def ask(self, kind, what, path, fields=None, is_right=lambda status, headers, text: status == 200):
        """Send a request and return (status, headers, text); what cannot be sent or is not answered has status 0."""
        sent = time.monotonic()
        note = ""
        try:
            status, headers, text = self._ask(path, fields)
            right = bool(is_right(status, headers, text))
            if kind in (COMMENT, SAVE) and not right:
                note = _errors(text) if status in (200, 400) else headers.get("Location") or ""
        except (OSError, http.client.HTTPException) as error:
            self.close()
            status, headers, text, right, note = 0, {}, "", False, repr(error)
        self.record(kind, what, sent, time.monotonic(), status, right, note)
        return status, headers, text

    def close(self):
        """Close the connection; the next request opens another."""
        if self._open:
            self._open.close()
        self._open = None

    def _ask(self, path, fields):
        if self._open is None:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            source = (self._source, 0) if self._source else None
            self._open = http.client.HTTPSConnection(
                FRONT, 443, timeout=TIMEOUT, context=context, source_address=source
            )
        headers = {"Host": HOST, "User-Agent": AGENT}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = None
        if fields is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"https://{HOST}{path}",
            }
            body = urllib.parse.urlencode(fields).encode()
        self._open.request("GET" if body is None else "POST", path, body, headers)
        answer = self._open.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        if answer.will_close:
            self.close()
        return answer.status, answer.headers, text


def read_kept(browser, path, mark, again):
    """Ask for a page that is kept; right is the page with its own mark, whole."""
    if not again:
        browser.close()

    def is_right(status, headers, text):
        return status == 200 and mark in text and text.rstrip().endswith("</html>")

    browser.ask(KEPT, path, path, is_right=is_right)


def read_anew(browser, number):
    """Ask for a page that nobody has asked for before."""
    path = f"/search/?q=cotton+{number:x}"
    browser.ask(ANEW, path, path, is_right=lambda status, _headers, text: status == 200 and "</html>" in text)


def read_file(browser, path, known):
    """Ask for a file of the bucket; right is the one that came when all was whole."""
    browser.ask(FILE, path, path, is_right=lambda status, _headers, text: status == 200 and text == known)


def comment(browser, number, article, is_over=lambda: False):
    """Write a comment under an article; sent again until it is answered, as its reader would."""
    path = f"/reader-comments/{article}/"
    text = _until(browser, path, is_over)
    if text is None:
        return
    fields = _fields(text, lambda form: "body" in form.fields)
    words = random.Random(number)
    fields |= {
        "name": "Reader of the drill", "email": "",
        "body": f"{COMMENT_WORDS} {number}. " + " ".join(f"{words.getrandbits(40):010x}" for _ in range(20)),
    }  # fmt: skip
    time.sleep(WRITES_SECONDS)

    def is_right(status, headers, text):
        taken = status == 302 and "sent" in (headers.get("Location") or "")
        return taken or (status == 400 and "has been sent already" in text)

    _send(browser, COMMENT, number, path, fields, is_right, is_over)


class Editor:
    """An editor with an article of their own, who saves it again and again and begins others."""

    def __init__(self, record, name, password, source):
        self.browser, self.name, self.password = Browser(record, source), name, password
        self.article = None

    def sign_in(self, is_over=lambda: False):
        """Sign in; try until it is done."""
        while not is_over():
            text = _until(self.browser, "/admin/login/", is_over)
            if text is None:
                return
            fields = _fields(text, lambda form: "password" in form.fields)
            fields |= {"username": self.name, "password": self.password}
            status, headers, _text = self.browser.ask(
                FORM, "sign in", "/admin/login/", fields, lambda status, *_: status == 302
            )
            if status == 302 and "login" not in (headers.get("Location") or "login"):
                return
            time.sleep(AGAIN_AFTER)

    def save(self, number, is_over=lambda: False):
        """Save a text of its own: the editor's article, or every second time a new one."""
        path = ADD if self.article is None or number % 2 else f"/admin/news/article/{self.article}/change/"
        text = _until(self.browser, path, is_over)
        if text is None:
            return
        if 'name="password"' in text:
            self.sign_in(is_over)
            text = _until(self.browser, path, is_over) or ""
        fields = _fields(text, lambda form: "title_en" in form.fields)
        fields |= {"title_en": f"{SAVE_WORDS} {number}", "_continue": "1"}
        sections = re.findall(r'<option value="(\d+)"', text.partition('name="section"')[2].partition("</select>")[0])  # fmt: skip
        fields["section"] = fields.get("section") or (sections or [""])[0]

        def is_right(status, headers, _text):
            return status == 302 and "login" not in (headers.get("Location") or "login")

        headers = _send(self.browser, SAVE, number, path, fields, is_right, is_over)
        found = re.search(r"/article/(\d+)/change/", (headers or {}).get("Location") or "")
        if found and self.article is None:
            self.article = found[1]


def _until(browser, path, is_over):
    """Open a form, again and again until it comes; None when it is over first."""
    while not is_over():
        status, _headers, text = browser.ask(FORM, path, path)
        if status == 200:
            return text
        time.sleep(AGAIN_AFTER)
    return None


def _send(browser, kind, number, path, fields, is_right, is_over):
    """Send a form until it is answered, the same one each time; return the headers of the right answer, or None."""
    for _try in range(MOST_TRIES):
        status, headers, text = browser.ask(kind, str(number), path, fields, is_right)
        if is_right(status, headers, text):
            return headers
        if status in (200, 302, 400, 403, 429):  # refused: sending it again would not help
            return None
        if is_over():
            return None
        time.sleep(AGAIN_AFTER)
    return None


def _fields(text, is_it):
    """Return what a browser would send of a form, untouched."""
    forms = [form for form in lxml.html.fromstring(text).forms if is_it(form)]
    return dict(forms[0].form_values()) if forms else {}


def _errors(text):
    found = re.findall(r'class="[^"]*error[^"]*"[^>]*>\s*([^<]{3,200})', text)
    return "; ".join(" ".join(one.split()) for one in found[:3]) or text[:80]
