"""The data page and the bulk files: what was made off the request, and is still what is public."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext

from foundation.stores import opened_for
from indexdata.bulk.building import EVERYTHING
from indexdata.bulk.files import KINDS, any_invented, files_now, is_coming, is_known
from indexdata.bulk.package import checksums, data_package, readme
from indexdata.enums import Family
from indexdata.exports.headers import open_to_all
from indexdata.series.parameters import asks_for_demonstration

from .file_answers import Refused, json_answer, plain
from .side import classification_side

SECONDS_UNTIL_MADE = 60


def data_page(request):
    """Show the bulk files with their sizes and dates."""
    files = files_now()
    labels = {EVERYTHING: gettext("All indices"), **{family.value: family.label for family in Family}}
    groups = [
        (label, [files[f"{stem}.{kind}"] for kind in KINDS if f"{stem}.{kind}" in files])
        for stem, label in labels.items()
    ]
    context = {
        "groups": [(label, own) for label, own in groups if own],
        "missing": [label for label, own in groups if not own],
        "has_invented": any_invented(),
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("Data files"), None),
        ],
        **classification_side(view="data"),
    }
    return render(request, "indexdata/data.html", context)


def data_file(request, name):
    """Answer a bulk file; one whose figures are no longer the public ones is refused until it is made anew."""
    try:
        invented = wanted(request)
        if not is_known(name):
            raise Refused(404, gettext("There is no file of this name."))
        file = files_now(invented=invented).get(name)
        if file is None and not is_coming(name, invented=invented):
            raise Refused(404, gettext("There are no figures for this file."))
        if file is None:
            raise Refused(503, gettext("This file is being made anew. Please try again in a minute."))
        tag = f'"{file.sha256[:32]}"'
        unchanged = get_conditional_response(request, etag=tag)
        answer = unchanged or FileResponse(
            opened_for(request, file.stored),
            content_type=KINDS[file.kind],
            as_attachment=True,
            filename=f"keqiao-{file.name}",
        )
    except FileNotFoundError:
        return not_now(Refused(503, gettext("This file is being made anew. Please try again in a minute.")))
    except Refused as refused:
        return not_now(refused)
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return open_to_all(answer)


def package(request):
    """Answer the description of the bulk files for programs."""
    try:
        invented = wanted(request)
    except Refused as refused:
        return not_now(refused)
    return json_answer(data_package(files_now(invented=invented), request, invented=invented))


def readme_file(request):
    """Answer the description of the bulk files for people."""
    try:
        text = readme(request, invented=wanted(request))
    except Refused as refused:
        return not_now(refused)
    return open_to_all(HttpResponse(text, content_type="text/markdown; charset=utf-8"))


def checksum_file(request):
    """Answer the checksums of the bulk files."""
    try:
        text = checksums(files_now(invented=wanted(request)))
    except Refused as refused:
        return not_now(refused)
    return open_to_all(HttpResponse(text, content_type="text/plain; charset=utf-8"))


def wanted(request) -> bool:
    """Tell whether invented figures are asked for, or raise `Refused`."""
    try:
        return bool(asks_for_demonstration(request.GET.get("demonstration", "")))
    except ValueError as error:
        raise Refused(400, f"demonstration: {error}") from None


def not_now(refused):
    """Return a refusal that nobody keeps; of a file that is being made with when to come again."""
    answer = plain(refused)
    answer.headers["Cache-Control"] = "no-store"
    if refused.status == 503:
        answer.headers["Retry-After"] = str(SECONDS_UNTIL_MADE)
    return answer
