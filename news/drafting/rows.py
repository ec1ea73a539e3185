"""The row of a thing with drafts: read under its lock, and written past what is in memory."""

from django.apps import apps

from .models import Drafted


def locked(thing):
    """Return a thing as the database holds it, locked until the transaction ends."""
    return type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def stored_of(thing):
    """Return a thing as the database holds it."""
    return type(thing)._default_manager.get(pk=thing.pk)


def write(thing, **fields):
    """Write fields into the row of a thing and into the thing in memory, and nothing else of it."""
    type(thing)._default_manager.filter(pk=thing.pk).update(**fields)
    for name, value in fields.items():
        setattr(thing, name, value)


def models_with_drafts():
    """Return the models of things with drafts, in the order in which they were made."""
    return [model for model in apps.get_models() if issubclass(model, Drafted)]


def model_named(name):
    """Return the model with drafts that is called so (its `model_name`), or None."""
    return next((model for model in models_with_drafts() if model._meta.model_name == name), None)


def beside(of, name):
    """Return the model of what lies beside a thing under a name ("working_copies"); `of` is a thing or its model."""
    return of._meta.get_field(name).related_model
