"""Nothing: it set up the search index of a library that the portal uses no longer (foundation.0003_search_index)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indexdata", "0001_initial")]

    operations = []
