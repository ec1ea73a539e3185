"""Lists of the admin that are dragged into order, by the mouse: what is out of sight keeps its place. D13."""

import pytest
from django.contrib import admin

from indexdata.models import SourceFact
from news.models import Page, Section

pytestmark = pytest.mark.long

CHIEF, OFFICER = "chief-editor", "officer"
PAGES = "/admin/news/page/"

#: Lists of the admin that are dragged → searches that find some of their rows, with others between or around them.
DRAGGED = {Page: "comments", Section: "e-"}
#: Tables in a form that are dragged.
DRAGGED_IN_FORMS = {SourceFact}


def order_of(page, address):
    """Return the names of the rows of a list and the numbers they have, from top to bottom."""
    page.goto(address)
    page.wait_for_function("!!window.sortRecords")
    return rows(page)


def rows(page):
    return page.eval_on_selector_all(
        "#result_list tbody",
        """all => all.map(row => [row.querySelector('th').innerText.trim(), Number(row.querySelector('input[name$="-order"]').value)])""",
    )


def labels(page):
    """Return the facts in the form of a source, from top to bottom."""
    return [
        one.input_value()
        for one in page.locator("#facts-data tbody:not(.empty-form) input[name$=-label_en]").all()
    ]


def drag(page, start, end, handle="#result_list tbody .cursor-move.flex"):
    """Take the row at one place by its handle and let it go at another."""
    handles = page.locator(handle)
    source, target = handles.nth(start).bounding_box(), handles.nth(end).bounding_box()
    page.mouse.move(source["x"] + 10, source["y"] + 10)
    page.mouse.down()
    page.mouse.move(source["x"] + 12, source["y"] + 14, steps=3)
    height = target["y"] + (2 if end < start else target["height"] - 2)
    page.mouse.move(target["x"] + 10, height, steps=15)
    # Rows glide out of the way, and a row that glides is not changed places with: a hand rests before it lets go.
    for pixel in range(4):
        page.wait_for_timeout(200)
        page.mouse.move(target["x"] + 10 + pixel, height)
    page.mouse.up()


def test_every_list_that_is_dragged_is_tried_here():
    admins = admin.site._registry
    assert {model for model, one in admins.items() if one.ordering_field} == set(DRAGGED)
    inlines = [inline for one in admins.values() for inline in one.inlines]
    assert {one.model for one in inlines if getattr(one, "ordering_field", None)} == DRAGGED_IN_FORMS


@pytest.mark.parametrize("model", DRAGGED, ids=lambda model: model._meta.model_name)
def test_rows_out_of_sight_keep_their_places(signed_in, site, model):
    page = signed_in(CHIEF)
    address = f"{site}/admin/news/{model._meta.model_name}/"
    whole = order_of(page, address)
    found = order_of(page, f"{address}?q={DRAGGED[model]}")
    assert 2 <= len(found) < len(whole)

    drag(page, len(found) - 1, 0)
    moved = rows(page)
    assert [name for name, _ in moved] == [found[-1][0], *(name for name, _ in found[:-1])]
    assert [number for _, number in moved] == [number for _, number in found]

    with page.expect_navigation():
        page.click("input[name=_save], button[name=_save]")
    after = order_of(page, address)
    seen = {name for name, _ in found}
    kept = [(place, name) for place, (name, _) in enumerate(whole) if name not in seen]
    assert kept == [(place, name) for place, (name, _) in enumerate(after) if name not in seen]
    assert [name for name, _ in after if name in seen] == [name for name, _ in moved]


def test_a_list_sorted_by_something_else_is_not_dragged(signed_in, site):
    page = signed_in(CHIEF)
    before = order_of(page, f"{site}{PAGES}?o=5")
    assert page.locator("#result_list .cursor-move").count() == 0
    box = page.locator("#result_list tbody").nth(1).locator("td").first.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, box["y"] - 80, steps=10)
    page.mouse.up()
    assert rows(page) == before


def test_the_facts_of_a_source_are_dragged_in_its_form(signed_in, site):
    page = signed_in(OFFICER)
    page.goto(f"{site}/admin/indexdata/collectingsource/?q=south")
    page.click("#result_list tbody th a")
    page.wait_for_function("!!window.sortRecords")
    stood = labels(page)
    assert len(stood) == 2

    # One more is written below the others; then the last of those that stood there goes to the top.
    page.click("#facts-group .add-row")
    for name in ("label_en", "value_en"):
        page.fill(f"[name=facts-2-{name}]", "Shops")
    drag(page, 1, 0, "#facts-data tbody.original .cursor-move")
    assert labels(page) == [stood[1], stood[0], "Shops"]
    form = page.url
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.goto(form)
    assert labels(page) == [stood[1], stood[0], "Shops"]
