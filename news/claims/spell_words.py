"""The words of spells: forms of “the third rise in a row” and “the highest since March”, and numbers in words."""

import re

_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_CARDINALS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_HAN = "一二三四五六七八九十"
#: A number in words or digits.
_EN = rf"(?P<count>{'|'.join(_ORDINALS + _CARDINALS)}|[0-9]{{1,2}}(?:st|nd|rd|th)?)"
_ZH = r"(?P<count>[一二两三四五六七八九十]{1,3}|[0-9]{1,2})"
_UP = r"rises?|gains?|increases?|advances?|climbs?"
_DOWN = r"falls?|declines?|drops?|decreases?|loss|losses|slides?"
_UNIT = r"(?P<unit>weeks?|months?|issues?)"
_ROW = r"(?:in a row|running|on end)"
_STRAIGHT = r"(?:consecutive|straight|successive)"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = (
    rf"(?:the (?:issue|release|week) of )?(?:(?:(?P<day>[0-9]{{1,2}}) )?(?P<month>{_MONTH})(?:,? (?P<year>(?:19|20)[0-9]{{2}}))?"
    rf"|(?:the end of )?(?P<year_alone>(?:19|20)[0-9]{{2}}))\b(?! ?%)"
)
_TOP = r"(?:(?P<up>highest)|(?P<down>lowest))(?: (?:level|reading|value|point|mark|figure|close))?"
_BIT = r"(?:weekly |monthly )?"
_ZH_UNIT = r"(?:个)?(?P<unit>周|星期|期|月)"
_ZH_UP = r"涨|升|阳"
_ZH_DOWN = r"跌|降|阴"
_ZH_TOP = r"(?:的)?(?:(?P<up>新高|最高(?:点|水平|值|位)?|高点|高位)|(?P<down>新低|最低(?:点|水平|值|位)?|低点|低位))"
_ZH_DATE = r"(?P<year>(?:19|20)[0-9]{2}) ?年(?: ?(?P<month>[0-9]{1,2}) ?月份?(?: ?(?P<day>[0-9]{1,2}) ?日)?)?"
_ZH_CODE = r"(?P<year>(?:19|20)[0-9]{2})-?(?P<month>[0-9]{2})-?(?P<day>[0-9]{2})期?"
_ZH_SINCE = r"(?:创下?|创出|刷新|为)?(?:了)?(?:自|近)?"


def _compiled(*forms: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in forms)


#: By language: (the name of a form, its pattern), the longest first. “run” counts changes, “top” compares levels.
FORMS = {
    "en": _compiled(
        ("run-noun", rf"\b{_EN} {_STRAIGHT} {_BIT}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b"),
        ("run-noun", rf"\b{_EN} {_BIT}(?:(?P<up>{_UP})|(?P<down>{_DOWN})) {_ROW}\b"),
        ("run-weeks", rf"\bfor (?:a |an |the )?{_EN} {_STRAIGHT} {_UNIT}\b"),
        ("run-weeks", rf"\bfor (?:a |an |the )?{_EN} {_UNIT} {_ROW}\b"),
        ("top", rf"\b{_TOP} since {_DATE}"),
        ("top", rf"\b{_TOP} (?:in|for) {_EN} (?P<unit>weeks?|months?|years?|issues?)\b"),
        ("top", rf"\b{_TOP} (?P<year_so_far>this year|of the year(?: so far)?|of this year)\b"),
        ("top", rf"\b{_TOP} (?P<ever>on record|of all time|ever)\b"),
    ),
    "zh-hans": _compiled(
        ("run-weeks", rf"(?P<ahead>)连续(?:第)?{_ZH}{_ZH_UNIT}"),
        ("run-verb", rf"连续?(?:(?P<up>{_ZH_UP})|(?P<down>{_ZH_DOWN})){_ZH}{_ZH_UNIT}"),
        ("run-verb", rf"{_ZH}连(?:(?P<up>{_ZH_UP})|(?P<down>{_ZH_DOWN}))"),
        ("top", rf"{_ZH_SINCE}{_ZH_CODE}以来{_ZH_TOP}"),
        ("top", rf"{_ZH_SINCE}{_ZH_DATE}以来{_ZH_TOP}"),
        ("top", rf"{_ZH_SINCE}{_ZH}(?:个)?(?P<unit>周|星期|期|月|年)(?:以来|来|内)?{_ZH_TOP}"),
        ("top", rf"{_ZH_SINCE}(?P<year_so_far>年内|今年以来|年初以来|本年){_ZH_TOP}"),
        ("top", rf"{_ZH_SINCE}(?P<ever>历史|有记录以来|历年){_ZH_TOP}"),
    ),
}


#: Words without which no form of a language stands in a passage.
SIGNS = {
    "en": ("row", "running", "on end", "straight", "consecutive", "successive", "highest", "lowest"),
    "zh-hans": ("连", "新高", "新低", "最高", "最低", "高点", "低点", "高位", "低位"),
}


def whole(written: str, language: str) -> int:
    """Return the whole number that words or digits say, 0 where they say none."""
    digits = re.sub(r"\D", "", written)
    if digits:
        return int(digits)
    if language == "en":
        known = _ORDINALS if written in _ORDINALS else _CARDINALS
        return known.index(written) + 1 if written in known else 0
    tens, ten, ones = written.replace("两", "二").partition("十")
    if not ten:
        return _HAN.index(tens) + 1 if len(tens) == 1 else 0
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)


def like(count: int, written: str, language: str) -> str:
    """Return a number written as another one was: an ordinal, in words, in digits."""
    if re.fullmatch(r"\d+", written):
        return str(count)
    if language == "en":
        if written in _CARDINALS:
            return _CARDINALS[count - 1] if count <= len(_CARDINALS) else str(count)
        if written in _ORDINALS and count <= len(_ORDINALS):
            return _ORDINALS[count - 1]
        ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    if count == 2:
        return "两"
    tens, ones = divmod(count, 10)
    return (
        ("" if tens < 2 else _HAN[tens - 1]) + ("十" if tens else "") + (_HAN[ones - 1] if ones else "")
        if count < 100
        else str(count)
    )
