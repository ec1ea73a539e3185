"""Answering what was pasted into the text editor: clean text, its pictures in the library, and what is to be said about it."""

import time

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.languages import in_languages
from news.library.models import Picture
from news.library.pictures import same_as
from news.old_site.archives import is_archive
from news.text.pasting import TooLong, clean_paste

#: What comes along with one paste: so many pictures, begun within so many seconds, in so many bytes of text and pictures.
MOST_PICTURES, LONGEST = 20, 3.0
LARGEST = 40 * 1024 * 1024
#: So much of what is pasted tells whether it is no text but a page saved as one file.
LOOKED_AT = 20_000


class Brought:
    """The pictures of one paste: put into the library one by one, as long as there is time, and counted."""

    def __init__(self, user):
        self.may_add = user.has_perm("news.add_picture")
        self.until = time.monotonic() + LONGEST
        self.new = self.late = 0
        self.refusals = []

    def __call__(self, content, alt):
        """Return the attributes of a picture of the library for the bytes of one, or None to leave it out."""
        if not self.may_add:
            return None
        if self.new >= MOST_PICTURES or time.monotonic() > self.until:
            self.late += 1
            return None
        file = ContentFile(content, name="pasted")
        try:
            picture = same_as(file, Picture.objects)
        except ValidationError as error:
            self.refusals.append(error.messages[0])
            return None
        if picture is None:
            title = alt or _("Pasted picture")
            picture = Picture.objects.create(file=file, **dict.fromkeys(in_languages("title"), title))
            self.new += 1
        return {"src": picture.file.url, "alt": "", "data-picture": str(picture.pk)}


def paste(request):
    """Return clean HTML for what was pasted (a file or field "html"), and sentences about what came along and what did not."""
    sent = request.FILES.get("html")
    too_long = _("This is too long to be pasted at once; paste it in parts.")
    if sent is not None and sent.size > LARGEST:
        return JsonResponse({"error": too_long}, status=400)
    start = (
        sent.read(LOOKED_AT)
        if sent is not None
        else request.POST.get("html", "")[:LOOKED_AT].encode(errors="replace")
    )
    if is_archive(start):
        archived = _(
            "This is a page saved as one file (.mht). Open it in a browser, mark its text and copy it."
        )
        return JsonResponse({"error": archived}, status=400)
    text = (
        (start + sent.read()).decode(errors="replace") if sent is not None else request.POST.get("html", "")
    )
    brought = Brought(request.user)
    try:
        pasted = clean_paste(text, brought)
    except TooLong:
        return JsonResponse({"error": too_long}, status=400)
    return JsonResponse({"html": pasted.html, "remark": " ".join(remarks(pasted, brought))})


def remarks(pasted, brought):
    """Return sentences about a paste, one for each thing that whoever pasted should know."""
    elsewhere = pasted.pictures_left - brought.late - len(brought.refusals)
    said = []
    if number := brought.new:
        said.append(
            ngettext(
                "%(n)s picture was put into the library; say there what it shows.",
                "%(n)s pictures were put into the library; say there what they show.",
                number,
            )
            % {"n": number}
        )
    if (number := elsewhere) > 0:
        said.append(
            ngettext(
                "%(n)s picture lies elsewhere and was left out: put it into the library, then insert it.",
                "%(n)s pictures lie elsewhere and were left out: put them into the library, then insert them.",
                number,
            )
            % {"n": number}
        )
    if number := brought.late:
        said.append(
            ngettext(
                "%(n)s more picture did not come along: copy it again without the others.",
                "%(n)s more pictures did not come along: copy them again, a few at a time.",
                number,
            )
            % {"n": number}
        )
    if number := pasted.comments_left:
        said.append(
            ngettext(
                "%(n)s review comment was left out.",
                "%(n)s review comments were left out.",
                number,
            )
            % {"n": number}
        )
    if number := pasted.deletions_left:
        said.append(
            ngettext(
                "%(n)s passage struck out in a review was left out.",
                "%(n)s passages struck out in a review were left out.",
                number,
            )
            % {"n": number}
        )
    return [
        *said,
        *(_("A picture was refused: %(why)s") % {"why": why} for why in dict.fromkeys(brought.refusals)),
    ]
