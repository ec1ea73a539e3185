"""Keys of series and filters of dimensions."""

import pytest

from indexdata.sdmx.errors import Malformed
from indexdata.sdmx.keys import of_filter, of_key

SERIES = [("W", "PRICE"), ("W", "PRICE_RM"), ("W", "PRICE_RM_COTTON"), ("M", "PROSPERITY")]


def meant(predicate):
    return [code for frequency, code in SERIES if predicate((frequency, code))]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("", ["PRICE", "PRICE_RM", "PRICE_RM_COTTON", "PROSPERITY"]),
        ("*", ["PRICE", "PRICE_RM", "PRICE_RM_COTTON", "PROSPERITY"]),
        ("W.PRICE", ["PRICE"]),
        (".PRICE", ["PRICE"]),
        ("*.PRICE", ["PRICE"]),
        ("W.", ["PRICE", "PRICE_RM", "PRICE_RM_COTTON"]),
        ("W.PRICE+PRICE_RM", ["PRICE", "PRICE_RM"]),
        ("W+M.PRICE+PROSPERITY", ["PRICE", "PROSPERITY"]),
        ("W.PRICE,M.PROSPERITY", ["PRICE", "PROSPERITY"]),
        ("M.PRICE", []),
        ("W.NO_SUCH", []),
    ],
)
def test_a_key_means_series(key, codes):
    assert meant(of_key(key, "*")) == codes


@pytest.mark.parametrize(
    "key",
    ["W", "PRICE", "W.PRICE.X", "W.PRICE RM", "W.PRI/CE", "W.PRICE++", "W.价格", "W.PRICE,", "W.PRICE;--"],
)
def test_a_malformed_key_is_refused(key):
    with pytest.raises(Malformed):
        of_key(key, "*")


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["PRICE,PRICE_RM"], ["PRICE", "PRICE_RM"]),
        (["eq:PRICE"], ["PRICE"]),
        (["ne:PRICE"], ["PRICE_RM", "PRICE_RM_COTTON", "PROSPERITY"]),
        (["sw:PRICE_"], ["PRICE_RM", "PRICE_RM_COTTON"]),
        (["ew:RM,ew:COTTON"], ["PRICE_RM", "PRICE_RM_COTTON"]),
        (["co:RM+nc:COTTON"], ["PRICE_RM"]),
        (["sw:PRICE", "ne:PRICE"], ["PRICE_RM", "PRICE_RM_COTTON"]),
    ],
)
def test_filters_of_a_dimension(texts, codes):
    assert meant(of_filter("INDEX", texts)) == codes


@pytest.mark.parametrize("text", ["ge:PRICE", "xx:PRICE", "PRICE,", "eq:", "PRI%CE"])
def test_filters_that_say_nothing_are_refused(text):
    with pytest.raises(Malformed):
        of_filter("INDEX", [text])
