"""The lines of a saved page taken apart: menu, side column, section, title, facts, paragraphs, footer. Pure."""

import re

from .decoding import BROKEN, UnreadableError

MENU = (
    ("Home", "Index Classification", "Comments", "Popular Fabrics", "Collecting Sources", "Sample Units", "News", "About Us"),
    ("首页", "指数分类", "指数评论", "流行面料", "采集点", "样本单位", "新闻资讯", "关于我们"),
)  # fmt: skip
LEAST_ENTRIES = 5
UTILITY = {
    "add to your favorites",
    "set as your homepage",
    "加入收藏",
    "设为首页",
    "english",
    "中文",
    "中文版",
}
FOOTER_WORDS = ("all rights reserved", "copyright", "版权所有", "organizer:", "主办单位")
FOOTER = re.compile(rf"^(?:©\s*)?(?:{'|'.join(FOOTER_WORDS)})", re.IGNORECASE)
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
FACTS = re.compile(
    r"^(?:(?:release |publish(?:ed|ing)? )?(?:date|time)|source|from|author|editor|clicks?|hits|views"
    r"|(?:发布|更新)?(?:时间|日期)|来源|作者|编辑|点击(?:数|量|率)?|浏览(?:数|量|次数)?)\s*[:：]",
    re.IGNORECASE,
)
#: The way to the page: "Home > News > China Textile City News".
PATH = re.compile(
    r"^(?:当前位置|您的位置|您现在的位置|position|location|you are here)|\s(?:>{1,2}|»|\u203a)\s|[\w)]>{1,2}\w",
    re.IGNORECASE,
)
LONGEST_HEADING = 40
LONGEST_TITLE = 200
LONGEST_FACT = 80
LONG_LINE = 110
#: Where the site's own column of sections and headings can be: within so many lines after the menu.
MOST_HEADINGS = 14
HAN = re.compile("[\u4e00-\u9fff]")


def lines_of(text):
    """Return the lines of a text that say something, with single spaces."""
    return [
        line for line in (" ".join(raw.replace("\u3000", " ").split()) for raw in text.splitlines()) if line
    ]


def folded(line):
    """Return the letters and signs of a line, small, for comparing; a broken sign stays."""
    return re.sub(rf"[^\w{BROKEN}]+", "", line).lower()


def matching(words, others):
    """Tell whether a folded line is one of those; a broken sign stands for any, also for none."""
    if words in others:
        return True
    if BROKEN in words:
        return any(_pattern(words).fullmatch(other) for other in others)
    return any(BROKEN in other and _pattern(other).fullmatch(words) for other in others)


def _pattern(words):
    return re.compile(".{0,4}".join(map(re.escape, words.split(BROKEN))))


def parts_of(lines, section_names):
    """Return ((section, title, lines with facts), paragraphs) of the lines of a page."""
    start = _after_menu(lines)
    end = next((at for at, line in enumerate(lines) if at >= start and ends_text(line)), len(lines))
    inner = [line for line in lines[start:end] if not matching(folded(line), _UTILITY_WORDS)]
    inner = [line for at, line in enumerate(inner) if at >= MOST_HEADINGS or not _is_path(line)]
    section, inner = _section_and_rest(inner, section_names)
    if not inner:
        raise UnreadableError("No text was found between navigation and footer.")
    title, rest = inner[0], inner[1:]
    facts = []
    while len(rest) > 1 and _is_fact(rest[0]):
        facts.append(rest.pop(0))
    if len(title) > LONGEST_TITLE:
        raise UnreadableError("The page has no title.")
    if not rest:
        raise UnreadableError("The page has a title but no text.")
    return (section, title, facts), rest


def _after_menu(lines):
    """Return where the menu at the top ends, be it one line or a line an entry; 0 where text comes before any menu."""
    top = lines[: next((at for at, line in enumerate(lines) if _is_sentence(line)), len(lines))]
    start = next((at for at, line in enumerate(top) if _is_menu(line)), None)
    if start is None:
        words = [at for at, line in enumerate(top) if matching(folded(line), _MENU_WORDS)]
        if len(words) < LEAST_ENTRIES:
            return 0
        start = words[0]
    while start < len(lines) and (
        _is_menu(lines[start]) or matching(folded(lines[start]), _MENU_WORDS | _UTILITY_WORDS)
    ):
        start += 1
    return start


def _is_sentence(line):
    return len(line) + len(HAN.findall(line)) >= LONG_LINE and not _is_menu(line)


def _is_path(line):
    return len(line) < LONG_LINE and bool(PATH.search(line))


def ends_text(line):
    return bool(FOOTER.match(line)) or _is_menu(line) or (BROKEN in line and _begins_footer(line))


def _begins_footer(line):
    start = folded(line)
    return any(
        _pattern(start[: len(words) + more]).fullmatch(words)
        for words in map(folded, FOOTER_WORDS)
        for more in (-1, 0, 1)
    )


def _section_and_rest(lines, section_names):
    """Return the name of the section and the lines that follow it.

    The side column names the sections, then the page repeats the one it belongs to. So a short line that repeats an
    earlier one, with another heading after it, is the section, whether the portal knows it or not.
    """
    seen: set[str] = set()
    at = None
    for place, line in enumerate(lines[:MOST_HEADINGS]):
        heading = folded(line)
        if len(line) >= LONGEST_HEADING and not matching(heading, section_names):
            break
        if matching(heading, seen) and _heading_follows(lines, place):
            at = place
            break
        seen.add(heading)
    if at is not None:
        return _whole_name(lines, at), _without_sections(lines[at + 1 :], section_names)[1]
    return _without_sections(lines, section_names)


def _whole_name(lines, at):
    """Return the name of the section at a place, from where it stands unbroken if it does."""
    heading = folded(lines[at])
    alike = [line for line in lines[: at + 1] if matching(folded(line), {heading})]
    return next((line for line in reversed(alike) if BROKEN not in line), lines[at])


def _heading_follows(lines, place):
    following = lines[place + 1 : place + 2]
    return bool(following) and len(following[0]) < LONG_LINE and len(lines) > place + 2


def _without_sections(lines, section_names):
    section = ""
    while lines and matching(folded(lines[0]), section_names):
        section, lines = lines[0], lines[1:]
    return section, lines


def _is_fact(line):
    """Say whether a line tells when, from where or by whom a text is, and is no sentence of it."""
    if len(line) >= LONGEST_FACT:
        return False
    return bool(FACTS.match(line) or (DATE.match(line) and not re.search(r"[.。!！?？]\s*\Z", line)))


def _is_menu(line):
    return any(sum(entry.lower() in line.lower() for entry in menu) >= LEAST_ENTRIES for menu in MENU)


_MENU_WORDS = {folded(entry) for menu in MENU for entry in menu}
_UTILITY_WORDS = {folded(entry) for entry in UTILITY}
