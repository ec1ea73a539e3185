"""What empties the page cache is declared at the models, and a change touches only what is made of it."""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from foundation.narrowing import only_about
from foundation.searching.entries import FTS
from news.articles.models import Article, Revision
from news.comments.models import Comment, LearnedWord
from news.comments.moderating import set_status
from news.enums import CommentStatus
from news.library.models import Picture
from news.visibility import postgresql
from portal.addresses.parameters import TAKES
from portal.freshness import watching
from portal.freshness.groups import (
    all_tokens,
    groups_by_table,
    groups_changed_by,
    groups_of,
    is_standing,
    tokens_read,
    tokens_written,
)
from portal.freshness.parts import parts, remember
from portal.freshness.reading import recording
from portal.freshness.stamp import announce_change, stamp
from portal.freshness.watching import WRITE, understood
from tests.factories.news import ArticleFactory, CommentFactory, FabricFactory, SectionFactory
from tests.factories.users import moderator
from tests.portal.addresses import address, fill

#: Our tables that hold nothing visitors see.
PRIVATE = {
    "indexdata_checkacknowledgement",
    "indexdata_draftvintage",
    "indexdata_embargoread",
    "indexdata_indexalias",
    "indexdata_jumptolerance",
    "news_alert",
    "news_ban",
    "news_commentreport",
    "news_figurereport",
    "news_learnedword",
    "news_letterchoices",
    "news_linkcheck",
    "news_listedword",
    "news_mergedtag",
    "news_moderationentry",
    "news_networkkey",
    "news_fabriclink",
    "news_fabricrevision",
    "news_fabricsentback",
    "news_noteonfabric",
    "news_noteonpage",
    "news_openfabric",
    "news_openpage",
    "news_pagelink",
    "news_pagerevision",
    "news_pagesentback",
    "news_passagenote",
    "news_presence",
    "news_previewlink",
    "news_reader",
    "news_reasontemplate",
    "news_reference",
    "news_broughtin",
    "news_revision",
    "news_sentback",
    "news_subscription",
    "news_tellinground",
    "news_typedfabric",
    "news_typedpage",
    "news_workingcopy",
    "portal_failurecount",
    "portal_knowndevice",
    "portal_passkey",
    "portal_recoverycode",
    "portal_securityevent",
    "portal_staffsession",
    "portal_wantedaddress",
    "portal_starteritem",
}
OURS = ("indexdata", "news", "portal")


def our_tables():
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
    }


class TestDeclarations:
    def test_every_table_of_ours_is_shown_somewhere_or_private_by_name(self):
        assert {table for table in our_tables() if not groups_by_table()[table]} == PRIVATE

    def test_a_model_that_says_nothing_is_private(self):
        assert groups_of("auth_user") == ()
        assert understood('UPDATE "auth_user" SET "last_login" = NULL')[1] == ()

    def test_tables_of_others_are_declared_here(self):
        assert groups_of("taggit_tag") == ("tags",)

    def test_a_full_text_index_is_shown_where_its_entries_are(self):
        assert groups_of("foundation_searchentry") == groups_of(FTS) == ("search",)

    def test_many_to_many_tables_belong_to_who_declares_them(self):
        assert groups_of("news_article_related") == ("articles",)

    def test_what_triggers_change_is_declared(self):
        """A trigger writes tables that no statement of ours names."""
        functions = postgresql.functions()
        for table, function, _sql in postgresql.triggers().values():
            for _verb, target in WRITE.findall(functions[function]):
                for group in groups_of(target) or ():
                    assert group in groups_changed_by(table), (table, function, target)

    @pytest.mark.django_db
    def test_no_public_page_reads_what_is_private(self, monkeypatch):
        fill()
        read = set()

        def look(sql):
            words = set(re.findall(r"[a-z]\w*", sql.lower()))
            read.update(table for table in words & groups_by_table().keys() if not is_standing(table))
            return understood(sql)

        monkeypatch.setattr(watching, "understood", look)
        for name in TAKES:
            read.clear()
            assert Client().get(address(name)).status_code in (200, 301)  # a code leads to the index's page
            assert not {table for table in read if not groups_by_table()[table]}, name


