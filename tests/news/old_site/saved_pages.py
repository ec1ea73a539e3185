"""Saved pages of the old site as tests need them."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError

SAVED = (Path(__file__).parent / "news-page.txt").read_bytes()
NAMES = ["Index Knowledge", "China Textile City News", "轻纺城新闻", "指数知识"]
TITLE = "The modern textile clothing industry cluster Keqiao District was selected"
FIRST, LAST = "柯桥坯布价格本周上涨。", "市场交投活跃。"
HTML = (Path(__file__).parent / "news-page.html").read_text()
MENU = "首页 | 指数分类 | 指数评论 | 流行面料 | 采集点 | 样本单位 | 新闻资讯 | 关于我们"


def page_html(charset="gb2312", **changes):
    texts = {"title": "柯桥坯布价格上涨", "menu": MENU, "first": FIRST, "last": LAST, **changes}
    return HTML.format(charset=charset, **texts)


def run(*paths, **options):
    out = StringIO()
    try:
        call_command("import_old_site", *map(str, paths), stdout=out, stderr=StringIO(), **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()
