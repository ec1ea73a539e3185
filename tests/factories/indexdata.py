"""The smallest valid objects of index data; parents of an index are made from its path."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from indexdata.enums import ContentState, Family, UnitKind
from indexdata.models import CollectingSource, Index, Observation, Release, SampleUnit

CHINA = ZoneInfo("Asia/Shanghai")


class IndexFactory(DjangoModelFactory):
    """An index; `IndexFactory(path="price/raw-materials")` makes the family "price" above it too."""

    class Meta:
        model = Index
        django_get_or_create = ("path",)

    path = "price"
    code = factory.LazyAttribute(lambda index: index.path.upper().replace("-", "_").replace("/", "_"))
    family = factory.LazyAttribute(lambda index: index.path.split("/")[0])
    parent = factory.LazyAttribute(
        lambda index: IndexFactory(path=index.path.rsplit("/", 1)[0]) if "/" in index.path else None
    )
    name_en = factory.LazyAttribute(
        lambda index: index.path.rsplit("/", 1)[-1].replace("-", " ").capitalize()
    )
    name_zh_hans = factory.LazyAttribute(lambda index: f"指数 {index.path}")


def _usual_period(family):
    return date(2023, 6, 12) if family == Family.PRICE else date(2023, 6, 1)


class ReleaseFactory(DjangoModelFactory):
    """A release with approved figures, public since the noon of its period."""

    class Meta:
        model = Release
        django_get_or_create = ("family", "period")

    family = Family.PRICE
    content_state = ContentState.APPROVED
    period = factory.LazyAttribute(lambda release: _usual_period(release.family))
    released_at = factory.LazyAttribute(
        lambda release: datetime(
            release.period.year, release.period.month, release.period.day, 12, tzinfo=CHINA
        )
    )


class ObservationFactory(DjangoModelFactory):
    """A published figure with its index and its release."""

    class Meta:
        model = Observation

    index = factory.SubFactory(IndexFactory)
    period = factory.LazyAttribute(lambda figure: _usual_period(figure.index.family))
    release = factory.LazyAttribute(
        lambda figure: ReleaseFactory(family=figure.index.family, period=figure.period)
    )
    value = Decimal("106.30")


class CollectingSourceFactory(DjangoModelFactory):
    class Meta:
        model = CollectingSource

    slug = factory.Sequence(lambda n: f"market-{n}")
    name_en = factory.Sequence(lambda n: f"Market {n}")
    name_zh_hans = factory.Sequence(lambda n: f"市场{n}")


class SampleUnitFactory(DjangoModelFactory):
    class Meta:
        model = SampleUnit

    slug = factory.Sequence(lambda n: f"unit-{n}")
    name_en = factory.Sequence(lambda n: f"Unit {n}")
    name_zh_hans = factory.Sequence(lambda n: f"单位{n}")
    kind = UnitKind.MERCHANT
    source = factory.SubFactory(CollectingSourceFactory)
