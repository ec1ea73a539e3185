"""Between two saves: what was typed is kept, editors see each other, previews and notes stay inside."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from news.editing.drafts import save_content
from news.editing.models import PassageNote, Presence, PreviewLink, WorkingCopy
from news.editing.preview import token_of
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory
from tests.factories.users import chief_editor, editor, moderator
from tests.news.admin.test_admin import change, form_of

pytestmark = pytest.mark.django_db
MOMENT = {"published_at_0": "2023-06-14", "published_at_1": "10:00"}


def page(article, name="change", *more):
    return reverse(f"admin:news_article_{name}", args=[article.pk, *more])


# -- Working copies


def keep(client, article, **typed):
    return client.post(page(article, "working"), {**form_of(article, **typed), "_typed": "1"})


def close(client, article, window=""):
    client.post(page(article, "working"), {"_window": window, "_gone": "1"})


def test_what_was_typed_is_back_when_the_form_is_opened_again(client):
    article, tag = ArticleFactory(title_en="Saved"), TagFactory()
    client.force_login(editor())
    kept = keep(
        client,
        article,
        title_en="Typed",
        tags=[tag.pk],
        featured="on",
        published_at_0="2023-06-15",
        published_at_1="09:30:00",
    )
    assert kept.json()["kept"]
    close(client, article)
    response = client.get(page(article))
    form = response.context["adminform"].form
    assert form["title_en"].value() == "Typed"
    assert str(tag.pk) in [str(key) for key in form["tags"].value()]
    assert form["featured"].value() is True
    assert 'value="2023-06-15"' in response.text
    assert "is back in the form" in response.text
    assert article.title_en in client.get(article.get_absolute_url()).text


def test_each_editor_has_a_copy_of_their_own(client):
    article = ArticleFactory(title_en="Saved")
    client.force_login(editor())
    keep(client, article, title_en="Mine")
    client.force_login(chief_editor())
    assert client.get(page(article)).context["adminform"].form["title_en"].value() == "Saved"
    keep(client, article, title_en="Theirs")
    keep(client, article, title_en="Theirs, longer")
    assert WorkingCopy.objects.count() == 2


def test_saving_forgets_the_copy_and_dropping_too(client):
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(editor())
    keep(client, article, title_en="Typed")
    change(client, article, title_en="Saved")
    assert not WorkingCopy.objects.exists()
    keep(client, article, title_en="Typed")
    assert client.post(page(article, "working"), {"_drop": "1"}).status_code == 204
    assert not WorkingCopy.objects.exists()


NEW = reverse_lazy("admin:news_article_working_new")


def test_a_begun_article_is_kept_and_offered_and_a_new_one_is_new(client):  # D3
    section = SectionFactory()
    client.force_login(editor())
    client.post(NEW, {"title_en": "Begun", "section": section.pk, "_typed": "1", "_window": "one"})
    add = reverse("admin:news_article_add")
    answer = client.get(add)
    assert not answer.context["adminform"].form["title_en"].value()
    assert "What you have begun and not saved" in answer.text
    assert "“Begun”" in answer.text
    client.post(NEW, {"title_en": "Another", "section": section.pk, "_typed": "1", "_window": "two"})
    assert client.get(f"{add}?window=one").context["adminform"].form["title_en"].value() == "Begun"
    assert client.get(f"{add}?window=two").context["adminform"].form["title_en"].value() == "Another"
    assert not client.get(f"{add}?window=x").context["adminform"].form["title_en"].value()


def test_two_windows_keep_two_texts(client):  # L3
    article = ArticleFactory(title_en="Saved", status=ArticleStatus.DRAFT)
    client.force_login(editor())
    keep(client, article, title_en="In the first", _window="first")
    second = client.get(page(article))
    assert second.context["adminform"].form["title_en"].value() == "Saved"
    assert "“In the first”" in second.text
    assert "open in another window" in second.text
    told = keep(client, article, title_en="In the second", _window="second")
    assert WorkingCopy.objects.count() == 2
    client.post(page(article, "working"), {"_window": "first"})
    told = client.post(page(article, "working"), {"_window": "second"})
    assert told.json()["others"] == ["You have this page open in another window"]
    change(client, article, title_en="In the second", _window="second")
    assert [copy.data["title_en"] for copy in WorkingCopy.objects.all()] == [["In the first"]]
    close(client, article, "first")
    again = client.get(page(article))
    assert again.context["adminform"].form["title_en"].value() == "In the first"


def test_a_text_that_goes_on_in_another_window_is_one_text(client):  # L3
    article = ArticleFactory()
    client.force_login(editor())
    keep(client, article, title_en="Half", _window="first")
    close(client, article, "first")
    state = client.get(page(article)).context["working_continues"]
    keep(client, article, title_en="Half and more", _window="second", _continues=state)
    assert WorkingCopy.objects.get().window == "second"
    # What has been changed since in its own window is another text.
    keep(client, article, title_en="Elsewhere", _window="third", _continues=state)
    assert WorkingCopy.objects.count() == 2


def test_dropping_a_text_that_was_taken_up_drops_it(client):
    article = ArticleFactory()
    client.force_login(editor())
    keep(client, article, title_en="Half", _window="first")
    close(client, article, "first")
    state = client.get(page(article)).context["working_continues"]
    for forged in ("x", "1@", "1@x", "1@2026-01-01", "9" * 30 + "@2026-01-01T00:00:00+00:00", "\0"):
        client.post(page(article, "working"), {"_drop": "1", "_window": "second", "_continues": forged})
    assert WorkingCopy.objects.exists()
    client.post(page(article, "working"), {"_drop": "1", "_window": "second", "_continues": state})
    assert not WorkingCopy.objects.exists()


def test_the_form_that_comes_after_saving_is_told_of_no_other_window(client):  # L3
    article = ArticleFactory(title_en="Saved", status=ArticleStatus.DRAFT)
    client.force_login(editor())
    client.post(page(article, "working"), {"_window": "first"})
    change(client, article, title_en="Saved again", _window="first")
    told = client.post(page(article, "working"), {"_window": "after"})
    assert told.json()["others"] == []
    client.post(page(article, "working"), {"_window": "another"})
    told = client.post(page(article, "working"), {"_window": "after"})
    assert told.json()["others"] == ["You have this page open in another window"]


def test_what_was_saved_is_told_to_the_browser_by_its_window(client):  # D2
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(editor())
    keep(client, article, title_en="Typed", _window="first", _mark="m1")
    assert client.get(page(article, "working")).json()["marks"] == ["m1"]
    refused = change(client, article, title_en="", title_zh_hans="", _window="first")
    assert 'name="_window" value="first"' in refused.text
    assert "saved-window" not in client.cookies
    change(client, article, title_en="Typed", _window="first")
    assert client.cookies["saved-window"].value == "first"
    assert not WorkingCopy.objects.exists()


def test_text_that_was_on_its_way_while_its_form_was_saved_is_not_brought_back(client):  # L3, D3
    article = ArticleFactory(title_en="Saved", status=ArticleStatus.DRAFT)
    client.force_login(editor())
    change(client, article, title_en="Saved again", _window="first")
    late = {**form_of(article, title_en="Typed before"), "_typed": "1", "_window": "first"}
    assert client.post(page(article, "working"), late).json() == {"saved": True}
    assert client.post(page(article, "working"), {"_window": "first"}).json() == {"saved": True}
    assert not WorkingCopy.objects.exists()
    assert not Presence.objects.exists()
    assert client.post(page(article, "working"), {**late, "_window": "second"}).json()["kept"]


def test_text_of_a_new_article_that_was_on_its_way_while_it_was_saved_is_not_offered(client):  # L3, D3
    client.force_login(editor())
    sent = form_of(ArticleFactory.build(title_en="Begun", section=SectionFactory()), _window="first")
    add, typed = reverse("admin:news_article_add"), reverse("admin:news_article_working_new")
    assert client.post(add, {**sent, "_continue": "1"}).status_code == 302
    assert client.post(typed, {**sent, "_typed": "1"}).json() == {"saved": True}
    assert not WorkingCopy.objects.exists()


def test_a_form_that_was_refused_goes_on_being_kept(client):  # L3
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    client.force_login(editor())
    change(client, article, title_en="", title_zh_hans="", _window="first")
    typed = {**form_of(article, title_en="Typed"), "_typed": "1", "_window": "first"}
    assert client.post(page(article, "working"), typed).json()["kept"]


def test_nobody_keeps_or_drops_in_somebody_elses_name(client):  # L4
    article, first, second = ArticleFactory(), editor(), chief_editor()
    client.force_login(second)
    sent = {"_typed": "1", "title_en": "Typed before the change of hands", "_person": str(first.pk)}
    answer = client.post(page(article, "working"), sent)
    assert answer.status_code == 409
    assert answer.json() == {"person": str(second.pk)}
    assert not WorkingCopy.objects.exists()
    known = client.get(page(article, "working")).json()
    assert known["person"] == str(second.pk)
    assert known["token"]


@pytest.mark.parametrize("name", ["title_en", "body_zh_hans", "nul\0name"])
def test_nul_is_left_out_of_kept_text(client, name):  # C5
    article = ArticleFactory()
    client.force_login(editor())
    assert keep(client, article, _window="a\0b", **{name: "be\0fore"}).status_code == 200
    assert WorkingCopy.objects.get().data[name.replace("\0", "")] == ["before"]


def test_nul_is_left_out_of_notes(client):  # C5
    client.force_login(editor())
    notes = page(ArticleFactory(), "notes")
    assert client.post(notes, {"field": "body_en", "quote": "T\0ext", "text": "W\0hich?"}).status_code == 200
    note = PassageNote.objects.get()
    assert (note.text, note.quote) == ("Which?", "Text")
    for odd in (
        {"field": "bo\0dy_en", "text": "x"},
        {"note": "\0", "text": "x"},
        {"do": "resolve", "note": "1\0"},
    ):
        assert client.post(notes, odd).status_code == 400


def test_windows_have_a_limit_and_the_oldest_text_goes(client):
    article = ArticleFactory()
    client.force_login(editor())
    for number in range(22):
        keep(client, article, title_en=str(number), _window=f"w{number}")
    assert WorkingCopy.objects.count() == 20
    assert not WorkingCopy.objects.filter(window__in=["w0", "w1"]).exists()


def test_a_copy_older_than_somebody_elses_save_ends_in_a_conflict_not_in_a_loss(client):
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    save_content(article, {**latest_content(article), "title_en": "First"}, editor())
    client.force_login(editor())
    keep(client, article, title_en="Typed", base_revision=article.latest_revision_id)
    close(client, article)
    save_content(article, {**latest_content(article), "title_en": "Saved by another"}, chief_editor())
    base = client.get(page(article)).context["adminform"].form["base_revision"].value()
    response = change(client, article, title_en="Typed", base_revision=base)
    assert "Two versions: article" in response.text


def test_a_copy_has_limits_and_only_writers_have_one(client):
    article = ArticleFactory()
    client.force_login(moderator())
    assert keep(client, article).status_code == 403
    client.force_login(editor())
    assert keep(client, article, body_en="x" * 4_100_000).status_code == 413
    assert client.put(page(article, "working")).status_code == 405
    assert not WorkingCopy.objects.exists()


def test_old_copies_are_forgotten_by_a_command(client, capsys):
    article = ArticleFactory()
    client.force_login(editor())
    keep(client, article)
    WorkingCopy.objects.update(saved_at=timezone.now() - timedelta(days=31))
    call_command("forget_old_work")
    assert "1" in capsys.readouterr().out
    assert not WorkingCopy.objects.exists()


def test_keeping_what_is_typed_empties_no_page_cache(client, page_cache):
    article = ArticleFactory()
    client.force_login(editor())
    client.get("/news/")
    from portal.freshness.stamp import stamp

    before = stamp.current().numbers
    keep(client, article, title_en="Typed")
    stamp.forget()
    assert stamp.current().numbers == before


# -- Presence


def test_editors_see_each_other_and_what_was_saved(client):
    article, other = ArticleFactory(), chief_editor(first_name="Wei", last_name="Li")
    client.force_login(other)
    keep(client, article, title_en="Typing")
    client.force_login(editor())
    assert client.post(page(article, "working"), {}).json()["others"] == ["Wei Li is typing"]
    save_content(article, {**latest_content(article), "title_en": "Saved"}, other)
    newer = client.post(page(article, "working"), {"base_revision": "1"}).json()["newer"]
    assert "has saved revision 2" in newer["sentence"]
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert client.post(page(article, "working"), {}).json()["others"] == []


def test_who_closes_the_page_is_gone(client):
    article = ArticleFactory()
    client.force_login(editor())
    client.post(page(article, "working"), {})
    client.post(page(article, "working"), {"_gone": "1"})
    assert not Presence.objects.exists()


# -- Previews


def preview(client, article, language="en", **typed):
    return client.post(page(article, "preview", language), form_of(article, **typed))


def test_a_preview_shows_what_is_in_the_form_and_saves_nothing(client):
    article, tag = ArticleFactory(title_en="Saved"), TagFactory(name_en="Cotton tag")
    client.force_login(editor())
    response = preview(
        client, article, title_en="Typed", body_en="<p>Just now<script>x</script></p>", tags=[tag.pk]
    )
    assert "<h1>Typed</h1>" in response.text
    assert "<p>Just now</p>" in response.text
    assert "Cotton tag" in response.text
    assert "Preview: not published" in response.text
    assert 'class="button"' not in response.text.partition("</main>")[0].partition("<main")[2]
    article.refresh_from_db()
    assert article.title_en == "Saved"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_a_preview_in_chinese_is_the_chinese_page(client):
    article = ArticleFactory()
    client.force_login(editor())
    html = preview(client, article, "zh-hans", title_zh_hans="刚刚写的").text
    assert '<html lang="zh-hans"' in html
    assert "刚刚写的" in html
    assert preview(client, article, "fr").status_code == 404


def test_a_new_and_an_unfinished_form_have_a_preview(client):
    client.force_login(editor())
    address = reverse("admin:news_article_preview_new", args=["en"])
    assert "Choose the section first" in client.post(address, {"title_en": "New"}).text
    section = SectionFactory()
    html = client.post(address, {"title_en": "New", "section": section.pk, "published_at_0": "nonsense"}).text
    assert "<h1>New</h1>" in html


def test_a_preview_tells_no_embargoed_figure(client):
    release = ReleaseFactory(released_at=timezone.now() + timedelta(hours=1))
    ObservationFactory(release=release, period=release.period, value="987.65")
    article = ArticleFactory(release=release, status=ArticleStatus.DRAFT)
    client.force_login(editor())
    number = f'<p><span data-figure="price" data-period="{release.period}" data-show="value">1</span></p>'
    assert "987.65" not in preview(client, article, release=release.pk, body_en=number).text


def test_previews_are_for_writers(client):
    article = ArticleFactory()
    assert preview(client, article).status_code == 302
    client.force_login(moderator())
    assert preview(client, article).status_code == 403


# -- Links for people without an account


@pytest.fixture
def link():
    article = ArticleFactory(title_en="Live")
    save_content(article, {**latest_content(article), "title_en": "Secret draft"}, chief_editor())
    return PreviewLink.objects.create(thing=article, until=timezone.now() + timedelta(days=1))


def test_a_link_shows_the_draft_until_its_day(client, link):
    address = reverse("news:shared-draft", args=[token_of(link)])
    response = client.get(address)
    assert "Secret draft" in response.text
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert client.get(f"/zh-hans{address}").status_code == 200
    PreviewLink.objects.update(until=timezone.now())
    over = client.get(address)
    assert over.status_code == 410
    assert "Secret draft" not in over.text


def test_a_link_that_was_taken_back_or_forged_shows_nothing(client, link):
    address = reverse("news:shared-draft", args=[token_of(link)])
    for forged in ("x", f"{link.pk}", token_of(link)[:-2] + "aa", token_of(PreviewLink(pk=link.pk + 1))):
        assert client.get(reverse("news:shared-draft", args=[forged])).status_code == 404
    client.force_login(chief_editor())
    client.post(page(link.thing, "revoke", link.pk))
    client.logout()
    assert client.get(address).status_code == 410


def test_links_are_made_listed_and_have_a_last_day(client):
    article = ArticleFactory()
    client.force_login(editor())
    tomorrow = timezone.localdate() + timedelta(days=1)
    client.post(page(article, "links"), {"for_whom": "The printer", "day": str(tomorrow)})
    html = client.get(page(article, "links")).text
    assert "The printer" in html
    assert token_of(PreviewLink.objects.get()) in html or "/drafts/" in html
    for day in ("2001-01-01", str(timezone.localdate() + timedelta(days=400)), "x", ""):
        client.post(page(article, "links"), {"for_whom": "Nobody", "day": day})
    assert PreviewLink.objects.count() == 1


# -- Notes on passages


def test_a_note_is_left_answered_and_resolved(client):
    article = ArticleFactory()
    client.force_login(editor())
    notes = page(article, "notes")
    html = client.post(notes, {"field": "body_en", "quote": "Text.", "text": "Which week?"}).text
    assert "Which week?" in html
    note = PassageNote.objects.get()
    client.force_login(chief_editor())
    assert "Week 24." in client.post(notes, {"note": note.pk, "text": "Week 24."}).text
    client.post(notes, {"note": note.pk, "do": "resolve"})
    note.refresh_from_db()
    assert note.resolved_at
    client.post(notes, {"note": note.pk, "do": "reopen"})
    note.refresh_from_db()
    assert note.resolved_at is None


@pytest.mark.parametrize(
    "sent",
    [{"text": ""}, {"text": "x", "field": "status"}, {"text": "x" * 2001, "field": "body_en"},
     {"text": "x", "note": "987"}, {"do": "resolve", "note": "x"}, {}],
)  # fmt: skip
def test_a_note_that_makes_no_sense_is_refused_with_a_sentence(client, sent):
    client.force_login(editor())
    response = client.post(page(ArticleFactory(), "notes"), sent)
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert not PassageNote.objects.exists()


def test_notes_are_for_writers_and_never_public(client):
    article = ArticleFactory()
    PassageNote.objects.create(thing=article, field="body_en", text="Zibeline note", author=editor())
    assert "Zibeline" not in client.get(article.get_absolute_url()).text
    client.force_login(moderator())
    assert client.get(page(article, "notes")).status_code == 403


def test_notes_take_the_same_queries_for_3_and_30(client, django_assert_num_queries):
    article, writer = ArticleFactory(), editor()
    client.force_login(writer)
    for count in (3, 30):
        for _n in range(count):
            note = PassageNote.objects.create(thing=article, field="body_en", text="A", author=writer)
            PassageNote.objects.create(thing=article, field="body_en", text="B", author=writer, reply_to=note)
        with django_assert_num_queries(9):
            client.get(page(article, "notes"))
