"""The page cache: what it answers, what it keeps, and that nothing it answers is stale."""

import gzip
import threading
import time
from collections import OrderedDict
from datetime import timedelta

import brotli
import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from news.articles.models import Article
from news.comments.models import Comment
from news.enums import CommentStatus
from portal.addresses import canonical
from portal.freshness import page_cache, shared
from portal.freshness import stamp as freshness
from portal.freshness.encodings import accepted_encoding
from portal.freshness.groups import all_tokens
from portal.freshness.pages import Page, PageStore
from portal.freshness.present import Present
from tests.factories.news import ArticleFactory, CommentFactory

pytestmark = [pytest.mark.urls("tests.portal.freshness.cached_pages"), pytest.mark.usefixtures("page_cache")]


@pytest.fixture(autouse=True)
def own_addresses(monkeypatch):
    """What the portal remembers of these addresses, `/comments/` among them, must not reach tests of its own ones."""
    monkeypatch.setattr(canonical, "_takes", OrderedDict())


@pytest.fixture
def article(transactional_db):
    return ArticleFactory(title_en="First")


def get(path, client=None, **headers):
    return (client or Client()).get(path, headers=headers)


def first_line(path="/titles/"):
    return get(path).content.decode().splitlines()[0].strip()


class TestWarmPages:
    def test_need_no_query(self, article, django_assert_num_queries):
        cold = get("/titles/")
        with django_assert_num_queries(0):
            warm = get("/titles/")
        assert warm.content == cold.content
        for answer in (warm, cold):  # a name of each request's own
            assert answer.headers.pop("X-Request-ID")
        assert dict(warm.headers) == dict(cold.headers)

    def test_vary_on_the_encoding_alone(self, article):
        assert get("/titles/")["Vary"] == "Accept-Encoding"
        assert get("/titles/", cookie="sessionid=1")["Vary"] == "Accept-Encoding"

    def test_carry_the_security_headers(self, article):
        get("/titles/")
        assert "Content-Security-Policy" in get("/titles/").headers

    def test_are_answered_to_head_without_a_second_making(self, article, django_assert_num_queries):
        length = get("/titles/")["Content-Length"]
        with django_assert_num_queries(0):
            head = Client().head("/titles/")
        assert head["Content-Length"] == length
        assert head.content == b""

    def test_are_not_made_from_head(self, article, page_cache):
        Client().head("/titles/")
        assert not page_cache._pages

    def test_other_methods_pass_through(self, article):
        get("/titles/")
        assert Client().post("/titles/").status_code == 200
        assert "ETag" not in Client().post("/titles/").headers


class TestConditionalRequests:
    def test_same_etag_is_304_with_its_headers(self, article):
        page = get("/titles/")
        answer = get("/titles/", if_none_match=page["ETag"])
        assert answer.status_code == 304
        assert answer.content == b""
        for name in ("ETag", "Cache-Control", "Vary"):
            assert answer[name] == page[name]

    def test_etag_changes_with_the_content(self, article):
        before = get("/titles/")["ETag"]
        Article.objects.update(title_en="Second")
        assert get("/titles/", if_none_match=before).status_code == 200

    def test_etag_differs_between_encodings(self, article):
        assert get("/titles/")["ETag"] != get("/titles/", accept_encoding="br")["ETag"]

    def test_last_modified_answers_304_until_something_changes(self, article, monkeypatch):
        monkeypatch.setattr(page_cache, "STARTED_AT", time.time() - 100)
        shared.write(all_tokens(), f"{time.time() - 10:.3f}-old")
        freshness.stamp.forget()
        since = get("/titles/")["Last-Modified"]
        assert get("/titles/", if_modified_since=since).status_code == 304
        Article.objects.update(title_en="Second")
        assert get("/titles/", if_modified_since=since).status_code == 200

    def test_last_modified_waits_until_its_second_is_over(self, article):
        Article.objects.update(title_en="Second")
        assert "Last-Modified" not in get("/titles/").headers

    def test_last_modified_of_a_view_is_not_believed(self, article):
        old = "Mon, 01 Jan 2001 00:00:00 GMT"
        assert get(f"/header/Last-Modified/{old}/").headers.get("Last-Modified") != old


