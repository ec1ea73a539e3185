"""The name of a request's route: as many as stand in the code, whatever addresses are asked for."""

NONE = "none"


def route_of(request) -> str:
    """Return the name of the view that an address leads to, "none" where it leads nowhere or was answered before it was looked up."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name if match is not None else "") or NONE
