"""Atom feeds of the newsroom: full text, in one language each, nothing that is not really written in it."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin

from django.contrib.syndication.views import Feed
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import get_language, gettext

from foundation.atom import FullTextAtom, tag_uri
from news.comments.reader_text import reader_html
from news.library.markup import picture_url

from .articles.models import Article, Section
from .comments.models import Comment
from .rendering.stored_text import Texts
from .tags.models import Tag, TaggedItem
from .text.elements import with_values

ENTRIES = 30


@dataclass(frozen=True)
class Channel:
    """The subject of a feed: the site's root for absolute links, and the section, tag or article, if it is one's."""

    root: str
    subject: Section | Tag | Article | None = None


def with_absolute_links(html, base):
    """Return sanitised HTML whose links and pictures are absolute, seen from the address `base`."""
    return with_values(html, ("href", "src"), partial(urljoin, base))


class NewsroomFeed(Feed):
    """The base of the newsroom's feeds: `items` are tuples that begin with the thing shown and the site's root."""

    feed_type = FullTextAtom

    def get_object(self, request, **asked):
        return Channel(request.build_absolute_uri("/"), self.subject(**asked))

    def subject(self):
        """Return what the feed is about; the feeds of one section or one tag look it up."""
        return None

    def identity(self, channel):
        """Return what tells the feed from the others of the newsroom, as a tuple of words."""
        raise NotImplementedError

    def author_name(self):
        return gettext("China Textile City Construction and Management Committee Index Office")

    def feed_copyright(self):
        return gettext("All Rights Reserved 2008")

    def feed_guid(self, channel):
        return tag_uri(get_language(), *self.identity(channel))

    def item_link(self, item):
        return item[0].get_absolute_url()


class ArticleFeed(NewsroomFeed):
    """Articles of one kind, newest first."""

    def articles(self, channel):
        """Return the published articles the feed is about."""
        raise NotImplementedError

    def keys(self, channel):
        """Return the question for the ids of the newest articles that are really written in the language of the feed."""
        return self.articles(channel).written_in(get_language()).newest_first().values("pk")[:ENTRIES]

    def items(self, channel):
        articles = Article.objects.for_feed(self.keys(channel))
        texts = Texts([article.body for article in articles])
        return [(article, channel.root, texts) for article in articles]

    def item_title(self, item):
        return item[0].title

    def item_description(self, item):
        return escape(item[0].summary or "")

    def item_guid(self, item):
        return tag_uri(get_language(), "article", str(item[0].pk))

    def item_pubdate(self, item):
        return item[0].published_at

    def item_updateddate(self, item):
        return item[0].last_change

    def item_author_name(self, item):
        return item[0].source_name or self.author_name()

    def item_categories(self, item):
        return [str(tag) for tag in item[0].tags.all()]

    def item_extra_kwargs(self, item):
        article, root, texts = item
        base = urljoin(root, article.get_absolute_url())
        cover = picture_url(article.cover, "cover")
        picture = (
            format_html('<p><img src="{}" alt="{}"></p>', cover, article.cover.alt or "") if cover else ""
        )
        body = texts.render(article.body, plain=True)
        return {"content": with_absolute_links(f"{picture}{body}", base)}


class NewsFeed(ArticleFeed):
    """All news."""

    def title(self):
        return gettext("China Textile City Index: news")

    def link(self):
        return reverse("news:news")

    def identity(self, channel):
        return ("news",)

    def articles(self, channel):
        return Article.objects.published().news()


class SectionFeed(ArticleFeed):
    """One section of News."""

    sections = Section.objects.news

    def subject(self, section):  # type: ignore[override]  # its address says which
        return get_object_or_404(type(self).sections(), slug=section)

    def title(self, channel):
        return gettext("China Textile City Index: %(name)s") % {"name": channel.subject.name}

    def subtitle(self, channel):
        return channel.subject.intro or ""

    def link(self, channel):
        return channel.subject.get_absolute_url()

    def identity(self, channel):
        return ("section", channel.subject.slug)

    def articles(self, channel):
        return Article.objects.published().in_section(channel.subject)


class CommentaryFeed(ArticleFeed):
    """All index commentary."""

    def title(self):
        return gettext("China Textile City Index: commentary")

    def subtitle(self):
        return gettext("What the index office writes about each release.")

    def link(self):
        return reverse("news:commentary")

    def identity(self, channel):
        return ("commentary",)

    def articles(self, channel):
        return Article.objects.published().commentary()


class CommentaryPartFeed(SectionFeed):
    """One part of the commentary."""

    sections = Section.objects.commentary


class TagFeed(ArticleFeed):
    """News and commentary with a tag."""

    def subject(self, slug):  # type: ignore[override]  # its address says which
        return get_object_or_404(Tag.objects.in_use(), slug=slug)

    def title(self, channel):
        return gettext("China Textile City Index: %(name)s") % {"name": channel.subject}

    def link(self, channel):
        return channel.subject.get_absolute_url()

    def identity(self, channel):
        return ("tag", channel.subject.slug)

    def keys(self, channel):
        written = Article.objects.written_in(get_language()).filter(pk=OuterRef("object_id"))
        items = TaggedItem.objects.on_articles(channel.subject).seen().filter(Exists(written))
        return items.newest_first().values("object_id")[:ENTRIES]


class CommentsFeed(NewsroomFeed):
    """Approved comments of readers."""

    def comments(self, channel):
        """Return the visible comments the feed is about."""
        raise NotImplementedError

    def items(self, channel):
        return [(comment, channel.root) for comment in self.comments(channel).newest(ENTRIES)]

    def item_title(self, item):
        title = str(item[0])
        return gettext("%(title)s (demonstration)") % {"title": title} if item[0].demonstration else title

    def item_description(self, item):
        return None

    def item_guid(self, item):
        return tag_uri("reader-comment", str(item[0].pk))

    def item_pubdate(self, item):
        return item[0].created_at

    def item_updateddate(self, item):
        return item[0].created_at

    def item_author_name(self, item):
        return item[0].name

    def item_extra_kwargs(self, item):
        return {"content": reader_html(item[0].body)}


class ReaderCommentsFeed(CommentsFeed):
    """Approved comments of readers on the pages of a language."""

    def title(self):
        return gettext("China Textile City Index: reader comments")

    def subtitle(self):
        return gettext("What readers say about news and commentary.")

    def link(self):
        return reverse("news:commentary")

    def identity(self, channel):
        return ("reader-comments",)

    def comments(self, channel):
        return Comment.objects.visible().filter(language=get_language())


class ArticleCommentsFeed(CommentsFeed):
    """Approved comments of readers under one article, in whatever language."""

    def subject(self, article):  # type: ignore[override]  # its address says which
        return get_object_or_404(Article.objects.published().select_related("section"), pk=article)

    def title(self, channel):
        return gettext("Reader comments on “%(title)s”") % {"title": channel.subject.title}

    def link(self, channel):
        return channel.subject.get_absolute_url()

    def identity(self, channel):
        return ("article-comments", str(channel.subject.pk))

    def comments(self, channel):
        return Comment.objects.visible_under(channel.subject)
