"""Lists whose rows have a number that puts them in order: typed under a search, it changes the rows in sight alone. D13."""

import pytest
from django.contrib import admin
from django.urls import reverse

from indexdata.models import CollectingSource
from news.comments.models import ReasonTemplate
from news.models import Fabric, Page, Section
from tests.factories.users import administrator
from tests.news.admin.test_versions import AsItIs

pytestmark = pytest.mark.django_db

#: Model → what else a row of it must have; a search finds it by its slug, where the list is searched.
ORDERED = {
    Page: {"title_en": "Page", "body_en": "<p>Words.</p>"},
    Section: {"name_en": "Section"},
    Fabric: {"name_en": "Fabric", "weave": "plain"},
    CollectingSource: {"name_en": "Market"},
    ReasonTemplate: {"status": "rejected"},
}


def test_every_list_with_an_order_is_tried_here():
    admins = admin.site._registry
    assert {model for model, one in admins.items() if "order" in one.list_editable} == set(ORDERED)


def named(model, name, order):
    """Make a row with a name and a number."""
    word = {"text_en": name} if model is ReasonTemplate else {"slug": name}
    return model.objects.create(order=order, **word, **ORDERED[model])


@pytest.mark.parametrize("model", ORDERED, ids=lambda model: model._meta.model_name)
def test_a_number_typed_under_a_search_moves_no_row_out_of_sight(client, model):
    client.force_login(administrator())
    searched = admin.site._registry[model].search_fields
    rows = [
        named(model, f"{name}-{place}", 10 * place)
        for place, name in enumerate(("silk", "wool", "silk", "wool"))
    ]
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    address += "?q=silk" if searched else ""
    form = AsItIs()
    form.feed(client.get(address).text.partition('id="changelist-form"')[2].partition("</form>")[0])
    sent = form.values
    assert int(sent["form-TOTAL_FORMS"]) == (2 if searched else model.objects.count())
    lines = {int(sent[f"form-{place}-id"]): place for place in range(int(sent["form-TOTAL_FORMS"]))}
    sent |= {f"form-{lines[rows[0].pk]}-order": "20", f"form-{lines[rows[2].pk]}-order": "0", "_save": "Save"}
    assert client.post(address, sent).status_code == 302
    numbers = dict(model.objects.values_list("pk", "order"))
    assert [numbers[row.pk] for row in rows] == [20, 10, 0, 30]
