"""Addresses of the newsroom (a contract: links, programs and readers rely on them)."""

from django.urls import path, re_path

from indexdata.converters import PATH_PATTERN
from news import feeds
from news.views import (
    alerts,
    archive,
    articles,
    comments,
    deciding,
    drafts,
    fabrics,
    figure_reports,
    pages,
    readers,
    tags,
)

app_name = "news"

ID_SLUG = r"(?P<pk>[0-9]{1,18})-(?P<slug>[\w-]*)"

urlpatterns = [
    path("news/", articles.news, name="news"),
    path("news/archive/", archive.years, name="archive"),
    path("news/<int:year>/", archive.year, name="archive-year"),
    path("news/<int:year>/<int:month>/", archive.month, name="archive-month"),
    path("news/<slug:section>/", articles.section, name="section"),
    re_path(rf"^news/(?P<section>[\w-]+)/{ID_SLUG}/$", articles.article, name="article"),
    re_path(rf"^news/(?P<section>[\w-]+)/{ID_SLUG}/card\.png$", articles.card, name="card"),
    path("comments/", articles.commentary, name="commentary"),
    path("comments/<slug:section>/", articles.commentary_part, name="commentary-part"),
    re_path(
        rf"^comments/(?P<section>[\w-]+)/{ID_SLUG}/$", articles.commentary_detail, name="commentary-detail"
    ),
    path("reader-comments/<int:article>/", comments.comment_form, name="comment-form"),
    path("reader-comments/my-data/", readers.my_data, name="my-data"),
    path("reader-comments/my-data/<str:token>/", readers.my_data_of, name="my-data-of"),
    path("reader-comments/confirm/<str:token>/", readers.confirm, name="confirm-reader"),
    path("reader-comments/unfollow/<str:token>/", readers.unfollow, name="unfollow"),
    path("reader-comments/decide/<str:token>/", deciding.decide, name="decide-comment"),
    path("reader-comments/c/<int:pk>/", comments.comment, name="comment"),
    path("reader-comments/c/<int:pk>/report/", readers.report, name="report-comment"),
    re_path(
        rf"^reader-comments/figures/(?P<path>{PATH_PATTERN})/(?P<code>[0-9-]{{7,10}})/$",
        figure_reports.report_figure,
        name="report-figure",
    ),
    path("follow/", alerts.follow, name="follow"),
    path("follow/confirm/<str:token>/", alerts.confirm, name="follow-confirm"),
    path("follow/letters/<str:token>/", alerts.letters, name="follow-letters"),
    path("drafts/<str:token>/", drafts.shared, name="shared-draft"),
    path("tags/", tags.tag_list, name="tags"),
    re_path(r"^tags/(?P<slug>[\w-]+)/$", tags.tag, name="tag"),
    path("fabrics/", fabrics.fabric_list, name="fabrics"),
    path("fabrics/<slug:slug>/", fabrics.fabric, name="fabric"),
    path("about/", pages.about, name="about"),
    path("about/<slug:slug>/", pages.page, name="page"),
    path("feeds/news.atom", feeds.NewsFeed(), name="feed-news"),
    path("feeds/news/<slug:section>.atom", feeds.SectionFeed(), name="feed-section"),
    path("feeds/comments.atom", feeds.CommentaryFeed(), name="feed-commentary"),
    path("feeds/comments/<slug:section>.atom", feeds.CommentaryPartFeed(), name="feed-commentary-part"),
    re_path(r"^feeds/tags/(?P<slug>[\w-]+)\.atom$", feeds.TagFeed(), name="feed-tag"),
    path(
        "feeds/reader-comments/<int:article>.atom", feeds.ArticleCommentsFeed(), name="feed-article-comments"
    ),
    path("feeds/reader-comments.atom", feeds.ReaderCommentsFeed(), name="feed-reader-comments"),
]
