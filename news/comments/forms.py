"""Forms of readers: a comment, a report, the address whose data they ask for."""

import time
from typing import cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.clocks import CLOCKS_DIFFER
from news.comments.reader_text import harmless_line, harmless_text, says_something
from news.enums import ReportReason

from .models import Comment
from .models.comment import LONGEST_COMMENT
from .models.figure_report import LONGEST_REPORT

#: Nobody reads the form and writes a sentence sooner; a form older than this is taken for a stored one.
FASTEST_SECONDS = 3
OLDEST_SECONDS = 24 * 60 * 60
_SIGNER = signing.Signer(salt="news.comment-form")


def opened_now(about, at=None):
    """Return the signed note of what a form is about and when it was opened (a Unix time; now by default)."""
    return _SIGNER.sign(f"{about}-{int(time.time() if at is None else at)}")


class AddressField(forms.EmailField):
    """An e-mail address; what is none is answered in the portal's words."""

    default_error_messages = {"invalid": _("Please write an e-mail address, such as name@example.org.")}


class ReaderTextField(forms.CharField):
    """A text made harmless by `clean_text` before it is measured."""

    def __init__(self, *, clean_text, **more):
        super().__init__(**more)
        self.clean_text = clean_text

    def to_python(self, value):
        text = self.clean_text(super().to_python(value))
        return text if says_something(text) else self.empty_value


class ReaderForm(forms.Form):
    """A form that programs are kept from: nobody fills in what readers do not see, or sends it as soon as it is open.

    `homepage` is out of sight. `opened` is the signed note of what the form is about and when it was opened.
    """

    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, about, data=None, at=None, initial=None, auto_id="comment-%s"):
        """`about` is a short text for what the form is about; `at` is the present as a Unix time, for tests."""
        super().__init__(data, initial={"opened": opened_now(about, at), **(initial or {})}, auto_id=auto_id)
        self.about, self.at = str(about), time.time() if at is None else at
        self.label_suffix = ""

    def clean(self):
        cleaned = super().clean() or {}
        if self.data.get("homepage"):
            self._put("homepage", "")
            raise ValidationError(
                _(
                    "A field that readers cannot see was filled in, as programs do. It is empty again: please send "
                    "what you wrote once more."
                ),
                code="honeypot",
            )
        self._check_age()
        return cleaned

    def _check_age(self):
        opened = self._opened_at()
        if (
            opened is None
            or self.at - opened > OLDEST_SECONDS
            or opened - self.at > CLOCKS_DIFFER.total_seconds()
        ):
            self._put("opened", opened_now(self.about, self.at))
            raise ValidationError(
                _("The form had been open for too long. What you wrote is still here: please send it again."),
                code="too_old",
            )
        if self.at - opened < FASTEST_SECONDS:
            raise ValidationError(
                _("That was faster than anybody can write. Please wait a few seconds and send it again."),
                code="too_fast",
            )

    def _opened_at(self):
        """Return when the form was opened for what it is about, or None if its note is missing or not ours."""
        try:
            about, _dash, opened = _SIGNER.unsign(self.data.get("opened", "")).rpartition("-")
        except signing.BadSignature:
            return None
        return int(opened) if about == self.about else None

    def _put(self, name, value):
        """Give the form that is shown again another value in a field that readers do not see."""
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data


class CommentForm(ReaderForm):
    """Name, text and an e-mail address that nobody sees."""

    name = ReaderTextField(
        clean_text=harmless_line,
        label=_("Your name"),
        max_length=Comment._meta.get_field("name").max_length,
        error_messages={"required": _("Please write your name; any name will do.")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    body = ReaderTextField(
        clean_text=harmless_text,
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        error_messages={"required": _("Please write a comment.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    email = AddressField(
        label=_("E-mail (optional)"),
        max_length=254,
        required=False,
        help_text=_("Never shown. A moderator may use it to ask you about your comment."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    follow = forms.BooleanField(
        label=_("Write to me when somebody replies"),
        required=False,
        help_text=_("Needs your e-mail address. We first send a letter that asks whether it is yours."),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, article, data=None, at=None, parent=None):
        """`parent` is the comment that is answered; `at` is the present as a Unix time, for tests."""
        super().__init__(article.pk, data, at, {"parent": parent.pk if parent else ""})
        self.article = article

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("follow") and not cleaned.get("email") and not self.has_error("email"):
            self.add_error("email", _("Without an e-mail address nobody can write to you."))
        return cleaned


class FigureReportForm(ReaderForm):
    """A reader's word about a figure, and an e-mail address that nobody but the office sees."""

    text = ReaderTextField(
        clean_text=harmless_text,
        label=_("What is wrong with this figure?"),
        max_length=LONGEST_REPORT,
        error_messages={"required": _("Please write what is wrong.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = AddressField(
        label=_("E-mail (optional)"),
        max_length=254,
        required=False,
        help_text=_("Never shown. The index office may use it to answer you, and forgets it 30 days after."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, figure, data=None, at=None):
        super().__init__(f"figure-{figure.index_id}-{figure.release_id}", data, at, auto_id="report-%s")


class ReportForm(forms.Form):
    """The form that reports a comment and asks for the reason."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    remark = ReaderTextField(
        clean_text=harmless_line,
        label=_("More about it (optional)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="report-%s")
        self.label_suffix = ""


class AddressForm(forms.Form):
    """The e-mail address whose data somebody asks for."""

    email = AddressField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={"required": _("Please write the e-mail address you gave with your comments.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="address-%s")
        self.label_suffix = ""
