"""The OpenAPI document as generators of clients want it: parameters without null, every error with its form."""

from foundation.problems import CONTENT_TYPE

_PROBLEM = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
#: Errors that any address may answer; 404 only where something is named in it.
_ERRORS = {
    400: "A parameter is unknown or not understood.",
    404: "There is nothing under this name.",
    429: "Too much was asked for from one network; Retry-After says when to come again.",
    503: "Not available at the moment; Retry-After says when to come again.",
}
#: Values with which each address answers something on the site itself.
_EXAMPLES = {
    "code": "PRICE", "series": "PRICE", "issue": "2025-06-16", "from": "2025", "to": "2025-06-30", "as_of": "2025-06-30",
    "q": "cotton", "limit": 20,
}  # fmt: skip
_LIMITS = {
    name: {"description": text, "schema": {"type": "string"}}
    for name, text in (
        ("RateLimit", "What is left for this network in this minute; told with answers that were made anew."),
        ("RateLimit-Policy", "How many answers are made for one network, in how many seconds."),
    )
}


def finished(document):
    """Return an OpenAPI document with what ninja leaves out; changes it."""
    lists = {name: one["enum"] for name, one in document["components"]["schemas"].items() if "enum" in one}
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _finish(operation, lists, named="{" in path)
    return document


def _finish(operation, lists, named):
    for parameter in operation["parameters"]:
        parameter["schema"] = _as_listed(_without_null(parameter["schema"]), lists)
        if parameter["name"] in _EXAMPLES:
            parameter["example"] = _EXAMPLES[parameter["name"]]
    responses = {200: {**operation["responses"][200], "headers": _LIMITS}}
    for status, sentence in _ERRORS.items():
        if status != 404 or named:
            responses[status] = {"description": sentence, "content": _PROBLEM}
    operation["responses"] = responses


def _without_null(schema):
    """A parameter is left out or has a value: there is no null in an address."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    (kind,) = kinds
    return kind


def _as_listed(schema, lists):
    """A closed list that stands elsewhere too is named, so that it is one kind for a client and not two."""
    name = schema.get("title")
    if "enum" in schema and lists.get(name) == schema["enum"]:
        return {"$ref": f"#/components/schemas/{name}"}
    return schema
