"""Pages of an admin beside its list and form: a list in which the order does not matter."""

import pytest
from django.contrib import admin
from django.urls import reverse

from news.admin.drafted.own_pages import OwnPages
from news.articles.models import Article
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator


@pytest.mark.django_db
def test_the_order_of_the_pages_does_not_matter(client, monkeypatch):
    client.force_login(administrator())
    address = reverse("admin:news_article_change", args=[ArticleFactory().pk])
    model_admin = admin.site._registry[Article]
    shown = client.get(address)
    monkeypatch.setattr(model_admin, "groups", list(reversed(model_admin.groups)))
    turned = client.get(address)
    for name in ("checks_address", "notes_address", "previews", "working_address", "conflict"):
        assert turned.context[name] == shown.context[name]


@pytest.mark.django_db
def test_what_two_show_under_one_name_is_refused(client, monkeypatch):
    class Again(OwnPages):
        def on_form(self, request, form, thing):
            return {"previews": []}

    model_admin = admin.site._registry[Article]
    monkeypatch.setattr(model_admin, "groups", [*model_admin.groups, Again(model_admin)])
    client.force_login(administrator())
    with pytest.raises(ValueError, match=r"Again shows what is shown already: \['previews'\]"):
        client.get(reverse("admin:news_article_add"))
