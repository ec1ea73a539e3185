"""The search index made anew from what it is an index of, in batches.

All of it after rows were changed past Django; what was written in a form of before by each start (`begin`) and by a chore
(`renew`), because while a new version is rolled out the one before goes on writing entries as it knows them.
"""

from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef

from .documents import described_models, reindex
from .entries import FORM, SearchEntry, WrittenForm, entries_of, entries_of_before, label

AT_ONCE, MOST_AT_ONCE = 500, 5000


def rebuild(say, after=("", 0), at_once=AT_ONCE):
    """Write the entries of everything that is found anew and take away those of what is gone; return how many were written.

    Each batch is a transaction of its own; after it `say(label of the model, last id, done, all of the model)` is called.
    `after` is such a label and id to go on behind.
    """
    models = described_models()
    first, last = after
    labels = [label(model) for model in models]
    written = 0
    for model in models[labels.index(first) if first else 0 :]:
        written += _write_all(model, say, at_once, last)
        last = 0
    SearchEntry.objects.exclude(model__in=labels).delete()
    return written


def begin(say, at_once=AT_ONCE):
    """Write the entries of the models that have none yet, or have them in a form of before; return how many were written.

    They came to be searched, were filled past Django, or were written by an older version. `say` is called as by `rebuild`;
    each batch is kept, and the next call goes on behind it.
    """
    written = 0
    known = {one.model: one for one in WrittenForm.objects.all()}
    for model in described_models():
        at = known.get(label(model)) or WrittenForm(model=label(model), form=0)
        if at.form == FORM and at.whole and entries_of(model).exists():
            continue
        behind = at.last if at.form == FORM and not at.whole else 0
        at.form, at.whole = FORM, False
        written += _write_all(model, _keeping(at, say), at_once, behind)
        at.whole = True
        at.save()
    return written + renew(at_once)


def renew(at_once=AT_ONCE):
    """Write entries anew that are in a form of before, and take away those of what is gone; return how many there were.

    Entries of models that this version does not know are left alone: a newer one may.
    """
    models = {label(model): model for model in described_models()}
    last = done = 0
    while batch := entries_of_before(last, at_once):
        last = batch[-1][0]
        things = defaultdict(list)
        for _id, name, thing in batch:
            things[name].append(thing)
        for name in sorted(things.keys() & models.keys()):
            with transaction.atomic():
                _write_these(models[name], things[name])
            done += len(things[name])
    return done


def _write_these(model, keys):
    """Write the entries of things anew, which are held meanwhile; take away those of things that are gone."""
    things = model._default_manager.order_by().filter(pk__in=keys)
    there = list(things.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    reindex(things.filter(pk__in=there))
    gone = entries_of(model).filter(object_id__in=set(keys).difference(there))
    gone.exclude(Exists(model._default_manager.order_by().filter(pk=OuterRef("object_id")))).delete()


def _keeping(at, say):
    """Return what notes how far the entries of a model are, and says it."""

    def keep(name, last, done, total):
        at.last = last
        at.save()
        say(name, last, done, total)

    return keep


def _write_all(model, say, at_once, last=0):
    """Write the entries of all things of a model behind an id, a transaction a batch; return how many."""
    done, total = 0, model._default_manager.count()
    while True:
        with transaction.atomic():
            keys = _write_batch(model, last, at_once)
        if not keys:
            return done
        last, done = keys[-1], done + len(keys)
        say(label(model), last, done, total)


def _write_batch(model, after, at_once):
    """Write the entries of the next things behind an id and return their ids.

    The things are held while their entries are written: whoever saves one meanwhile writes its entry after this.
    """
    things = model._default_manager.order_by()
    rows = things.filter(pk__gt=after).order_by("pk")[:at_once]
    keys = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    reindex(things.filter(pk__in=keys))
    gone = entries_of(model).exclude(Exists(things.filter(pk=OuterRef("object_id"))))
    if after:
        gone = gone.filter(object_id__gt=after)
    if len(keys) == at_once:
        gone = gone.filter(object_id__lte=keys[-1])
    gone.delete()
    return keys
