"""Names and alternative texts of drawn pictures, in both languages."""

COVER_WORDS = {
    "title_en": "Cover: drawn cloth",
    "title_zh_hans": "题图：绘制的织物",
    "alt_en": "",
    "alt_zh_hans": "",
}
SERIES_WORDS = {
    "title_en": "Cover: the published figures of the index",
    "title_zh_hans": "题图：指数的发布数据",
    "alt_en": "",
    "alt_zh_hans": "",
}
WEAVES_EN = {
    "plain": "plain weave",
    "twill": "twill weave",
    "satin": "satin weave",
    "herringbone": "herringbone weave",
    "dobby": "dobby weave",
    "jacquard": "jacquard weave",
    "velvet": "cut pile",
    "corduroy": "corduroy wales",
    "single-jersey": "single jersey",
    "interlock": "interlock knit",
    "warp-knit": "warp knit",
    "mesh": "mesh",
    "lace": "lace",
    "leno": "leno weave",
    "seersucker": "seersucker stripes",
    "crepe": "crêpe weave",
}
WEAVES_ZH = {
    "plain": "平纹",
    "twill": "斜纹",
    "satin": "缎纹",
    "herringbone": "人字纹",
    "dobby": "小提花",
    "jacquard": "大提花",
    "velvet": "丝绒",
    "corduroy": "灯芯绒",
    "single-jersey": "单面针织",
    "interlock": "双罗纹",
    "warp-knit": "经编",
    "mesh": "网眼",
    "lace": "蕾丝",
    "leno": "纱罗",
    "seersucker": "泡泡纱",
    "crepe": "绉组织",
}


def swatch_words(row) -> dict[str, str]:
    """A fabric row → title and alternative text of its swatch."""
    return {
        "title_en": f"Swatch: {row.name_en}",
        "title_zh_hans": f"布样：{row.name_zh_hans}",
        "alt_en": f"Swatch of {_within_sentence(row.name_en)}, {WEAVES_EN[row.weave]}, drawn from its specification",
        "alt_zh_hans": f"{row.name_zh_hans}布样（{WEAVES_ZH[row.weave]}），依规格绘制",
    }


def _within_sentence(name):
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
