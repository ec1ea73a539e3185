"""The drill's own arithmetic, and what its parts take for granted about the portal and the examples."""

import subprocess
import sys

import pytest

from news.comments.forms import FASTEST_SECONDS
from tests.drill import writers
from tests.drill.counting import (
    ANEW,
    COMMENT,
    FILE,
    KEPT,
    SAVE,
    Sample,
    broken_budgets,
    broken_memory,
    figures,
    gap,
    lost_and_doubled,
    told,
    tried,
)
from tests.drill.faults import FAULTS
from tests.drill.hour import KINDS
from tests.drill.table import HEAD, row
from tests.server import BASE


def sample(kind, sent, seconds=0.1, status=200, right=None, what="x"):
    return Sample(kind, what, sent, sent + seconds, status, status == 200 if right is None else right)


def steadily(kind, begun, ended, step=0.5):
    """Right answers every half second between two moments."""
    return [sample(kind, begun + n * step) for n in range(int((ended - begun) / step))]


def test_a_gap_counts_from_the_fault_to_the_end():
    answers = [*steadily(ANEW, 0, 10), *steadily(ANEW, 18, 30)]
    assert gap(answers, 10, 30) == pytest.approx(8.1, abs=0.2)
    assert gap(answers, 0, 60) == pytest.approx(30.4, abs=0.2)  # never came back
    assert gap(answers, 12, 17) is None
    assert gap([sample(ANEW, 3, status=503)], 0, 5) is None


def test_figures_of_a_fault():
    samples = [
        *steadily(KEPT, 0, 20), sample(KEPT, 4, 2.5), sample(KEPT, 5, status=503), sample(KEPT, 6, status=0),
        sample(KEPT, 30, status=503),  # after it
        *steadily(FILE, 2, 9), *steadily(FILE, 14, 20), sample(FILE, 10, status=503), sample(FILE, 11, right=False),
        *steadily(ANEW, 12, 20), sample(ANEW, 4, status=503), sample(ANEW, 5, status=500),
        sample(COMMENT, 3, right=True, status=302), sample(SAVE, 15, right=True, status=302), sample(SAVE, 5, status=502),
    ]  # fmt: skip
    found = figures(samples, 2, 20)
    assert (found.kept_failed, found.anew_failed, found.said_503, found.wrong_500) == (2, 2, 3, 1)
    assert (found.files, found.files_failed, found.file_gap) == (28, 2, pytest.approx(5.5))
    assert found.kept_slowest == pytest.approx(2.5)
    assert found.anew_gap == pytest.approx(10.1)
    assert (found.writes, found.write_gap) == (2, pytest.approx(12.0))
    assert row("a fault", found).count("|") == len(HEAD) + 1


def test_a_request_that_hangs_belongs_to_the_fault_it_was_caught_by():
    hanging = sample(KEPT, 1, 60, status=504)
    assert figures([hanging], 5, 40).kept_failed == 1


def test_budgets_that_are_broken_are_named():
    calm = [one for kind in (KEPT, ANEW, SAVE) for one in steadily(kind, 0, 20)]
    assert (
        broken_budgets("calm", figures([*calm, *steadily(FILE, 0, 20)], 0, 20), 15, all_answered=True) == []
    )
    bad = figures(
        [sample(KEPT, 1, status=503), sample(ANEW, 1, status=500), sample(SAVE, 19, right=True)], 0, 20
    )
    assert broken_budgets("storm", bad, 15, all_answered=True) == [
        "storm: 1 of 1 kept pages failed",
        "storm: 1 answers were 500",
        "storm: 1 of 1 pages made anew failed",
        "storm: pages made anew did not come back",
        "storm: files did not come back",
        "storm: writes were away for 19.1 s (at most 15)",
    ]
    assert broken_budgets("nobody", figures([], 0, 20), 15)[0] == "nobody: no kept page was asked for"


def test_files_may_fail_only_while_their_store_is_away():
    calm = [one for kind in (KEPT, ANEW, SAVE) for one in steadily(kind, 0, 60)]
    cut = figures(
        [*calm, *steadily(FILE, 0, 20), sample(FILE, 30, status=503), *steadily(FILE, 40, 60)], 0, 60
    )
    assert broken_budgets("cut-bucket", cut, 45, files_away=True) == []
    assert broken_budgets("kill-node", cut, 45) == ["kill-node: 1 of 81 files failed"]
    assert broken_budgets("cut-bucket", cut, 15, files_away=True) == [
        "cut-bucket: files were away for 20.5 s (at most 15)"
    ]


def test_lost_and_doubled():
    samples = [
        sample(SAVE, 1, status=0, what="1"), sample(SAVE, 2, status=302, right=True, what="1"),
        sample(SAVE, 3, status=302, right=True, what="2"), sample(SAVE, 4, status=503, what="3"),
        sample(COMMENT, 5, status=302, right=True, what="9"),
    ]  # fmt: skip
    assert (told(samples, SAVE), tried(samples, SAVE)) == ({"1", "2"}, {"1", "2", "3"})
    assert lost_and_doubled(told(samples, SAVE), ["1", "1", "3"]) == (["2"], ["1"])
    assert lost_and_doubled(told(samples, SAVE), ["2", "1"]) == ([], [])


def test_memory_that_grew_is_named():
    assert broken_memory({"server": 100.0}, {"server": 109.0}) == []
    assert broken_memory({"server": 100.0}, {"server": 111.0}) == [
        "server: 111 MB, 1.11 of before (at most 1.1)"
    ]
    assert broken_memory({"server 1": 100.0}, {"server 2": 100.0}) == [
        "server 1 is another process than before",
        "server 2 is another process than before",
    ]


def test_a_writer_takes_longer_than_the_form_allows():
    assert writers.WRITES_SECONDS > FASTEST_SECONDS


def test_faults_have_names_of_their_own_and_a_short_form():
    names = [one.name for one in FAULTS]
    assert len(set(names)) == len(names)
    assert {"kill-postgresql", "kill-redis", "kill-node", "cut-primary", "roll"} <= {
        one.name for one in FAULTS if one.short
    }
    assert KINDS


def test_who_may_not_make_networks_is_told_so_in_a_sentence():
    """As another user, or where programs are missing: one sentence, and the status says that nothing was tried."""
    program = "import os, sys; os.geteuid = lambda: 1; sys.argv = ['drill']; from tests.drill.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=BASE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The drill makes networks of its own, which only root on Linux may.\n"
