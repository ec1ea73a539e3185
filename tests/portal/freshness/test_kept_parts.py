"""Parts of pages that are made once: what tells them apart, what they know, and when they are made anew."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from news.pages.models import Page
from tests.factories.news import PageFactory

pytestmark = pytest.mark.usefixtures("page_cache")


@pytest.fixture
def made():
    """Count how often a part is made."""

    class Made:
        times = 0

        def __str__(self):
            self.times += 1
            return "made"

    return Made()


def show(text, **values):
    return Template("{% load kept i18n %}" + text).render(Context(values))


def test_a_part_is_made_once(transactional_db, made):
    part = '{% kept "a" with made %}{{ made }}{% endkept %}'
    assert [show(part, made=made), show(part, made=made)] == ["made", "made"]
    assert made.times == 1


def test_values_and_languages_tell_parts_apart(transactional_db):
    part = '{% kept "b" number with number %}{{ number }} {% translate "Search" %}{% endkept %}'
    assert show(part, number=1) == "1 Search"
    assert show(part, number=2) == "2 Search"
    assert show(part, number=1) == "1 Search"
    with override("zh-hans"):
        assert show(part, number=1) == "1 搜索"


def test_a_part_knows_only_what_it_names(transactional_db):
    part = '{% kept "c" with name %}{{ name }}{{ user }}{{ request }}{% endkept %}'
    assert show(part, name="shown", user="someone", request="asked") == "shown"


def test_a_part_without_a_value_is_made_anew(transactional_db, made):
    part = '{% kept "d" key with made %}{{ made }}{% endkept %}'
    show(part, made=made, key=None)
    show(part, made=made)
    assert made.times == 2


def test_a_part_is_made_anew_after_a_change(transactional_db, made):
    part = '{% kept "e" with made pages %}{{ made }} {{ pages.count }}{% endkept %}'
    page = PageFactory()
    show(part, made=made, pages=Page.objects.all())
    page.title_en = "Other"
    page.save()
    show(part, made=made, pages=Page.objects.all())
    assert made.times == 2


def test_what_a_part_shows_is_escaped(transactional_db):
    part = '{% kept "f" name with name %}{{ name }}{% endkept %}'
    assert show(part, name="<b>") == "&lt;b&gt;"
    assert show(part, name="<b>") == "&lt;b&gt;"


def test_the_menu_marks_each_page(transactional_db):
    client = Client()
    for address in ("/tags/", "/news/", "/tags/", "/fabrics/"):
        text = client.get(address).content.decode()
        menu = text[text.index('class="menu"') : text.index("</nav>")]
        assert menu.count('aria-current="page"') == (address != "/tags/"), address
        assert f'<a href="{address}" aria-current="page">' in menu or address == "/tags/"
