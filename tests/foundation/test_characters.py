"""Which characters are stored, at every door (P1, C5, W5): XML, JSON and both databases hold what comes out."""

import json
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook

from foundation.characters import storable, storable_within
from news.old_site.decoding import decode
from news.tags.models import Tag
from news.text.pasting import clean_paste
from news.text.sanitising import clean_html
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import editor

#: A line that each door must bring in as "上下" or with a line break between, and nothing else.
STRANGE = ["\x00", "\x01", "\x08", "\x1f", "\x7f", "\x80", "\x9f", "\ufeff", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff",
           "\ufff9", "\ud83d", "\udc00"]  # fmt: skip
BREAKS = ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("sign", STRANGE, ids=ascii)
def test_what_nothing_can_hold_goes(sign):
    assert storable(f"上{sign}下") == "上下"


@pytest.mark.parametrize("sign", BREAKS, ids=ascii)
def test_breaks_of_other_programs_become_line_feeds(sign):
    assert storable(f"上{sign}下") == "上\n下"


@pytest.mark.parametrize(
    "text", ["a\tb\r\nc", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301", "שלום\u200f!", "\u3000段落", "\U00020000𠮷", "", "\ue000"]
)
def test_what_people_write_stays_as_the_same_object(text):
    assert storable(text) is text


@given(st.text())
def test_whatever_comes_out_can_be_written_everywhere_and_stays_as_it_is(text):
    made = storable(text)
    assert storable(made) == made
    element = etree.Element("p")
    element.text = made
    assert (
        etree.fromstring(etree.tostring(element)).text == (made.replace("\r\n", "\n") or None) or "\r" in made
    )
    assert json.loads(json.dumps(made)) == made.encode().decode()
    book = Workbook()
    book.active["A1"] = f"x{made}"[:1000]
    book.save(BytesIO())


def test_texts_within_values_are_made_storable():
    assert storable_within({"a\x00": ["b\x0bc", 1, None, {"d": "\uffff"}]}) == {
        "a": ["b\nc", 1, None, {"d": ""}]
    }


@pytest.mark.parametrize("sign", [*STRANGE, *BREAKS], ids=ascii)
def test_every_door_for_rich_text(sign):
    """P1: pasted, typed or loaded from a file: no failure, nothing strange, both words there."""
    html = f"<p>上{sign}下</p>"
    for made in (clean_paste(html).html, clean_html(html), clean_html(f"<p>上&#{ord(sign)};下</p>")):
        assert storable(made) is made
        # browsers read &#0; as a replacement and &#128; as in Windows
        between = made.replace("<br>", " ").removeprefix("<p>上").removesuffix("下</p>")
        assert between.strip() in {"", "\ufffd", "€", "Ÿ", "…"}


def test_powerpoints_soft_return_is_a_break_of_the_line():
    assert clean_paste("<p>上\x0b下</p>").html == "<p>上<br>下</p>"


@pytest.mark.parametrize(
    "sign", [sign for sign in [*STRANGE, *BREAKS] if not "\ud800" <= sign <= "\udfff"], ids=ascii
)
def test_saved_pages_of_the_old_site(sign):
    assert decode(f"<p>上{sign}下</p>".encode()) == f"<p>{storable(f'上{sign}下')}</p>"


@pytest.mark.django_db
def test_every_model_is_a_door():
    """What no other door has looked at: fields, translated fields, JSON, people."""
    tag = TagFactory(name_en="Si\x00lk\ufffe", name_zh_hans="丝\x0b绸")
    tag.refresh_from_db()
    assert (tag.name_en, tag.name_zh_hans) == ("Silk", "丝 绸")
    article = ArticleFactory(title_en="A\x00b", body_en="<p>c\x0cd\uffff</p>")
    article.refresh_from_db()
    assert (article.title_en, article.body_en) == ("Ab", "<p>c\nd</p>")
    person = get_user_model().objects.create(username="li", last_name="李\x00")
    person.refresh_from_db()
    assert person.last_name == "李"


@pytest.mark.django_db
def test_forms_are_a_door(client):
    """Nobody is refused for a sign that cannot be seen; breaks in a line become spaces, in a text lines."""
    client.force_login(editor())
    data = {"name_en": "Si\x00lk\x0bcloth", "name_zh_hans": "丝\uffff绸", "slug": "silk"}
    answer = client.post(reverse("admin:news_tag_add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    tag = Tag.objects.get()
    assert (tag.name_en, tag.name_zh_hans) == ("Silk cloth", "丝绸")
