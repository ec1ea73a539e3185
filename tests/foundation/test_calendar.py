"""L6: days of the year 1 and 9999 get a sentence at every door: no zone and no database can calculate with them."""

from io import StringIO

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from foundation.calendar import check_day
from indexdata.arithmetic.periods import parse_bound
from tests.factories.indexdata import IndexFactory, ReleaseFactory
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator
from tests.portal.fuzz.forms_of_pages import letters_of

DAYS = ("0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31")
FIELDS = (forms.DateField, forms.DateTimeField, forms.SplitDateTimeField)
SENTENCE = "Give a year from 1900 to 2100."


def every_form(kind=forms.BaseForm):
    """Return every class of forms that there is."""
    return {kind, *(one for sub in kind.__subclasses__() for one in every_form(sub))}


def test_every_field_of_a_form_that_was_written_knows_the_years():
    """L6: forms that are declared, wherever they are."""
    looked_at = 0
    for form in every_form():
        for name, field in getattr(form, "declared_fields", {}).items():
            if isinstance(field, FIELDS):
                looked_at += 1
                asked = field.fields[0] if isinstance(field, forms.SplitDateTimeField) else field
                assert check_day in asked.validators, (form, name)
    assert looked_at >= 3


@pytest.mark.django_db
def test_every_field_of_the_admin_knows_the_years(rf):
    """L6: forms that the admin makes of models, their inlines and lists among them."""
    request, looked_at = rf.get("/"), 0
    request.user = administrator()
    for model, model_admin in admin.site._registry.items():
        made = [model_admin.get_form(request)]
        made += [inline.get_formset(request).form for inline in model_admin.get_inline_instances(request)]
        made += [model_admin.get_changelist_form(request)]
        for form in made:
            for name, field in form.base_fields.items():
                if isinstance(field, FIELDS):
                    looked_at += 1
                    parts = isinstance(field, forms.SplitDateTimeField)
                    for day in DAYS:
                        with pytest.raises(ValidationError, match=SENTENCE):
                            field.clean([day, "00:00"] if parts else day)
                    assert field.clean(["2025-06-16", "12:00"] if parts else "2025-06-16"), (model, name)
    assert looked_at >= 6


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_a_sentence_stands_at_the_field(client, day):
    """L6: an article dated to the year 1 was a failure; the form comes back with all that was typed."""
    client.force_login(administrator())
    article = ArticleFactory()
    address = reverse("admin:news_article_change", args=[article.pk])
    [letter] = [one for one in letters_of(client, address) if "title_en" in one.fields]
    for name in ("published_at", "expires_at", "pinned_until"):
        sent = {**letter.fields, f"{name}_0": day, f"{name}_1": "00:00:00", "title_en": "Kept"}
        answer = client.post(address, sent)
        assert answer.status_code == 200, name
        form = answer.context["adminform"].form
        assert form.errors[name] == [SENTENCE]
        assert form["title_en"].value() == "Kept"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", ["0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "0000-00-00", "10000-01-01"]
)
def test_filters_of_lists_take_any_day(client, day):
    """L6: a list that is asked about the first or the last day there is, by field, by year and by day."""
    client.force_login(administrator())
    ReleaseFactory()
    year, month, date = day.split("-")
    asked = [
        *(("news_article", {f"published_at_{end}": day}) for end in ("from", "to")),
        *(("portal_securityevent", {f"at_{end}": day}) for end in ("from", "to")),
        *(("admin_logentry", {f"action_time_{end}": day}) for end in ("from", "to")),
        ("indexdata_release", {"period__year": year}),
        ("indexdata_release", {"period__year": year, "period__month": month}),
        ("indexdata_release", {"period__year": year, "period__month": month, "period__day": date}),
        ("indexdata_observation", {"period__year": year, "period__month": month, "period__day": date}),
        ("indexdata_observation", {"period__gte": day, "period__lt": day}),
    ]
    for name, query in asked:
        assert client.get(reverse(f"admin:{name}_changelist"), query).status_code in (200, 302), query


@pytest.mark.django_db
@pytest.mark.parametrize("day", [*DAYS, "0000-00-00", "10000-01-01", "1-1-1"])
def test_pages_files_and_the_api_take_any_day(client, day):
    """L6: every parameter that is a day, on pages, in files and in the API."""
    index = IndexFactory(path="price")
    for name in ("from", "to", "as_of"):
        for end in ("", "data.csv", "data.json", "chart.svg"):
            answer = client.get(f"{index.get_absolute_url()}{end}", {name: day})
            assert answer.status_code in ((200,) if not end else (400,)), (name, end)
        assert client.get("/api/v1/indices/price/observations", {name: day}).status_code == 400
        assert client.get("/index/compare/", {"s": "price", name: day}).status_code == 200
        assert client.get("/index/", {name: day}).status_code == 200
        assert (
            client.get("/flzs/table_data", {"category": 0, "indexType": "1_1", "start": day}).status_code
            == 400
        )
    year = day.split("-")[0]
    for address in (f"/news/{year}/", f"/news/{year}/12/", f"/releases/price/{day}/", f"/news/{year}/99/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/releases/", {"year": year}).status_code == 200
    assert client.get("/search/", {"q": "price", "year": year}).status_code == 200


@pytest.mark.parametrize("day", DAYS)
def test_periods_and_commands_say_so(day):
    """L6: what programs and operators give."""
    with pytest.raises(ValueError, match="Years run from 1900 to 2100"):
        parse_bound(day, end=True)
    with pytest.raises(CommandError):
        call_command("load_demonstration", "--today", day, stdout=StringIO())
