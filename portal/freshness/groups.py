"""Groups of pages, and the tables whose changes empty them.

Each model says so itself: `shown_in = ("articles",)`. A model that says nothing is private: writing it touches no page. With
`hidden_unless` a model names a value without which a new row is not shown (a comment that waits for a moderator). What the
database itself changes in other tables when a row is written (triggers) stands in `also_changes`. Tables that come from
elsewhere are declared here. An update of nothing but `unseen_columns` touches no page.

A token is what a page depends on and what a change changes. A group has one; a group of `NARROWED` has one more for what
is written without saying about what ("comments/all") and several for single things ("comments/7").
"""

from functools import cache

from django.apps import apps

from foundation.narrowing import about
from foundation.searching.entries import FTS

#: Tables of others that visitors see rows of, and a full text index that is no model, by the beginning of their names.
SHOWN_OF_OTHERS = {FTS: "search", "taggit_": "tags"}
#: Tables that say nothing of the content, by the beginning of their names.
STANDING = (
    "django_content_type",
    "django_migrations",
    "portal_cache",
    "sqlite_",
    "pg_",
    "information_schema",
)
#: Groups in which single things have tokens of their own, and how many of them there are.
NARROWED = {"comments": 32}


@cache
def groups_by_table():
    """Return `{table: groups}` of all models; () for what is private."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        owner = model._meta.auto_created or model
        found[model._meta.db_table] = tuple(getattr(owner, "shown_in", ()))
    for table in found:
        found[table] = found[table] or _of_others(table)
    return found


def groups_of(table):
    """Return the groups that rows of a table are shown in; None for a table that nobody knows."""
    known = groups_by_table().get(table)
    return known if known is not None else _of_others(table) or None


@cache
def unseen_columns(table):
    """Return the columns of a table of which visitors see nothing (`unseen_columns` of its model)."""
    models = (model for model in apps.get_models() if model._meta.db_table == table)
    return frozenset(name for model in models for name in getattr(model, "unseen_columns", ()))


@cache
def groups_changed_by(table):
    """Return the groups that a write to a table changes: its own and what triggers change with it."""
    also = (
        getattr(model, "also_changes", ()) for model in apps.get_models() if model._meta.db_table == table
    )
    return (*(groups_of(table) or ()), *(group for groups in also for group in groups))


def is_standing(table):
    """Tell whether a table says nothing of the content."""
    return table.startswith(STANDING)


@cache
def all_groups():
    """Return the names of all groups."""
    named = {group for groups in groups_by_table().values() for group in groups}
    return frozenset(named | set(SHOWN_OF_OTHERS.values()))


@cache
def all_tokens():
    """Return everything that pages can depend on."""
    single = {f"{group}/{number}" for group, many in NARROWED.items() for number in range(many)}
    return frozenset(all_groups() | single | {f"{group}/all" for group in NARROWED})


def tokens_read(groups):
    """Return what a page depends on that reads rows of these groups, as narrowly as was said."""
    return {token for group in groups for token in _read(group)}


def tokens_written(groups):
    """Return what changes when rows of these groups are written, as narrowly as was said."""
    return {token for group in groups for token in _written(group)}


@cache
def hidden_unless():
    """Return `{table: value}` of the models whose new rows are shown only with a value."""
    models = (model for model in apps.get_models() if hasattr(model, "hidden_unless"))
    return {model._meta.db_table: model.hidden_unless for model in models}


def _read(group):
    number = about(group) if group in NARROWED else None
    return (group,) if number is None else (f"{group}/all", _single(group, number))


def _written(group):
    if group not in NARROWED:
        return (group,)
    number = about(group)
    return (group, f"{group}/all" if number is None else _single(group, number))


def _single(group, number):
    return f"{group}/{number % NARROWED[group]}"


def _of_others(table):
    return next(((group,) for start, group in SHOWN_OF_OTHERS.items() if table.startswith(start)), ())
