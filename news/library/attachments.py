"""Checking attachments by their content, and naming the files they are kept in. PDF and Excel workbooks only."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from foundation.workbooks import check_workbook

LARGEST_FILE = 20 * 1024 * 1024
PDF_START = re.compile(rb"%PDF-[12]\.[0-9]")
#: Looks a document through (`pdf_reader.py`), in a process that is ended when it takes longer or more memory than it may.
PDF_READER = Path(__file__).with_name("pdf_reader.py")
LONGEST_LOOK = 6
#: What it says → why the document is refused, besides nothing (it was ended). Scripts, embedded files and actions that start
#: programs have no place in a document for readers.
PDF_REFUSALS = {
    "active": _(
        "The PDF document holds scripts, forms that send, films or embedded files; save it without them, for instance by printing "
        "it into a PDF."
    ),
    "locked": _("The PDF document asks for a password; save it without one."),
    "damaged": _("The PDF document is damaged."),
    "": _(
        "The PDF document is too complicated to be looked through; save it anew, for instance by printing it into a PDF."
    ),
}
SENTENCE = _("Only PDF documents and Excel workbooks (.xlsx) without macros are accepted.")


def check_attachment(file):
    """Refuse with a sentence what is too large, or neither a plain PDF nor a workbook without macros.

    What the library holds already was looked at when it came.
    """
    if not getattr(file, "_committed", False):
        kind_of(file)


def kind_of(file):
    """Return "pdf" or "xlsx" for an acceptable file, looked through once; raise ValidationError for anything else."""
    source = file.file if isinstance(file, FieldFile) else file
    known = getattr(source, "known_kind", None)
    if known is None:
        known = source.known_kind = _looked_through(file)
    return known


def _looked_through(file):
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    content = content_of(file)
    if PDF_START.match(content):
        _check_pdf(content)
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        check_workbook(file, file.size, SENTENCE)
        return "xlsx"
    raise ValidationError(SENTENCE, code="format")


def content_of(file):
    """Return all bytes of a file; it is left at its start."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content


def digest_of(file):
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content_of(file)).hexdigest()


def attachment_path(instance, filename):
    """Return where an attachment is kept: by the hash of its content, under a name that readers can make sense of."""
    digest, kind = digest_of(instance.file), kind_of(instance.file)
    stem = re.sub(r"[^\w-]+", "-", filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("-_")[:80] or "file"
    return f"attachments/{digest[:2]}/{digest[:16]}/{stem}.{kind}"


def _check_pdf(content):
    if b"%%EOF" not in content[-2048:]:
        raise ValidationError(_("The PDF document is incomplete."), code="incomplete")
    try:
        look = subprocess.run(  # noqa: S603 (a file of ours, without arguments)
            [sys.executable, "-I", str(PDF_READER)],
            input=content,
            capture_output=True,
            timeout=LONGEST_LOOK,
            check=False,
        )
        said = look.stdout.decode()
    except subprocess.TimeoutExpired:
        said = ""
    if said != "plain":
        raise ValidationError(PDF_REFUSALS.get(said, PDF_REFUSALS[""]), code=said or "complicated")
