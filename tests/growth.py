"""Whether work grows with its input as it should: counted against itself in one process, so that no machine is too slow for it."""

import time
from collections.abc import Callable

LONGER = 8
TRIES = 4


def grows_in_step(work: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Whether eight times the input costs well under the 64 times that work would cost which looks at each pair.

    `work(n)` prepares an input of `n` pieces and gives what is to be measured; `size` is the longer of the two inputs.
    Only this thread's processor time counts, and the best of a few tries, so that neighbours do not.
    """
    short, long = work(size // LONGER), work(size)
    costs = []
    for _ in range(TRIES):
        costs.append((_cost(short), _cost(long)))
        if min(cost for _, cost in costs) < 3 * LONGER * min(cost for cost, _ in costs):
            return True
    return False


def _cost(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun
