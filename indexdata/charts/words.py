"""The words inside a drawing, in the language of the chart and not of the request."""

WORDS = {
    "en": {
        "published": "published",
        "estimated": "estimated",
        "demonstration": "demonstration",
        "empty": "No figures in this span of time",
        "source": "Source: China · Keqiao Textile Index",
        "axis": "The value axis runs from {low} to {high}.",
        "contains": "Contains demonstration figures.",
        "contains estimates": "Contains estimated values.",
        "untitled": "Chart",
    },
    "zh": {
        "published": "发布数据",
        "estimated": "估计值",
        "demonstration": "演示数据",
        "empty": "该时段没有数据",
        "source": "来源：中国·柯桥纺织指数",
        "axis": "数值轴范围为{low}至{high}。",
        "contains": "含演示数据。",
        "contains estimates": "含估计值。",
        "untitled": "图表",
    },
}


def words_in(language: str) -> dict[str, str]:
    """Return the words in a language, by its code."""
    return WORDS["zh" if language.startswith("zh") else "en"]
