"""The reasons that moderators start with, as migrations write them."""

REASONS = [
    ("rejected", "Off topic.", "与文章内容无关。"),
    ("rejected", "Names a person or firm without proof.", "指名道姓，缺乏依据。"),
    ("rejected", "Holds private data.", "含有个人信息。"),
    ("rejected", "Insulting.", "言语冒犯。"),
    ("spam", "Advertising.", "广告。"),
    ("removed", "At the author's wish.", "应作者要求。"),
    ("removed", "Shown to be false.", "经核实不实。"),
]


def write_reasons(apps, schema_editor):
    """Moderators start with a few ready-made reasons."""
    reasons = apps.get_model("news", "ReasonTemplate").objects
    for order, (status, english, chinese) in enumerate(REASONS):
        reasons.create(status=status, text=english, text_en=english, text_zh_hans=chinese, order=order)
