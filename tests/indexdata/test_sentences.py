"""Sentences made from numbers: an index is named as a trade editor would name it in the middle of one."""

import pytest
from django.utils.translation import override

from indexdata.wording.sentences import name_in_sentence


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Textile price index", "textile price index"),
        ("Raw materials", "raw materials index"),
        ("T/C fabric", "T/C fabric index"),
        ("", " index"),
    ],
)
def test_an_english_name_is_written_small_and_says_that_it_is_an_index(name, named):
    with override("en"):
        assert name_in_sentence(name) == named


def test_a_chinese_name_stays_as_it_is():
    with override("zh-hans"):
        assert name_in_sentence("原料类") == "原料类"
