"""Whatever the address holds, visitors never see a failure of ours: every public address, every kind of bad input.

Each address gets some of the bad values; `make audit` tries every address with every one.
"""

import pytest
from django.utils.http import urlencode

from tests.portal.addresses import SAMPLES, address, fill, public_routes

pytestmark = [pytest.mark.walk, pytest.mark.long]

ROUTES = public_routes()
SPAN = ("from", "to", "as_of")
#: The parameters that routes read.
READ = {
    "search": ("q", "kind", "page", "section", "year", "tag", "lang"),
    "search-suggest": ("q",),
    "manifest": ("lang",),
    "api:indices": ("family", "q", "limit", "offset"),
    "api:observations": (*SPAN, "limit", "offset"),
    "sdmx:data-21": ("startPeriod", "updatedAfter", "lastNObservations", "includeHistory"),
    "sdmx:data-30": ("c[INDEX]", "c[TIME_PERIOD]", "asOf", "attributes"),
    "sdmx:structures-30": ("detail", "references"),
    "sdmx:available-30": ("c[TIME_PERIOD]", "references"),
    "indexdata:classification": ("as_of",),
    "indexdata:movers": ("family", "level", "issues", "as_of", "demonstration"),
    "indexdata:compare": ("s", "rebase", "page", *SPAN),
    "indexdata:compare-csv": ("s", "rebase", "excel", "demonstration", *SPAN),
    "indexdata:compare-xlsx": ("s", "rebase", "demonstration", *SPAN),
    "indexdata:compare-json": ("s", "rebase", "demonstration", *SPAN),
    "indexdata:release-csv": ("as_of", "demonstration", "excel"),
    "indexdata:release-xlsx": ("as_of", "demonstration"),
    "indexdata:release-json": ("as_of", "demonstration"),
    "indexdata:data-file": ("demonstration",),
    "indexdata:data-package": ("demonstration",),
    "indexdata:index-xlsx": ("transform", "base", "monthly", "demonstration", *SPAN),
    "indexdata:index": ("transform", "base", "monthly", "page", *SPAN),
    "indexdata:index-csv": ("transform", "base", "monthly", *SPAN),
    "indexdata:index-json": SPAN,
    "indexdata:index-chart": SPAN,
    "indexdata:releases": ("family", "year", "page"),
    "indexdata:samples": ("source", "class", "page"),
    "news:news": ("page",),
    "news:section": ("page",),
    "news:article": ("comments", "order", "thread"),
    "news:archive-month": ("page",),
    "news:commentary": ("page",),
    "news:commentary-detail": ("comments", "order", "thread"),
    "news:tag": ("page",),
    "news:comment-form": ("reply", "sent"),
    "news:my-data-of": ("download",),
    "news:fabrics": ("season", "weave", "use", "page"),
}
#: One route of each kind.
KINDS = [
    "home",
    "search",
    "news:article",
    "indexdata:index",
    "indexdata:index-csv",
    "news:feed-news",
    "robots",
]
FORMS = (
    "news:comment-form", "news:report-comment", "news:my-data", "news:my-data-of", "news:unfollow", "news:confirm-reader",
    "news:decide-comment",
)  # fmt: skip
PARAMETERS = sorted({name for names in READ.values() for name in names})
BAD_VALUES = (
    "", "0", "-1", "abc", "99999999999999999999", "1.5", "%EF%BC%91", "%00", "%ff%fe", "2023-13", "2023-02-30",
    "0000-00-00", "9999-12-31", "2023-06-12T25:00", "%22", "'%20OR%201=1--", "../../etc/passwd", "x" * 3000, "%",
)  # fmt: skip
ODD_QUERIES = (
    "?%00",
    "?%ff=%fe&%zz&%",
    "?&&&===&%3D=%26&[]=1&a[b]=c",
    "?page=1&page=x&from=2023&from=&s=a&s=a&s=&q=a&q=%22",
    "?" + "&".join(f"p{n}=1" for n in range(300)),
    "?" + "&".join(f"{name}=99999999999999999999" for name in PARAMETERS),
)
BAD_PATHS = (
    "0", "99999999999999999999", "-1", "%EF%BC%91", "%00", "a%00b", "%ff%fe", "..", "..%2f..%2fetc%2fpasswd", "'",
    "%22", "%F0%9F%A7%B5", "x" * 3000, "%5c", "price%2f", "%0d%0aX: y",
)  # fmt: skip
SEARCHES = (
    '"', '""', '"a', "a OR", "OR", "AND AND", "NOT", "NEAR(", "NEAR(a b, 5)", "*", "a*", "*a", "^", "^a", "title:",
    "title:a", "col:*", "'", "(", ")", "(a", "-", "-a", "+", "a -", "{a}", "\\", "%", "_", "a\x00b", "\x00", "\ufffe",
    "：", "，。", "涤纶 OR", "&", "|", "!", "a & | b", "<->", ":*", "a:*", "//", "A" * 5000, "词" * 500, " ", "\t\n",
    "1 2 3 " * 200, "\u202e", "e\u0301", "😀", "a,b;c", "$$", "%s", "{{ 7*7 }}", "\ud800".encode("utf-8", "replace").decode(),
)  # fmt: skip
ODD_HEADERS = (
    {"if-none-match": '"'}, {"if-none-match": "W/"}, {"if-none-match": "*"}, {"if-none-match": "\xff\xfe"},
    {"if-modified-since": "yesterday"}, {"if-modified-since": "Mon, 99 Foo 99999 99:99:99 GMT"},
    {"if-modified-since": "Thu, 01 Jan 0001 00:00:00 GMT"}, {"if-unmodified-since": "x"}, {"if-match": '"nothing"'},
    {"accept-encoding": "br;q=x, gzip;;;"}, {"accept-encoding": "*;q=0"}, {"accept-encoding": "\xff"},
    {"accept": "*/*;q=x"}, {"accept-language": "zh" * 500}, {"accept-language": "\xff, ,;q="},
    {"range": "bytes=9999-1"}, {"x-forwarded-for": "a, b, \xff"}, {"x-forwarded-proto": "gopher"},
    {"cookie": "sessionid=\xff; csrftoken="}, {"cookie": "sessionid=" + "x" * 4000}, {"referer": "\xff://"},
    {"content-length": "abc"}, {"host": "testserver:abc"}, {"host": "a b"}, {"host": ""}, {"host": "[::1"},
)  # fmt: skip


