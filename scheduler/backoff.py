"""How long to wait before the next try."""

from random import Random

FIRST_S = 1.0
LONGEST_S = 300.0
"""Five minutes: long enough to leave a broken service alone, short enough that its return is noticed."""


def backoff_s(
    attempts: int, random: Random, *, first_s: float = FIRST_S, longest_s: float = LONGEST_S
) -> float:
    """Doubles with every attempt, between half of it and all of it by chance, so that many do not come at once."""
    span: float = min(longest_s, first_s * 2 ** min(max(attempts, 0), 20))
    return span * (0.5 + random.random() / 2)
