"""Events as marks on charts: on page, picture and frame, in words below, edited by officers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indexdata.charts import Chart, Line, Mark, lay_out
from indexdata.charts.shapes import Path, Text
from indexdata.models import Event
from indexdata.models.event import MOST_MARKED
from tests.factories.users import editor, officer
from tests.indexdata.world import weekly

FIRST = date(2025, 1, 6)


def event(start="2025-01-29", name="Spring Festival", **values):
    return Event.objects.create(
        start=date.fromisoformat(start), name_en=name, name_zh_hans=values.pop("zh", "春节"), **values
    )


def drawn(marks, weeks=20):
    points = [(FIRST + timedelta(weeks=n), Decimal(100 + n), False) for n in range(weeks)]
    drawing = lay_out(Chart([Line("Price", points)], "weekly", marks=marks))
    shapes = drawing.shapes
    lines = [shape for shape in shapes if isinstance(shape, Path) and shape.css == "kc-event"]
    names = [shape for shape in shapes if isinstance(shape, Text) and shape.css == "kc-event-name"]
    return drawing.frame, sum(len(line.strokes) for line in lines), names


def test_a_mark_stands_at_its_day_with_its_name_above_the_plot():
    frame, lines, names = drawn([Mark(date(2025, 1, 29), None, "Spring Festival")])
    assert lines == 1
    assert [(name.text, name.y < frame.top, name.x) for name in names] == [
        ("Spring Festival", True, frame.x(date(2025, 1, 29)))
    ]


def test_what_lies_outside_is_not_drawn_and_what_began_before_has_a_bar():
    assert drawn([Mark(date(2024, 1, 29), None, "Old")])[1:] == (0, [])
    _frame, lines, names = drawn([Mark(date(2025, 1, 1), date(2025, 1, 20), "Fair")])
    assert (lines, len(names)) == (0, 1)


def test_names_that_would_touch_are_left_to_the_list():
    marks = [Mark(FIRST + timedelta(weeks=n), None, "Spring Festival") for n in range(20)]
    assert drawn(marks)[1:] == (20, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "name", "day"),
    [("", "Spring Festival", "29 January 2025"), ("/zh-hans", "春节", "2025年1月29日")],
)
def test_page_picture_and_frame_mark_the_events_of_the_family(client, prefix, name, day):
    weekly(count=20, last=date(2025, 5, 19))
    event()
    event("2025-02-10", "Fair of exporters", zh="外贸展", families=["foreign-trade"])
    event("2025-02-11", "Draft", zh="草稿", public=False)
    event("2024-02-10", "Before", zh="此前")
    page = client.get(f"{prefix}/index/price/").text
    listed = page.partition("data-chart-events")[2].partition("</ul>")[0]
    assert listed.count("<li") == 1
    assert name in listed
    assert day in listed
    assert page.count(">" + name + "</text>") == 2
    for address in ("embed/", "chart.svg?all=1"):
        assert f">{name}</text>" in client.get(f"{prefix}/index/price/{address}").text
    for absent in ("Fair of exporters", "外贸展", "Draft", "草稿", "Before", "此前"):
        assert absent not in page


@pytest.mark.django_db
def test_many_events_of_another_family_hide_none():
    for day in range(1, 29):
        for name in range(10):
            event(f"2025-02-{day:02}", f"{name}", families=["prosperity"])
    own, of_all = event(families=["trade", "price"]), event("2025-01-30")
    asked = ("price", date(2025, 1, 1), date(2025, 12, 31))
    assert Event.objects.concerning(*asked) == [own, of_all]
    assert len(Event.objects.concerning("prosperity", *asked[1:])) == MOST_MARKED


@pytest.mark.django_db
def test_one_query_whatever_there_is(django_assert_num_queries):
    for n in range(300):
        event(str(date(2025, 1, 1) + timedelta(days=n)), families=["price"] if n % 2 else [])
    with django_assert_num_queries(1):
        found = Event.objects.concerning("prosperity", date(2025, 1, 1), date(2025, 12, 31))
    assert len(found) == 120
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.django_db
def test_officers_edit_events_and_others_do_not(client):
    client.force_login(officer())
    add = reverse("admin:indexdata_event_add")
    typed = {
        "name_en": "Autumn fair",
        "name_zh_hans": "秋季展",
        "start": "2025-10-20",
        "end": "2025-10-18",
        "public": "on",
    }
    refused = client.post(add, typed)
    assert "The last day lies before the first." in refused.text
    assert "Autumn fair" in refused.text
    client.post(add, typed | {"end": "2025-10-22", "families": ["price", "order"]})
    made = Event.objects.get()
    assert (made.families, str(made.end)) == (["price", "order"], "2025-10-22")
    assert made in Event.objects.about("order")
    assert made not in Event.objects.about("prosperity")
    assert client.get(reverse("admin:indexdata_event_changelist")).status_code == 200
    client.force_login(editor())
    assert client.get(add).status_code == 403


@pytest.mark.django_db
def test_a_change_is_seen_at_once(client):
    weekly(count=20, last=date(2025, 5, 19))
    one = event()
    assert ">Spring Festival</text>" in client.get("/index/price/").text
    Event.objects.filter(pk=one.pk).update(name_en="New Year")
    assert ">New Year</text>" in client.get("/index/price/").text


def test_an_event_does_not_end_before_it_begins():
    with pytest.raises(ValidationError):
        Event(start=date(2025, 2, 2), end=date(2025, 2, 1), name="x").clean()
