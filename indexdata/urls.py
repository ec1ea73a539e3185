"""Addresses of index data (a contract: links, programs and readers rely on them)."""

from django.urls import path, register_converter

from indexdata import feeds
from indexdata.converters import BulkFileConverter, FamilyConverter, IndexCodeConverter, IndexPathConverter
from indexdata.views import (
    bulk,
    classification,
    compare,
    comparison_files,
    comparison_pictures,
    downloads,
    embed,
    index,
    movers,
    pictures,
    posters,
    release_files,
    releases,
    revisions,
    samples,
    sources,
)
from indexdata.views.former_paths import leading_on

register_converter(IndexPathConverter, "index_path")
register_converter(IndexCodeConverter, "index_code")
register_converter(FamilyConverter, "family")
register_converter(BulkFileConverter, "bulk_file")

app_name = "indexdata"

urlpatterns = [
    path("index/", classification.classification, name="classification"),
    path("index/compare/", compare.compare, name="compare"),
    path("index/compare/chart.png", comparison_pictures.compare_png, name="compare-picture"),
    path("index/movers/", movers.movers, name="movers"),
    path("index/compare/data.csv", comparison_files.compare_csv, name="compare-csv"),
    path("index/compare/data.xlsx", comparison_files.compare_xlsx, name="compare-xlsx"),
    path("index/compare/data.json", comparison_files.compare_json, name="compare-json"),
    path("index/<index_code:code>/", index.by_code, name="index-code"),
    path("index/<index_path:path>/embed/", leading_on(embed.embed), name="index-embed"),
    path("index/<index_path:path>/revisions/", leading_on(revisions.of_index), name="index-revisions"),
    path("index/<index_path:path>/", leading_on(index.index), name="index"),
    path("index/<index_path:path>/data.csv", leading_on(downloads.data_csv), name="index-csv"),
    path("index/<index_path:path>/data.xlsx", leading_on(downloads.data_xlsx), name="index-xlsx"),
    path("index/<index_path:path>/data.json", leading_on(downloads.data_json), name="index-json"),
    path("index/<index_path:path>/chart.svg", leading_on(pictures.chart_svg), name="index-chart"),
    path("index/<index_path:path>/chart.png", leading_on(pictures.chart_png), name="index-picture"),
    path("data/", bulk.data_page, name="data"),
    path("data/datapackage.json", bulk.package, name="data-package"),
    path("data/README.md", bulk.readme_file, name="data-readme"),
    path("data/SHA256SUMS", bulk.checksum_file, name="data-checksums"),
    path("data/<bulk_file:name>", bulk.data_file, name="data-file"),
    path("releases/", releases.calendar, name="releases"),
    path("releases/revisions/", revisions.log, name="revisions"),
    path("releases/<family:family>/<slug:code>/", releases.release, name="release"),
    path("releases/<family:family>/<slug:code>/poster.png", posters.release_poster, name="release-poster"),
    path("releases/<family:family>/<slug:code>/data.csv", release_files.release_csv, name="release-csv"),
    path("releases/<family:family>/<slug:code>/data.xlsx", release_files.release_xlsx, name="release-xlsx"),
    path("releases/<family:family>/<slug:code>/data.json", release_files.release_json, name="release-json"),
    path("releases.ics", releases.calendar_file, name="releases-calendar"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("samples/", samples.sample_list, name="samples"),
    path("samples/<slug:slug>/", samples.sample, name="sample"),
    path("feeds/releases.atom", feeds.ReleasesFeed(), name="feed-releases"),
    path("feeds/revisions.atom", feeds.RevisionsFeed(), name="feed-revisions"),
    path("feeds/index/<index_path:path>.atom", leading_on(feeds.IndexFeed()), name="feed-index"),
]
