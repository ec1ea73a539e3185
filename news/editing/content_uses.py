"""The things that a content or a kept text of an article uses."""

from foundation.languages import in_languages
from news.linking.uses import in_html

LINKS = (("cover", "picture"), ("release", "release"), ("section", "section"), ("series", "series"))


def in_content(content):
    """Return {place: {(kind, key)}} of an article's content (`news.editing.content`)."""
    used = {name: in_html(content.get(name)) for name in in_languages("body")}
    for name, kind in LINKS:
        if key := content.get(f"{name}_id"):
            used[name] = {(kind, key)}
    used["tags"] = {("tag", key) for key in content.get("tags", ())}
    return used


def in_typed(data):
    """Return {place: {(kind, key)}} of what somebody has typed into an article's form, as it would be sent: {field: texts}."""
    first = {name: values[0] for name, values in data.items() if values}
    content: dict[str, object] = {name: str(first.get(name) or "") for name in in_languages("body")}
    content |= {f"{name}_id": next(iter(_keys([first.get(name)])), None) for name, _kind in LINKS}
    return in_content({**content, "tags": _keys(data.get("tags", ()))})


def _keys(values):
    return [int(one) for one in map(str, values) if one.isascii() and one.isdigit() and len(one) < 19]
