"""Timestamps and ids."""

import re

from sandbox.slack.clock import Clock
from sandbox.slack.ids import Mint


class StoppedClock(Clock):
    """Always the same moment."""

    def now_s(self) -> float:
        return 1_790_000_000.25


def test_two_messages_of_one_moment_have_two_timestamps_in_order() -> None:
    mint = Mint(StoppedClock())
    assert [mint.ts() for _ in range(3)] == [
        "1790000000.250000",
        "1790000000.250001",
        "1790000000.250002",
    ]


def test_what_was_read_back_from_disk_is_never_given_again() -> None:
    mint = Mint(StoppedClock())
    mint.resume_after("1790000009.000007")
    assert mint.ts() == "1790000009.000008"


def test_ids_look_like_slacks() -> None:
    mint = Mint(StoppedClock())
    assert re.fullmatch(r"V[A-Z0-9]{10}", mint.id("V"))
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9a-f]{32}", mint.trigger_id())
