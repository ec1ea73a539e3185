"""The states and kinds of newsroom content, and the groups the rest of the code asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionKind(models.TextChoices):
    """The content of a section: news, or commentary about releases."""

    NEWS = "news", _("News")
    COMMENTARY = "commentary", _("Commentary")


class ArticleStatus(models.TextChoices):
    """The state of an article on its way to the reader."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class NoticeTone(models.TextChoices):
    """The meaning of a notice to everybody: something to know, or to beware of."""

    INFORM = "inform", _("Information")
    WARN = "warn", _("Warning")


#: Shown to visitors once `published_at` has come.
PUBLIC = frozenset({ArticleStatus.PUBLISHED})
#: Still being worked on.
UNPUBLISHED = frozenset({ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW, ArticleStatus.APPROVED})


class CommentStatus(models.TextChoices):
    """The decision of staff about a reader comment."""

    PENDING = "pending", _("Pending")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    REMOVED = "removed", _("Removed")


#: Shown to visitors.
VISIBLE = frozenset({CommentStatus.APPROVED})
#: Waiting for a moderator.
AWAITING_MODERATOR = frozenset({CommentStatus.PENDING})


class ListedWordEffect(models.TextChoices):
    """The effect of a listed word on the comment that holds it."""

    HOLD = "hold", _("Waits for a moderator")
    SPAM = "spam", _("Filed as spam")
    REFUSE = "refuse", _("Sent back to the reader")


class ProofWanted(models.TextChoices):
    """The cases in which a reader's browser has to prove that it took its time."""

    NEVER = "never", _("Never")
    ATTACKED = "attacked", _("While very many comments come in")
    ALWAYS = "always", _("Always")


class ReportReason(models.TextChoices):
    """The reason for which a reader reports a comment."""

    SPAM = "spam", _("Spam or advertising")
    ABUSE = "abuse", _("Insult or hatred")
    PRIVATE = "private", _("Private data of somebody")
    FALSE = "false", _("False claim")
    OTHER = "other", _("Something else")


class Weave(models.TextChoices):
    """The structure of a fabric; each weave can be drawn (`news.swatches`)."""

    PLAIN = "plain", _("Plain weave")
    TWILL = "twill", _("Twill")
    SATIN = "satin", _("Satin")
    HERRINGBONE = "herringbone", _("Herringbone")
    DOBBY = "dobby", _("Dobby")
    JACQUARD = "jacquard", _("Jacquard")
    VELVET = "velvet", _("Velvet")
    CORDUROY = "corduroy", _("Corduroy")
    SINGLE_JERSEY = "single-jersey", _("Single jersey")
    INTERLOCK = "interlock", _("Interlock")
    WARP_KNIT = "warp-knit", _("Warp knit")
    MESH = "mesh", _("Mesh")
    LACE = "lace", _("Lace")
    LENO = "leno", _("Leno")
    SEERSUCKER = "seersucker", _("Seersucker")
    CREPE = "crepe", _("Crêpe")


class Season(models.TextChoices):
    """The time of year in which a fabric is in demand."""

    ALL_YEAR = "all-year", _("All year")
    SPRING_SUMMER = "spring-summer", _("Spring and summer")
    AUTUMN_WINTER = "autumn-winter", _("Autumn and winter")
