"""The states of a thing and the steps between them: one table for the verbs, the buttons and the tests."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from news.enums import UNPUBLISHED, ArticleStatus

DRAFT, IN_REVIEW, APPROVED = ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW, ArticleStatus.APPROVED
PUBLISHED, WITHDRAWN = ArticleStatus.PUBLISHED, ArticleStatus.WITHDRAWN
REVIEWED = frozenset({IN_REVIEW, APPROVED})
PUBLISHABLE = UNPUBLISHED | {WITHDRAWN}


@dataclass(frozen=True)
class Step:
    """From where a step leads, and to where (None: where the newest text stood).

    `of_article` steps look at the thing's own status, the others at the stage of its newest text, which may be a draft
    beside what visitors read (`Article.stage`). `once_changed` are places from where a button offers a step that leads on
    only when what it saves has made a draft.
    """

    before: frozenset
    after: ArticleStatus | None
    of_article: bool = False
    once_changed: frozenset = frozenset()

    def leads_from(self, thing) -> bool:
        """Tell whether the step leads on from where a thing stands."""
        return self.place_of(thing) in self.before

    def is_offered(self, thing) -> bool:
        """Tell whether a button offers the step where a thing stands."""
        return self.place_of(thing) in self.before | self.once_changed

    def place_of(self, thing):
        """Return the status or stage that the step looks at."""
        return thing.status if self.of_article else thing.stage


STEPS = {
    "submit": Step(frozenset({DRAFT, WITHDRAWN}), IN_REVIEW, once_changed=frozenset({PUBLISHED})),
    "send_back": Step(frozenset(REVIEWED), DRAFT),
    "approve": Step(frozenset({IN_REVIEW}), APPROVED),
    "publish": Step(frozenset(PUBLISHABLE | {PUBLISHED}), PUBLISHED),
    "publish_without": Step(UNPUBLISHED, PUBLISHED),
    "publish_now": Step(frozenset({PUBLISHED}), None, of_article=True),
    "unschedule": Step(frozenset({PUBLISHED}), None, of_article=True),
    "withdraw": Step(frozenset({PUBLISHED}), WITHDRAWN, of_article=True),
}


class PublishingError(ValidationError):
    """A thing cannot take the step that was asked for; the message says why.

    `findings` (`news.editing.checks.findings`) are the places where something is to be put right, if there are such.
    """

    def __init__(self, message, code=None, params=None, findings=()):
        super().__init__(message, code, params)
        self.findings = tuple(findings)

    def __str__(self):
        return " ".join(self.messages)


def require_step(verb, stored):
    """Refuse a step that does not lead on from where a thing, as the database holds it, stands."""
    step = STEPS[verb]
    if not step.leads_from(stored) and step.is_offered(stored):
        raise PublishingError(_("Nothing has changed: what is published stays."), code="state")
    if not step.leads_from(stored):
        raise PublishingError(
            _("This cannot be done while it is “%(status)s”.")
            % {"status": ArticleStatus(step.place_of(stored)).label},
            code="state",
        )
