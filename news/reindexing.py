"""Search entries that change with something else: of what carries a tag, of fabrics by their uses, of a section's articles."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from foundation import kinds
from foundation.searching.documents import reindex, reindex_object

from .articles.models import Article, Section
from .fabrics.models import Fabric
from .tags.merging import tag_grown
from .tags.models import Tag, TaggedItem, items_by_model


def watch():
    """Keep entries true when tags, uses of fabrics and sections change."""
    m2m_changed.connect(_tagged, sender=TaggedItem, dispatch_uid="search-tagged")
    m2m_changed.connect(_used, sender=Fabric.uses.through, dispatch_uid="search-fabric-uses")
    tag_grown.connect(_tag_grown, dispatch_uid="search-tags-merged")
    post_save.connect(_tag_saved, sender=Tag, dispatch_uid="search-tag-renamed")
    pre_delete.connect(_tag_deleting, sender=Tag, dispatch_uid="search-tag-deleting")
    post_delete.connect(_tag_deleted, sender=Tag, dispatch_uid="search-tag-deleted")
    pre_save.connect(_section_saving, sender=Section, dispatch_uid="search-section-kind-asked")
    post_save.connect(_section_saved, sender=Section, dispatch_uid="search-section-kind")


def _tagged(instance, action, **kwargs):
    if action.startswith("post_") and _names_its_tags(kinds.of(instance)):
        reindex_object(instance)


def _names_its_tags(kind):
    return bool(kind and kind.document and "tags" in kind.prefetched)


def _used(instance, action, **kwargs):
    if action.startswith("post_") and isinstance(instance, Fabric):
        reindex_object(instance)


def reindex_tagged(tag):
    """Write the entries of everything that carries a tag anew."""
    _reindex(_carrying(tag))


def _carrying(tag):
    """Return {kind: ids} of what carries a tag and is found by it."""
    carried = {kinds.of_model(of.model_class()): keys for of, keys in items_by_model(tag).items()}
    return {kind: keys for kind, keys in carried.items() if _names_its_tags(kind)}


def _reindex(carried):
    for kind, keys in carried.items():
        reindex(kind.model._default_manager.filter(pk__in=keys))


def _tag_saved(instance, created, raw=False, **kwargs):
    if not (created or raw):
        reindex_tagged(instance)


def _tag_grown(tag, **kwargs):
    reindex_tagged(tag)


def _tag_deleting(instance, **kwargs):
    """Remember what carried the tag: afterwards nobody knows."""
    instance._carried_by = _carrying(instance)


def _tag_deleted(instance, **kwargs):
    _reindex(instance._carried_by)


def _section_saving(instance, raw=False, **kwargs):
    """Remember the kind a section had: its articles are found under it."""
    if instance.pk and not raw:
        instance._kind_before = Section.objects.filter(pk=instance.pk).values_list("kind", flat=True).first()


def _section_saved(instance, **kwargs):
    if getattr(instance, "_kind_before", None) not in (None, instance.kind):
        reindex(Article.objects.filter(section=instance))