@pytest.fixture
def visitor(db, client):
    """A browser on a site with a little content; a failure of ours is an answer, not an exception."""
    fill()
    client.raise_request_exception = False
    return client


def assert_never_fails(visitor, requests):
    """Send requests given as (method, address, headers) and name every one that ends in a failure of ours."""
    failed = []
    for method, at, headers in requests:
        response = visitor.generic(method, at, headers=headers)
        if response.status_code >= 500:
            error = getattr(response, "exc_info", None)
            failed.append(
                f"{method} {at[:120]} {headers or ''}: {response.status_code} {error and error[1]!r}"
            )
    assert not failed, "\n".join(failed)


def in_both(name):
    """Return the address of a route, and that of its Chinese twin where it has one."""
    english = address(name)
    return [english, f"/zh-hans{english}"] if ROUTES[name] else [english]


def test_the_sample_addresses_themselves_answer(visitor):
    for at in (at for name in ROUTES for at in in_both(name)):
        assert visitor.get(at).status_code in {200, 301, 302}, at


def test_bad_parameters(visitor, some):
    requests = [
        ("GET", f"{address(name)}?{parameter}={bad}", None)
        for name, parameters in READ.items()
        for parameter in parameters
        for bad in some(BAD_VALUES, f"{name} {parameter}")
    ]
    assert_never_fails(visitor, requests)


def test_odd_queries(visitor, some):
    requests = [("GET", address(name) + query, None) for name in ROUTES for query in some(ODD_QUERIES, name)]
    assert_never_fails(visitor, requests)


@pytest.mark.parametrize(
    "bad", ["from=2023-02-30", "to=99999", "as_of=x", "transform=x", "from=2024&to=2023"]
)
def test_bad_bounds_of_an_index(visitor, bad):
    for name in ("indexdata:index", "indexdata:index-csv", "indexdata:index-json", "indexdata:index-chart"):
        for at in in_both(name):
            assert visitor.get(f"{at}?{bad}").status_code in {200, 400, 404}


def test_bad_parts_of_the_path(visitor, some):
    requests = []
    for name in (name for name in ROUTES if name in SAMPLES):
        for value in SAMPLES[name].values():
            head, _, tail = address(name).rpartition(str(value))
            requests += [("GET", f"{head}{bad}{tail}", None) for bad in some(BAD_PATHS, name)]
    assert_never_fails(visitor, requests)


