"""The portal on two machines and nginx before them, as `deploy/nginx/portal.conf` has it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

from tests.certificates import write_certificate
from tests.deploy.test_nginx import HOST
from tests.drill.engines import DEPLOY, replaced
from tests.drill.network import Machine, run
from tests.faults.rig import answers, wait_until
from tests.server import BASE, environment

PORT = 8000
FRONT, CLIENT = 10, 90
#: Addresses that the client's machine answers to beside its own, so that each writer comes from a network of their own.
READERS = "10.128.0.0/9"


class Nodes:
    """Two machines that serve, each with a folder of its own, and one of static files that both see."""

    def __init__(self, folder, database, cache, files):
        self.shared = folder / "shared"
        self.shared.mkdir()
        self.machines = [Machine(f"app{number}", 10 + number, folder, "96m") for number in (1, 2)]
        self.settings = {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "ENVIRONMENT": "production", "ALLOWED_HOSTS": HOST, "SECRET_KEY": "cotton-linen-silk-" * 4,
            "DATABASE_URL": database, "REDIS_URL": cache, "STORAGE_URL": files,
            "STATIC_ROOT": str(self.shared / "static"), "EMAIL_URL": "smtp://127.0.0.1:1", "BACKGROUND_WORK": "database",
            "TRUSTED_PROXIES": f"10.0.0.{FRONT}/32", "BIND_ADDRESS": "0.0.0.0", "PORT": str(PORT), "WEB_CONCURRENCY": "1",
            "SEARCHES_PER_MINUTE": "0", "PAGE_CACHE_MB": "16",  # full after ten minutes: what grows after that is not kept pages
        }  # fmt: skip

    def env(self, one):
        """Return the settings of a machine."""
        temporary = one.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        return environment(one.folder / "var", TMPDIR=str(temporary), **self.settings)

    def manage(self, *words):
        """Run Python with the settings of the first machine, on it."""
        one = self.machines[0]
        (one.folder / "var").mkdir(exist_ok=True)
        done = subprocess.run(
            one.inside(sys.executable, *words), cwd=BASE, env=self.env(one), capture_output=True, text=True, check=False
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")
        return done.stdout

    def start(self, one, wait=True):
        """Start the portal on a machine as its systemd unit does, and wait until it is ready."""
        one.start("serve", sys.executable, "manage.py", "serve", env=self.env(one), cwd=BASE)
        if wait:
            wait_until(lambda: self.is_ready(one), f"{one.name} does not become ready", 120)

    def is_ready(self, one):
        """Tell whether a machine can serve and save."""
        request = urllib.request.Request(f"http://{one.address}:{PORT}/readyz", headers={"Host": HOST})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return bool(json.load(answer)["ready"])
        except (OSError, urllib.error.HTTPError, ValueError):
            return False

    def are_ready(self):
        """Tell whether both are."""
        return all(map(self.is_ready, self.machines))


class Proxy:
    """nginx with the example's configuration; only the places of certificate and log are others."""

    def __init__(self, folder):
        self.machine = Machine("front", FRONT, folder)
        here = self.machine.folder
        write_certificate(here, HOST)
        text = (DEPLOY / "nginx" / "portal.conf").read_text()
        text = replaced(
            text, a=("/etc/portal/tls", str(here)), b=("/var/log/nginx/portal.log", f"{here}/portal.log"),
            c=("server 10.0.0.11:8000 ", "server 10.0.0.11:8000 "), d=("server 10.0.0.12:8000 ", "server 10.0.0.12:8000 "),
        )  # fmt: skip
        (here / "portal.conf").write_text(text)
        kinds = " ".join(
            f"{kind}_temp_path {here}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (here / "nginx.conf").write_text(
            f"user root; daemon off; worker_processes 1;\npid {here}/pid; error_log {self.machine.logs}/front-errors.log warn;\n"
            f"events {{ worker_connections 1024; }}\nhttp {{ {kinds} include {here}/portal.conf; }}\n"
        )
        for line in (DEPLOY / "nginx" / "sysctl.conf").read_text().splitlines():
            if line and not line.startswith("#"):
                run(*self.machine.inside("sysctl", "-q", "-w", line.replace(" ", "")))
        run("ip", "-n", self.machine.name, "route", "add", READERS, "via", f"10.0.0.{CLIENT}")
        self.machine.start("nginx", "nginx", "-p", here, "-c", here / "nginx.conf")
        wait_until(lambda: answers(self.machine.address, 443), "nginx does not start", 20)


def make_client(folder):
    """Make the machine of readers and writers, and return it."""
    machine = Machine("client", CLIENT, folder)
    run("ip", "-n", machine.name, "route", "add", "local", READERS, "dev", "lo")
    return machine
