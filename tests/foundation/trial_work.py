"""Work for the tests of the queue: each leaves a line in the file named by TRIAL_FILE, with the process that did it."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django_tasks import task

from foundation.background.once import once
from foundation.background.trying import NotAgain
from foundation.background.work import in_background
from news.pages.models import Page

SHORT = (timedelta(seconds=0), timedelta(seconds=0))


def leave(line):
    """Add a line to the file; one write, so that lines of several processes never mix."""
    with Path(os.environ["TRIAL_FILE"]).open("a") as file:
        file.write(f"{line} {os.getpid()}\n")


@in_background("trial", "Trial", seconds=60)
def note(number):
    leave(f"note {number}")
    return number


@in_background("trial-once", "Trial that happens once")
def send_once(number):
    once("trial-once", (number,), lambda: leave(f"sent {number}"))


@in_background("trial-slow", "Slow trial")
def slowly(number, seconds):
    leave(f"begun {number}")
    time.sleep(seconds)
    leave(f"ended {number}")


@in_background("trial-failing", "Failing trial", concerns="news.moderate_comment")
def fail(number):
    leave(f"failed {number}")
    raise ValueError(f"no {number} for a.reader@example.org")


@in_background("trial-refused", "Refused trial")
def refuse(number):
    raise NotAgain("refused for good")


@in_background("trial-exit", "Exiting trial", pauses=SHORT)
def exit_process(number):
    leave(f"exit {number}")
    raise SystemExit(3)


@in_background("trial-endless", "Endless trial", seconds=0.3, pauses=())
def endlessly(number):
    while True:
        time.sleep(0.05)


@task()
def of_a_library(page_id):
    """As a library declares work: with no policy of ours."""
    read(Page.objects.get(pk=page_id))


def read(page):
    """What the library's work does with what it is about."""