def test_bad_endings(visitor, some):
    endings = ("//", "%00", "%ff", "/..", "index.php", "x" * 2000)
    requests = [
        ("GET", address(name) + ending, None) for name in ROUTES for ending in some(endings, name, one_in=3)
    ]
    assert_never_fails(visitor, requests)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_any_search_is_at_worst_a_page_without_results(visitor, some, prefix):
    for words in some(SEARCHES, prefix, one_in=4):
        response = visitor.get(f"{prefix}/search/?{urlencode({'q': words})}")
        assert response.status_code == 200, repr(words)
        assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%00", "q=a&q=%22", "q[]=a", "q=a&page=0", "q=a&page=x", "q=a&kind=x", "q=%"]
)
def test_a_search_in_broken_bytes_is_a_page(visitor, query):
    assert visitor.get(f"/search/?{query}").status_code in {200, 404}


@pytest.mark.parametrize(
    "junk",
    ["s=", "s=x", "s=price&s=price", "s=../../", "s=price%00", "s=%ff", "s=price&rebase=x&from=x&to=y"],
)
def test_comparing_junk(visitor, junk):
    for at in in_both("indexdata:compare"):
        assert visitor.get(f"{at}?{junk}").status_code in {200, 400, 404}


def test_comparing_very_many(visitor):
    for at in in_both("indexdata:compare"):
        many = "&".join(f"s=price/{n}" for n in range(900))
        assert visitor.get(f"{at}?{many}").status_code in {200, 400, 404}


def test_odd_headers(visitor, some):
    requests = [("GET", address(name), headers) for name in KINDS for headers in some(ODD_HEADERS, name)]
    assert_never_fails(visitor, requests)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if number % 4 == 0 else pytest.mark.audit)
        for number, name in enumerate(ROUTES)
    ],
)
def test_other_methods(visitor, name):  # one by one: some links are used up
    at = address(name)
    for method in ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "FOO"):
        response = visitor.generic(method, at)
        assert response.status_code in {200, 204, 301, 302, 400, 403, 405}, f"{method} {at}"
    head = visitor.head(at)
    assert (b"".join(head) if head.streaming else head.content) == b""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"name=%00&body=%00", "application/x-www-form-urlencoded"),
        (b"name=%ff&body=%fe", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"not multipart", "multipart/form-data; boundary=x"),
        (b"not multipart", "multipart/form-data"),
        (b'{"a":', "application/json"),
        (b"x=1", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"&".join(b"p%d=1" % n for n in range(3000)), "application/x-www-form-urlencoded"),
        (b"body=" + b"x" * 6_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_bad_bodies(visitor, body, kind):
    for at in (at for name in FORMS for at in in_both(name)):
        assert visitor.generic("POST", at, body, content_type=kind).status_code < 500, at


@pytest.mark.parametrize(
    "at",
    [
        "/api/v1/indices?page=%00", "/api/v1/indices?page=x", "/api/v1/indices/%00", "/api/v1/indices/x%ff/observations",
        "/api/v1/indices/price/observations?from=%00", "/api/v1/indices/price/observations?from=2023-02-30",
        "/api/v1/nothing", "/api/v1/openapi.json?x=%00", "/News/detial.php?id=%00", "/News/detial.php?id=%ff&name=%fe",
        "/News/detial.php?" + "id=1&" * 500, "/flzs/%00", "/flzs/%ff", "/flzs/table_data?category=%00", "/flzs/table_data?%ff",
        "/%00", "/%ff", "/zh-hans/%00", "/zh-hans/%ff", "/static/%00", "/static/../manage.py", "/static/%ff", "/media/%00",
        "//", "//evil.example/", "///", "/zh-hans//evil.example/", "/zh-hans", "/en/", "/zh-cn/", "/admin/%00", "/admin/login/?next=%00",
    ],
)  # fmt: skip
def test_bad_addresses_beside_the_pages(visitor, at):
    assert_never_fails(visitor, [("GET", at, None), ("HEAD", at, None), ("POST", at, None)])


@pytest.mark.parametrize("at", ["//evil.example", "//evil.example/news", "/zh-hans//evil.example"])
def test_no_redirect_leaves_the_site(visitor, at):
    assert not visitor.get(at).headers.get("Location", "/").startswith(("//", "http"))
