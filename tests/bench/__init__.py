"""Requests per second of the portal's pages beside a bare Django view; `make bench` runs it."""
