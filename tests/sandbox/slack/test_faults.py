"""Which call or delivery a rule meets: patterns, channels, counts, and chance that can be repeated."""

import pytest

from sandbox.slack import Fault
from sandbox.slack.faults import Faults


def with_rules(*rules: Fault) -> Faults:
    faults = Faults()
    for rule in rules:
        faults.add(rule)
    return faults


def hits(faults: Faults, count: int) -> list[bool]:
    return [faults.match("chat.update", "C1") is not None for _ in range(count)]


def test_a_rule_skips_the_first_ones_and_then_meets_as_many_as_it_says() -> None:
    assert hits(with_rules(Fault(kind="drop", skip=2, times=2)), 6) == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]
    assert hits(with_rules(Fault(kind="drop", times=None)), 3) == [True] * 3


def test_a_rule_is_for_a_pattern_of_methods_and_for_one_channel() -> None:
    faults = with_rules(Fault(kind="drop", method="chat.*", channel="C2", times=None))
    assert faults.match("chat.update", "C1") is None
    assert faults.match("views.open", "C2") is None
    assert faults.match("chat.delete", "C2") is not None


def test_chance_is_repeatable_by_its_seed() -> None:
    runs = []
    for seed in (7, 7, 8):
        faults = with_rules(Fault(kind="drop", times=None, at_random=0.5))
        faults.seed(seed)
        runs.append(hits(faults, 64))
    assert runs[0] == runs[1] != runs[2]
    assert 10 < sum(runs[0]) < 54


@pytest.mark.parametrize("kind", ["slow_ack", "lost", "twice", "bad_signature", "old_timestamp"])
def test_a_rule_for_deliveries_leaves_calls_alone(kind: str) -> None:
    faults = with_rules(Fault(kind=kind))  # type: ignore[arg-type]  # each is one of the kinds
    assert faults.match("chat.update", "") is None
    assert faults.match_delivery("block_actions", "", signed=True) is not None
    assert faults.hits == {kind: 1}


def test_a_rule_for_calls_leaves_deliveries_alone() -> None:
    faults = with_rules(Fault(kind="slow"))
    assert faults.match_delivery("block_actions", "", signed=True) is None
    assert faults.match("chat.update", "") is not None


def test_only_what_is_signed_can_be_signed_badly() -> None:
    faults = with_rules(Fault(kind="bad_signature"), Fault(kind="lost"))
    met = faults.match_delivery("block_actions", "", signed=False)
    assert met is not None
    assert met.kind == "lost"
