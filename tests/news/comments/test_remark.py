"""A reader comment as a page shows it."""

import pytest
from django.utils.translation import override

from news.comments.markup import remark
from news.enums import CommentStatus
from tests.factories.news import CommentFactory

pytestmark = pytest.mark.django_db


def test_what_a_reader_typed_stays_text():
    comment = CommentFactory(name='"><b>N</b>', body="<script>1</script>", language="en")
    html = remark(comment, comment.article_id, True)
    assert "<b>" not in html
    assert "<script>" not in html
    assert 'aria-label="Comment by &quot;&gt;&lt;b&gt;N&lt;/b&gt;"' in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_its_addresses_are_those_of_the_language_of_the_page(language):
    comment = CommentFactory(language="en")
    with override(language):
        html = remark(comment, comment.article_id, True)
        assert f'href="{comment.get_absolute_url()}"' in html
    assert ('lang="en"' in html) == (language != "en")
    assert "data-comment-reply" not in remark(comment, comment.article_id, False)


def test_one_that_is_gone_leaves_its_place():
    html = remark(CommentFactory(status=CommentStatus.REMOVED, name="Somebody"), 1, True)
    assert "remark__gone" in html
    assert "Somebody" not in html
