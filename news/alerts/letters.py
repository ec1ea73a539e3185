"""One letter about figures: what it says, its way to end it, and what a refused address leads to."""

from django.db.models import F
from django.utils.translation import override

from news.comments.models import Reader
from news.letters.sending import RefusedLetter, send_letter

from .figures import news_of
from .models import Alert
from .subscribing import end, letters_address

#: An address that the mail server refuses for good so often in a row gets no letters any longer.
MOST_REFUSALS = 3


def write_letter(releases, rhythm, reader_id, kind, event):
    """Send a reader one letter about releases that are public; return whether it went.

    `event` tells the occasion from others: a letter about it goes once, and one that was under way when its process died
    is not repeated but shown on the desk (`foundation.background.once`).
    """
    alerts = list(
        Alert.objects.confirmed()
        .with_what()
        .filter(reader=reader_id, rhythm=rhythm)
        .order_by("-confirmed_at", "-pk")
    )
    if not alerts:
        return False
    reader, language, site = alerts[0].reader, alerts[0].language, alerts[0].site
    with override(language):
        told = [words for one in news_of(releases) if (words := one.in_words(alerts))]
    if not told:
        return False
    letters = letters_address(reader.pk, language, site)
    context = {"releases": told, "site": site.rstrip("/"), "letters": letters, "language": language}
    try:
        sent = send_letter(
            reader.email, kind, language, context, html=True, once_for=[event, reader.pk],
            headers={"List-Unsubscribe": f"<{letters}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )  # fmt: skip
    except RefusedLetter:
        refused(reader)
        raise
    Alert.objects.filter(reader=reader.pk, refusals__gt=0).update(refusals=0)
    return sent


def refused(reader: Reader):
    """Count that a reader's address was refused for good; after so many in a row its alerts end.

    Not after one: a server that is set up wrong refuses everybody for an hour.
    """
    alerts = Alert.objects.filter(reader=reader.pk)
    alerts.update(refusals=F("refusals") + 1)
    if alerts.filter(refusals__gte=MOST_REFUSALS).exists():
        end(reader)
