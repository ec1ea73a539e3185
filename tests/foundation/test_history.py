"""What a line of the history says: plain text, in the language of who reads it."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.translation import override

from foundation.history import note, said
from news.enums import CommentStatus
from tests.factories.users import StaffFactory


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


def line_of(sentence, /, **words):
    by = StaffFactory()
    note(by, [by], sentence, **words)
    return LogEntry.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize("written_in", ["en", "zh-hans"])
def test_a_sentence_its_moments_and_labels_are_in_the_readers_language(written_in):  # L19
    with override(written_in):
        line = line_of(
            "Moved to %(moment)s: %(reason)s",
            moment=datetime(2026, 11, 30, 4, tzinfo=UTC),
            reason="a % 100% 雨",
        )
    with override("en"):
        assert said(line) == "Moved to 30 November 2026, 12:00: a % 100% 雨"
    with override("zh-hans"):
        assert said(line) == "调整至2026年11月30日 12:00：a % 100% 雨"
    assert "雨" in line.change_message, "it is found by its words"


@pytest.mark.django_db
def test_a_sentence_in_a_sentence(client):  # L19
    published = "Published, dated %(moment)s.", {"moment": datetime(2026, 11, 30, 4, tzinfo=UTC)}
    line = line_of("%(sentence)s Only: %(languages)s.", sentence=published, languages="English")
    with override("en"):
        assert said(line) == "Published, dated 30 November 2026, 12:00. Only: English."
    with override("zh-hans"):
        assert "2026年11月30日 12:00" in said(line)
        assert "Only" not in said(line)


@pytest.mark.django_db
def test_a_label_in_the_readers_language(client):  # L19
    with override("zh-hans"):
        line = line_of("%(old)s → %(new)s", old=CommentStatus.PENDING.label, new=CommentStatus.SPAM.label)
    with override("en"):
        assert said(line) == "Pending → Spam"
    with override("zh-hans"):
        assert said(line) == "待审核 → 垃圾评论"


@pytest.mark.parametrize(("language", "words"), [("en", "Withdrawn."), ("zh-hans", "已撤回。")])
def test_an_older_line_without_words_of_its_own_is_read_in_the_readers_language(language, words):  # L19
    with override(language):
        assert said(LogEntry(change_message="Withdrawn.")) == words


def test_a_form_that_changed_nothing_says_so():  # L19
    assert said(LogEntry(change_message="[]")) == "No fields changed."
