"""Differences between two contents of an article, field by field."""

from functools import partial

from foundation.admin import changes
from news.articles.models import Article
from news.text.comparing import compare_html

changes_between = partial(changes.changes_between, Article, rich={"body": compare_html})
