"""What of the newsroom stands in the audit trail: readers' data that leave, links of letters, deletions of many things."""

import pytest
from django.urls import reverse

from foundation.audit import Event
from news.comments import erasing, following
from news.comments.digest import links
from news.comments.models import Reader, Subscription
from news.enums import CommentStatus
from news.tags.models import Tag
from portal.models import SecurityEvent
from tests.factories.news import CommentFactory, TagFactory
from tests.factories.users import administrator, editor, moderator

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
EMAIL = "reader@example.org"


def lines(event):
    return list(SecurityEvent.objects.filter(event=event).order_by("pk"))


def data_link():
    return reverse("news:my-data-of", args=[erasing._token(EMAIL, erasing._oldest_held(EMAIL))])


@pytest.fixture
def subscription():
    return Subscription.objects.create(
        reader=Reader.objects.create(email=EMAIL), thread=CommentFactory(), language="en", site=SITE
    )


def test_readers_data_taken_out_and_erased(client):  # B9
    comment = CommentFactory(email=EMAIL)
    link = data_link()
    client.get(link)
    client.head(f"{link}?download=json")
    assert lines(Event.READERS_DATA_TAKEN) == []
    client.get(f"{link}?download=json", REMOTE_ADDR="203.0.113.9")
    (line,) = lines(Event.READERS_DATA_TAKEN)
    assert (line.address, line.detail) == ("203.0.113.9", {"comments": [comment.pk], "subscriptions": 0})
    client.post(link)
    (line,) = lines(Event.LETTER_LINK_USED)
    assert line.detail == {"letter": "my-data", "comments_erased": 1}
    client.post(link)
    assert len(lines(Event.LETTER_LINK_USED)) == 1
    assert EMAIL not in str([one.detail for one in SecurityEvent.objects.all()])


def test_a_moderators_link_that_decides(client):  # B7
    person, comment = moderator(), CommentFactory(status=CommentStatus.PENDING)
    link = links(comment, person, SITE, "en")[0][1].removeprefix(SITE)
    client.get(link)
    assert lines(Event.LETTER_LINK_USED) == []
    for _again in range(2):
        client.post(link)
    (line,) = lines(Event.LETTER_LINK_USED)
    assert line.by == person
    assert line.detail == {"letter": "digest", "comment": comment.pk, "decision": "approved"}


def test_a_readers_links_that_confirm_and_end(client, subscription):  # B8
    confirm = reverse("news:confirm-reader", args=[following._CONFIRM.sign(str(subscription.pk))])
    end = following.unfollow_address(subscription).removeprefix(SITE)
    for link in (confirm, confirm, end, end):
        client.get(link)
        client.post(link)
    details = [line.detail for line in lines(Event.LETTER_LINK_USED)]
    assert details == [
        {"letter": "confirm", "subscription": subscription.pk},
        {"letter": "unfollow", "subscription": subscription.pk},
    ]


def test_many_things_deleted_at_once(client):
    boss, tags = administrator(), [TagFactory(slug=f"tag-{number}") for number in range(3)]
    sent = {"action": "delete_selected", "_selected_action": [tag.pk for tag in tags[:2]]}
    client.force_login(boss)
    client.post(reverse("admin:news_tag_changelist"), sent)
    assert lines(Event.DELETED_IN_BULK) == []
    client.post(reverse("admin:news_tag_changelist"), {**sent, "post": "yes"})
    (line,) = lines(Event.DELETED_IN_BULK)
    assert line.by == boss
    assert (line.detail["kind"], line.detail["things"]) == ("news.tag", 2)
    assert sorted(line.detail["keys"]) == [tag.pk for tag in tags[:2]]
    client.force_login(editor())
    client.post(
        reverse("admin:news_tag_changelist"), {**sent, "_selected_action": [tags[2].pk], "post": "yes"}
    )
    assert len(lines(Event.DELETED_IN_BULK)) == 1
    assert Tag.objects.filter(pk=tags[2].pk).exists()
