"""Lists of the admin that are dragged into order, by the mouse: what is out of sight keeps its place. D13."""

import pytest

pytestmark = pytest.mark.long

CHIEF = "chief-editor"
PAGES = "/admin/news/page/"


@pytest.fixture
def page(signed_in):
    return signed_in(CHIEF)


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


def drag(page, start, end):
    """Take the row at one place by its handle and let it go at another."""
    handles = page.locator("#result_list tbody .cursor-move.flex")
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


def test_rows_out_of_sight_keep_their_places(page, site):
    whole = order_of(page, site + PAGES)
    found = order_of(page, f"{site}{PAGES}?q=comments")
    assert 2 <= len(found) < len(whole)

    drag(page, len(found) - 1, 0)
    moved = rows(page)
    assert [name for name, _ in moved] == [found[-1][0], *(name for name, _ in found[:-1])]
    assert [number for _, number in moved] == [number for _, number in found]

    page.click("input[name=_save], button[name=_save]")
    page.wait_for_load_state()
    after = order_of(page, site + PAGES)
    seen = {name for name, _ in found}
    kept = [(place, name) for place, (name, _) in enumerate(whole) if name not in seen]
    assert kept == [(place, name) for place, (name, _) in enumerate(after) if name not in seen]
    assert [name for name, _ in after if name in seen] == [name for name, _ in moved]


def test_a_list_sorted_by_something_else_is_not_dragged(page, site):
    before = order_of(page, f"{site}{PAGES}?o=5")
    assert page.locator("#result_list .cursor-move").count() == 0
    box = page.locator("#result_list tbody").nth(1).locator("td").first.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, box["y"] - 80, steps=10)
    page.mouse.up()
    assert rows(page) == before
