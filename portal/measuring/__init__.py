"""Figures about the running portal for Prometheus: counted in each process of the server, summed over them, answered apart from the site.

Nothing is counted unless `serve` was started with METRICS_ADDRESS. Why so: docs/decisions/0040-metrics.md.
"""
