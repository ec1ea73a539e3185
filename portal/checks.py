"""Deployment mistakes as system checks with hints."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_shared_cache(app_configs, **kwargs):
    """Sign-in throttling and page freshness need a cache that all processes share."""
    backend = settings.CACHES["default"]["BACKEND"]
    if "locmem" in backend or "dummy" in backend:
        return [
            Error(
                "The cache is not shared between processes.",
                hint="Set REDIS_URL, or remove the override of CACHES.",
                id="portal.E001",
            )
        ]
    return []
