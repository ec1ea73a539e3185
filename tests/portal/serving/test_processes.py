"""A process that has ended passes for ended with everybody who waits for it."""

import multiprocessing
import threading
import time

import pytest

from portal.serving.processes import Process, be_told, mark, say_begun

fork = multiprocessing.get_context("fork")


def begin_and_end(writer):
    be_told()
    say_begun(writer)


def never_begin(writer):
    be_told()
    raise SystemExit(3)


def stay(writer):
    time.sleep(0.2)  # told meanwhile
    be_told()
    time.sleep(60)


@pytest.fixture
def start():
    started = []

    def begin(what):
        reader, writer = mark()
        process = Process(fork.Process(target=what, args=(writer,)), reader, writer)
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.join(5)


def test_all_who_wait_see_the_end(start):
    """Two who wait for a process by themselves: the one whom the system does not tell takes it for running."""
    seen = []

    def wait(process):
        process.join(5)
        seen.append(process.is_alive())

    for _ in range(20):
        process = start(begin_and_end)
        threads = [threading.Thread(target=wait, args=(process,)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [False] * 100


def test_a_process_says_that_it_has_begun(start):
    assert start(begin_and_end).has_begun(5) is True


def test_a_process_that_ends_before_it_begins_is_noticed_at_once(start):
    began = time.monotonic()
    assert start(never_begin).has_begun(30) is False
    assert time.monotonic() - began < 10


def test_what_is_told_before_a_process_listens_is_not_lost(start):
    process = start(stay)
    assert process.has_begun(0) is None
    process.terminate()
    process.join(5)
    assert not process.is_alive()
