"""The facts of a collecting source, a table in its form whose rows have an order."""

import pytest
from django.urls import reverse

from indexdata.models import SourceFact
from tests.factories.indexdata import CollectingSourceFactory
from tests.factories.users import administrator
from tests.news.admin.test_versions import opened

pytestmark = pytest.mark.django_db


def test_facts_that_are_added_come_after_those_that_stand_there(client):
    client.force_login(administrator())
    source = CollectingSourceFactory()
    for place, label in enumerate(("Shops", "Founded", "Traders")):
        SourceFact.objects.create(source=source, label_en=label, value_en="1", order=place)
    added = {"facts-TOTAL_FORMS": "5"}
    for number, label in ((3, "Floors"), (4, "Turnover")):
        names = ("label_zh_hans", "value_zh_hans", "source_url", "id")
        added |= {f"facts-{number}-{name}": "" for name in names}
        added |= {
            f"facts-{number}-label_en": label,
            f"facts-{number}-value_en": "2",
            f"facts-{number}-order": "0",
        }
    address = reverse("admin:indexdata_collectingsource_change", args=[source.pk])
    answer = client.post(address, {**opened(client, source), **added})
    assert answer.status_code == 302
    assert [fact.label_en for fact in source.facts.all()] == [
        "Shops",
        "Founded",
        "Traders",
        "Floors",
        "Turnover",
    ]
