"""What is searched of the newsroom: articles and commentary with their tags, pages, fabrics and tags."""

from django.conf import settings
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils.timezone import localtime
from django.utils.translation import override

from foundation.searching.documents import (
    Document,
    describe,
    facet,
    in_all_languages,
    reindex,
    reindex_object,
)
from foundation.searching.text import plain_text

from .articles.models import Article, Section
from .fabrics.models import Fabric
from .pages.models import Page
from .tags.merging import tag_grown
from .tags.models import Tag, TaggedItem


def _article(article):
    tags = list(article.tags.all())
    facets = [
        facet("kind", article.section.kind),
        facet("section", article.section_id),
        *(facet("tag", tag.pk) for tag in tags),
        *(facet("lang", code) for code in article.languages),
    ]
    if article.published_at:
        facets.append(facet("year", localtime(article.published_at).year))
    return Document(
        title=in_all_languages(article, "title"),
        body=(
            *in_all_languages(article, "summary"),
            *(plain_text(body) for body in in_all_languages(article, "body")),
            *(name for tag in tags for name in in_all_languages(tag, "name")),
        ),
        facets=tuple(facets),
    )


def _page(page):
    return Document(
        title=in_all_languages(page, "title"),
        body=tuple(plain_text(body) for body in in_all_languages(page, "body")),
        facets=(facet("kind", "page"),),
    )


def _fabric(fabric):
    named = [*fabric.tags.all(), *fabric.uses.all()]
    return Document(
        title=in_all_languages(fabric, "name"),
        body=(
            *in_all_languages(fabric, "composition"),
            *in_all_languages(fabric, "yarn"),
            *in_all_languages(fabric, "finish"),
            *(plain_text(text) for text in in_all_languages(fabric, "description")),
            *_in_every_tongue(fabric.get_weave_display),
            *_in_every_tongue(fabric.get_season_display),
            *(name for thing in named for name in in_all_languages(thing, "name")),
        ),
        facets=(facet("kind", "fabric"), *(facet("tag", tag.pk) for tag in fabric.tags.all())),
    )


def _in_every_tongue(label):
    """Return a label of the interface in every language of the site."""
    texts = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts.append(str(label()))
    return texts


def _tag(tag):
    return Document(title=in_all_languages(tag, "name"), facets=(facet("kind", "tag"),))


def register():
    """Keep the newsroom searchable."""
    describe(Article, _article, joined=("section",), prefetched=("tags",))
    describe(Page, _page)
    describe(Fabric, _fabric, prefetched=("tags", "uses"))
    describe(Tag, _tag)
    m2m_changed.connect(_tagged, sender=TaggedItem, dispatch_uid="search-tagged")
    m2m_changed.connect(_used, sender=Fabric.uses.through, dispatch_uid="search-fabric-uses")
    tag_grown.connect(_tag_grown, dispatch_uid="search-tags-merged")
    post_save.connect(_tag_saved, sender=Tag, dispatch_uid="search-tag-renamed")
    pre_delete.connect(_tag_deleting, sender=Tag, dispatch_uid="search-tag-deleting")
    post_delete.connect(_tag_deleted, sender=Tag, dispatch_uid="search-tag-deleted")
    pre_save.connect(_section_saving, sender=Section, dispatch_uid="search-section-kind-asked")
    post_save.connect(_section_saved, sender=Section, dispatch_uid="search-section-kind")


def _tagged(instance, action, **kwargs):
    if action.startswith("post_") and isinstance(instance, (Article, Fabric)):
        reindex_object(instance)


def _used(instance, action, **kwargs):
    if action.startswith("post_") and isinstance(instance, Fabric):
        reindex_object(instance)


def reindex_tagged(tag):
    """Write the entries of everything that carries a tag anew."""
    for model in (Article, Fabric):
        reindex(model._default_manager.filter(pk__in=_tagged_keys(tag, model)))


def _tag_saved(instance, created, raw=False, **kwargs):
    if not (created or raw):
        reindex_tagged(instance)


def _tag_grown(tag, **kwargs):
    reindex_tagged(tag)


def _tag_deleting(instance, **kwargs):
    """Remember what carried the tag: afterwards nobody knows."""
    instance._carried_by = {model: list(_tagged_keys(instance, model)) for model in (Article, Fabric)}


def _tag_deleted(instance, **kwargs):
    for model, keys in instance._carried_by.items():
        reindex(model._default_manager.filter(pk__in=keys))


def _tagged_keys(tag, model):
    items = tag.items.filter(content_type__app_label="news", content_type__model=model._meta.model_name)
    return items.values_list("object_id", flat=True)


def _section_saving(instance, raw=False, **kwargs):
    """Remember the kind a section had: its articles are found under it."""
    if instance.pk and not raw:
        instance._kind_before = Section.objects.filter(pk=instance.pk).values_list("kind", flat=True).first()


def _section_saved(instance, **kwargs):
    if getattr(instance, "_kind_before", None) not in (None, instance.kind):
        reindex(Article.objects.filter(section=instance))
