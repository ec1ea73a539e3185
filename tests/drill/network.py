"""Machines in a network of their own: each a network namespace with one cable to a switch, which can be pulled.

All of it lives in namespaces of the drill's own process (`tests.drill.apart`): when that ends, however it ends, nothing of it is left.
"""

import os
import signal
import subprocess
from pathlib import Path

NETWORK = "10.0.0"
OPERATOR = f"{NETWORK}.1"


def run(*command):
    """Run a command that must end well."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def make_switch():
    """Make the switch; the drill itself stands at it as the operator's machine."""
    run("mount", "-t", "tmpfs", "tmpfs", "/run/netns")
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "name", "switch", "type", "bridge")
    run("ip", "addr", "add", f"{OPERATOR}/24", "dev", "switch")
    run("ip", "link", "set", "switch", "up")


class Machine:
    """A machine at the switch: `start` and `kill` its programs, `cut` and `join` its cable, `fill` its disk."""

    def __init__(self, name, number, folder, disk="64m"):
        self.name, self.address = name, f"{NETWORK}.{number}"
        self.folder = Path(folder) / name
        self.folder.mkdir()
        run("mount", "-t", "tmpfs", "-o", f"size={disk},mode=0755", "tmpfs", self.folder)
        self.logs = Path(folder) / "logs"
        self.logs.mkdir(exist_ok=True)
        self.programs = {}
        cable = f"to-{name}"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", "name", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "link", "set", cable, "master", "switch", "up")
        run("ip", "-n", name, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("eth0", "lo"):
            run("ip", "-n", name, "link", "set", device, "up")

    def inside(self, *command):
        """Return the command that runs another one on this machine."""
        return ["nsenter", f"--net=/run/netns/{self.name}", *map(str, command)]

    def start(self, program, *command, env=None, cwd=None, **more):
        """Start a program; what it says goes to a log of its own."""
        log = (self.logs / f"{self.name}-{program}.log").open("ab")
        self.programs[program] = subprocess.Popen(
            self.inside(*command), env=env, cwd=cwd or self.folder, stdout=log, stderr=log, start_new_session=True, **more
        )  # fmt: skip
        log.close()
        return self.programs[program]

    def kill(self, program):
        """kill -9; the program's own children are its own business, as on a real machine."""
        process = self.programs[program]
        process.kill()
        process.wait()

    def end(self, program, seconds=40):
        """End a program by SIGTERM and wait for it."""
        process = self.programs[program]
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=seconds)

    def cut(self):
        """Pull the cable."""
        run("ip", "link", "set", f"to-{self.name}", "down")

    def join(self):
        """Put it back."""
        run("ip", "link", "set", f"to-{self.name}", "up")

    def fill(self):
        """Write until the disk has no room."""
        with (self.folder / "ballast").open("wb", buffering=0) as file:
            for size in (1 << 20, 4096, 512):
                try:
                    while file.write(b"x" * size) == size:
                        pass
                except OSError:
                    continue

    def empty(self):
        """Give the room back."""
        (self.folder / "ballast").unlink(missing_ok=True)

    def alive(self, program):
        """Tell whether a program runs."""
        return program in self.programs and self.programs[program].poll() is None


def processes_below(pid):
    """Return the ids of a process and of all that it started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return [one for one in found if os.path.exists(f"/proc/{one}")]
