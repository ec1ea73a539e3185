"""Letters to readers and staff: plain text, about figures with HTML beside it, in the language of whom they go to.

Whatever sends one is background work, one letter a task: no request waits for the mail server, and one failure is one
letter's.
"""

import secrets
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop, override

from foundation.background.once import once
from foundation.background.reasons import Sentence
from foundation.background.trying import NotAgain

#: So long one letter may take.
LETTER_SECONDS = 60
REFUSED_FOR_GOOD = 500
REFUSES_ADDRESS = Sentence(gettext_noop("The mail server refuses the address: %(answer)s"))


class RefusedLetter(NotAgain):
    """The mail server knows the address and will never take a letter to it."""


def new_event():
    """Return a word that tells one occasion from all others: the same article may be submitted twice."""
    return secrets.token_hex(6)


def send_letter(to, kind, language, context, headers=None, *, html=False, once_for=None):
    """Send the letter of a kind (`news/letters/<kind>.txt`, whose first line is its subject); return whether it went.

    `html` puts `news/letters/<kind>.html` beside the text. `once_for` tells this letter from all others of its kind (a list
    of ids): one that has gone does not go again.
    Raises what the mail library raises while the server does not take it, and `RefusedLetter` when it never will.
    """
    with override(language):
        subject, _newline, text = (
            render_to_string(f"news/letters/{kind}.txt", context).strip().partition("\n")
        )
        beside = render_to_string(f"news/letters/{kind}.html", context) if html else ""
    letter = EmailMultiAlternatives(
        " ".join(subject.split()), text.strip() + "\n", to=[to], headers=headers or {}
    )
    if beside:
        letter.attach_alternative(beside, "text/html")
    if once_for is None:
        return bool(_deliver(letter))
    return once(f"letter-{kind}", once_for, lambda: _deliver(letter))


def _deliver(letter):
    try:
        return letter.send()
    except SMTPRecipientsRefused as refused:
        answers = list(refused.recipients.values())
        if answers and all(code >= REFUSED_FOR_GOOD for code, _words in answers):
            code, words = answers[0]
            said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
            raise RefusedLetter(REFUSES_ADDRESS.filled_in(answer=f"{code} {said}")) from None
        raise
