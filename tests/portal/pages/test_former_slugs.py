"""L10: whatever staff rename keeps its old addresses, its feeds among them, in both languages; new things take them over."""

from itertools import count

import pytest
from django.urls import reverse
from django.utils.translation import override

from foundation import kinds
from foundation.former_slugs.keeping import former_slugs, is_watched
from foundation.former_slugs.models import FormerSlug
from news.addresses.models import Redirect
from news.articles.models import Section
from news.enums import ArticleStatus, SectionKind
from news.fabrics.models import Fabric, FabricUse
from news.linking.own_addresses import reference_of
from news.pages.models import FRONT_SLUG, Page
from news.tags.merging import merge
from portal.search.filters import offered, read_filters
from tests.factories.indexdata import CollectingSourceFactory, SampleUnitFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, SectionFactory, TagFactory
from tests.factories.users import administrator, chief_editor
from tests.portal.rights.form_fields import fields_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "zh-hans")
NUMBERS = count()


def make_tag(**known):
    tag = TagFactory(name_en=f"Tag {next(NUMBERS)}", name_zh_hans=f"标签{next(NUMBERS)}", **known)
    ArticleFactory().tags.add(tag)
    return tag


MAKERS = {
    "section": SectionFactory,
    "part": lambda **known: SectionFactory(kind=SectionKind.COMMENTARY, **known),
    "page": PageFactory,
    "fabric": FabricFactory,
    "tag": make_tag,
    "source": CollectingSourceFactory,
    "sample": SampleUnitFactory,
}


@pytest.fixture(params=MAKERS)
def make(request):
    return MAKERS[request.param]


def addresses(thing):
    """Return the addresses of a thing's page and feed in both languages."""
    found = []
    for code in LANGUAGES:
        with override(code):
            found.append(thing.get_absolute_url())
            found += [thing.get_feed_url()] if hasattr(thing, "get_feed_url") else []
    return found


def rename(thing, slug):
    thing.slug = slug
    thing.save()


def test_every_kind_with_a_slug_of_its_own_keeps_it():
    """L10: a kind whose address is made of a unique slug forgets none."""
    for kind in kinds.every():
        fields = {field.name: field for field in kind.model._meta.fields}
        if "slug" in kind.address_fields and fields["slug"].unique:
            assert is_watched(kind.model), kind.key


def test_old_addresses_lead_to_the_present_ones_at_once(client, make):
    """L10: renamed twice, both old addresses are one step from the page, in both languages, and the feeds too."""
    thing = make(slug="first-name")
    first = addresses(thing)
    rename(thing, "second-name")
    second = addresses(thing)
    rename(thing, "third-name")
    assert all(client.get(address).status_code == 200 for address in addresses(thing))
    for old in (first, second):
        for address, present in zip(old, addresses(thing), strict=True):
            answer = client.get(address)
            assert (answer.status_code, answer.url) == (301, present)


def test_the_query_comes_along(client, make):
    """L10: a page number, and whatever else a page takes, is asked of the present address."""
    thing = make(slug="old-name")
    old = thing.get_absolute_url()
    rename(thing, "new-name")
    asked = "?page=2" if isinstance(thing, Section) else ""
    assert client.get(f"{old}{asked}").url == f"{thing.get_absolute_url()}{asked}"
    assert client.get(f"{old}?utm_source=x").url == thing.get_absolute_url()


def test_a_new_thing_takes_the_address_and_gives_it_on(client, make):
    """L10: what bears a slug comes before what bore it; renamed in turn it is what the slug leads to."""
    old, new = make(slug="a-name"), None
    address = old.get_absolute_url()
    rename(old, "another-name")
    new = make(slug="a-name")
    assert client.get(address).status_code == 200
    assert former_slugs(old) == []
    rename(new, "third-name")
    assert client.get(address).url == new.get_absolute_url()


def test_going_back_leaves_no_circle(client, make):
    """L10: renamed and renamed back, the page answers where it did, and the name between leads to it."""
    thing = make(slug="a-name")
    address = thing.get_absolute_url()
    rename(thing, "a-mistake")
    between = thing.get_absolute_url()
    rename(thing, "a-name")
    assert client.get(address).status_code == 200
    assert client.get(between).url == address


