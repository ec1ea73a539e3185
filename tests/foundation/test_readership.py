"""How often pages are read: counted in memory, added to the database, shown to staff, forgotten."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from foundation.models import MostRead, PageReads
from foundation.readership import counting
from foundation.readership.counting import Readings, add
from foundation.readership.readers import is_reader
from foundation.readership.telling import most_read, reads_of, with_reads
from foundation.readership.upkeep import find_most_read, forget_readings
from news.articles.models import Article
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, FabricFactory
from tests.factories.users import administrator

PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49"
BAIDU = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/97.0 Mobile Safari/537.36 baiduboxapp/13.60"
)
ARTICLE = ("article", 7, "en")


class TestWhoReads:
    @pytest.mark.parametrize("name", [PHONE, WECHAT, BAIDU, "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1)"])
    def test_browsers_of_people_count(self, name):
        assert is_reader({"user-agent": name})

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "curl/8.5.0",
            "python-requests/2.32",
            "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (compatible; Bytespider)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
            "Mozilla/5.0 (compatible; YisouSpider/5.0)",
            "Sogou web spider/4.0",
            "WhatsApp/2.23",
            "Mozilla/5.0 " + "x" * 5000,
        ],
    )
    def test_programs_do_not(self, name):
        assert not is_reader({"user-agent": name})

    @pytest.mark.parametrize("header", ["sec-purpose", "purpose", "x-moz"])
    def test_what_is_fetched_ahead_of_need_does_not(self, header):
        assert not is_reader({"user-agent": PHONE, header: "prefetch;prerender"})


class TestCounting:
    def test_many_threads_lose_nothing(self):
        readings = Readings()

        def read():
            for _time in range(2000):
                readings.count(ARTICLE)

        threads = [threading.Thread(target=read) for _number in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert readings._numbers == {ARTICLE: 16_000}

    def test_memory_is_bounded(self):
        readings = Readings(most=100)
        for number in range(1000):
            readings.count(("article", number, "en"))
        readings.count(("article", 5, "en"))
        assert len(readings._numbers) == 100
        assert readings._numbers["article", 5, "en"] == 2

    @pytest.mark.django_db
    def test_a_batch_is_one_statement_and_adds(self, django_assert_num_queries):
        readings = Readings()
        for _turn in range(2):
            for number in range(400):
                readings.count(("article", number, "zh-hans"))
            with django_assert_num_queries(3):  # with the two around it
                assert readings.write() == 400
        assert set(PageReads.objects.values_list("number", "day")) == {(2, timezone.localdate())}
        assert PageReads.objects.count() == 400

    @pytest.mark.django_db
    def test_nothing_is_asked_where_nothing_was_read(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert Readings().write() == 0

    @pytest.mark.django_db
    def test_what_cannot_be_written_is_kept(self, monkeypatch):
        readings = Readings()
        readings.count(ARTICLE)

        def fail(*_anything):
            readings.count(ARTICLE)  # another thread, meanwhile
            raise DatabaseError("away")

        monkeypatch.setattr(counting, "add", fail)
        assert readings.write() == 0
        monkeypatch.undo()
        assert readings.write() == 1
        assert PageReads.objects.get().number == 2

    @pytest.mark.django_db(transaction=True)
    def test_processes_add_to_the_same_rows(self):
        pages = {("article", number, "en"): 1 for number in range(50)}

        def write():
            for _turn in range(5):
                add(dict(reversed(pages.items())), timezone.localdate())
            connection.close()

        add(pages, timezone.localdate())
        threads = [
            threading.Thread(target=write) for _number in range(3 if connection.vendor != "sqlite" else 1)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert set(PageReads.objects.values_list("number", flat=True)) == {1 + 5 * len(threads)}

    @pytest.mark.django_db(transaction=True)
    def test_the_last_batch_is_written_when_a_process_ends(self):
        readings = Readings()
        readings.begin()
        readings.count(ARTICLE)
        readings.end()
        assert PageReads.objects.get().number == 1


def read(kind, thing, number, days_ago=0, language="en"):
    add({(kind, thing, language): number}, timezone.localdate() - timedelta(days=days_ago))


@pytest.mark.django_db
class TestTelling:
    def test_a_month_is_added_up_for_a_list(self, django_assert_num_queries):
        for days_ago in (0, 29, 30):
            read("article", 1, 5, days_ago)
        read("article", 2, 1, language="zh-hans")
        read("page", 1, 100)
        with django_assert_num_queries(1):
            assert reads_of("article", [1, 2, 3]) == {1: 10, 2: 1}

    def test_one_thing_tells_its_own_in_the_query_that_reads_it(self, django_assert_num_queries):
        read_one, unread = ArticleFactory(), ArticleFactory()
        read("article", read_one.pk, 4)
        read("article", read_one.pk, 3, 6, "zh-hans")
        read("article", read_one.pk, 2, 7, "zh-hans")
        read("fabric", read_one.pk, 100)
        with django_assert_num_queries(1):
            told = {one.pk: one for one in with_reads(Article.objects.all(), "article")}
        assert (told[read_one.pk].reads_in_a_week, told[read_one.pk].reads_in_a_month) == (7, 9)
        assert (told[unread.pk].reads_in_a_week, told[unread.pk].reads_in_a_month) == (None, None)

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_the_form_says_how_often_a_page_was_read(self, client, language):
        article = ArticleFactory()
        client.force_login(administrator())
        client.cookies["django_language"] = language
        address = f"/admin/news/article/{article.pk}/change/"
        assert {"en": "Not once in 30 days", "zh-hans": "近30天"}[language] in client.get(address).text
        read("article", article.pk, 1234, 6)
        read("article", article.pk, 1, 7)
        told = client.get(address).text
        assert {"en": "1,234 in 7 days, 1,235 in 30 days", "zh-hans": "近7天1234次，近30天1235次"}[
            language
        ] in told

    def test_what_is_read_most_leaves_out_what_nobody_can_open(self, django_assert_num_queries):
        articles = [ArticleFactory() for _number in range(3)]
        draft, fabric = ArticleFactory(status=ArticleStatus.DRAFT), FabricFactory()
        for number, article in enumerate(articles, 1):
            read("article", article.pk, number)
        read("article", articles[0].pk, 90, 10)
        read("article", draft.pk, 1000)
        read("fabric", fabric.pk, 50, 3)
        assert find_most_read() == 10
        with django_assert_num_queries(3):
            found = most_read()
        assert found[7] == [(fabric, 50), (articles[2], 3), (articles[1], 2), (articles[0], 1)]
        assert found[30][0] == (articles[0], 91)
        find_most_read()
        assert MostRead.objects.count() == 10

    def test_old_days_are_forgotten(self, settings):
        settings.READS_KEPT_DAYS = 60
        for days_ago in (0, 60, 61):
            read("article", 1, 1, days_ago)
        assert forget_readings() == 1
        assert PageReads.objects.count() == 2