class TestEncodings:
    @pytest.mark.parametrize(
        ("accepted", "encoding", "decode"),
        [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes)],
    )
    def test_body_comes_as_the_client_takes_it(self, article, accepted, encoding, decode):
        plain = get("/titles/").content
        answer = get("/titles/", accept_encoding=accepted)
        assert answer.headers.get("Content-Encoding") == encoding
        assert int(answer["Content-Length"]) == len(answer.content)
        assert decode(answer.content) == plain

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("", ""),
            ("gzip, deflate, br, zstd", "br"),
            ("GZIP", "gzip"),
            ("gzip;q=0.5, br;q=0", "gzip"),
            ("br ; q = 0.000, gzip;q=1.0", "gzip"),
            ("br;q=1.0001", ""),
            ("brown, gzippy, x-gzip", ""),
            ("*", ""),
            ("br;q=nan, gzip;q=-1", ""),
            ("br;q=", "br"),
            (";;;,,,;q=br", ""),
            ("br" + ", gzip" * 10_000, ""),
            ("br;" + " " * 50_000 + "q=0", ""),
        ],
    )
    def test_header_is_read_to_the_letter(self, header, expected):
        assert accepted_encoding(header) == expected


class TestWhatIsKept:
    @pytest.mark.parametrize(
        "path",
        [
            "/cookie/",
            "/missing/",
            "/header/Cache-Control/private/",
            "/header/Cache-Control/no-store/",
            "/header/Vary/Cookie/",
            "/header/Vary/Accept-Language/",
            "/header/Vary/*/",
        ],
    )
    def test_nothing_personal_or_varying(self, db, page_cache, path):
        get(path)
        assert not page_cache._pages

    def test_hosts_schemes_and_queries_are_kept_apart(self, db, settings):
        settings.ALLOWED_HOSTS = ["one.example", "two.example"]
        seen = set()
        for host in settings.ALLOWED_HOSTS:
            for secure in (False, True):
                for query in ("", "?a=1", "?a=2"):
                    for _ in range(2):
                        answer = Client().get(f"/scheme/{query}", secure=secure, headers={"host": host})
                        assert answer.json()["address"] == f"http{'s' * secure}://{host}/scheme/{query}"
                    seen.add(answer.json()["address"])
        assert len(seen) == 12

    def test_refused_hosts_are_neither_answered_nor_kept(self, db, page_cache):
        assert get("/scheme/", host="evil.example").status_code == 400
        assert not page_cache._pages

    def test_pages_too_large_are_answered_but_not_kept(self, db, page_cache):
        page_cache.limit = 1024 * 1024
        assert len(get("/large/").content) == 300_000
        assert not page_cache._pages

    def test_memory_is_bounded_and_the_least_recent_go_first(self, rf):
        store = PageStore(limit=100_000)
        pages = {}
        for number in range(40):
            view_response = Page(_response(b"%d" % number * 2000), "", (), 0)
            pages[number] = view_response
            store.put(("http", "host", f"/{number}", "", ""), view_response)
            store.get(("http", "host", "/0", "", ""), Present({}, {}))
        assert store._bytes <= 100_000
        assert store._bytes == sum(page.size for page in store._pages.values())
        assert store.get(("http", "host", "/0", "", ""), Present({}, {}))
        assert not store.get(("http", "host", "/1", "", ""), Present({}, {}))
        assert store.get(("http", "host", "/39", "", ""), Present({}, {}))

    def test_long_addresses_count(self):
        store = PageStore(limit=100_000)
        store.put(("http", "host", "/", "q" * 20_000, ""), Page(_response(b"short"), "", (), 0))
        assert not store._pages


