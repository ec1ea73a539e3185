"""A release that becomes public some seconds from now: run with the settings of a node; prints what it is."""

from datetime import timedelta

import django


def main(seconds=10):
    """Make the next release of the price index, approved, with figures of three indices, and print it."""
    django.setup()
    from django.utils import timezone

    from indexdata.enums import ContentState, Family
    from indexdata.models import Index, Observation, Release

    last = Release.objects.filter(family=Family.PRICE).order_by("-period").first()
    moment = timezone.now() + timedelta(seconds=seconds)
    release = Release.objects.create(
        family=Family.PRICE, period=last.period + timedelta(days=7), released_at=moment, content_state=ContentState.APPROVED
    )  # fmt: skip
    indices = Index.objects.filter(path__in=("price", "price/raw-materials", "price/grey-fabric"))
    for number, index in enumerate(indices):
        Observation.objects.create(
            index=index, period=release.period, release=release, value=100 + number, demonstration=False
        )
    print(f"{release.period} with {len(indices)} figures, public at {moment:%H:%M:%S} UTC")


if __name__ == "__main__":
    main()
