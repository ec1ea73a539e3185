"""What pages made anew cost: `python -m tests.bench.cold --beside PATH` compares with another checkout in the same run.

Both checkouts get the same content (starter and demonstration, a database of their own) and are asked in turn, each in
one process without a server. Printed are medians of processor time (user and system) in milliseconds of

- a page made anew after an article was published by its verb, and after a figure was corrected by its verb: everything
  is kept but the finished pages, so what other pages share with this one is there as far as the change left it;
- the first page after both changes, when nothing is kept.

`--folder` keeps the prepared content for the next run.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.server import environment

HERE = Path(__file__).resolve().parent.parent.parent
PAGES = ("home", "index page", "news list", "article", "fabrics", "commentary")
AFTER = {"article": "after an article was written", "figures": "after new figures", "first": "first page"}
#: What makes the shared parts after a change, before the measured pages.
VISITED_FIRST = ("/about/", "/tags/")


class Checkout:
    """A checkout with content of its own, answering line by line; another than this one is run by its own Python, where it has one."""

    def __init__(self, path, folder, settings, anew=False, published=False):
        self.path = path
        env = environment(folder, PAGE_CACHE_MB="64", **settings)
        own = path / ".venv" / "bin" / "python"
        python = str(own) if path != HERE and own.exists() else sys.executable

        def manage(*command):
            subprocess.run(
                [python, "manage.py", *command],
                cwd=path,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )

        if anew or not (folder / "prepared").exists():
            folder.mkdir(parents=True, exist_ok=True)
            manage("prepare", *(() if anew else ("--demonstration",)))
            (folder / "prepared").touch()
        else:
            manage("migrate")
        if published:
            manage("remove_demonstration")
        self._process = subprocess.Popen(
            [python, str(Path(__file__).with_name("cold_pages.py"))],
            cwd=path,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pages = self._answer()["pages"]

    def ask(self, **command):
        """Send one command and return the answer."""
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.path} stopped answering.")
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._process.stdin.close()
        self._process.wait(timeout=30)


def main():
    """Prepare, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--beside", type=Path, help="another checkout, such as an older commit's")
    parser.add_argument("--folder", type=Path, help="where the prepared content stays for the next run")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--chinese", action="store_true", help="ask for the Chinese pages")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cold-")))
        own = stack.enter_context(Checkout(HERE, folder / "own", {}))
        other = None
        if options.beside:
            other = stack.enter_context(Checkout(options.beside.resolve(), folder / "beside", {}))
        report(*measure(own, other, options.rounds, "/zh-hans" if options.chinese else ""))


def measure(own, other, rounds, prefix):
    """Return ({(name, page): [own answers]}, the same of the other checkout), asked in turn."""
    both = [checkout for checkout in (own, other) if checkout]
    found = [{(after, page): [] for after in AFTER for page in PAGES} for _ in both]
    for number in range(rounds + 2):
        for checkout, answers in zip(both, found, strict=True):
            for key, answer in one_round(checkout, number, prefix):
                if number > 1:  # two rounds warm up
                    answers[key].append(answer)
        print(f"\r{number + 1} of {rounds + 2} rounds", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found[0], found[1] if other else None


def one_round(checkout, number, prefix):
    """Change, ask, and yield ((name, page), answer); every round begins with another page."""
    order = PAGES[number % len(PAGES) :] + PAGES[: number % len(PAGES)]
    for change in ("article", "figures"):
        # What the other change does not touch is kept from here on.
        for page in PAGES:
            checkout.ask(page=prefix + checkout.pages[page])
        checkout.ask(change=change)
        for address in VISITED_FIRST:
            checkout.ask(page=prefix + address)
        for page in order:
            checkout.ask(page=prefix + checkout.pages[page])
            checkout.ask(forget=True)
            checkout.ask(change=change)
            for address in VISITED_FIRST:
                checkout.ask(page=prefix + address)
            checkout.ask(forget=True)
            yield (change, page), checkout.ask(page=prefix + checkout.pages[page])
    for page in order:
        checkout.ask(change="article")
        checkout.ask(change="figures")
        yield ("first", page), checkout.ask(page=prefix + checkout.pages[page])


def report(own, other):
    """Print a row for each page."""
    print(f"Processor time per page in milliseconds, median; Python {platform.python_version()},", end=" ")
    print(f"{os.cpu_count()} processors, {os.environ.get('DATABASE_URL', 'SQLite').split(':')[0]}")
    for after, name in AFTER.items():
        print(f"\n  {name:30}   here" + ("   beside   ratio" if other else "") + "   queries   bytes")
        for page in PAGES:
            answers = own[after, page]
            here = statistics.median(answer["ms"] for answer in answers)
            compared = ""
            if other:
                beside = statistics.median(answer["ms"] for answer in other[after, page])
                compared = f"   {beside:6.1f}   {here / beside:5.2f}"
            queries = max(answer["queries"] for answer in answers)
            print(f"    {page:28} {here:6.1f}{compared}   {queries:7}   {answers[-1]['bytes']:5}")


if __name__ == "__main__":
    main()