class TestChangesAreSeen:
    def test_save(self, article):
        assert first_line() == "First"
        article.title_en = "Second"
        article.save()
        assert first_line() == "Second"

    def test_bulk_update(self, article):
        first_line()
        Article.objects.filter(pk=article.pk).update(title_en="Second")
        assert first_line() == "Second"

    def test_bulk_create(self, article):
        first_line()
        Article.objects.bulk_create(
            [
                ArticleFactory.build(
                    section=article.section, title_en="New", published_at=timezone.now(), slug="n"
                )
            ]
        )
        assert first_line() == "New"

    def test_delete(self, article):
        ArticleFactory(title_en="Newer", published_at=timezone.now())
        assert first_line() == "Newer"
        Article.objects.filter(title_en="Newer").delete()
        assert first_line() == "First"

    def test_raw_sql(self, article):
        first_line()
        with connection.cursor() as cursor:
            cursor.execute("update news_article set title_en = 'Second'")
        assert first_line() == "Second"

    def test_one_transaction_is_announced_once(self, article, mocker_of_announcements):
        with transaction.atomic():
            Article.objects.update(title_en="a")
            with transaction.atomic():
                Article.objects.update(title_en="b")
        assert len(mocker_of_announcements) == 1

    def test_not_before_the_commit(self, article):
        first_line()
        with transaction.atomic():
            Article.objects.update(title_en="Second")
            assert first_line() == "First"
        assert first_line() == "Second"

    def test_a_rollback_is_not_announced(self, article, mocker_of_announcements):
        try:
            with transaction.atomic():
                Article.objects.update(title_en="Second")
                raise InterruptedError
        except InterruptedError:
            pass
        assert mocker_of_announcements == []

    def test_a_savepoint_rolled_back_hides_nothing_after_it(self, article):
        first_line()
        with transaction.atomic():
            try:
                with transaction.atomic():
                    Article.objects.update(title_en="Lost")
                    raise InterruptedError
            except InterruptedError:
                pass
            Article.objects.update(title_en="Second")
        assert first_line() == "Second"


@pytest.fixture
def mocker_of_announcements(monkeypatch):
    """Collect the announcements instead of making them."""
    announced = []

    monkeypatch.setattr(freshness.stamp, "announce", announced.append)
    return announced


class TestReaderComments:
    def test_a_pending_one_leaves_the_cache_alone(self, article, mocker_of_announcements):
        CommentFactory(article=article, status=CommentStatus.PENDING)
        assert mocker_of_announcements == []

    def test_an_approved_one_is_announced(self, article, mocker_of_announcements):
        CommentFactory(article=article, status=CommentStatus.APPROVED)
        Comment.objects.bulk_create([CommentFactory.build(article=article)])
        assert len(mocker_of_announcements) == 2

    def test_approving_is_seen(self, article):
        comment = CommentFactory(article=article, status=CommentStatus.PENDING, body="Hello")
        assert get("/comments/").content == b""
        Comment.objects.filter(pk=comment.pk).update(status=CommentStatus.APPROVED)
        assert get("/comments/").content == b"Hello"


class TestMoments:
    def test_a_scheduled_article_appears_and_goes_at_its_second(self, article, django_assert_num_queries):
        start = timezone.now()
        ArticleFactory(
            title_en="Later",
            published_at=start + timedelta(seconds=1),
            expires_at=start + timedelta(seconds=2),
        )
        seen = []
        while (asked := timezone.now()) < start + timedelta(seconds=2.5):
            title = first_line()
            seen.append(((asked - start).total_seconds(), (timezone.now() - start).total_seconds(), title))
            time.sleep(0.02)
        for asked, answered, title in seen:
            if not any(asked - 0.1 < edge < answered + 0.1 for edge in (1, 2)):
                assert title == ("Later" if 1 < asked < 2 else "First"), asked
        assert {title for _, _, title in seen} == {"First", "Later"}

    def test_the_validity_changes_when_the_clock_passes_a_moment(self, db, monkeypatch):
        now = 1_000_000_000.0
        moments = iter([timezone.datetime.fromtimestamp(now + 60, tz=timezone.get_default_timezone())])
        monkeypatch.setattr("portal.freshness.moments.next_articles", lambda after: next(moments, None))
        stamp = freshness.Stamp(clock=lambda: now)
        before = stamp.current().needs({"articles"})
        now += 59.9
        assert stamp.current().holds(before)
        now += 0.1
        assert not stamp.current().holds(before)


