"""Error pages: right status, right language, helpful, telling nothing of the inside."""

import json

import pytest
from django.template import loader
from django.test import Client

from news.enums import SectionKind
from portal.serving import errors
from tests.factories.news import ArticleFactory, SectionFactory

PREFIXES = {"en": "", "zh-hans": "/zh-hans"}


def assert_is_error_page(response, status, language):
    page = response.content.decode()
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Language"] == language
    assert page.count("<h1") == 1
    assert f'<html lang="{language}"' in page.lower()
    assert "noindex" in page
    assert "Traceback" not in page
    assert "django" not in page.lower()
    assert not response.cookies
    return page


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_a_page_that_is_not_there_says_so_and_helps_on(client, language, prefix):
    page = assert_is_error_page(client.get(f"{prefix}/nothing/here/"), 404, language)
    assert f'action="{prefix}/search/"' in page
    for entry in ("index", "comments", "fabrics", "sources", "samples", "news", "about"):
        assert f'href="{prefix}/{entry}/"' in page


@pytest.mark.django_db
def test_the_error_page_is_small(client):
    assert len(client.get("/nothing/here/").content) < 30_000


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_a_wrong_host_is_refused_with_a_plain_page(client, language, prefix):
    response = client.get(f"{prefix}/", headers={"host": "evil.example"})
    page = assert_is_error_page(response, 400, language)
    assert "evil.example" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_a_nul_in_the_address_is_a_bad_request(client, language, prefix):
    assert_is_error_page(client.get(f"{prefix}/news/?page=%00"), 400, language)
    assert_is_error_page(client.get(f"{prefix}/news/%00/"), 400, language)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_a_refusal_tells_no_reason(rf, language, prefix):
    response = errors.permission_denied(rf.get(f"{prefix}/news/"), PermissionError("secret"))
    assert response.status_code == 403
    assert "secret" not in response.content.decode()
    assert f'<html lang="{language}"' in response.content.decode().lower()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), PREFIXES.items())
def test_a_form_without_its_token_is_refused(language, prefix):
    article = ArticleFactory()
    strict = Client(enforce_csrf_checks=True)
    page = assert_is_error_page(
        strict.post(f"{prefix}/reader-comments/{article.pk}/", {"body": "x"}), 403, language
    )
    assert 'action="/admin' not in page


@pytest.mark.django_db
def test_what_is_gone_shows_sections_and_latest_articles(rf):
    section = SectionFactory(slug="trend", kind=SectionKind.COMMENTARY)
    article = ArticleFactory(section=section, title_en="A <fresh> one")
    response = errors.gone(rf.get("/old/"), section=section)
    page = response.content.decode()
    assert response.status_code == 410
    assert article.get_absolute_url() in page
    assert "A &lt;fresh&gt; one" in page
    assert page.count('href="/comments/trend/"') >= 2


def test_the_page_for_our_own_failure_needs_no_database_and_speaks_both_languages(rf):
    response = errors.server_error(rf.get("/zh-hans/news/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert response["Cache-Control"] == "no-store"
    assert "服务器未能响应" in page
    assert "The server failed to answer" in page


def test_our_own_failure_is_answered_even_without_templates(rf, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("no templates")

    monkeypatch.setattr(loader, "render_to_string", broken)
    assert errors.server_error(rf.get("/")).status_code == 500


@pytest.mark.django_db
def test_a_failing_view_tells_nothing(client, monkeypatch):
    def broken(old):
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("portal.legacy.views.target_for", broken)
    client.raise_request_exception = False
    response = client.get("/zsfx.asp")
    assert response.status_code == 500
    assert "hunter2" not in response.content.decode()
    assert "Content-Security-Policy" in response


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["portal.pages.context.menu", "portal.pages.context.masthead"])
def test_a_broken_layout_still_gives_the_right_status(client, monkeypatch, broken):
    def fail(*args):
        raise RuntimeError("no database")

    monkeypatch.setattr(broken, fail)
    assert client.get("/nothing/here/").status_code == 404


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/flzs/table_data"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.page_not_found, 404)],
)
def test_programs_get_a_sentence_as_json(rf, address, answer, status):
    response = answer(rf.get(address), None)
    assert response.status_code == status
    if address.startswith("/api/"):
        said = json.loads(response.content)
        assert response["Content-Type"] == "application/problem+json"
        assert (said["status"], said["detail"][-1:]) == (status, ".")
    else:
        assert response["Content-Type"] == "application/json"
        assert response.content.startswith(b'{"error": "')


def test_programs_get_our_own_failure_as_json(rf):
    response = errors.server_error(rf.get("/api/v1/indices"))
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")


@pytest.mark.django_db
def test_errors_under_the_admin_stand_alone(rf):
    page = errors.permission_denied(rf.get("/admin/news/article/")).content.decode()
    assert "<h1>" in page
    assert 'class="menu"' not in page
