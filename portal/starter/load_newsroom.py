"""Load sections, tags, articles, information pages and popular fabrics."""

from django.utils import timezone

from foundation.languages import in_languages
from indexdata.models import Index, Release
from news.articles.models import Article, Section
from news.enums import ArticleStatus
from news.fabrics.models import Fabric, FabricUse
from news.linking.own_addresses import with_references
from news.pages.models import Page
from news.tags.models import Tag

from .reading import Content
from .record import Record


def load_sections(content: Content) -> int:
    """Create the sections not loaded yet and return how many."""
    order = {row.slug: number for number, row in enumerate(content.sections, 1)}

    def make(row):
        values = row.model_dump(exclude={"slug", "legacy"})
        if row.legacy:
            values |= {"legacy_section": row.legacy.section, "legacy_name": row.legacy.name}
        return Section.objects.get_or_create(slug=row.slug, defaults={**values, "order": order[row.slug]})[0]

    return Record("section").make(content.sections, _slug, make)


def load_tags(content: Content) -> int:
    """Create the tags not loaded yet and return how many."""
    return Record("tag").make(content.tags, _slug, _maker(Tag))


def load_uses(content: Content) -> int:
    """Create the uses of fabrics not loaded yet and return how many."""
    return Record("use").make(content.uses, _slug, _maker(FabricUse))


def load_pages(content: Content) -> int:
    """Create the information pages not loaded yet and return how many; links between them are references."""
    order = {row.slug: number for number, row in enumerate(content.pages, 1)}
    new = []

    def make(row):
        values = {**row.model_dump(exclude={"slug"}), "order": order[row.slug], **_live()}
        page, created = Page.objects.get_or_create(slug=row.slug, defaults=values)
        new.extend([page] if created else [])
        return page

    number = Record("page").make(content.pages, _slug, make)
    for page in new:  # once all of them are there
        for name in in_languages("body"):
            setattr(page, name, with_references(getattr(page, name), host=""))
        page.save()
    return number


def load_articles(content: Content) -> int:
    """Create the articles not loaded yet, published at their moments, and return how many.

    An article whose section staff have deleted is left out.
    """
    sections, tags = Record("section").objects(Section), Record("tag").objects(Tag)
    releases = {
        (release.family, release.period): release for release in Release.objects.filter(no_issue=False)
    }

    def make(row):
        old_id = row.legacy.id if row.legacy else None
        if old_id and (known := Article.objects.filter(legacy_id=old_id).first()):
            return known
        article = Article(
            **row.model_dump(
                include=_texts("title", "summary", "body", "source_name") | {"source_url", "featured"}
            ),
            section=sections[row.section],
            status=ArticleStatus.PUBLISHED,
            published_at=row.published,
            release=releases.get(row.release.identity) if row.release else None,
            legacy_id=old_id,
        )
        article.save()
        article.tags.add(*(tags[slug] for slug in row.tags if slug in tags))
        return article

    rows = [row for row in content.articles if row.section in sections]
    return Record("article").make(rows, lambda row: row.key, make)


def load_fabrics(content: Content) -> int:
    """Create the popular fabrics not loaded yet, with uses, tags and the nearest class, and return how many."""
    tags, uses = Record("tag").objects(Tag), Record("use").objects(FabricUse)
    slug_of_use = {row.name_en: row.slug for row in content.uses}
    indices = dict(Index.objects.values_list("path", "pk"))
    order = {row.slug: number for number, row in enumerate(content.fabrics, 1)}

    def make(row):
        values = row.model_dump(
            include=_texts("name", "composition", "yarn", "finish", "description") | SAME_NAME
        )
        values |= {
            "weight_min": row.weight_gsm_min,
            "weight_max": row.weight_gsm_max,
            "order": order[row.slug],
            **_live(),
        }
        values["index_id"] = indices.get(row.classification)
        fabric, created = Fabric.objects.get_or_create(slug=row.slug, defaults=values)
        if created:
            fabric.uses.set([uses[slug] for name in row.uses_en if (slug := slug_of_use[name]) in uses])
            fabric.tags.add(*(tags[slug] for slug in row.tags if slug in tags))
        return fabric

    return Record("fabric").make(content.fabrics, _slug, make)


SAME_NAME = {"weave", "width_cm", "season", "palette"}


def _live():
    """Return what a page or fabric of the first run is published with."""
    return {"status": ArticleStatus.PUBLISHED, "published_at": timezone.now()}


def _slug(row):
    return row.slug


def _texts(*names):
    return {f"{name}_{code}" for name in names for code in ("en", "zh_hans")}


def _maker(model):
    def make(row):
        return model.objects.get_or_create(slug=row.slug, defaults=row.model_dump(exclude={"slug"}))[0]

    return make
