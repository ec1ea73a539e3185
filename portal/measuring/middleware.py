"""Counting answers that are made. Stands behind the page cache, which counts what it answers itself."""

import time

from portal.measuring.counting import count_made
from portal.measuring.routes import route_of


class MeasuringMiddleware:
    """Counts each answer by route and status, and how long it took. Installed where METRICS_ADDRESS is set."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        count_made(route_of(request), response.status_code, time.perf_counter() - began)
        return response