def test_what_is_deleted_leads_nowhere(client, make):
    """L10: a former slug goes with its thing."""
    thing = make(slug="old-name")
    old = thing.get_absolute_url()
    rename(thing, "new-name")
    type(thing).objects.filter(pk=thing.pk).first().delete()
    assert client.get(old).status_code == 404
    assert not FormerSlug.objects.exists()


def test_a_section_that_moves_to_the_commentary_is_found_there(client):
    """L10: the kind of a section stands in its address as well, and in that of its feed."""
    section = SectionFactory(slug="outlook")
    before = addresses(section)
    section.kind = SectionKind.COMMENTARY
    section.save()
    for address, present in zip(before, addresses(section), strict=True):
        assert client.get(address).url == present
    rename(section, "forecast")
    for address, present in zip(before, addresses(section), strict=True):
        assert client.get(address).url == present


def test_articles_of_a_renamed_section_keep_their_addresses(client):
    """L10: the id in an article's address leads on, with the query, whatever its section was called."""
    article = ArticleFactory(section=SectionFactory(slug="old-name"))
    old = article.get_absolute_url()
    rename(article.section, "new-name")
    assert client.get(f"{old}?comments=2").url == f"{article.get_absolute_url()}?comments=2"


def test_what_visitors_may_not_see_is_not_told(client):
    """L10: the present name of a hidden fabric is nobody's business."""
    fabric = FabricFactory(slug="old-name")
    rename(fabric, "secret-name")
    Fabric.objects.update(status=ArticleStatus.WITHDRAWN)
    assert client.get("/fabrics/old-name/").status_code == 404


def test_the_page_about_us_has_an_address_of_its_own(client):
    """L10: a page that becomes About Us, or ceases to be it."""
    page = PageFactory(slug="the-office")
    rename(page, FRONT_SLUG)
    assert client.get("/about/the-office/").url == "/about/"
    rename(page, "the-office")
    assert client.get("/about/about-us/").url == "/about/the-office/"
    assert Page.objects.count() == 1


def test_what_editors_entered_comes_first(client):
    """L10: an address that was given to something on purpose leads there."""
    section = SectionFactory(slug="old-name")
    rename(section, "new-name")
    Redirect.objects.create(path="/news/old-name/", target="/news/")
    assert client.get("/news/old-name/").url == "/news/"


def test_renaming_in_the_admin_and_restoring(client):
    """L10: whoever renames a section, a form or a restored version, its addresses follow."""
    client.force_login(administrator())
    section = SectionFactory(slug="first-name", name_en="First", name_zh_hans="第一")
    change = reverse("admin:news_section_change", args=[section.pk])
    sent = fields_of(client, change)
    assert client.post(change, {**sent, "slug": "second-name"}).status_code == 302
    assert client.get("/news/first-name/").url == "/news/second-name/"
    client.post(reverse("admin:news_section_restore", args=[section.pk, 1]))
    section.refresh_from_db()
    assert section.slug == "first-name"
    assert client.get("/news/second-name/").url == "/news/first-name/"


def test_merged_tags_hand_their_addresses_on(client):
    """L10: what led to a tag leads to the one it was merged into, at once."""
    cotton, cottons = make_tag(slug="cotton"), make_tag(slug="cottons")
    rename(cottons, "cotton-goods")
    merge([cottons], cotton, chief_editor())
    assert {client.get(f"/tags/{slug}/").url for slug in ("cottons", "cotton-goods")} == {"/tags/cotton/"}


