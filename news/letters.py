"""Letters to readers and moderators: plain text, one template each, in the language of whom they go to."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

logger = logging.getLogger(__name__)


def send_letter(to, kind, language, context, headers=None):
    """Send the letter of a kind (`news/letters/<kind>.txt`, whose first line is its subject); return whether it went.

    A mail server that does not answer stops nothing: it is written to the log, without the address.
    """
    with override(language):
        subject, _newline, text = (
            render_to_string(f"news/letters/{kind}.txt", context).strip().partition("\n")
        )
    letter = EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[to], headers=headers or {})
    try:
        return bool(letter.send())
    except (OSError, SMTPException):
        logger.exception("A letter of the kind %s could not be sent.", kind)
        return False
