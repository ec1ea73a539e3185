"""A form sent after its session had ended: signing in again brings back what was typed, and nothing is saved by that."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from portal.signing_in import factors
from portal.signing_in.typed_before import MARK
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.news import (
    ArticleFactory,
    FabricFactory,
    PageFactory,
    SectionFactory,
    TagFactory,
)
from tests.factories.users import PASSWORD, administrator, chief_editor, editor
from tests.portal.rights.form_fields import Fields, fields_of

pytestmark = pytest.mark.django_db
MAKE = {
    "fabric": FabricFactory, "page": PageFactory, "section": SectionFactory, "tag": TagFactory,
    "release": ReleaseFactory, "article": ArticleFactory, "observation": ObservationFactory,
}  # fmt: skip


def form_in(answer):
    parser = Fields()
    parser.feed(answer.content.decode())
    return parser.values


def sent_back(fields, **more):
    """Return the hidden fields of a page as its button sends them."""
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"} | more


def typed_into(client, address, **words):
    return {**sent_back(fields_of(client, address)), **words}


@pytest.fixture
def boss():
    return administrator(username="boss")


def sign_in_with(client, page, person):
    where = page.context["app_path"]
    carried = {name: value for name, value in hidden(page).items() if name.startswith("carried-")}
    return client.post(where, {**carried, "username": person.username, "password": PASSWORD})


def hidden(page):
    """Return the hidden fields of a page as they are."""
    import re
    from html import unescape

    found = re.findall(r'<input type="hidden"[^>]*?name="([^"]*)" value="([^"]*)"', page.content.decode())
    return {unescape(name): unescape(value) for name, value in found}


@pytest.mark.parametrize("name", MAKE)
def test_every_form_comes_back(client, boss, name):
    thing = MAKE[name]()
    address = reverse(f"admin:{thing._meta.app_label}_{name}_change", args=[thing.pk])
    client.force_login(boss)
    typed = typed_into(client, address)
    before = type(thing)._base_manager.filter(pk=thing.pk).values().get()
    client.logout()
    asked = client.post(address, typed)
    assert "you get back what you had typed" in asked.content.decode()
    back = sign_in_with(client, asked, boss)
    assert back.status_code == 200
    assert back.context["next"] == address
    form = client.post(address, hidden(back))
    assert form.status_code == 200
    shown = form.context["adminform"].form
    assert MARK in form.wsgi_request.POST
    assert not form.context["errors"]
    for field in shown.visible_fields():
        if field.html_name in typed:
            assert field.value() in (typed[field.html_name], typed[field.html_name] == "on")
    assert type(thing)._base_manager.filter(pk=thing.pk).values().get() == before


def test_a_new_thing_comes_back_and_is_saved_then(client, boss):
    address = reverse("admin:news_tag_add")
    client.force_login(boss)
    typed = typed_into(client, address, name_en="Warp <b>\n", name_zh_hans="经纱", slug="warp")
    client.logout()
    back = sign_in_with(client, client.post(address, typed), boss)
    form = client.post(address, hidden(back))
    assert admin.site._registry[TagFactory._meta.model].model.objects.count() == 0
    assert "Warp &lt;b&gt;" in form.content.decode()
    assert client.post(address, typed).status_code == 302
    assert TagFactory._meta.model.objects.get().slug == "warp"


def test_a_wrong_password_and_a_second_factor_keep_it(client):
    boss = chief_editor(username="boss")
    codes = factors.make_recovery_codes(boss)
    factors.TOTPDevice.objects.create(user=boss, confirmed=True, name="app")
    tag = TagFactory()
    address = reverse("admin:news_tag_change", args=[tag.pk])
    asked = client.post(address, {"name_en": "Weft", "password1": "never"})
    wrong = client.post(asked.context["app_path"], {**hidden(asked), "username": "boss", "password": "wrong"})
    assert hidden(wrong)["carried-name_en"] == "Weft"
    assert "carried-password1" not in hidden(wrong)
    second = client.post(
        wrong.context["app_path"], {**hidden(wrong), "username": "boss", "password": PASSWORD}
    )
    assert not second.wsgi_request.user.is_authenticated
    no_code = client.post(reverse("admin:second_factor"), {**hidden(second), "code": "no"})
    back = client.post(reverse("admin:second_factor"), {**hidden(no_code), "code": codes[0]})
    assert (back.context["next"], hidden(back)["name_en"]) == (address, "Weft")


def test_who_signs_in_sees_the_form_only_with_the_right(client):
    release = ReleaseFactory()
    address = reverse("admin:indexdata_release_change", args=[release.pk])
    back = sign_in_with(client, client.post(address, {"note_en": "x"}), editor(username="someone"))
    client.force_login(chief_editor())
    user_form = reverse("admin:auth_user_add")
    assert client.post(address, hidden(back)).status_code in (200, 403)
    assert client.post(user_form, {MARK: "1", "username": "x"}).status_code == 403


def test_another_site_gets_nothing_back():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("admin:news_tag_add"), {"name_en": "planted"})
    assert answer.status_code == 403
    assert "planted" not in answer.content.decode()


def test_long_texts_are_carried_and_too_long_ones_are_not(client):
    address = reverse("admin:news_page_add")
    assert "x" * 200_000 in client.post(address, {"body_en": "x" * 200_000}).content.decode()
    too_long = client.post(address, {"body_en": "x" * 1_000_001})
    assert too_long.status_code == 302
    long_name = client.post(reverse("admin:login"), {"username": "x" * 40_000, "password": "x"})
    assert long_name.status_code == 413
