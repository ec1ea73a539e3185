"""What a browser would send of a page's forms, with other words in them."""

from html.parser import HTMLParser

from tests.portal.rights.planted import text_of


class Fields(HTMLParser):
    """The fields of a page's forms as a browser would send them, text replaced by something else."""

    def __init__(self):
        super().__init__()
        self.values, self._select, self._text = {}, "", ""

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        name, kind = said.get("name") or "", said.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in said or not self.values.get(self._select)):
            self.values[self._select] = said.get("value", "")
        elif tag == "textarea" and name:
            self._text, self.values[name] = name, ""
        elif tag == "input" and name and kind not in ("submit", "file", "button"):
            if kind not in ("checkbox", "radio"):
                self.values[name] = _other(name, said.get("value") or "", kind)
            elif "checked" in said:
                self.values[name] = said.get("value") or "on"

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data):
        if self._text:
            self.values[self._text] = _other(self._text, data.strip(), "text")


def _other(name, value, kind):
    is_word = kind == "text" and value and not any(character.isdigit() for character in value)
    return f"{value}x" if is_word and "FORMS" not in name and not name.endswith(("color", "-id")) else value


def fields_of(client, address):
    """Return what the forms of a page send, or nothing where it cannot be opened."""
    answer = client.get(address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return {}
    parser = Fields()
    parser.feed(text_of(answer))
    return parser.values
