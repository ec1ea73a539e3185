"""What docs/rights.md keeps from roles, planted; and every address of the admin, for the tests that walk it as each role."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import URLPattern, reverse
from django.utils import timezone

from foundation.history import note
from indexdata.arithmetic.periods import issue_of
from indexdata.enums import Family
from news.comments.bans import ban
from news.comments.models import FigureReport, NetworkKey, Reader, Subscription
from news.editing.drafts import save_content
from news.editing.models import PassageNote, PreviewLink, WorkingCopy
from news.editing.revisions import latest_content
from news.enums import ArticleStatus, CommentStatus, SectionKind
from portal.models import SecurityEvent, StaffSession
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory, SampleUnitFactory
from tests.factories.news import (
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    PageFactory,
    SectionFactory,
    TagFactory,
)
from tests.factories.users import StaffFactory, administrator, chief_editor, editor, moderator, officer

ROLES = {
    "Editors": editor,
    "Chief editors": chief_editor,
    "Moderators": moderator,
    "Index officers": officer,
    "other staff": StaffFactory,
    "administrators": administrator,
}
HASH = "pbkdf2_zqsalt$zqhashzqhash"
#: Words that stand for each secret of the table; none of them is anywhere else.
SECRETS = {
    "reader's e-mail address": ["zqreader@example.org"],
    "key of a reader's network or browser": ["91.zqnetwork"],
    "address of a ban": ["zqbanned@example.org"],
    "text of a comment that waits": ["zqwaiting"],
    "reader who wants letters about replies": ["zqfollower@example.org"],
    "figure under embargo": ["987.65"],
    "note of a release under embargo": ["zqreleasenote"],
    "draft of an article, or commentary under embargo": ["zqdraft", "zqembargoed"],
    "draft of an information page": ["zqpagedraft"],
    "draft of a popular fabric": ["zqfabricdraft"],
    "note of an editor about a passage": ["zqpassage"],
    "somebody else's working copy": ["zqtyped"],
    "contact of a sample unit": ["zqcontact"],
    "e-mail address of who reported an error in a figure": ["zqreported@example.org"],
    "e-mail address of a colleague": ["zqcolleague@example.org"],
    "name typed at a failed sign-in": ["zqmistyped"],
    "password hash, session key, key of the hashes": ["zqhashzqhash", "zqsession", "zqnetworksecret"],
}


def table():
    """Return {secret: {role: whether it may see it}} of docs/rights.md."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in (Path(settings.BASE_DIR) / "docs/rights.md").read_text().splitlines()
        if line.startswith("|")
    ]
    roles = rows[0][1:]
    return {row[0]: dict(zip(roles, [cell == "yes" for cell in row[1:]], strict=True)) for row in rows[2:]}


@dataclass
class World:
    """What was planted: things by model, for the addresses that name one."""

    things: dict


