"""Telling systemd that the server answers (`Type=notify`): sd_notify(3), a datagram to the socket that it names."""

import logging
import os
import socket

log = logging.getLogger("portal.serving.service_manager")


def asked_to_tell() -> str:
    """Return the address of who wants to be told, empty where nobody does; what this process starts is not asked."""
    return os.environ.pop("NOTIFY_SOCKET", "")


def tell(address: str, state: str) -> None:
    """Tell a state, as READY=1, to who listens at an address; @ before a name stands for a socket without a file."""
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as telling:
            telling.sendto(state.encode(), address)
    except OSError:
        log.warning("Nobody could be told %s", state, exc_info=True)