class TestStatements:
    @pytest.mark.parametrize(
        ("sql", "read"),
        [
            ('SELECT "news_article"."id" FROM "news_article"', {"articles"}),
            ("select count(*) from NEWS_ARTICLE", {"articles"}),
            ('SELECT 1 FROM (SELECT 2 FROM "news_page") x JOIN "news_fabric" ON true', {"pages", "fabrics"}),
            ("SELECT 1 FROM django_migrations", set()),
            ("SELECT 1 FROM portal_cache", set()),
            ("SAVEPOINT x", set()),
        ],
    )
    def test_what_is_read(self, sql, read):
        assert understood(sql)[0] == read

    def test_from_a_table_nobody_knows_anything_may_come(self):
        assert {"articles", "figures", "search"} <= understood("SELECT * FROM a_view")[0]

    @pytest.mark.parametrize(
        ("sql", "changed"),
        [
            ('UPDATE "news_page" SET "order" = 1', {"pages"}),
            ('update only "public"."news_page" set "order" = 1', {"pages"}),
            ("INSERT OR IGNORE INTO news_picture (id) SELECT 1", {"library"}),
            ('DELETE FROM "news_fabric"', {"fabrics"}),
            ("TRUNCATE TABLE news_fabric", {"fabrics"}),
            ('WITH x AS (SELECT 1) UPDATE "news_page" SET "order" = 1', {"pages"}),
            ("/* why */ UPDATE news_page SET slug = ''", {"pages"}),
            ('UPDATE "indexdata_release" SET "no_issue" = true', {"releases", "articles", "tags"}),
            ('UPDATE "news_revision" SET "number" = 1', set()),
            ('SELECT 1 FROM "news_page" FOR UPDATE', set()),
            ('UPDATE "django_session" SET "session_data" = 1', set()),
        ],
    )
    def test_what_is_written(self, sql, changed):
        assert {group for _verb, _table, groups in understood(sql)[1] for group in groups} == changed


class TestNarrowing:
    def test_one_thing_has_tokens_of_its_own(self):
        with only_about("comments", 7):
            assert tokens_read({"comments", "tags"}) == {"comments/all", "comments/7", "tags"}
            assert tokens_written({"comments"}) == {"comments", "comments/7"}
        assert tokens_read({"comments"}) == {"comments"}
        assert tokens_written({"comments"}) == {"comments", "comments/all"}

    def test_every_token_is_kept(self):
        with only_about("comments", 10**9 + 7):
            assert tokens_written({"comments"}) | tokens_read({"comments"}) <= all_tokens()


