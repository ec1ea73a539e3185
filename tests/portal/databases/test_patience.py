"""What did not answer is left alone for a moment, unless others have just reached it."""

from portal.databases.patience import PAUSE_SECONDS, Breaker


def test_after_a_wait_in_vain_one_of_those_who_ask_tries():
    now = [100.0]
    breaker = Breaker(clock=lambda: now[0])
    assert not breaker.is_open()
    breaker.waited_in_vain()
    assert breaker.is_open()
    now[0] += PAUSE_SECONDS
    assert [breaker.is_open(), breaker.is_open()] == [False, True]
    breaker.answered()
    assert not breaker.is_open()


def test_whoever_hears_that_others_reach_it_tries_at_once():
    breaker = Breaker(clock=lambda: 100.0)
    breaker.waited_in_vain()
    breaker.try_again()
    assert [breaker.is_open(), breaker.is_open()] == [False, True]
    breaker.answered()
    breaker.try_again()
    assert [breaker.is_open(), breaker.is_away()] == [False, False]
