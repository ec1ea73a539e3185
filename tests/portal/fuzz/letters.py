"""All that can be sent: forms of pages field by field, actions and parameters of lists, every name that the code reads."""

from dataclasses import dataclass
from random import Random

from django.contrib import admin
from django.contrib.admin.views import main as lists
from django.urls import reverse

from tests.portal.fuzz.forms_of_pages import letters_of, names_read
from tests.portal.fuzz.hostile import HUGE_TEXT, VALUES, Letter
from tests.portal.fuzz.world import addresses

SEED = 10
#: What Django's lists read beside the filters, and endings of the parameters of filters.
OF_LISTS = (lists.ALL_VAR, lists.ORDER_VAR, lists.PAGE_VAR, lists.SEARCH_VAR, lists.ERROR_FLAG, "_popup", "_to_field", "_facets",
            "_changelist_filters", "_selected_action", "app_label", "model_name", "field_name", "term")  # fmt: skip
ENDINGS = ("", "__exact", "__id__exact", "__in", "__isnull", "__gte", "__lt", "__year", "__month", "__day", "_from", "_to",
           "_from_0", "_from_1")  # fmt: skip
#: So many names are sent at once to an address that has no form.
AT_ONCE = 12


@dataclass(frozen=True)
class Share:
    """How many of the addresses, and of the values of each field, are tried: the same ones each time."""

    one_in: int
    values: int

    def of(self, rows):
        return rows[:: self.one_in]

    def some(self, random):
        return random.sample(list(VALUES), min(self.values, len(VALUES)))


def every_letter(client, things, share):
    """Yield letters: forms, then lists, then whatever address there is with any name."""
    met: set[tuple] = set()
    for address in share.of(addresses(things)):
        random = Random(f"{SEED} {address}")
        for form in letters_of(client, address):
            place = (form.method, form.address, *sorted(form.fields))
            if place not in met:
                met.add(place)
                yield from _form(form, random, share)
        yield from _any_name(address, random, share)
    for model, found in share.of(list(things.items())):
        if model in admin.site._registry:
            yield from _list(model, found, Random(f"{SEED} {model.__name__}"), share)


def _form(form, random, share):
    """Yield a form as it is, and with each of its fields made hostile; one holds very much."""
    yield form
    names = sorted({*form.fields, *form.files})
    for name in names:
        for label in share.some(random):
            yield form.with_value(name, label, VALUES[label], random.randrange(100))
    if names:
        yield form.with_value(random.choice(names), "five million bytes", HUGE_TEXT)


def _any_name(address, random, share):
    names = names_read()
    for method in ("GET", "POST"):
        for label in share.some(random):
            yield _all_at_once(address, method, random.sample(names, min(AT_ONCE, len(names))), label)
    yield Letter(address, method="JSON", said="JSON instead of a form")


def _list(model, found, random, share):
    """Yield each action of a list with hostile choices, and each of its parameters."""
    model_admin = admin.site._registry[model]
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    keys = [str(thing.pk) for thing in found]
    for _function, action, _title in model_admin._get_base_actions():
        letter = Letter(
            address, {"action": [action], "_selected_action": keys, "select_across": ["0"], "index": ["0"]}
        )
        yield letter
        yield Letter(address, {**letter.fields, "post": ["yes"]})
        for name in (
            "_selected_action",
            "select_across",
            "index",
            "post",
            "into",
            "section",
            "add",
            "reason",
        ):
            for label in share.some(random):
                yield letter.with_value(name, f"{label} ({action})", VALUES[label])
    declared = [
        one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one)
        for one in model_admin.list_filter
    ]
    declared += [model_admin.date_hierarchy] if model_admin.date_hierarchy else []
    for name in [*OF_LISTS, *(f"{name}{ending}" for name in declared for ending in ENDINGS)]:
        for label in share.some(random):
            yield _all_at_once(address, "GET", [name], label)


def _all_at_once(address, method, names, label):
    letter = Letter(address, {}, {}, method)
    for name in names:
        letter = letter.with_value(name, label, VALUES[label])
    letter.said = f"{', '.join(names)} = {label}"
    return letter
