"""Lines of the log as JSON, one object each, without anything of a person.

Only what is named here is written: what Django adds to a record, the request above all, stays away.
"""

import logging
import re
import time
from ipaddress import ip_address

from pythonjsonlogger.json import JsonFormatter

#: Of a record: name in the line, attribute.
WRITTEN = ("asctime", "levelname", "name", "message", "request_id", "exc_info", "status_code", "process")
RENAMED = {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "trace"}
LONGEST = 16_000
MAIL = re.compile(r"[^\s<>\"'()\[\]{},;:=@]{1,64}@[^\s<>\"'()\[\]{},;:]+")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>?]*=[^\s\"'<>]*")
ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\w:])"
)


def without_persons(text: str) -> str:
    """Return a text in which mail addresses, what was typed into addresses, and addresses of visitors are hidden."""
    text = MAIL.sub("…@…", text)
    text = QUERY.sub("?…", text)
    return ADDRESS.sub(_hidden, text)


def _hidden(found):
    """Return "…" for an address of the outer world; those of a machine's own networks tell an operator what is away."""
    try:
        return "…" if ip_address(found[0]).is_global else found[0]
    except ValueError:
        return found[0]


class JsonLines(JsonFormatter):
    """Writes a record as one line of JSON: time (UTC), level, logger, message, request_id, trace."""

    default_msec_format = "%s.%03dZ"

    def __init__(self):
        super().__init__(
            " ".join(f"%({name})s" for name in WRITTEN), rename_fields=RENAMED, json_ensure_ascii=False
        )

    converter = staticmethod(time.gmtime)

    def formatTime(self, record, datefmt=None):
        """Return the time of a record as ISO 8601."""
        return super().formatTime(record, datefmt).replace(" ", "T", 1)

    def add_fields(self, log_data, record, message_dict):
        """Take what is to be written, and nothing else."""
        super().add_fields(log_data, record, {})
        wanted = {RENAMED.get(name, name) for name in WRITTEN}
        for name in list(log_data):
            value = log_data[name]
            if name not in wanted or value in (None, ""):
                del log_data[name]
            elif isinstance(value, str):
                log_data[name] = without_persons(value[:LONGEST])


def formatter_of(log_format: str) -> logging.Formatter:
    """Return the formatter of LOG_FORMAT: "json", or "line" for people."""
    if log_format == "json":
        return JsonLines()
    return logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
