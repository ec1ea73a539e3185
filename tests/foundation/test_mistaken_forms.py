"""A8: a form with mistakes comes back with sentences, whatever its fields and what stands beside them show."""

import pytest
from django.urls import reverse

from foundation.admin.changes import in_words
from indexdata.models import Observation
from tests.factories.indexdata import IndexFactory, ObservationFactory, SampleUnitFactory
from tests.factories.news import FabricFactory, PageFactory, TagFactory
from tests.factories.users import administrator, editor

HUGE = "99999999999999999999"


@pytest.fixture
def chief(db, client):
    client.force_login(administrator())
    return client


def refused(client, thing, **sent):
    """Return the page that answers a form of a thing with mistakes in it."""
    meta = thing._meta
    answer = client.post(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk]), sent)
    assert answer.status_code == 200
    assert answer.context["errors"]
    return answer.content.decode()


@pytest.mark.parametrize("bad", ["", "x", HUGE, "-1", "\x00"])
def test_a_figure_without_index_shows_no_changes(chief, bad):
    """Bad input: its changes are calculated from index and period, which a form with mistakes lacks."""
    figure = ObservationFactory()
    for sent in (
        {"index": bad, "period": "2023-06-12"},
        {"index": figure.index_id, "period": bad},
        {"index": bad, "period": bad},
    ):
        refused(chief, figure, **sent, value="1")
    assert Observation.objects.get().value == figure.value


@pytest.mark.parametrize("bad", ["[NaN, 1]", "", ".."])
@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (IndexFactory, "path"),
        (SampleUnitFactory, "slug"),
        (FabricFactory, "slug"),
        (PageFactory, "slug"),
        (TagFactory, "slug"),
    ],
)
def test_what_makes_no_address_leads_nowhere(chief, factory, field, bad):
    """Bad input: the form shows the public page of a thing, which a slug or a path with mistakes has none of."""
    refused(chief, factory(), **{field: bad})


@pytest.mark.parametrize("bad", ['"\\ud800"', "x", "1.5", HUGE, "-1", "²", "<p>", "\x00"])
def test_keys_that_are_none_are_no_choice(chief, bad):
    """Bad input: the chosen ones are shown again, and what is no key is none of them."""
    person = editor()
    held = list(person.groups.values_list("pk", flat=True))
    page = refused(chief, person, username="", groups=[bad, *map(str, held)])
    assert f'<option value="{held[0]}" selected' in page
    assert list(person.groups.values_list("pk", flat=True)) == held


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["x", "23:59:60", HUGE, "-1", "²", "<p>"])
def test_two_versions_show_a_key_that_is_none_as_it_was_typed(bad):
    """Bad input: where somebody else saved meanwhile, both are shown side by side, also what leads to no thing."""
    above = IndexFactory(name_en="All of it")
    parent = above._meta.get_field("parent")
    assert in_words(parent, bad) == ("(deleted)" if bad == "-1" else bad)
    assert in_words(parent, [above.pk, bad]).startswith("All of it, ")
    assert in_words(parent, str(above.pk)) == "All of it"


def test_a_conflict_names_what_was_chosen(chief):
    """Bad input's sibling: a key that a form sends is a text, and the thing it leads to has a name all the same."""
    above, index = IndexFactory(path="price", name_en="All of it"), IndexFactory(path="price/raw-materials")
    page = refused(
        chief, index, _base="0" * 32, name_en="", path=index.path, code=index.code, parent=str(above.pk)
    )
    assert "(deleted)" not in page
