"""What every page template knows about the site."""


def site(request):
    """Return the site-wide template variables."""
    return {}
