"""One place for languages: the prefixes of addresses, tags, and the fields of translated content."""

import pytest

from foundation.languages import in_language, in_languages, language_of_address, language_tag


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/", "en"),
        ("/news/", "en"),
        ("/zh-hans/", "zh-hans"),
        ("/zh-hans/news/", "zh-hans"),
        ("/zh-hans", "en"),
        ("/zh-hansnews/", "en"),
        ("/en/news/", "en"),
        ("/fr/news/", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_an_address(path, code):
    assert language_of_address(path) == code


def test_the_same_page_in_another_language():
    for path in ("/news/", "/zh-hans/news/"):
        assert in_language(path, "zh-hans") == "/zh-hans/news/"
        assert in_language(path, "en") == "/news/"
    assert in_language("/", "zh-hans") == "/zh-hans/"


def test_tags_and_fields():
    assert [language_tag(code) for code in ("en", "zh-hans", "pt-br")] == ["en", "zh-Hans", "pt-br"]
    assert in_languages("title", "body") == ("title_en", "title_zh_hans", "body_en", "body_zh_hans")
