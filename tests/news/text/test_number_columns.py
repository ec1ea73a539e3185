"""Columns of numbers in the tables of articles are told, so that figures stand under one another."""

import pytest
from django.utils.translation import override

from news.rendering.stored_text import render_text
from portal.templatetags.portal_ui import whole_numbers

HEAD = '<table><thead><tr><th scope="col">Series</th><th scope="col">Points</th><th scope="col">Remark</th></tr></thead>'
BODY = (
    '<tbody><tr><th scope="row">Total</th><td>104.68</td><td>a text of its own</td></tr>'
    '<tr><th scope="row">Raw</th><td>—</td><td>—</td></tr></tbody></table>'
)


def test_a_column_of_numbers_is_told_with_its_head():  # R27
    shown = render_text(f"<p>Words</p>{HEAD}{BODY}")
    assert '<th scope="col">Series</th><th class="is-number" scope="col">Points</th>' in shown
    assert '<td class="is-number">104.68</td><td>a text of its own</td>' in shown
    assert '<td class="is-number">—</td><td>—</td>' in shown


def test_feeds_have_the_table_as_it_is():  # R27
    assert render_text(f"{HEAD}{BODY}", plain=True) == f"{HEAD}{BODY}"


@pytest.mark.parametrize(
    "cell", ["−0.38%", "+7.04%", "1,105.95", "105.08点", "0", "almost +38%", "more than +17%"]
)
def test_what_counts_as_a_number(cell):
    assert 'class="is-number"' in render_text(f"<table><tr><td>Name of it</td><td>{cell}</td></tr></table>")


@pytest.mark.parametrize(
    "cell", ["0575-84785651 84125158", "not stated", "112.88 on 4 June 2007", "2023年5月", ""]
)
def test_what_does_not(cell):
    table = f"<table><tr><td>Name of it</td><td>{cell}</td></tr></table>"
    assert render_text(table) == table


def test_a_table_with_cells_over_others_stays():
    table = '<table><tr><td colspan="2">104.68</td></tr><tr><td>1.00</td><td>2.00</td></tr></table>'
    assert render_text(table) == table


@pytest.mark.django_db
def test_the_number_of_the_licence_stays_on_one_line(client):  # R27
    assert '<span class="whole">11013594-2</span>' in client.get("/").content.decode()
    with override("zh-hans"):
        assert '<span class="whole">11013594号-2</span>' in client.get("/zh-hans/").content.decode()
    assert whole_numbers("<1-2>") == '&lt;<span class="whole">1-2</span>&gt;'
