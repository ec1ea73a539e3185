"""The things that a fabric uses."""

from foundation.languages import in_languages
from news.linking.uses import in_html


def used_in_fabric(fabric):
    """Return (live, None): a fabric has no draft (`foundation.kinds`)."""
    used = {name: in_html(getattr(fabric, name)) for name in in_languages("description")}
    if fabric.picture_id:
        used["picture"] = {("picture", fabric.picture_id)}
    if fabric.index_id:
        used["index"] = {("index", fabric.index_id)}
    used["tags"] = {("tag", key) for key in fabric.tags.values_list("pk", flat=True)}
    return used, None
