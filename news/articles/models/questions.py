"""Questions about articles. What is visible is said in one place: `news.visibility.questions`."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import Exact
from django.utils import timezone

from foundation.unindexed import Unindexed
from indexdata.models import Release
from news.drafting.models import DraftedQuerySet
from news.enums import ArticleStatus, SectionKind
from news.visibility.questions import MovingQuerySet, seen_at, seen_at_in_any_order

from .revision import Revision

if TYPE_CHECKING:
    from .article import Article

#: So many articles of one person are looked up by their ids.
FEW_OF_A_PERSON = 2000


def _in_languages(*names):
    return [f"{name}_{code.replace('-', '_')}" for name in names for code, _name in settings.LANGUAGES]


#: What a list shows of an article, its section, its cover and the release it is about; texts and the desk's columns stay out.
LIST_FIELDS = (
    *("slug", "status", "published_at", "featured", *_in_languages("title", "summary", "in")),
    *("section__slug", "section__kind", *_in_languages("section__name")),
    *(
        "cover__file",
        "cover__width",
        "cover__height",
        "cover__focal_x",
        "cover__focal_y",
        "cover__decorative",
    ),
    *_in_languages("cover__title", "cover__alt"),
    *("release__family", "release__period"),
)


def _work_of(user):
    changed = Revision.objects.filter(pk=OuterRef("latest_revision"), author=user)
    return Q(author=user) | Q(Exists(changed))


class ArticleQuerySet(MovingQuerySet, DraftedQuerySet):  # type: ignore[override]  # each kind makes a manager of its own questions
    """Questions about articles. Whatever visitors see starts with `published`."""

    model: "type[Article]"  # the questions are asked of articles alone

    def published(self, at=None):
        """Return what visitors may see at a moment (now by default): scheduled articles appear, expired ones go.

        Commentary about a release also waits for that release's moment (its embargo). `Article.is_public` spells it out.
        """
        return self.filter(*seen_at(at or timezone.now()))

    def never_shown(self, at):
        """Return what no visitor has seen by a moment, or sees no longer."""
        return self.exclude(status=ArticleStatus.PUBLISHED, visible_from__lte=at)

    def next_change(self, after):
        """Return the earliest moment after another at which an article appears, changes or goes by itself, or None.

        Each kind of moment is the first entry of its index.
        """
        names = ("visible_from", "visible_until", "scheduled_for", "pinned_until")
        rows = (
            self.filter(**{f"{name}__gt": after}).order_by(name).values_list(name, flat=True)
            for name in names
        )
        return min((moment for moment in (one.first() for one in rows) if moment), default=None)

    def on_site(self, at=None):
        """Return the same as `published`, for lists in another order than that of publishing."""
        return self.filter(*seen_at_in_any_order(at or timezone.now()))

    def pinned_at(self, at):
        """Return the visible articles that are pinned at a moment: few, found by the moment until which they are."""
        return self.on_site(at).filter(pinned_until__gt=at)

    def belonging_to(self, **columns):
        """Return the articles with these values, of few that another condition finds: no index of the values is used."""
        return self.filter(*(Exact(Unindexed(name), value) for name, value in columns.items()))

    def at_stage(self, *stages):
        """Return articles whose newest text stands at one of the stages, drafts of published ones included."""
        if len(stages) == 1:
            return self.filter(newest_stage=stages[0])
        return self.filter(newest_stage__in=stages)

    def worked_on_by(self, user):
        """Return articles that a person began or was the last to change; two questions decide how they are looked for.

        Few are looked up by their ids. Many are met soon on the way through any list.
        """
        begun = self.model.objects.filter(author=user)
        changed = self.model.objects.filter(latest_revision__author=user)
        keys = {
            key
            for rows in (begun, changed)
            for key in rows.order_by().values_list("pk", flat=True)[: FEW_OF_A_PERSON + 1]
        }
        return self.filter(pk__in=keys) if len(keys) <= FEW_OF_A_PERSON else self.filter(_work_of(user))

    def drafts_of(self, user):
        """Return the drafts a person began or was the last to change: few are drafts, so they are asked one by one."""
        return self.at_stage(ArticleStatus.DRAFT).filter(_work_of(user))

    def changing_by_themselves(self, start, end):
        """Return articles that appear, change or go by themselves between two moments."""
        return self._any_of(*(rows for rows, _moment in self._by_moment(start, end)))

    def first_changing(self, start, end, number):
        """Return the articles among which are the first that appear, change or go by themselves: so many of each, in no order."""
        first = (
            rows.order_by(moment, "pk").values("pk")[:number] for rows, moment in self._by_moment(start, end)
        )
        return self._any_of(*(self.model.objects.filter(pk__in=keys) for keys in first))

    def _by_moment(self, start, end):
        """Return (articles, name of their moment) for each way in which something happens by itself between two moments."""
        names = ("visible_from", "scheduled_for", "visible_until")
        every = self.model.objects
        return [(every.filter(**{f"{name}__gt": start, f"{name}__lte": end}), name) for name in names]

    def _any_of(self, *choices):
        """Return the articles that one of several questions finds: each by its own index, then these rows alone."""
        first, *others = (choice.order_by().values("pk") for choice in choices)
        return self.filter(pk__in=first.union(*others))

    def without_translation(self):
        """Return articles that lack title or text in one of the languages."""
        return self.filter(half_translated=True)

    def written_in(self, code):
        """Return articles that are really written in a language."""
        return self.filter(**{f"in_{code.replace('-', '_')}": True})

    def with_outdated_translation(self):
        """Return articles whose original has changed since it was translated."""
        return self.filter(translation_outdated=True)

    def ageing_since(self, moment):
        """Return articles on the site that nobody has changed or reviewed since a moment."""
        return self.on_site().filter(
            Q(reviewed_at__isnull=True) | Q(reviewed_at__lt=moment), updated_at__lt=moment
        )

    def of_kind(self, kind):
        """Return articles of sections of one kind."""
        return self.filter(section_kind=kind)

    def news(self):
        """Return articles of News sections."""
        return self.of_kind(SectionKind.NEWS)

    def commentary(self):
        """Return index commentary."""
        return self.of_kind(SectionKind.COMMENTARY)

    def in_section(self, section):
        """Return the articles of one section."""
        return self.filter(section=section)

    def about(self, release):
        """Return the commentary that names a release."""
        return self.filter(release=release)

    def about_family(self, family):
        """Return the commentary about releases of a family, asked for each article, so that the newest are found at once."""
        return self.filter(Exists(Release.objects.filter(pk=OuterRef("release"), family=family)))

    def newest_first(self):
        """Return articles newest first; pinned order is stable between equal moments."""
        return self.order_by("-published_at", "-pk")

    def for_list(self):
        """Return articles as lists show them: only `LIST_FIELDS`, with section, cover and release, newest first."""
        return self.select_related("section", "cover", "release").only(*LIST_FIELDS).newest_first()

    def newest(self, number):
        """Return the newest articles as lists show them: their ids first, then their rows, in one query."""
        return list(self.model.objects.for_list().filter(pk__in=self.newest_first().values("pk")[:number]))

    def for_feed(self, keys):
        """Return the articles with these ids (or a question for them) as feeds show them: with bodies, newest first."""
        whole = self.filter(pk__in=keys).select_related("section", "cover", "release")
        return list(whole.prefetch_related("tags").newest_first())
