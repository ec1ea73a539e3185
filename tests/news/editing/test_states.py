"""Where an article may stand and which steps lead on: the table, the verbs and the buttons say the same."""

import pytest

from news.articles.models import Article
from news.editing import publishing
from news.editing.states import STEPS, PublishingError
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import chief_editor

pytestmark = pytest.mark.django_db
CONDITIONAL = ("unschedule", "publish_now", "publish_without")
MORE = {"send_back": ("Say where the figures come from.",)}


def article_at(status):
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(status=status)
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("status", ArticleStatus)
@pytest.mark.parametrize("verb", STEPS)
def test_a_verb_goes_where_the_table_leads(verb, status):
    article, step, by = article_at(status), STEPS[verb], chief_editor()
    offered = verb in publishing.steps(article, by)
    if not step.leads_from(article):
        assert offered == (status in step.once_changed)
        with pytest.raises(PublishingError) as refused:
            getattr(publishing, verb)(article, by, *MORE.get(verb, ()))
        assert refused.value.code == "state"
        return
    if verb in CONDITIONAL and not offered:
        return  # nothing is scheduled, no language is emptied
    getattr(publishing, verb)(article, by, *MORE.get(verb, ()))
    assert Article.objects.get(pk=article.pk).stage == (step.after or status)
    assert offered
