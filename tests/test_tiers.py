"""What a tier leaves to a longer one, or to the next turn: parameters, of tests that take long whole files."""

from types import SimpleNamespace

import pytest

from tests.tiers import of_a_turn, share, some_files, some_parameters


class Item(SimpleNamespace):
    __hash__ = object.__hash__


def items(*counts):
    names = [
        [f"tests/x.py::test_{n}[{k}]" for k in range(count)] if count else [f"tests/x.py::test_{n}"]
        for n, count in enumerate(counts)
    ]
    return [Item(nodeid=name) for several in names for name in several]


@pytest.mark.parametrize("one_in", [2, 3, 10])
def test_no_test_is_left_out_whole(one_in):
    counts = (0, 1, 2, 3, 7, 40)
    everything = items(*counts)
    chosen = some_parameters(everything, one_in)
    assert {one.nodeid.partition("[")[0] for one in chosen} == {f"tests/x.py::test_{n}" for n in range(6)}
    most = sum(max(1, -(-count // one_in)) for count in counts)
    assert len(chosen) <= most
    assert chosen == [one for one in everything if one in chosen]


def test_the_share_is_the_same_each_time_and_not_the_first_of_each():
    first, second = some_parameters(items(*[9] * 30), 3), some_parameters(items(*[9] * 30), 3)
    assert [one.nodeid for one in first] == [one.nodeid for one in second]
    begins = {one.nodeid[-2] for one in first}
    assert {"0", "1", "2"} <= begins


@pytest.mark.parametrize("one_in", [2, 3, 7])
def test_as_many_turns_as_there_are_shares_try_everything(one_in):
    everything = items(0, 1, 2, 3, 7, 40)
    tried = {
        one.nodeid for turn in range(one_in) for one in some_parameters(everything, one_in, 1, turn + 900)
    }
    assert tried == {one.nodeid for one in everything}
    values = [value for turn in range(one_in) for value in share(range(50), "name", one_in, turn)]
    assert sorted(values) == list(range(50))


def test_a_test_of_few_parameters_keeps_them_all():
    everything = items(0, 2, 4, 5, 9)
    chosen = some_parameters(everything, 2, whole_up_to=4)
    counts = [
        sum(f"test_{n}[" in one.nodeid or one.nodeid.endswith(f"test_{n}") for one in chosen)
        for n in range(5)
    ]
    assert counts[:3] == [1, 2, 4]
    assert counts[3] in (2, 3)
    assert counts[4] in (4, 5)


def test_one_in_one_is_all():
    everything = items(0, 5, 3)
    assert some_parameters(everything, 1) == everything


@pytest.mark.parametrize("number", [0, 1, 3, 8, 50])
def test_a_share_of_values_is_never_empty_and_differs_by_name(number):
    shares = [share(range(number), name, 8) for name in range(60)]
    assert all(shares) == bool(number)
    assert max(map(len, shares)) <= -(-number // 8)
    assert {one for several in shares for one in several} == set(range(number))
    assert shares == [share(range(number), name, 8) for name in range(60)]


@pytest.mark.parametrize("one_in", [1, 2, 3])
def test_as_many_turns_as_there_are_shares_try_every_file(one_in):
    everything = [Item(path=f"tests/{n % 7}.py", nodeid=str(n)) for n in range(40)]
    turns = [some_files(everything, one_in, turn + 900) for turn in range(one_in)]
    assert sorted(one.nodeid for several in turns for one in several) == sorted(
        one.nodeid for one in everything
    )
    for several in turns:
        files = {one.path for one in several}
        assert several == [one for one in everything if one.path in files]
        assert 7 // one_in <= len(files) <= -(-7 // one_in)


def test_each_time_a_file_comes_the_next_parameters_are_tried():
    """Shares of files and of parameters that went on together would meet in the same pairs for ever."""
    everything = [
        Item(path=f"tests/{name}.py", nodeid=f"tests/{name}.py::test_{name}[{k}]")
        for name in "abc"
        for k in range(3)
    ]
    tried = {one.nodeid for turn in range(9) for one in of_a_turn(everything, 3, 1, 3, turn + 900)}
    assert tried == {one.nodeid for one in everything}
