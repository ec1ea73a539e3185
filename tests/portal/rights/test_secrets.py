"""What a role may not see cannot be found out in the admin: by lookups, order, search, history, redirects, lists of what goes too."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from foundation.history import note
from news.comments.bans import ban
from news.comments.models import Ban, Reader, Subscription
from news.enums import ArticleStatus, CommentStatus
from portal.staff.guarded import GuardedModelAdmin
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import administrator, chief_editor, editor, moderator, officer

pytestmark = pytest.mark.django_db
ADDRESS = "secret.reader@example.org"


@pytest.fixture
def comment():
    return CommentFactory(
        email=ADDRESS, network="7.secretnetwork", browser="7.secretbrowser", status=CommentStatus.PENDING
    )


def shown(client, address):
    """Return the keys of the rows of a list."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return [row.pk for row in answer.context["cl"].result_list]


def test_every_model_admin_is_guarded():  # B1
    assert all(isinstance(one, GuardedModelAdmin) for one in admin.site._registry.values())


@pytest.mark.parametrize(
    "lookup",
    [
        "email__startswith={}", "network__startswith={}", "browser__contains={}", "article__author__password__startswith={}",
        "subscriptions__reader__email__startswith={}", "email={}", "suspicion__gt={}", "language__startswith={}",
        "decisions__moderator__password__startswith={}", "status__startswith={}", "pk__in={}", "nonsense={}",
    ],
)  # fmt: skip
def test_lookups_that_no_filter_declares_are_dropped(client, comment, lookup):  # B1
    client.force_login(editor())
    start = reverse("admin:news_comment_changelist") + "?status=all&"
    found = {value: shown(client, start + lookup.format(value)) for value in ("s", "0", "zzz", "")}
    assert all(rows == [comment.pk] for rows in found.values()), found


def test_declared_filters_of_a_list_still_work(client, comment):
    client.force_login(editor())
    ours = ArticleFactory()
    start = reverse("admin:news_comment_changelist")
    assert shown(client, start + "?status=pending&language__exact=en") == [comment.pk]
    assert shown(client, start + "?status=pending&language__exact=zh-hans") == []
    start = reverse("admin:news_article_changelist")
    assert ours.pk in shown(client, f"{start}?section__id__exact={ours.section_id}")
    assert shown(client, f"{start}?featured__exact=1") == []


def test_search_finds_no_address_for_editors(client, comment):  # B1
    start = reverse("admin:news_comment_changelist") + "?status=all&q="
    client.force_login(editor())
    assert shown(client, start + "secret.reader") == []
    client.force_login(moderator())
    assert shown(client, start + "secret.reader") == [comment.pk]


def test_things_are_named_by_their_key_alone(client):  # B1
    client.force_login(administrator())
    assert client.get(reverse("admin:auth_user_changelist") + "?_to_field=username").status_code == 400


def test_history_of_a_comment_names_no_address(client, comment):  # B2
    ban(comment, moderator(), 30)
    for account in (editor(), chief_editor()):
        client.force_login(account)
        page = client.get(reverse("admin:news_comment_history", args=[comment.pk])).content.decode()
        assert "Banned" in page
        assert ADDRESS not in page


def test_the_shortcut_asks_own_rights(client):  # B3
    hidden = ArticleFactory(status=ArticleStatus.DRAFT, slug="zibeline-secret")
    kind = ContentType.objects.get_for_model(hidden)
    address = f"/admin/r/{kind.pk}/{hidden.pk}/"
    for account in (officer(), moderator()):
        client.force_login(account)
        answer = client.get(address)
        assert answer.status_code == 404
        assert "zibeline" not in answer.content.decode()
    client.force_login(editor())
    assert client.get(address).status_code == 302
    for nothing in ("/admin/r/x/1/", "/admin/r/999999/1/", f"/admin/r/{kind.pk}/x/"):
        assert client.get(nothing).status_code == 404


def test_deleting_an_article_names_no_reader(client, comment):  # B1
    Subscription.objects.create(
        reader=Reader.objects.create(email=ADDRESS), thread=comment, language="en", site="http://testserver/"
    )
    client.force_login(chief_editor())
    page = client.get(reverse("admin:news_article_delete", args=[comment.article_id]))
    assert page.status_code == 200
    assert ADDRESS not in page.content.decode()
    assert str(comment.article) in page.content.decode()


def test_moderators_see_articles_as_visitors_do(client):  # B4
    person = moderator()
    client.force_login(person)
    live = CommentFactory(article__title_en="Zibeline for all", status=CommentStatus.PENDING)
    draft = CommentFactory(
        article__title_en="Zibeline kept back",
        article__status=ArticleStatus.DRAFT,
        status=CommentStatus.PENDING,
    )
    assert not person.has_perm("news.view_article")
    for address in (
        reverse("admin:news_comment_changelist"), reverse("admin:news_comment_desk"), reverse("admin:index"),
        reverse("admin:news_comment_change", args=[draft.pk]), reverse("admin:news_comment_history", args=[draft.pk]),
        reverse("admin:news_comment_change", args=[live.pk]),
    ):  # fmt: skip
        answer = client.get(address)
        page = answer.content.decode()
        assert (answer.status_code, "Zibeline kept back" in page) == (200, False), address
    assert "Zibeline for all" in page
    assert live.article.get_absolute_url() in page
    assert client.get(reverse("admin:news_article_change", args=[draft.article_id])).status_code == 403
    assert shown(client, reverse("admin:news_comment_changelist") + "?q=Zibeline+kept") == []
    client.force_login(editor())
    assert shown(client, reverse("admin:news_comment_changelist") + "?q=Zibeline+kept") == [draft.pk]
    page = client.get(reverse("admin:news_comment_changelist")).content.decode()
    assert reverse("admin:news_article_change", args=[draft.article_id]) in page


def test_old_lines_of_the_history_lose_their_addresses(comment):  # B2
    person, lost = administrator(), Ban.objects.create(until=timezone.now(), email=ADDRESS)
    note(person, [comment], f"Banned: {ADDRESS}, a browser, 30 d")
    note(person, [lost], "Deleted.")
    LogEntry.objects.filter(content_type__model="ban").update(object_repr=ADDRESS)
    import_module("news.migrations.0005_history_without_addresses").take_out(
        apps, SimpleNamespace(connection=connection)
    )
    lines = [line.change_message + line.object_repr for line in LogEntry.objects.all()]
    assert not any("@" in line for line in lines)
    assert any("Banned: an e-mail address, a browser, 30 d" in line for line in lines)
