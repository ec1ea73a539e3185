"""Creates the groups of staff once a database has all its tables."""

from django.db import connections

from indexdata.permissions import create_groups as create_index_groups
from news.permissions import create_groups as create_news_groups
from news.permissions import figure_report_permissions

NEEDED_TABLES = {
    "auth_group",
    "auth_permission",
    "django_content_type",
    "news_article",
    "portal_securityevent",
}


def create_groups(sender, using="default", **kwargs):
    """Make the groups of both apps: a receiver of post_migrate.

    Nothing happens while tables are missing, which is so when only some apps are migrated.
    """
    present = connections[using].introspection.table_names()
    if NEEDED_TABLES.issubset(present):
        create_index_groups(using, figure_report_permissions())
        create_news_groups(using)