class TestOutages:
    def test_nothing_kept_is_answered_while_the_shared_cache_is_away(self, article, monkeypatch):
        assert first_line() == "First"
        with monkeypatch.context() as away:
            away.setattr(shared, "cache", BrokenCache())
            freshness.stamp.forget()
            Article.objects.update(title_en="Second")
            assert first_line() == "Second"
        assert first_line() == "Second"

    def test_what_was_not_announced_is_announced_when_it_is_back(self, article, monkeypatch):
        other_process = freshness.Stamp()
        before = other_process.current().needs({"articles"})
        with monkeypatch.context() as away:
            away.setattr(shared, "cache", BrokenCache())
            Article.objects.update(title_en="Second")
        freshness.stamp.current()
        other_process.forget()
        assert not other_process.current().holds(before)

    def test_news_of_a_change_is_a_reason_to_try_the_database(self, article, monkeypatch):
        """Who has announced it has reached the database; a page let go for it has to be made anew."""
        tried = []
        monkeypatch.setattr(
            "portal.freshness.stamp.ask_lineage", lambda others_reach_it: tried.append(others_reach_it)
        )
        other_process = freshness.Stamp()
        other_process.current()
        tried.clear()
        other_process._ask(is_database_in_doubt=True)
        Article.objects.update(title_en="Second")
        other_process._ask(is_database_in_doubt=True)
        assert tried == [False, True]

    @pytest.mark.parametrize(("lost", "seconds"), [(True, 0.4), (False, 5)])
    def test_a_moment_is_asked_for_as_soon_as_the_database_is_back(self, db, monkeypatch, lost, seconds):
        """Where the connection broke; what failed by itself, such as a statement that takes too long, waits a little."""
        now, moment, asked = 0.0, timezone.now() + timedelta(hours=1), []

        def next_articles(after, *model):
            if model:
                return None
            asked.append(now)
            if len(asked) == 1:
                raise OperationalError("terminating connection due to administrator command")
            return moment

        monkeypatch.setattr("portal.freshness.moments.next_articles", next_articles)
        monkeypatch.setattr("portal.freshness.stamp._is_connected", lambda: not lost)
        stamp = freshness.Stamp(steady=lambda: now)
        stamp.current()
        assert stamp.knowledge.present.next_moment > moment.timestamp()
        now = seconds - 0.05
        stamp.ask()
        assert asked == [0.0]
        now = seconds + 0.05
        stamp.ask()
        assert asked == [0.0, now]
        assert stamp.knowledge.present.next_moment == moment.timestamp()

    def test_no_moment_is_asked_for_while_the_database_is_away(self, db, monkeypatch):
        asked = []
        monkeypatch.setattr(
            "portal.freshness.moments.next_articles", lambda after, *model: asked.append(model)
        )
        stamp = freshness.Stamp(in_background=True)
        with monkeypatch.context() as away:
            away.setattr("portal.freshness.stamp.ask_lineage", refused)
            away.setattr(shared, "cache", BrokenCache())
            stamp.ask()
        assert asked == []
        stamp.ask()
        assert len(asked) == 3

    def test_a_cache_that_forgets_everything_switches_keeping_off(self, article, settings, page_cache):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        assert first_line() == "First"
        assert not page_cache._pages


def refused(**_how):
    raise OperationalError("connection refused")


class BrokenCache:
    """A shared cache that cannot be reached."""

    def get(self, *args):
        raise ConnectionError("away")

    set = add = get_many = set_many = get


def _response(body):
    from django.http import HttpResponse

    return HttpResponse(body, content_type="image/png")


@pytest.mark.django_db(transaction=True)
class TestMakingOnce:  # A10
    """Whoever wants a page that is just being made gets that one, also when a change is noticed meanwhile."""

    def ask_together(self, during):
        """Let five visitors ask for a page that takes a while, the first a little earlier; return (made, titles)."""
        made, answers = [], []
        under_way = threading.Event()

        def slow(request):
            made.append(1)
            under_way.set()
            text = "\n".join(Article.objects.values_list("title_en", flat=True))
            time.sleep(0.5)
            during(len(made))
            return HttpResponse(text.ljust(400))

        middleware = page_cache.PageCacheMiddleware(slow)

        def visit():
            request = RequestFactory().get("/slow/", headers={"host": "testserver"})
            answers.append(middleware(request).content.decode().strip())
            connection.close()

        visitors = [threading.Thread(target=visit) for _number in range(5)]
        visitors[0].start()
        assert under_way.wait(5)
        for visitor in visitors[1:]:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        return len(made), answers

    def test_five_visitors_cost_one_making(self, article):
        assert self.ask_together(lambda number: None) == (1, ["First"] * 5)

    def test_a_change_noticed_meanwhile_makes_nobody_make_it_twice(self, article):
        def change(number):
            if number == 1:
                freshness.stamp.announce({"articles"})

        assert self.ask_together(change)[0] == 1
        assert self.ask_together(lambda number: None)[0] == 1, "the next one is made anew"
