"""The kinds of the newsroom, each declared once (`foundation.kinds`): article, page, fabric, section, tag, picture, file."""

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from foundation.former_slugs.keeping import watch as keep_slugs
from foundation.kinds import Kind, MapFile, Picker, Results, register
from foundation.languages import LANGUAGE_CODES, in_languages

from .articles.models import Article, Section
from .documents import article_document, fabric_document, page_document, picture_document, tag_document
from .editing.uses import used_in
from .enums import SectionKind
from .fabrics.models import Fabric, FabricUse
from .library.models import Attachment, Picture
from .pages.models import Page
from .tags.models import Tag

NEWEST = (F("published_at").desc(), F("pk").desc())


def register_kinds():
    """Declare the kinds of the newsroom."""
    for kind in (_article(), _page(), _fabric(), _section(), _tag(), _attachment(), _picture()):
        register(kind)
    keep_slugs(Page, Fabric, FabricUse, Section, Tag)


def _article():
    return Kind(
        key="article",
        model=Article,
        public=Article.objects.published,
        title="title",
        texts=("summary", "body"),
        address_fields=("slug", "section__slug", "section__kind"),
        pages={"news:article": _by("pk"), "news:commentary-detail": _by("pk")},
        uses=used_in,
        document=article_document,
        joined=("section",),
        prefetched=("tags",),
        results=(
            _articles_found("news", _("News"), 20),
            _articles_found("commentary", _("Commentary"), 30),
        ),
        map_file=MapFile("articles", _articles_mapped, _languages_kept, _changed_at, by_id=True),
        picker=Picker(
            10,
            lambda: Article.objects.defer("body", *in_languages("body")).order_by("-published_at", "-pk"),
            remark=_remark,
        ),
    )


def _articles_found(key, name, place):
    return Results(
        key,
        name,
        name,
        order=NEWEST,
        place=place,
        suggested=place,
        walks=True,
        narrowed_by=("section", "year", "tag", "lang"),
        joined=("section",),
    )


def _articles_mapped():
    """Return the public articles without their texts, their sections by another question."""
    articles = Article.objects.published().prefetch_related("section")
    articles = articles.annotate(changed=Greatest(Coalesce("changed_at", "published_at"), "published_at"))
    return articles.only("slug", *in_languages("in"), "section")


def _languages_kept(article):
    kept = zip(LANGUAGE_CODES, in_languages("in"), strict=True)
    return [code for code, name in kept if getattr(article, name)] or LANGUAGE_CODES


def _changed_at(article):
    return article.changed


def _page():
    return Kind(
        key="page",
        model=Page,
        public=Page.objects.published,
        title="title",
        texts=("body",),
        pages={"news:page": _by("slug")},
        uses=used_in,
        document=page_document,
        results=(Results("page", _("About Us"), _("About Us"), order=("order", "slug"), place=70),),
        map_file=MapFile("pages", Page.objects.published, _languages_of, _last_change),
        picker=Picker(20, Page.objects.all, remark=_remark),
    )


def _fabric():
    return Kind(
        key="fabric",
        model=Fabric,
        public=Fabric.objects.published,
        texts=("description", "composition", "finish"),
        pages={"news:fabric": _by("slug")},
        uses=used_in,
        tags_of_its_own=True,
        document=fabric_document,
        prefetched=("tags", "uses"),
        results=(
            Results(
                "fabric",
                _("Popular Fabrics"),
                _("Popular fabric"),
                order=("order", "slug"),
                place=40,
                suggested=40,
                narrowed_by=("tag",),
            ),
        ),
        map_file=MapFile("fabrics", Fabric.objects.published, _languages_of, _last_change),
        picker=Picker(40, Fabric.objects.all, remark=_remark),
    )


def _section():
    return Kind(
        key="section",
        model=Section,
        public=Section.objects.all,
        address_fields=("slug", "kind"),
        pages={
            "news:section": lambda parts: {"slug": parts["section"], "kind": SectionKind.NEWS},
            "news:commentary-part": lambda parts: {"slug": parts["section"], "kind": SectionKind.COMMENTARY},
        },
        feeds={"news:feed-section": _of_section, "news:feed-commentary-part": _of_section},
        map_file=MapFile("pages", Section.objects.all),
        picker=Picker(70, Section.objects.all),
    )


def _of_section(parts):
    """Return what finds a section by the address of its feed, whichever kind it is of now."""
    return {"slug": parts["section"]}


def _tag():
    return Kind(
        key="tag",
        model=Tag,
        public=Tag.objects.in_use,
        pages={"news:tag": _by("slug")},
        feeds={"news:feed-tag": _by("slug")},
        may_break=False,  # a tag goes with what carries it
        document=tag_document,
        results=(Results("tag", _("Tags"), _("Tag"), order=("slug",), place=80, suggested=50),),
        map_file=MapFile("pages", Tag.objects.in_use),
        picker=Picker(80, Tag.objects.all),
    )


def _attachment():
    return Kind(
        key="attachment",
        model=Attachment,
        public=Attachment.objects.all,
        title="title",
        address_fields=("file", "size", "kind"),
        pages={"media": lambda parts: {"file": parts["path"]}},
        picker=Picker(90, Attachment.objects.all),
    )


def _picture():
    shown = ("file", "width", "height", "focal_x", "focal_y", "decorative", "credit")
    return Kind(
        key="picture",
        model=Picture,
        public=Picture.objects.all,
        title="title",
        address_fields=(*shown, *in_languages("alt", "title")),
        document=picture_document,
    )


def _by(name):
    """Return what finds a thing by the part of its address that bears the name of its field."""
    return lambda parts: {name: parts[name]}


def _languages_of(thing):
    return thing.languages


def _remark(thing):
    """Return what a writer who links to a thing should know of it."""
    return "" if thing.is_public() else _("not public yet")


def _last_change(thing):
    return thing.last_change
