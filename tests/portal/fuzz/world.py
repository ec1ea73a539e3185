"""Something of every model of the admin, and every address of the portal that can be asked or sent to."""

from datetime import timedelta
from io import BytesIO

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from foundation.background.models import Mishap
from indexdata.models import DraftVintage, Event, JumpTolerance, Observation
from news.addresses.models import Redirect
from news.articles.models import ArticleSeries
from news.comments.models import CommentRules, ListedWord, ReasonTemplate
from news.fabrics.models import FabricUse
from news.letters.models import LetterChoices
from news.library.models import Attachment, Picture
from news.notices.models import Notice
from tests.factories.users import administrator
from tests.portal.addresses import SAMPLES, fill
from tests.portal.rights.planted import plant

#: Likely values for the parts of addresses that name no thing.
LIKELY = {"language": "en", "number": "1", "link": "1", "step": "invite", "verb": "again", "kind": "passkey", "token": "x",
          "uidb64": "MQ", "content_type_id": "1", "url": "x/", "app_label": "news", "path": "x.png"}  # fmt: skip


def make_world():
    """Return {model: [things]} with a thing of every model of the admin."""
    fill()
    things = plant().things
    figure, person = Observation.objects.filter(value="106.30").first(), administrator(username="fuzz-other")
    more = [
        figure,
        figure.release,
        person,
        Group.objects.first() or Group.objects.create(name="x"),
        Redirect.objects.create(path="/old/", target="/news/"),
        ArticleSeries.objects.create(slug="series", name_en="Series", name_zh_hans="系列"),
        CommentRules.objects.get_or_create(pk=1)[0],
        ListedWord.objects.create(word="word", folded="word"),
        ReasonTemplate.objects.create(status="rejected", text_en="No", text_zh_hans="不"),
        FabricUse.objects.create(slug="shirts", name_en="Shirts", name_zh_hans="衬衫"),
        LetterChoices.objects.get_or_create(user=person)[0],
        Attachment.objects.create(file="x.pdf", title_en="x", title_zh_hans="x", kind="pdf", size=1),
        Picture.objects.create(file=ContentFile(_drawn(), "x.png"), title_en="x", title_zh_hans="x"),
        Notice.objects.create(text_en="x", text_zh_hans="x", ends_at=timezone.now() + timedelta(days=1)),
        DraftVintage.objects.create(
            index=figure.index,
            release=figure.release,
            observation=figure,
            value="107.00",
            reason="x",
            prepared_by=person,
        ),
        JumpTolerance.objects.create(family="price"),
        Event.objects.create(start="2025-01-29", name_en="x", name_zh_hans="x", families=["price"]),
        Mishap.objects.create(first_seen_at=timezone.now(), last_seen_at=timezone.now()),
    ]
    for thing in more:
        things.setdefault(type(thing), []).append(thing)
    assert not {model for model in admin.site._registry if model not in things}
    return things


def _drawn():
    content = BytesIO()
    Image.new("RGB", (30, 20), "red").save(content, "PNG")
    return content.getvalue()


def addresses(things):
    """Return every address that has a name, filled: those about a thing of the admin with two things of its model."""
    rows = {f"{model._meta.app_label}_{model._meta.model_name}_": found for model, found in things.items()}
    rows["mend-mishap"] = things[Mishap]
    found = []
    for name, parts in _named(get_resolver(), ""):
        short = name.rpartition(":")[2]
        samples = SAMPLES.get(name)
        own = next((rows[start] for start in rows if short.startswith(start)), [])
        if short.startswith("news_article_"):
            own = [one for model, some in things.items() if model.__name__ == "Article" for one in some]
        keys = [thing.pk for thing in own[:2]] or ["1"]
        for key in keys if parts and not samples else keys[:1]:
            known = samples or {part: LIKELY.get(part, str(key)) for part in parts}
            try:
                found.append(reverse(name, kwargs=known))
            except NoReverseMatch:
                found.append(reverse(name, args=list(known.values())))
    return sorted(dict.fromkeys(found))


def _named(resolver, namespace):
    """Yield (name, names of its parts) of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                parts = [*pattern.pattern.converters] or [*pattern.pattern.regex.groupindex]
                yield f"{namespace}{pattern.name}", parts
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _named(pattern, inner)
