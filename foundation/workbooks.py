"""Excel workbooks that come from outside: looked at before anything reads them."""

import re
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: A workbook unpacks to a multiple of its size; one that unpacks to far more is made to fill the memory.
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 200
MOST_MEMBERS = 5000
WORKBOOK_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}
FORBIDDEN_PARTS = re.compile(
    r"vbaproject|macrosheets|activex|embeddings|externallinks|customui|webextensions|connections\.xml|\.bin\Z|\.\.|^/",
    re.IGNORECASE,
)
#: Binary parts that ordinary workbooks have.
HARMLESS_BINARIES = re.compile(r"xl/printerSettings/printerSettings\d+\.bin\Z")
SENTENCE = _("Only Excel workbooks (.xlsx) without macros are accepted.")


def check_workbook(file, size, sentence=SENTENCE):
    """Refuse (ValidationError) what is no workbook, unpacks to too much, holds macros or is damaged; `file` is left at its start.

    `sentence` says what is accepted.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if not names >= WORKBOOK_PARTS:
                raise ValidationError(sentence, code="format")
            unpacked = sum(member.file_size for member in members)
            if (
                len(members) > MOST_MEMBERS
                or unpacked > LARGEST_UNPACKED
                or unpacked > LARGEST_RATIO * max(size, 1)
            ):
                raise ValidationError(_("The workbook unpacks to far too much."), code="bomb")
            if any(FORBIDDEN_PARTS.search(name) and not HARMLESS_BINARIES.match(name) for name in names):
                raise ValidationError(
                    _("The workbook holds macros or links to other files; save it without them."),
                    code="active",
                )
            types = archive.read("[Content_Types].xml")
            if b"macroEnabled" in types or b"<!ENTITY" in types or b"<!DOCTYPE" in types:
                raise ValidationError(sentence, code="active")
            if archive.testzip() is not None:
                raise ValidationError(_("The file is damaged."), code="damaged")
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise ValidationError(_("The file is damaged."), code="damaged") from None
    finally:
        file.seek(0)
