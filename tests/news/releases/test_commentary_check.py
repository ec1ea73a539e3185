"""The newsroom's check of a release: its commentary exists, in every language, and appears with it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indexdata.enums import ContentState
from indexdata.models import Release
from indexdata.releases import approving
from indexdata.releases.checks.register import findings_in
from indexdata.releases.states import ReleasingError
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory
from tests.factories.users import editor, officer
from tests.indexdata.releases.settled import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    made = ReleaseFactory(released_at=timezone.now() + timedelta(days=1), content_state=ContentState.CHECKED)
    ObservationFactory(release=made)
    return made


def about_commentary(release):
    found = findings_in(Release.objects.get(pk=release.pk))
    return {one.code: one for one in found if "commentary" in one.code}


def test_without_commentary_somebody_says_why(release):
    finding = about_commentary(release)["no-commentary"]
    assert "no commentary" in finding.sentence
    assert finding.address.endswith("/article/commentary/")
    with pytest.raises(ReleasingError, match="no commentary"):
        approving.approve(release, officer())
    settle(release)
    approving.approve(release, officer())


def test_commentary_in_both_languages_that_appears_raises_nothing(release):
    ArticleFactory(release=release, title_en="", body_en="", slug="chinese-alone")
    ArticleFactory(release=release)
    assert about_commentary(release) == {}


def test_a_draft_in_one_language_is_told_with_its_title_and_link(release):
    by = editor()
    article = ArticleFactory(release=release, title_en="Quiet week", status=ArticleStatus.DRAFT)
    save_content(article, {**latest_content(article), "body_zh_hans": ""}, by)
    found = about_commentary(release)
    assert set(found) == {"commentary-draft", "commentary-language"}
    assert found["commentary-language"].sentence == "The commentary “Quiet week” is not written in: 中文."
    assert found["commentary-language"].address.endswith(f"/article/{article.pk}/change/")


def test_withdrawn_commentary_is_none(release):
    ArticleFactory(release=release, status=ArticleStatus.WITHDRAWN)
    assert set(about_commentary(release)) == {"no-commentary"}


def test_the_questions_are_as_many_for_1_article_as_for_20(release):
    counts = []
    for count in (1, 20):
        for _n in range(count):
            ArticleFactory(release=release)
        with CaptureQueriesContext(connection) as captured:
            findings_in(Release.objects.get(pk=release.pk))
        counts.append(len(captured))
    assert counts[0] == counts[1]
