"""The notices that a page shows, and the moments at which that changes by itself."""

from foundation.languages import LANGUAGE_CODES, in_languages

from .models import Notice

MOST = 3


def notices_now(at=None):
    """Return the notices of a moment as dicts: `key`, `texts` by language (those there are), `link`, `tone`; one query."""
    return [
        {
            "key": notice.key,
            "texts": {
                code: text
                for code, name in zip(LANGUAGE_CODES, in_languages("text"), strict=True)
                if (text := getattr(notice, name))
            },
            "link": notice.link,
            "tone": notice.tone,
        }
        for notice in Notice.objects.at(at)[:MOST]
    ]


def shown_in(notices, code):
    """Return such notices as a page in a language shows them, with `text` and `language`.

    One that is not written in the language is shown in another one, which is named.
    """
    return [
        {**notice, "text": notice["texts"][shown], "language": shown}
        for notice in notices
        if (shown := code if code in notice["texts"] else next(iter(notice["texts"]), ""))
    ]


def next_change(after):
    """Return the earliest moment after `after` at which a notice appears or goes by itself, or None."""
    moments = [
        Notice.objects.filter(**{f"{name}__gt": after}).order_by(name).values_list(name, flat=True).first()
        for name in ("starts_at", "ends_at")
    ]
    return min((moment for moment in moments if moment), default=None)
