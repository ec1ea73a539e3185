"""Growth: what the database keeps beside articles is right whatever writes, and visitors see what the definition says."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexdata.arithmetic.periods import issue_of
from indexdata.models import Release
from indexdata.releases.dating import move
from news.articles.models import Article, Section, SectionMonth
from news.comments.models import Comment, CommentTotal
from news.enums import ArticleStatus, CommentStatus, SectionKind
from news.tags.merging import merge
from news.tags.models import Tag, TaggedItem, TagMonth
from news.visibility import keeping
from news.visibility.deriving import derive, derive_tagged, first_unfilled, recount
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import (
    PUBLISHED_AT,
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    SectionFactory,
    TagFactory,
)
from tests.factories.users import chief_editor, officer

DAY = timedelta(days=1)
MOMENTS = st.integers(-3, 3).map(lambda day: PUBLISHED_AT + day * DAY)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["create", "status", "moment", "end", "release", "section", "text", "draft", "move", "turn",
             "delete", "forget release", "bulk", "tag", "merge", "save stale", "raw"]
        ),
        st.integers(0, 5), st.integers(0, 5), MOMENTS,
    ),
    max_size=14,
)  # fmt: skip


def sees(article, at):
    """Tell by the definition, spelt out, whether visitors see an article at a moment."""
    return (
        article.status == ArticleStatus.PUBLISHED
        and article.published_at <= at
        and (article.expires_at is None or article.expires_at > at)
        and (article.release is None or article.release.is_public(at))
    )


def check_all():
    """Compare every stored column and count with what follows from the rows."""
    articles = list(Article.objects.select_related("section", "release"))
    months, keys = Counter(), [article.pk for article in articles]
    for article in articles:
        written = {
            code: bool(getattr(article, f"title_{code}") and getattr(article, f"body_{code}"))
            for code in ("en", "zh_hans")
        }
        assert (article.in_en, article.in_zh_hans) == (written["en"], written["zh_hans"])
        assert article.half_translated == (not all(written.values()))
        assert article.section_kind == article.section.kind
        assert article.newest_stage == article.stage
        if article.status == ArticleStatus.PUBLISHED and article.expires_at is None:
            local = article.published_at + timedelta(hours=8)
            months[article.section_id, local.year * 100 + local.month] += 1
    for day in range(-4, 5):
        for at in (PUBLISHED_AT + day * DAY, PUBLISHED_AT + day * DAY - timedelta(microseconds=1)):
            seen = set(Article.objects.published(at).values_list("pk", flat=True))
            assert seen == {article.pk for article in articles if sees(article, at)}
            assert seen == {article.pk for article in articles if article.is_public(at)}
    kept = SectionMonth.objects.filter(number__gt=0).values_list("section_id", "month", "number")
    assert {(section, month): number for section, month, number in kept} == dict(months)
    assert not SectionMonth.objects.filter(number__lt=0).exists()
    carried = Counter()
    for item in TaggedItem.objects.all():
        article = next((one for one in articles if one.pk == item.object_id), None)
        stored = (item.published_at, item.visible_from, item.visible_until)
        if item.content_type.model != "article" or article is None:
            assert stored == (None, None, None)
            continue
        assert stored == (article.published_at, article.visible_from, article.visible_until)
        if article.status == ArticleStatus.PUBLISHED and article.expires_at is None:
            local = article.published_at + timedelta(hours=8)
            carried[item.tag_id, local.year * 100 + local.month] += 1
    kept = TagMonth.objects.filter(number__gt=0).values_list("tag_id", "month", "number")
    assert {(tag, month): number for tag, month, number in kept} == dict(carried)
    assert not TagMonth.objects.filter(number__lt=0).exists()
    totals = {
        pk: (
            Comment.objects.filter(article=pk, status=CommentStatus.APPROVED).count(),
            Comment.objects.filter(article=pk, parent=None, on_page=True).count(),
        )
        for pk in keys
    }
    held = dict.fromkeys(keys, (0, 0)) | {
        total.pk: (total.approved, total.threads) for total in CommentTotal.objects.all()
    }
    assert held == totals


class World:
    """A few sections, releases and articles, and one way of writing for each step."""

    def __init__(self):
        self.by = chief_editor()
        self.sections = [
            SectionFactory(slug="a"),
            SectionFactory(slug="b"),
            SectionFactory(slug="c", kind=SectionKind.COMMENTARY),
        ]
        self.releases = [
            ReleaseFactory(
                period=issue_of((PUBLISHED_AT + week * 7 * DAY).date(), "weekly"),
                released_at=PUBLISHED_AT + week * DAY,
                demonstration=True,  # only what is invented may move once it is out
            )
            for week in (-1, 1)
        ]
        self.tags = [TagFactory(slug="linen"), TagFactory(slug="silk")]
        FabricFactory().tags.add(self.tags[0])
        for _number in range(2):
            self.create(0, 0, PUBLISHED_AT)

    def step(self, name, first, second, moment):
        if name == "create":
            return self.create(first, second, moment)
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        if not keys:
            return None
        rows = Article.objects.filter(pk=keys[first % len(keys)])
        return getattr(self, name.replace(" ", "_"))(rows, second, moment)

    def create(self, first, second, moment):
        ArticleFactory(
            section=self.sections[first % 3], release=self.any_release(second), published_at=moment
        )

    def any_release(self, number):
        releases = list(Release.objects.order_by("pk"))
        return [*releases, None][number % (len(releases) + 1)]

    def status(self, rows, number, moment):
        rows.update(status=ArticleStatus.values[number % 5])

    def moment(self, rows, number, moment):
        rows.update(published_at=moment, expires_at=None)

    def end(self, rows, number, moment):
        article = rows.get()
        article.expires_at = article.published_at + (number + 1) * DAY if number % 3 else None
        article.save()

    def release(self, rows, number, moment):
        rows.update(release=self.any_release(number))

    def section(self, rows, number, moment):
        rows.update(section=self.sections[number % 3])

    def text(self, rows, number, moment):
        article = rows.get()
        setattr(
            article,
            ("title_en", "body_en", "title_zh_hans", "body_zh_hans")[number % 4],
            "" if number < 4 else "x",
        )
        Article.objects.bulk_update([article], ["title_en", "body_en", "title_zh_hans", "body_zh_hans"])

    def draft(self, rows, number, moment):
        rows.update(draft_status=["", ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW][number % 3])

    def move(self, rows, number, moment):
        if release := self.any_release(number):
            release.released_at = moment
            release.save()

    def turn(self, rows, number, moment):
        section = Section.objects.get(pk=self.sections[number % 3].pk)
        section.kind = SectionKind.NEWS if section.is_commentary else SectionKind.COMMENTARY
        section.save()

    def delete(self, rows, number, moment):
        rows.delete()

    def forget_release(self, rows, number, moment):
        if release := self.any_release(number):
            release.delete()

    def bulk(self, rows, number, moment):
        copies = list(rows.select_related("section"))
        for copy in copies:
            copy.pk, copy.published_at, copy.expires_at = None, moment, None
        Article.objects.bulk_create(copies)

    def tag(self, rows, number, moment):
        if number % 2:
            rows.get().tags.add(self.tags[number % 2])
        else:
            rows.get().tags.set(self.tags[: number % 3])

    def merge(self, rows, number, moment):
        if number == 0 and len(self.tags) == 2 and Tag.objects.count() == 2:
            merge(Tag.objects.filter(pk=self.tags[1].pk), self.tags[0], self.by)
            self.tags[1] = self.tags[0]

    def save_stale(self, rows, number, moment):
        """Save a row in memory that knows nothing of what the database keeps."""
        article = rows.get()
        article.visible_from = article.section_kind = article.in_en = article.newest_stage = None
        article.visible_until = moment
        article.release = self.any_release(number)
        article.save()

    def raw(self, rows, number, moment):
        release = self.any_release(number)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE news_article SET release_id = %s WHERE id = %s",
                [release and release.pk, rows.get().pk],
            )


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_what_visitors_see_follows_from_the_rows_whatever_writes(steps):
    from django.db import transaction

    with transaction.atomic():
        world = World()
        for step in steps:
            world.step(*step)
        check_all()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_commentary_waits_for_its_release_whatever_moves_it():
    release = ReleaseFactory(released_at=PUBLISHED_AT + DAY, demonstration=True)
    article = ArticleFactory(section=SectionFactory(slug="c", kind=SectionKind.COMMENTARY), release=release)
    seen = lambda day: Article.objects.published(PUBLISHED_AT + day * DAY).filter(pk=article.pk).exists()  # noqa: E731
    assert (seen(0), seen(1)) == (False, True)
    later = PUBLISHED_AT + 3 * DAY
    Release.objects.filter(pk=release.pk).update(released_at=later, public_at=later)
    assert (seen(1), seen(3)) == (False, True)
    article.save()
    assert (seen(1), seen(3)) == (False, True)
    release.delete()
    assert seen(0)


@pytest.mark.django_db
def test_rescheduling_by_the_verb_moves_the_commentary():
    from django.utils import timezone

    now = timezone.now()
    release = ReleaseFactory(released_at=now + DAY)
    article = ArticleFactory(release=release)
    move(release, now + 2 * DAY, officer(), {"en": "late", "zh_hans": "推迟"})
    article.refresh_from_db()
    assert article.visible_from == now + 2 * DAY


@pytest.mark.django_db
def test_comments_are_counted_whatever_writes():
    article, other = ArticleFactory(), ArticleFactory()
    first, second = CommentFactory(article=article), CommentFactory(article=article)
    CommentFactory(article=article, parent=first)
    CommentFactory(article=other, status=CommentStatus.PENDING)
    check_all()
    Comment.objects.filter(pk=second.pk).update(status=CommentStatus.SPAM, on_page=False)
    check_all()
    Comment.objects.filter(pk=first.pk).update(article=other)
    check_all()
    Comment.objects.bulk_create(
        [Comment(article=other, name="n", body="b", language="en", created_at=PUBLISHED_AT)]
    )
    check_all()
    first.delete()
    other.delete()
    check_all()


@pytest.mark.django_db
def test_what_was_written_before_is_filled_in_and_may_be_broken_off():
    for number in range(7):
        ArticleFactory(published_at=PUBLISHED_AT + number * DAY).tags.add(TagFactory())
    CommentFactory(article=Article.objects.first())
    keeping.drop()
    assert keeping.missing()
    Article.objects.update(newest_stage=None, section_kind=None, visible_from=None, in_en=None)
    SectionMonth.objects.all().delete()
    TagMonth.objects.all().delete()
    TaggedItem.objects.update(published_at=None, visible_from=None)
    CommentTotal.objects.all().delete()
    keeping.install()
    assert not keeping.missing()

    class BrokenOffError(Exception):
        pass

    def break_off(last, changed):
        raise BrokenOffError

    # A step that is reported is kept, and the next run goes on behind it.
    with pytest.raises(BrokenOffError):
        derive(batch=3, say=break_off)
    assert Article.objects.filter(newest_stage=None).count() == 4
    assert derive(first_unfilled() - 1, batch=3) == 4
    derive_tagged(batch=2)
    recount()
    check_all()
    assert derive() == 0


@pytest.mark.audit
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_leaves_everything_in_place():
    ArticleFactory()
    call_command("migrate", "news", "0004", verbosity=0)
    call_command("migrate", verbosity=0)
    assert not keeping.missing()
    check_all()


@pytest.mark.django_db
def test_the_editor_who_publishes_changes_the_counts():
    from news.editing.publishing import publish, withdraw

    chief, article = chief_editor(), ArticleFactory(status=ArticleStatus.DRAFT, published_at=None)
    publish(article, chief)
    check_all()
    assert sum(SectionMonth.objects.values_list("number", flat=True)) == 1
    withdraw(article, chief)
    check_all()


@pytest.mark.django_db
def test_the_command_puts_everything_right():
    article = ArticleFactory()
    keeping.drop()
    Article.objects.update(visible_from=None)
    call_command("check_visibility", stdout=StringIO())
    assert not keeping.missing()
    check_all()
    assert Article.objects.published().get() == article