def test_a_deleted_section_leads_where_editors_say(client):
    """L10: after deleting they are asked where the address leads; page, twin and feed follow."""
    client.force_login(administrator())
    gone, other = SectionFactory(slug="old-name"), SectionFactory(slug="other")
    answer = client.post(reverse("admin:news_section_delete", args=[gone.pk]), {"post": "yes"}, follow=True)
    add = f"{reverse('admin:news_redirect_add')}?path=%2Fnews%2Fold-name%2F"
    assert add.replace("&", "&amp;") in answer.text
    assert client.get("/feeds/news/old-name.atom").status_code == 404
    path = client.get(add).context["adminform"].form["path"].value()
    sent = {**fields_of(client, add), "path": path, "target": other.get_absolute_url()}
    assert client.post(add, sent).status_code == 302
    assert client.get("/news/old-name/").url == "/news/other/"
    assert client.get("/zh-hans/news/old-name/").url == "/zh-hans/news/other/"
    assert client.get("/feeds/news/old-name.atom").url == "/feeds/news/other.atom"
    assert client.get("/zh-hans/feeds/news/old-name.atom").url == "/zh-hans/feeds/news/other.atom"


@pytest.mark.parametrize("target", ["", "https://example.org/", "/", "/about/", "/news/none/", "/news/"])
def test_a_feed_follows_only_to_another_feed(client, target):
    """L10: an entered address without a feed of its own gives the feed of what is gone no address."""
    Redirect.objects.create(path="/news/old-name/", target=target)
    assert client.get("/feeds/news/old-name.atom").status_code == 404


@pytest.mark.parametrize("slug", ["x" * 200, "棉", "_", "1" * 20])
def test_any_slug_may_be_asked_for(client, slug):
    """L10: what never was anything is not found, however it is spelled."""
    for start in ("/news/", "/about/", "/fabrics/", "/tags/", "/sources/", "/samples/", "/feeds/tags/"):
        end = ".atom" if "feeds" in start else "/"
        assert client.get(f"{start}{slug}{end}").status_code == 404


def test_saving_costs_little(django_assert_num_queries):
    """L10: a save asks what the slug was; a rename has one row forgotten and one kept."""
    use = FabricUse.objects.create(slug="old-name", name="Use")
    with django_assert_num_queries(2):
        use.save()
    use.slug = "new-name"
    with django_assert_num_queries(4):
        use.save()


def test_what_a_list_is_narrowed_by_is_understood_by_its_former_name(client):
    """L10: sections and tags of a search, uses of fabrics, sources of sample units."""
    section, tag = SectionFactory(slug="old-section"), make_tag(slug="old-tag")
    use, source = (
        FabricUse.objects.create(slug="old-use", name="Use"),
        CollectingSourceFactory(slug="old-source"),
    )
    FabricFactory().uses.add(use)
    rename(section, "section")
    rename(tag, "tag")
    rename(use, "use")
    rename(source, "source")
    found = read_filters({"section": "old-section", "tag": "old-tag"}, offered())
    assert [one.value for one in found] == ["section", "", "tag", ""]
    assert client.get("/fabrics/?use=old-use").context["book"].open().filter.chosen["use"] == "use"
    assert client.get("/samples/?source=old-source").context["source"] == source


@pytest.mark.parametrize("kind", ["section", "page", "fabric", "tag", "source", "sample"])
def test_a_pasted_old_address_becomes_a_reference(kind):
    """L10: a link copied before the renaming is a link to the thing, as one copied after it."""
    thing = MAKERS[kind](slug="old-name")
    old = thing.get_absolute_url()
    rename(thing, "new-name")
    assert reference_of(old, "") == reference_of(thing.get_absolute_url(), "") == f"ref:{kind}/{thing.pk}"


def test_forms_say_whose_address_is_taken_and_which_lead_here(client):
    """L10: somebody who gives a new section the former address of another one is told."""
    client.force_login(administrator())
    section = SectionFactory(slug="old-name", name_en="Keqiao News")
    rename(section, "new-name")
    form = client.get(reverse("admin:news_section_change", args=[section.pk]))
    assert "Former addresses that lead here: old-name." in form.text
    add = reverse("admin:news_section_add")
    sent = {**fields_of(client, add), "slug": "old-name", "name_en": "Another"}
    answer = client.post(add, sent, follow=True)
    assert "Until now “old-name” was a former address of “Keqiao News”" in answer.text
    assert client.get("/news/old-name/").status_code == 200
