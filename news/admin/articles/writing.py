"""Answers to the text editor while somebody writes: things to link to, pictures, figures, and clean pasted text."""

from base64 import b64encode

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms import modelform_factory
from django.http import JsonResponse
from django.urls import path
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from modeltranslation.utils import build_localized_fieldname

from foundation import kinds
from foundation.history import note
from foundation.languages import in_any_language, in_languages
from foundation.searching.looking_up import holding
from indexdata.arithmetic.periods import period_label
from indexdata.models import Index, Observation
from news.admin.drafted.own_pages import OwnPages
from news.admin.library.pictures import PictureForm
from news.admin.library.thumbnails import preview_address
from news.library.models import Picture
from news.library.pictures import same_as
from news.linking.targets import parse_reference, targets_of
from news.linking.uses import uses_of
from news.permissions import user_can_edit_article
from news.rendering.live_figures import SHOWN, Answers
from news.rendering.stored_text import render_text
from news.text.elements import elements
from news.text.sanitising import clean_html

from .pasted import paste

EACH, PICTURES_A_PAGE, ISSUES = 5, 24, 60
#: So many live figures are answered at once.
MOST_FIGURES = 100
#: A chart in the editor is drawn as wide as there is room, within these bounds.
NARROWEST, WIDEST = 320, 760


class WritingPages(OwnPages):
    """the addresses that the editor's script asks; for whoever may write articles."""

    def urls(self):
        pages = [
            ("things", require_safe(things)),
            ("named", require_safe(named)),
            ("pictures", require_safe(pictures)),
            ("upload", require_POST(upload)),
            ("words", require_POST(words_of_picture)),
            ("indices", require_safe(indices)),
            ("answer", require_POST(answer)),
            ("paste", require_POST(paste)),
        ]
        return [
            *(
                path(
                    f"writing/{name}/",
                    self.admin.admin_site.admin_view(_for_writers(view)),
                    name=f"news_writing_{name}",
                )
                for name, view in pages
            ),
        ]


def _for_writers(view):
    def guarded(request):
        if not user_can_edit_article(request.user):
            raise PermissionDenied
        return view(request)

    return guarded


def _words(request):
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def _holding(name, words):
    condition = Q()
    for word in words.split()[:6]:
        condition &= in_any_language(name, "icontains", word)
    return condition


def _named(kind, words):
    """Return the things of a kind that a link may lead to, those with some words in their titles where there are words."""
    rows = kind.picker.rows()
    if not words:
        return rows
    found = holding(kind.model, kind.facets, words, "title") if kind.document else _holding(kind.title, words)
    return rows.none() if found is None else rows.filter(found)


def things(request):
    """Return what can be linked to for some words, each with reference, title and kind; a few of each kind."""
    words, found = _words(request), []
    pickers = sorted((kind.picker.place, kind.key) for kind in kinds.every() if kind.picker)
    for kind in [kinds.named(key) for _place, key in pickers]:
        if words and not kind.picker.by_words:
            continue
        for thing in _named(kind, words)[:EACH]:
            found.append(
                {
                    "ref": f"ref:{kind.key}/{thing.pk}",
                    "title": str(thing),
                    "kind": str(kind.model._meta.verbose_name),
                    "remark": str(kind.picker.remark(thing)),
                }
            )
    return JsonResponse({"things": found})


def named(request):
    """Return the titles of references, and which of them lead nowhere, for the links that are in a text already."""
    wanted = {}
    for reference in request.GET.getlist("ref")[:200]:
        if parsed := parse_reference(reference):
            wanted[reference] = parsed[:2]
    public = targets_of(set(wanted.values()))
    titles = {}
    for kind in {kind for kind, _key in wanted.values()}:
        keys = [key for one, key in wanted.values() if one == kind]
        titles |= {
            (kind, key): str(thing)
            for key, thing in kinds.named(kind).model._default_manager.in_bulk(keys).items()
        }
    return JsonResponse(
        {
            "things": {
                reference: {"title": titles.get(one, ""), "broken": one not in public}
                for reference, one in wanted.items()
            }
        }
    )


def pictures(request):
    """Return pictures of the library for some words, newest first, a page at a time."""
    words = _words(request)
    rows = Picture.objects.exclude(file="")
    if words:
        found = holding(Picture, kinds.of_model(Picture).facets, words)
        rows = rows.none() if found is None else rows.filter(found)
    page = request.GET.get("page", "1")
    start = PICTURES_A_PAGE * (
        max(1, int(page)) - 1 if page.isascii() and page.isdigit() and len(page) < 6 else 0
    )
    shown = list(rows[start : start + PICTURES_A_PAGE + 1])
    return JsonResponse(
        {
            "pictures": [_picture(one, request.user) for one in shown[:PICTURES_A_PAGE]],
            "more": len(shown) > PICTURES_A_PAGE,
        }
    )


def upload(request):
    """Put a picture into the library and return it, or say in a sentence why it was refused; a known one is returned."""
    if not request.user.has_perm("news.add_picture"):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Choose a file.")}, status=400)
    title = file.name.rsplit(".", 1)[0][:160] or _("Picture")
    titles = in_languages("title")
    form_class = modelform_factory(Picture, form=PictureForm, fields=("file", *titles))
    form = form_class(dict.fromkeys(titles, title), request.FILES)
    if form.is_valid():
        return JsonResponse({"picture": _picture(form.save(), request.user)})
    known = same_as(file, Picture.objects) if form.has_error("file", "known") else None
    if known:
        return JsonResponse({"picture": _picture(known, request.user)})
    return JsonResponse(
        {"error": " ".join(sentence for sentences in form.errors.values() for sentence in sentences)},
        status=400,
    )


