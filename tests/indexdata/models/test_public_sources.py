import pytest

from indexdata.series.public_sources import is_public_source


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("http://en.kqindex.cn/News/detial.php?id=91", True),
        ("https://www.imsilkroad.com/a", True),
        ("http://kqindex.cn.example.org/", False),
        ("http://evilkqindex.cn/", False),
        ("https://github.com/akshare", False),
        ("javascript:alert(1)//kqindex.cn", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_official_and_press_pages_are_linked(address, public):
    assert is_public_source(address) is public
