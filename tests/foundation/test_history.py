"""What a line of the history says: plain text, in the language of who reads it."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.translation import override

from foundation.history import said


@pytest.mark.parametrize(
    "field",
    [
        "title (English)",
        'Title <span class="language-mark">English</span>',
        'title <span class="language-mark">English</span>',
    ],
)
@pytest.mark.parametrize(("language", "words"), [("en", "Title (English)"), ("zh-hans", "标题 (English)")])
def test_a_translated_field_in_the_readers_language(field, language, words):  # L14
    line = LogEntry(change_message=json.dumps([{"changed": {"fields": [field]}}]))
    with override(language):
        assert words in said(line)
        assert "<" not in said(line)


@pytest.mark.parametrize(
    "text", ["Sent back: a < b, [1]", "[not json", "", "[1, 2]", "[{}]", '[{"changed": {}}]', '["a"]']
)
def test_other_lines_stay_as_they_are(text):  # L14
    said(LogEntry(change_message=text))
    if not text.startswith("["):
        assert said(LogEntry(change_message=text)) == text
