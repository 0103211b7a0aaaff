"""The circuit breaker: leaves a platform alone that does not answer, and finds out when it is back."""

import pytest

from connectors.breaker import Breaker
from core.errors import AndonError, OutcomeUnknown, Permanent, Temporary


class Hands:
    """A clock that a test moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def breaker(clock: Hands) -> Breaker:
    return Breaker(clock, opens_after=3)


def fail(breaker: Breaker, error: AndonError) -> None:
    with pytest.raises(type(error)) as raised, breaker.call():
        raise error
    assert raised.value is error


def is_open(breaker: Breaker) -> float:
    """Seconds to wait; the circuit has to be open."""
    with pytest.raises(Temporary) as shut, breaker.call():
        pytest.fail("the call was made")
    assert (shut.value.reason, shut.value.scope) == ("circuit_open", "all")
    return shut.value.retry_in_s


def test_it_opens_after_failures_in_a_row_of_reads_and_writes_alike(breaker: Breaker) -> None:
    fail(breaker, Temporary("unreachable"))
    fail(breaker, OutcomeUnknown("timed_out"))
    fail(breaker, Temporary("http_503"))
    assert is_open(breaker) == 5.0


@pytest.mark.parametrize("answer", [None, Permanent("not_found"), Temporary("rate_limited")])
def test_an_answer_in_between_even_a_refusal_shows_that_the_platform_lives(
    breaker: Breaker, answer: AndonError | None
) -> None:
    for _ in range(4):
        fail(breaker, Temporary("unreachable"))
        fail(breaker, Temporary("unreachable"))
        if answer is None:
            with breaker.call():
                pass
        else:
            fail(breaker, answer)


def test_it_waits_longer_after_each_probe_that_fails_up_to_a_minute(breaker: Breaker, clock: Hands) -> None:
    for _ in range(3):
        fail(breaker, Temporary("unreachable"))
    waited = []
    for _ in range(6):
        waited.append(is_open(breaker))
        clock.now_s += waited[-1]
        fail(breaker, Temporary("unreachable"))
    assert waited == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]


def test_one_call_at_a_time_may_probe_and_its_success_closes_the_circuit(
    breaker: Breaker, clock: Hands
) -> None:
    for _ in range(3):
        fail(breaker, Temporary("unreachable"))
    clock.now_s = 5.0
    with breaker.call():
        assert is_open(breaker) == 1.0
    with breaker.call(), breaker.call():
        pass


def test_a_probe_that_is_cancelled_lets_the_next_one_try(breaker: Breaker, clock: Hands) -> None:
    for _ in range(3):
        fail(breaker, Temporary("unreachable"))
    clock.now_s = 5.0
    with pytest.raises(KeyboardInterrupt), breaker.call():
        raise KeyboardInterrupt
    with breaker.call():
        pass
