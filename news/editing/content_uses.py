"""The things that a content or a kept text uses, as the description of its kind says (`news.drafting.contents`)."""

from foundation.languages import in_languages
from news.linking.uses import in_html


def in_content(described, content):
    """Return {place: {(kind, key)}} of a content."""
    used = {name: in_html(content.get(name)) for name in in_languages(*described.rich)}
    for name, kind in described.uses:
        if name in described.lists:
            used[name] = {(kind, key) for key in content.get(name, ())}
        elif key := content.get(f"{name}_id"):
            used[name] = {(kind, key)}
    return used


def in_typed(described, data):
    """Return {place: {(kind, key)}} of what somebody has typed into a form, as it would be sent: {field: texts}."""
    first = {name: values[0] for name, values in data.items() if values}
    content: dict[str, object] = {name: str(first.get(name) or "") for name in in_languages(*described.rich)}
    for name, _kind in described.uses:
        if name in described.lists:
            content[name] = _keys(data.get(name, ()))
        else:
            content[f"{name}_id"] = next(iter(_keys([first.get(name)])), None)
    return in_content(described, content)


def _keys(values):
    return [int(one) for one in map(str, values) if one.isascii() and one.isdigit() and len(one) < 19]
