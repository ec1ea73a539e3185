"""Telling a reader from a program by what a request says, without keeping anything of it."""

import re
from functools import lru_cache

#: Every browser of people calls itself so, also those inside WeChat, QQ and Baidu's apps.
BROWSERS = ("Mozilla/", "Opera/")
#: CUBOT makes telephones.
PROGRAM = re.compile(
    r"(?<!cu)bot\b|bot[/_-]|crawl|spider|slurp|archiver|headless|lighthouse|inspection|preview|monitor|scan|externalhit"
    r"|whatsapp|embedly|mediapartners|favicon|feed|\brss\b|fetch|http-?client|libwww|python|curl|wget|phantomjs|validator"
    r"|uptime|pingdom|search\s?console|google-(?:extended|read-aloud)|compatible;\s*yahoo",
    re.IGNORECASE,
)
LONGEST_NAME = 1000
AHEAD_OF_NEED = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def is_reader(headers):
    """Tell whether a person's browser asks, for somebody who looks at the page now; `headers` is asked by small names."""
    name = headers.get("user-agent")
    if not name or len(name) > LONGEST_NAME or not is_browser(name):
        return False
    purpose = headers.get("sec-purpose") or headers.get("purpose") or headers.get("x-moz")
    return not (purpose and AHEAD_OF_NEED.search(purpose))


@lru_cache(maxsize=2048)
def is_browser(name):
    """Tell whether a User-Agent is a person's browser's."""
    return name.startswith(BROWSERS) and PROGRAM.search(name) is None
