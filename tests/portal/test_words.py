"""One term for one thing (docs/words.md), in the starter content and in the words of the interface."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
CONTENT = BASE / "portal" / "starter_content"
NOT_IN_STARTER_CONTENT = (
    r"\bon (the )?last issue\b(?! of| held)",
    r"per cent\b",
    "家族",
    "指数系列",
    "个系列",
    "hair[’']s breadth",
)
NOT_IN_CHINESE = ("家族", "指数系列", "近期发布", "时刻未见记录", "终了时", "构成指数")
NOT_IN_ENGLISH = (r"\bon last issue\b", "Moment not recorded", "Until its moment")


@pytest.mark.parametrize("name", ["articles.json", "pages.json"])
def test_starter_content_says_it_one_way(name):  # R25
    text = (CONTENT / name).read_text(encoding="utf-8")
    assert [word for word in NOT_IN_STARTER_CONTENT if re.search(word, text, re.IGNORECASE)] == []


def test_the_interface_says_it_one_way():  # R25
    entries = polib.pofile(BASE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    chinese = [(one.msgid, word) for one in entries for word in NOT_IN_CHINESE if word in one.msgstr]
    english = [(one.msgid, word) for one in entries for word in NOT_IN_ENGLISH if re.search(word, one.msgid)]
    assert chinese == english == []
