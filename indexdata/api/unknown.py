"""The API's answer at addresses it does not have; to be added after all other routes."""

from django.http import Http404
from ninja import Router

router = Router()


@router.get("/{path:rest}", include_in_schema=False)
def nothing_here(request, rest: str):
    """Answer unknown addresses of the API as the API does."""
    raise Http404
