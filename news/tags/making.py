"""Making a tag of a name that somebody typed where it is missing."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from foundation.history import note
from foundation.languages import LANGUAGE_CODES

from .models import Tag

LONGEST = Tag._meta.get_field("name").max_length
CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def clean_name(typed):
    """Return a name as a tag carries it: one line, no signs that cannot be seen, each gap one space."""
    seen = "".join(" " if unicodedata.category(sign)[0] in "ZC" else sign for sign in typed)
    return " ".join(seen.split())


def language_of(name):
    """Return the code of the language that a tag's name is taken to be in: Chinese signs are Chinese, the rest is not."""
    chinese = [code for code in LANGUAGE_CODES if code.startswith("zh")]
    others = [code for code in LANGUAGE_CODES if code not in chinese]
    fitting = (chinese if CHINESE.search(name) else others) or list(LANGUAGE_CODES)
    return get_language() if get_language() in fitting else fitting[0]


@transaction.atomic
def tag_called(name, by):
    """Return the tag with a name, made by `by` where there is none; a name that no tag can have is refused with a sentence."""
    name = clean_name(name)
    if not name or len(name) > LONGEST:
        raise ValidationError(_("The name of a tag has 1 to %(number)s signs.") % {"number": LONGEST})
    held = Tag.objects.called(name).first()
    if held:
        return held
    tag = Tag(**{build_localized_fieldname("name", language_of(name)): name})
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError:  # somebody made it at the same moment
        return Tag.objects.called(name).get()
    note(by, [tag], gettext_noop("Made while writing."))
    return tag