@pytest.mark.django_db(transaction=True)
class TestOnlyWhatItTouches:
    def made_anew(self, client, addresses, change):
        """Return which of these addresses are made anew after a change."""
        for one in addresses:
            client.get(one)
        change()
        made = []
        for one in addresses:
            with recording() as read:
                assert client.get(one).status_code == 200
            if read:
                made.append(one)
        return made

    def test_a_comment_approved_touches_its_article_and_the_lists_of_comments(self, client, page_cache):
        section = SectionFactory(slug="city-news")
        articles = [ArticleFactory(section=section) for _number in range(8)]
        comment = CommentFactory(article=articles[3], status=CommentStatus.PENDING)
        pages = [article.get_absolute_url() for article in articles]
        pages += ["/", "/news/", "/comments/", "/fabrics/", "/news/city-news/"]
        made = self.made_anew(client, pages, lambda: set_status(comment, CommentStatus.APPROVED, moderator()))
        assert made == [articles[3].get_absolute_url(), "/comments/"]

    def test_a_comment_written_past_the_verbs_touches_every_page_with_comments(self, client, page_cache):
        articles = [ArticleFactory() for _number in range(2)]
        comment = CommentFactory(article=articles[0], status=CommentStatus.PENDING, body="By hand")
        pages = [article.get_absolute_url() for article in articles]
        change = Comment.objects.filter(pk=comment.pk).update
        made = self.made_anew(client, pages, lambda: change(status=CommentStatus.APPROVED, on_page=True))
        assert made == pages

    def test_an_article_touches_nothing_that_shows_no_article(self, client, page_cache):
        FabricFactory(slug="linen")
        pages = ["/fabrics/", "/samples/", "/sources/", "/index/", "/news/", "/"]
        made = self.made_anew(client, pages, lambda: ArticleFactory())
        assert made == ["/news/", "/"]

    def test_what_is_private_touches_nothing(self, client, page_cache):
        article = ArticleFactory()
        pages = ["/", "/news/", article.get_absolute_url()]
        assert self.made_anew(client, pages, lambda: Revision.objects.update(number=5)) == []

    def test_bulk_writes_of_what_is_private_touch_nothing(
        self, client, page_cache, monkeypatch, pytestconfig
    ):
        """What arrives by the million, such as quotes, is written in bulk; kept pages do not hear of it."""
        number, batch = 20_000, 5_000
        announced = []

        def write():
            announce = stamp.announce
            monkeypatch.setattr(
                stamp, "announce", lambda groups: (announced.append(groups), announce(groups))
            )
            for first in range(0, number, batch):
                words = (LearnedWord(word=f"w{first + at}") for at in range(batch))
                LearnedWord.objects.bulk_create(words, batch_size=500)
            few = list(LearnedWord.objects.order_by("pk")[:batch])
            LearnedWord.objects.bulk_update(few, ["seen_at"], batch_size=500)
            LearnedWord.objects.update(spam=1)
            columns, moment = "word, spam, approved, seen_at", few[0].seen_at
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO news_learnedword ({columns}) VALUES (%s, 1, 0, %s)",
                    [(f"x{at}", moment) for at in range(batch)],
                )
            LearnedWord.objects.filter(word__startswith="w1").delete()

        article = ArticleFactory()
        assert self.made_anew(client, ["/", "/news/", article.get_absolute_url()], write) == []
        assert announced == []
        assert LearnedWord.objects.count() > number // 3

    def test_everything_can_be_announced(self, client, page_cache):
        pages = ["/fabrics/", "/news/"]
        assert self.made_anew(client, pages, announce_change) == pages

    def test_one_group_can_be_announced(self, client, page_cache):
        assert self.made_anew(client, ["/fabrics/", "/news/"], lambda: announce_change("fabrics")) == [
            "/fabrics/"
        ]

    def test_groups_of_one_transaction_are_announced_together(self, page_cache, monkeypatch):
        article, announced = ArticleFactory(), []
        monkeypatch.setattr(stamp, "announce", announced.append)
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(featured=True)
            Picture.objects.update(credit="")
        assert announced == [{"articles", "tags", "library"}]


@pytest.mark.django_db(transaction=True)
class TestParts:
    def test_a_page_depends_on_what_its_kept_parts_read(self, page_cache):
        """The second page reads nothing itself, and must go all the same."""
        ArticleFactory(title_en="First")

        def titles():
            return remember("titles", lambda: list(Article.objects.values_list("title_en", flat=True)))

        with recording() as first:
            assert titles() == ["First"]
        with recording() as second:
            assert titles() == ["First"]
        assert first == second == {"articles"}
        Article.objects.update(title_en="Second")
        assert titles() == ["Second"]

    def test_a_part_stays_when_something_else_changes(self, page_cache):
        made = []
        for _time in range(2):
            remember("pages", lambda: made.append(list(Article.objects.all())))
            FabricFactory()
        assert len(made) == 1

    def test_what_it_depends_on_can_be_named(self, page_cache):
        made = []
        for _time in range(2):
            remember("named", lambda: made.append(1), groups=("fabrics",))
            FabricFactory()
        assert len(made) == 2

    def test_parts_are_bounded(self, page_cache):
        for number in range(400):
            remember(("text", number), lambda: "x" * 20_000)
        assert parts._bytes <= parts.limit
        assert len(parts._parts) < 400
        assert remember("too large", lambda: "x" * parts.limit)
        assert "too large" not in parts._parts

    def test_parts_grow_old(self, page_cache, monkeypatch):
        made = []
        for seconds in (600, 600, -1):
            remember("old", lambda: made.append(1), seconds=seconds)
        assert len(made) == 2


@pytest.mark.django_db(transaction=True)
def test_raw_statements_count(page_cache):
    ArticleFactory()
    before = stamp.current()
    needs = before.needs({"pages"}), before.needs({"articles"})
    with connection.cursor() as cursor:
        cursor.execute("update news_article set featured = featured")
    assert stamp.current().holds(needs[0])
    assert not stamp.current().holds(needs[1])
