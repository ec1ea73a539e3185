"""Whether this machine can hold the drill: root on Linux, and the programs of several machines."""

import os
import shutil
import sys

from tests.faults.machines import postgresql_programs

#: Program → the package of Debian that brings it.
PROGRAMS = {
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "ip": "iproute2",
    "etcd": "etcd-server",
    "patroni": "patroni",
    "redis-server": "redis-server",
    "nginx": "nginx-light",
    "setpriv": "util-linux",
}


def lacks():
    """Return a sentence about what is missing here; empty if nothing is."""
    if not sys.platform.startswith("linux") or os.geteuid():
        return "The drill makes networks of its own, which only root on Linux may."
    missing = sorted({package for program, package in PROGRAMS.items() if not shutil.which(program)})
    if not postgresql_programs():
        missing.append("postgresql")
    if missing:
        return f"The drill needs programs that are not here (Debian: apt-get install {' '.join(missing)})."
    return ""