def plant():
    """Plant every secret and return what was planted, as a World."""
    now, soon = timezone.now(), timezone.now() + timedelta(days=3)
    colleague = editor(username="colleague", email="zqcolleague@example.org")
    colleague.__class__.objects.filter(pk=colleague.pk).update(password=HASH)
    release = ReleaseFactory(
        family=Family.PRICE, period=issue_of(soon.date(), "weekly"), released_at=soon, note_en="zqreleasenote", note_zh_hans="zqreleasenote"
    )  # fmt: skip
    index = IndexFactory(path="price/raw-materials")
    figure = ObservationFactory(index=index, period=release.period, release=release, value=Decimal("987.65"))
    note(officer(), [release], "Changed 987.65.")
    note(officer(), [figure], "Changed 987.65.")
    ObservationFactory(index=index)
    commentary = ArticleFactory(
        section=SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY), release=release, title_en="zqembargoed",
        title_zh_hans="zqembargoed", slug="zqembargoed", author=colleague, body_en='<p><span data-show="x"></span>zqembargoed</p>',
    )  # fmt: skip
    draft = ArticleFactory(
        status=ArticleStatus.DRAFT, title_en="zqdraft", title_zh_hans="zqdraft", slug="zqdraft",
        body_en='<p>zqdraft <a href="ref:index/price/raw-materials">x</a></p>',
    )  # fmt: skip
    draft.tags.add(TagFactory())
    live = ArticleFactory(author=colleague)
    save_content(live, {**latest_content(live), "title_en": "zqdraft two"}, colleague)
    waiting = CommentFactory(
        article=live, status=CommentStatus.PENDING, body="zqwaiting", email="zqreader@example.org",
        network="91.zqnetwork", browser="91.zqnetworkbrowser", created_at=now,
    )  # fmt: skip
    CommentFactory(article=commentary, status=CommentStatus.PENDING, body="zqwaiting too", created_at=now)
    other = CommentFactory(article=live, email="zqbanned@example.org", status=CommentStatus.APPROVED)
    bans = ban(other, moderator(), 3)
    note(moderator(), bans, "Made.")
    key = NetworkKey.objects.create(secret="zqnetworksecret", created_at=now)
    Subscription.objects.create(
        reader=Reader.objects.create(email="zqfollower@example.org"),
        thread=other,
        language="en",
        site="http://t/",
    )
    page = PageFactory()
    save_content(page, {**latest_content(page), "title_en": "zqpagedraft"}, colleague)
    fabric = FabricFactory()
    save_content(fabric, {**latest_content(fabric), "name_en": "zqfabricdraft"}, colleague)
    PassageNote.objects.create(thing=live, field="body_en", text="zqpassage", author=colleague)
    WorkingCopy.objects.create(thing=live, editor=colleague, data={"title_en": ["zqtyped"]})
    WorkingCopy.objects.create(thing=None, editor=colleague, data={"title_en": ["zqtyped"]})
    PreviewLink.objects.create(thing=draft, until=soon, made_by=colleague)
    public = ObservationFactory(index=index, period=release.period - timedelta(weeks=60))
    reported = FigureReport.objects.create(
        index=index, release=public.release, value=public.value, text="x", email="zqreported@example.org", language="en",
        network="91.zqnetwork", created_at=now,
    )  # fmt: skip
    unit = SampleUnitFactory(contact="zqcontact")
    attempt = SecurityEvent.objects.create(at=now, event="sign-in-failed", about_name="zqmistyped")
    StaffSession.objects.create(
        session_key="zqsession", session_data="x", expire_date=soon, started_at=now, seen_at=now
    )
    things = [
        release, figure, draft, commentary, live, waiting, other, *bans, unit, attempt, index, colleague,
        unit.source, reported, TagFactory(), fabric, page, live.section, LogEntry.objects.first(), key,
    ]  # fmt: skip
    by_model = {}
    for thing in things:
        by_model.setdefault(type(thing), []).append(thing)
    return World(by_model)


def admin_addresses(world):
    """Return every address of the admin; those that name a thing with each planted thing of its model."""
    root, found = reverse("admin:index"), [reverse("admin:index")]
    found += [
        root + entry for entry in ("jsi18n/", "search/?s=zq&extended=1", "search/?s=987", "password_change/")
    ]
    for model, model_admin in admin.site._registry.items():
        start = f"{root}{model._meta.app_label}/{model._meta.model_name}/"
        found.append(f"{root}{model._meta.app_label}/")
        for pattern in model_admin.get_urls():
            if isinstance(pattern, URLPattern):
                found += [
                    start + filled for filled in _filled(str(pattern.pattern), world.things.get(model, []))
                ]
        for thing in world.things.get(model, []):
            kind = ContentTypes.of(thing)
            found.append(f"{root}r/{kind}/{thing.pk}/")
        for field in model._meta.get_fields():
            if field.is_relation and getattr(field, "remote_field", None) and not field.auto_created:
                found += [
                    f"{root}autocomplete/?" + urlencode({
                        "app_label": model._meta.app_label, "model_name": model._meta.model_name,
                        "field_name": field.name, "term": term,
                    })
                    for term in ("", "zq")
                ]  # fmt: skip
    return list(dict.fromkeys(found))


class ContentTypes:
    """Numbers of kinds of things."""

    @staticmethod
    def of(thing):
        from django.contrib.contenttypes.models import ContentType

        return ContentType.objects.get_for_model(thing).pk


def _filled(pattern, things):
    """Return the addresses of a pattern; what stands for a thing is filled in, other parts get a likely value."""
    pattern = pattern.removeprefix("^").removesuffix("$").replace("\\Z", "")
    fill = {"language": "en", "number": "1", "link": "1"}
    names = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    if not names:
        return [pattern]
    addresses = []
    for thing in things:
        address = pattern
        for name in names:
            address = re.sub(rf"<(?:\w+:)?{name}>", fill.get(name, str(thing.pk)), address)
        addresses.append(address)
    return addresses


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(answer.headers.get("Location", ""))
