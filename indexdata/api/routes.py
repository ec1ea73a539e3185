"""All addresses of the figures' part of the API."""

from . import former, movers, places, releases, revisions, series
from .interface import api

for part in (series, movers, releases, revisions, places, former):
    api.add_router("", part.router)

__all__ = ["api"]