def words_of_picture(request):
    """Give a picture words that it lacks, or mark it as decorative; what it says already is left to its own page."""
    key = request.POST.get("id", "")
    picture = (
        Picture.objects.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    )
    if picture is None:
        return JsonResponse({"error": _("This picture is no longer in the library.")}, status=404)
    if not may_give_words(request.user, picture):
        return JsonResponse({"error": _("You may not change a picture that is in use.")}, status=403)
    given = {
        field: request.POST.get(f"alt_{code}", "").strip()
        for code, field in _fields_of_words()
        if not getattr(picture, field)
    }
    for field, words in given.items():
        if words:
            setattr(picture, field, words)
    picture.decorative = picture.decorative or (
        request.POST.get("decorative") == "1"
        and not any(getattr(picture, field) for _code, field in _fields_of_words())
    )
    try:
        picture.full_clean(exclude=["file"])
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    picture.save()
    note(request.user, [picture], gettext_noop("Given words while writing."))
    return JsonResponse({"picture": _picture(picture, request.user)})


def may_give_words(user, picture):
    """Tell whether somebody may give words to a picture that lacks them: of one that nothing uses yet also who may only add."""
    if user.has_perm("news.change_picture"):
        return True
    return user.has_perm("news.add_picture") and not uses_of("picture", picture.pk)


def indices(request):
    """Return indices with public figures for some words, and of the one at `path` the issues held that the public knows."""
    if chosen := request.GET.get("path", ""):
        index = Index.objects.filter(path=chosen[:255]).first()
        if index is None:
            return JsonResponse({"issues": []})
        rows = (
            Observation.objects.public()
            .with_values()
            .filter(index=index)
            .order_by("-period")
            .values_list("period", flat=True)
        )
        code = get_language()
        issues = [
            {"period": period.isoformat(), "label": period_label(period, index.frequency, code)}
            for period in rows[:ISSUES]
        ]
        return JsonResponse({"issues": issues})
    shown = Observation.objects.public().filter(index=OuterRef("pk"), value__isnull=False)
    if (
        request.GET.get("for") == "chart"
    ):  # a line needs two issues: there is a figure, and one of another period
        shown = shown.filter(
            Exists(
                Observation.objects.public()
                .filter(index=OuterRef("index"), value__isnull=False)
                .exclude(period=OuterRef("period"))
            )
        )
    rows = Index.objects.filter(Exists(shown), is_grouping=False).in_tree_order()
    if words := _words(request):
        rows = rows.filter(_holding("name", words) | Q(path__icontains=words))
    return JsonResponse({"indices": [{"path": one.path, "name": str(one)} for one in rows[:40]]})


def answer(request):
    """Return how live figures or a chart read today, as text, and of a chart its drawing: what stands in the editor.

    `lang` is the language of the text they stand in. Figures are asked for together, each as a `figure`; a chart as `html`, and
    `width` is how many pixels there are for its drawing.
    """
    if figures := request.POST.getlist("figure"):
        with _language_of(request):
            return JsonResponse({"texts": _read_together(figures[:MOST_FIGURES])})
    html = clean_html(request.POST.get("html", "")[:5000])
    if (
        not any(f'data-show="{name}"' in html for name in SHOWN)
        and "data-chart" not in html
        and "data-figure" not in html
    ):
        return JsonResponse({"text": ""})
    with _language_of(request):
        return JsonResponse({"text": _read(html), "picture": _drawing(html, request.POST.get("width", ""))})


def _language_of(request):
    code = request.POST.get("lang", "")
    return override(code if code in dict(settings.LANGUAGES) else get_language())


def _read(html):
    return " ".join(strip_tags(render_text(html, plain=True)).split())[:300]


def _read_together(figures):
    """Return the text of each live figure, all read with the same few queries; empty ones where one of them is something else."""
    html = clean_html("".join(f"<p>{figure[:1000]}</p>" for figure in figures))
    paragraphs = render_text(html, plain=True).split("</p>")[:-1]
    if len(paragraphs) != len(figures):
        return [""] * len(figures)
    return [" ".join(strip_tags(paragraph).split())[:300] for paragraph in paragraphs]


def _drawing(html, width):
    """Return the first chart of a text as an address that holds the whole drawing; "" where there is none."""
    charts = list(elements(html, "figure"))[:1]
    pixels = int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0
    drawn = Answers(charts).picture(charts[0], min(max(pixels, NARROWEST), WIDEST)) if charts else ""
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}" if drawn else ""


def _fields_of_words():
    """Return (code, name of the field) for the alternative texts."""
    return [(code, build_localized_fieldname("alt", code)) for code, _name in settings.LANGUAGES]


def _picture(picture, user):
    """Return a picture as the editor's dialogs know it; `lacks` names the languages whose words the user may give it."""
    may = user.has_perm("news.change_picture") or user.has_perm("news.add_picture")
    lacks = [
        (code, name)
        for code, name in settings.LANGUAGES
        if may and not picture.decorative and not getattr(picture, build_localized_fieldname("alt", code))
    ]
    return {
        "id": picture.pk,
        "src": picture.file.url,
        "thumbnail": preview_address(picture),
        "title": str(picture),
        "alt": {code: getattr(picture, field) or "" for code, field in _fields_of_words()},
        "lacks": lacks,
        "decorative": picture.decorative,
    }
