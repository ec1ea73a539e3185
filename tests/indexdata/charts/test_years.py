"""Years over one another: a line for each, the newest strong, in page, picture and table."""

from datetime import date
from decimal import Decimal

import pytest

from indexdata.charts import Chart, Line, draw_chart
from indexdata.charts.years import GROUND, MOST_YEARS, year_and_place, years_chart
from indexdata.models import Release
from indexdata.series.parameters import Parameters
from indexdata.series.rows import span_of, stored_series
from tests.factories.indexdata import IndexFactory
from tests.indexdata.world import monthly, weekly


def chart(**asked):
    index = IndexFactory(path="price")
    stored = stored_series([index])[index.pk]
    return years_chart(stored, span_of(stored, Parameters(by_year=True, **asked)))


def test_weeks_go_by_their_numbers_and_months_by_theirs():
    assert GROUND.isocalendar()[1:] == (1, 1)
    assert year_and_place(date(2025, 1, 6), "weekly") == (2025, date(2018, 1, 8))  # week 2
    assert year_and_place(date(2024, 12, 30), "weekly") == (2025, date(2018, 1, 1))  # week 1 of 2025
    assert year_and_place(date(2020, 12, 28), "weekly") == (2020, date(2018, 12, 31))  # week 53
    assert year_and_place(date(2025, 6, 1), "monthly") == (2025, date(2018, 6, 1))


@pytest.mark.django_db
def test_a_line_for_each_year_the_newest_first():
    weekly(count=150, last=date(2025, 5, 19))
    found = chart()
    assert [line.label for line in found.lines] == ["2025", "2024", "2023", "2022"]
    assert [len(line.points) for line in found.lines] == [21, 52, 52, 25]
    assert len(chart(first=date(2024, 6, 3), spanned=True).lines) == 2


@pytest.mark.django_db
def test_no_more_years_than_can_be_told_apart():
    weekly(count=600, last=date(2025, 5, 19))
    assert len(chart(spanned=True).lines) == MOST_YEARS


@pytest.mark.django_db
def test_a_pause_joins_the_line_of_its_own_year_alone():
    weekly(count=60, last=date(2025, 5, 19))
    index = IndexFactory(path="price")
    index.observations.filter(period__in=[date(2025, 2, 3), date(2024, 5, 27)]).delete()
    Release.objects.filter(period=date(2024, 5, 27)).update(no_issue=True)
    found = chart()
    assert [line.no_issue for line in found.lines] == [set(), {date(2018, 5, 28)}]
    assert [len(runs) for runs in found.runs] == [2, 1]


def test_files_fade_and_charts_of_several_indices_do_not():
    points = [(date(2018, 1, 1), 1, False), (date(2018, 1, 8), 2, False)]
    lines = [Line(str(2025 - n), [(day, Decimal(v), d) for day, v, d in points]) for n in range(3)]
    faded = draw_chart(Chart(lines, "weekly", by_year=True), standalone=True)
    assert 'stroke-opacity="0.66"' in faded
    assert "opacity" not in draw_chart(Chart(lines, "weekly"), standalone=True)
    assert "kc-chart--years" in draw_chart(Chart(lines, "weekly", by_year=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "week", "month"), [("", "Week 3<", "March<"), ("/zh-hans", "第3周<", "3月<")]
)
def test_page_picture_and_table(client, prefix, week, month):
    weekly(count=150, last=date(2025, 5, 19))
    page = client.get(f"{prefix}/index/price/?view=years").text
    table = page.partition("figures--years")[2].partition("</table>")[0]
    assert [f'"col">{year}<' in table for year in (2025, 2024, 2023, 2022)] == [True] * 4
    assert table.count("<tr>") == 53
    assert week in table
    assert f"{prefix}/index/price/chart.png?view=years" in page
    assert "view" not in page.partition('class="downloads"')[2].partition("</p>")[0]
    picture = client.get(f"{prefix}/index/price/chart.svg?view=years")
    assert picture.status_code == 200
    assert ">2024</text>" in picture.text
    assert client.get(f"{prefix}/index/price/chart.png?view=years").status_code == 200
    assert ">2024</text>" in client.get(f"{prefix}/index/price/embed/?view=years").text
    monthly(months=("2022-03", "2023-03"))
    assert month in client.get(f"{prefix}/index/prosperity/?view=years").text


@pytest.mark.django_db
def test_other_views_are_refused_by_pictures_and_said_on_the_page(client):
    weekly(count=5)
    assert client.get("/index/price/chart.svg?view=rings").status_code == 400
    assert client.get("/index/price/data.csv?view=years").status_code == 400
    assert client.get("/index/price/?view=rings").status_code == 200
