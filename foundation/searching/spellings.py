"""Spellings of the trade: other ways to write a name, slips of the pen that became habits, and both languages' words for it.

Each group has a term of its own that no text contains. A text that holds one of its spellings is found by all others. A line more
here is all that a new spelling needs; `manage.py rebuild_search_index` then finds it in what is there already.
"""

import re

#: The name of a group (letters and digits, for ever) and its spellings, folded: small letters, simplified characters.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "polyester": ("涤纶", "涤沦", "涤轮", "聚酯纤维", "polyester", "terylene"),
    "nylon": ("锦纶", "锦沦", "锦轮", "尼龙", "polyamide", "nylon"),
    "spandex": ("氨纶", "氨沦", "氨轮", "莱卡", "spandex", "elastane", "lycra"),
    "acrylic": ("腈纶", "腈沦", "腈轮", "晴纶", "acrylic"),
    "polypropylene": ("丙纶", "丙沦", "丙轮", "polypropylene"),
    "vinylon": ("维纶", "维沦", "维轮", "vinylon"),
    "viscose": ("粘胶", "黏胶", "粘纤", "黏纤", "人棉", "viscose", "rayon"),
    "modal": ("莫代尔", "莫代儿", "modal"),
    "lyocell": ("莱赛尔", "天丝", "lyocell", "tencel"),
    "polycotton": ("涤棉", "涤/棉", "t/c", "tc", "polyester/cotton", "polyester-cotton", "polycotton"),
    "cvc": ("棉涤", "cvc"),
    "polyviscose": ("涤粘", "涤黏", "t/r", "tr", "polyester/viscose", "polyester-viscose"),
    "greige": ("坯布", "胚布", "坏布", "greige", "grey fabric", "grey fabrics", "gray fabric", "gray fabrics", "grey cloth"),
    "chunyafang": ("春亚纺", "春亚仿", "春雅纺", "pongee"),
    "taffeta": ("涤塔夫", "涤塔芙", "塔夫绸", "taffeta"),
    "chiffon": ("雪纺", "雪仿", "chiffon"),
    "oxford": ("牛津布", "牛筋布", "牛津纺", "oxford"),
    "corduroy": ("灯芯绒", "灯心绒", "条绒", "corduroy"),
    "denim": ("牛仔布", "牛崽布", "denim"),
    "lace": ("蕾丝", "雷丝", "lace"),
    "crepe": ("双绉", "双皱", "crepe de chine"),
    "jacquard": ("提花", "题花", "jacquard"),
    "dty": ("加弹丝", "低弹丝", "dty", "draw textured yarn"),
    "fdy": ("全拉伸丝", "牵伸丝", "fdy", "fully drawn yarn"),
    "poy": ("预取向丝", "poy", "partially oriented yarn"),
    "keqiao": ("柯桥", "柯桥区", "keqiao", "ke qiao"),
}  # fmt: skip
GROUP_OF = {spelling: name for name, group in SPELLINGS.items() for spelling in group}


def _pattern(spelling):
    if not spelling.isascii():
        return re.escape(spelling)
    return rf"(?<![a-z0-9]){re.escape(spelling)}(?![a-z0-9])"


#: The longest first: 涤棉 is not 涤 and 棉.
SPELT = re.compile("|".join(_pattern(one) for one in sorted(GROUP_OF, key=len, reverse=True)))


def term_of_group(name):
    """Return the term that stands for a group of spellings."""
    return f"zzspelt{name}"


def groups_in(text):
    """Return the names of the groups of which a folded text holds a spelling, in order of first appearance."""
    return list(dict.fromkeys(GROUP_OF[found[0]] for found in SPELT.finditer(text)))


def without_spellings(text):
    """Return (folded text without the spellings in it, names of their groups): a question asks for these by their terms."""
    return SPELT.sub(" ", text), groups_in(text)
