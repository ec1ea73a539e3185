"""The desk: each list holds what it should, whatever the number of articles; the history tells who did what."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from foundation.languages import LANGUAGE_CODES, field_suffix
from foundation.readership.counting import add
from foundation.readership.upkeep import find_most_read
from indexdata.releases import correcting
from news.articles.models import Article
from news.drafting.rows import beside, models_with_drafts
from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.models import PassageNote
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.fabrics.models import Fabric
from news.pages.models import Page
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, CommentFactory, FabricFactory, PageFactory
from tests.factories.users import administrator, chief_editor, editor, moderator, officer
from tests.news.editing.drafted import each_kind, each_new_kind

pytestmark = pytest.mark.django_db


def save(article, by, **texts):
    save_content(article, {**latest_content(article), **texts}, by)
    return article


def lists(client):
    context = client.get(reverse("admin:index")).context["newsroom"]
    found = {
        str(title): [str(article) for article in articles]
        for title, _empty, articles, *_rest in context["lists"]
    }
    return found, context


def test_each_list_holds_its_articles(client):
    writer, now = editor(), timezone.now()
    ArticleFactory(title_en="Mine", status=ArticleStatus.DRAFT, author=writer)
    ArticleFactory(title_en="Somebody else's", status=ArticleStatus.DRAFT, author=chief_editor())
    save(ArticleFactory(title_en="Live"), writer, title_zh_hans="改了")
    ArticleFactory(title_en="Reviewed", status=ArticleStatus.IN_REVIEW)
    ArticleFactory(title_en="Approved one", status=ArticleStatus.APPROVED)
    ArticleFactory(title_en="Tomorrow", published_at=now + timedelta(days=1))
    ArticleFactory(title_en="Goes soon", expires_at=now + timedelta(days=2))
    ArticleFactory(title_en="In a month", published_at=now + timedelta(days=30))
    ArticleFactory(title_en="English only", title_zh_hans="", body_zh_hans="")
    client.force_login(writer)
    found, _context = lists(client)
    assert set(found["My drafts"]) == {"Mine", "Live"}
    assert found["In review"] == ["Reviewed"]
    assert found["Approved"] == ["Approved one"]
    assert set(found["Scheduled this week"]) == {"Tomorrow", "Goes soon"}
    assert found["Published without translation"] == ["English only"]
    assert found["Translation older than its original"] == ["Live"]


def test_broken_links_and_notes_are_told(client):
    writer = editor()
    PageFactory(title_en="A page", body_en='<p><a href="ref:article/987">x</a></p>')
    mine = ArticleFactory(author=writer)
    PassageNote.objects.create(thing=mine, field="body_en", text="Which week?", author=chief_editor())
    PassageNote.objects.create(thing=mine, field="body_en", text="My own", author=writer)
    client.force_login(writer)
    _found, context = lists(client)
    assert [source for source, *_rest in context["broken"][0]] == ["A page"]
    assert [note.text for note in context["notes"][0]] == ["Which week?"]


@each_kind
def test_notes_on_passages_of_each_kind_are_told(client, kind):  # D4
    writer, chief = editor(), chief_editor()
    notes = beside(kind.model, "notes").objects
    begun = kind.make(title_en="Begun", slug="begun", author=writer)
    changed, other = kind.make(title_en="Changed", slug="changed"), kind.make(title_en="Other", slug="other")
    save(changed, writer, **{kind.field("title_en"): "Changed by me"})
    for thing in (begun, changed, other):
        notes.create(thing=thing, field=kind.field("body_en"), text=f"About {thing.slug}", author=chief)
    mine = notes.create(thing=begun, field=kind.field("body_en"), text="My own", author=writer)
    notes.create(thing=begun, field=kind.field("body_en"), text="A reply", author=chief, reply_to=mine)
    notes.create(
        thing=begun,
        field=kind.field("body_en"),
        text="Resolved",
        author=chief,
        resolved_at=timezone.now(),
        resolved_by=writer,
    )
    client.force_login(writer)
    _found, context = lists(client)
    assert [note.text for note in context["notes"][0]] == [f"About {begun.slug}", f"About {changed.slug}"]
    part = client.get(reverse("admin:index")).text.partition("Notes for me")[2].partition("</ul>")[0]
    assert kind.page(begun) in part
    assert kind.page(changed) in part
    assert kind.page(other) not in part


def test_who_may_not_see_a_kind_is_told_no_note_about_it(client):  # D4
    writer = editor()
    page = PageFactory(author=writer)
    page.notes.create(field="body_en", text="Which week?", author=chief_editor())
    group = writer.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="view_page"))
    client.force_login(writer)
    _found, context = lists(client)
    assert context["notes"][0] == []


@each_kind
def test_what_a_list_leaves_out_is_counted_by_kind_with_its_link(client, kind):  # D4
    writer = editor()
    client.force_login(writer)
    address = f"{reverse(f'admin:news_{kind.name}_changelist')}?stage=draft&amp;mine=1"
    for number in range(9):
        assert address not in client.get(reverse("admin:index")).text or number > 6
        kind.make(status=ArticleStatus.DRAFT, author=writer, slug=f"draft-{number}")
    told = client.get(reverse("admin:index")).text
    assert address in told
    named = kind.model._meta.verbose_name_plural
    # Of articles there may be a million: that there are more is known without counting them.
    assert f"{named} ({'6+' if kind.name == 'article' else 9})" in told
    listed = client.get(address.replace("&amp;", "&")).context["cl"].result_list
    assert len(listed) == 9


@each_new_kind
def test_things_of_each_kind_without_a_translation_are_listed(client, kind):  # D4
    without = {f"{name}_{field_suffix(LANGUAGE_CODES[1])}": "" for name in kind.model.described.needed}
    kind.factory(slug="one", **without)
    kind.factory(slug="hidden", status=ArticleStatus.DRAFT, **without)
    kind.make(slug="both")
    client.force_login(editor())
    context = client.get(reverse("admin:index")).context["newsroom"]
    besides = {str(title): things for title, _empty, _articles, _all, _address, things in context["lists"]}
    assert [thing.slug for thing in besides["Published without translation"]] == ["one"]


@pytest.mark.parametrize("person", [editor, chief_editor])
def test_the_desk_takes_the_same_queries_for_3_and_30(client, person, django_assert_num_queries):
    user = person()
    client.force_login(user)
    ContentType.objects.get_for_models(Article, Page, Fabric)  # a process asks for them once
    for count in (3, 30):
        for _n in range(count):
            ArticleFactory(status=ArticleStatus.DRAFT, author=user)
            ArticleFactory(body_en='<p><a href="ref:article/987">x</a></p>', author=user)
            ArticleFactory(published_at=timezone.now() + timedelta(days=1))
            made = PageFactory(status=ArticleStatus.DRAFT, author=user, slug=f"page-{count}-{_n}")
            made.notes.create(field="body_en", text="Which week?")
        with django_assert_num_queries(16 + 2 * (len(models_with_drafts()) - 1)):
            client.get(reverse("admin:index"))


def test_the_desk_shows_what_is_read_most(client):
    article, fabric = ArticleFactory(title_en="Cotton"), FabricFactory(name_en="Linen")
    today = timezone.localdate()
    add({("article", article.pk, "en"): 1, ("fabric", fabric.pk, "zh-hans"): 1200}, today)
    add({("article", article.pk, "en"): 4000}, today - timedelta(days=8))
    find_most_read()
    client.force_login(editor())
    answer = client.get(reverse("admin:index"))
    shown = [[(str(one[0]), one[3]) for one in things] for _days, things in answer.context["most_read"]]
    assert shown == [[("Linen", 1200), ("Cotton", 1)], [("Cotton", 4001), ("Linen", 1200)]]
    assert "read 1,200 times" in answer.text
    assert "read once" in answer.text


def test_the_lists_behind_the_desk(client):
    writer = editor()
    ArticleFactory(title_en="Old one", reviewed_at=None)
    Article.objects.update(updated_at=timezone.now() - timedelta(days=500))
    draft = save(ArticleFactory(title_en="Live"), writer, title_en="Live, changed")
    client.force_login(writer)
    address = reverse("admin:news_article_changelist")

    def shown(query):
        return [str(article) for article in client.get(f"{address}?{query}").context["cl"].result_list]

    assert shown("stage=draft") == ["Live"]
    assert shown("mine=1") == ["Live"]
    assert shown("age=365") == ["Old one"]
    assert shown("coming=1") == []
    publishing.publish(draft, chief_editor(), timezone.now() + timedelta(days=1))
    assert shown("coming=1") == ["Live"]
    for strange in ("stage=x", "age=x", "translation=x", "mine=2", "coming=x"):
        assert len(shown(strange)) == 2
    old = Article.objects.get(title_en="Old one")
    client.post(address, {"action": "mark_reviewed", "_selected_action": [old.pk]})
    assert shown("age=365") == []
    assert LogEntry.objects.filter(object_id=old.pk).exists()


def test_the_history_tells_who_did_what(client):
    boss, article = chief_editor(), ArticleFactory(title_en="Grey fabric")
    publishing.withdraw(article, boss)
    comment = CommentFactory()
    LogEntry.objects.log_actions(administrator().pk, [comment], 2, "Approved.")
    address = reverse("admin:admin_logentry_changelist")
    client.force_login(boss)
    html = client.get(address).text
    assert "Withdrawn." in html
    assert boss.username in html
    assert reverse("admin:news_article_change", args=[article.pk]) in html
    assert "Approved." not in html
    assert "Withdrawn." in client.get(address, {"q": "grey"}).text
    for other in (editor(), moderator()):
        client.force_login(other)
        assert client.get(address).status_code == 403
    client.force_login(administrator())
    assert (
        client.post(reverse("admin:admin_logentry_delete", args=[LogEntry.objects.first().pk])).status_code
        == 403
    )


@pytest.mark.parametrize(("alone", "said"), [(False, "A second person approves"), (True, "One person may")])
def test_the_desk_tells_officers_what_waits_and_who_approves(client, settings, alone, said):
    """A release that is late and a correction that waits are on the desk of figures."""
    settings.ONE_PERSON_RELEASES = alone
    correcting.propose(ObservationFactory(), "107.00", officer(), "A late report.")
    moment = timezone.now() - timedelta(hours=1)
    ReleaseFactory(period=date(2023, 6, 19), released_at=moment, content_state="checked")
    client.force_login(officer())
    text = client.get(reverse("admin:index")).text
    for words in (said, "1 correction waits for a second person", "Delayed", "Checked"):
        assert words in text
