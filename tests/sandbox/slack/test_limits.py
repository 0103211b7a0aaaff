"""The arithmetic of the rate limits, at given moments."""

from sandbox.slack.limits import Limits


def waits(limits: Limits, method: str, tier: str, times_s: list[float], channel: str = "C1") -> list[bool]:
    """Whether each call of a row has to wait."""
    return [limits.take(method, tier, channel, at_s) is not None for at_s in times_s]  # type: ignore[arg-type]


def test_a_channel_takes_one_post_a_second_after_a_burst_of_two() -> None:
    limits = Limits(scale=1.0, post_burst=2)
    assert waits(limits, "chat.postMessage", "post", [0, 0, 0, 0.9, 1.0, 1.5, 2.0]) == [
        False, False, True, True, False, True, False,
    ]  # fmt: skip
    assert waits(limits, "chat.postMessage", "post", [0, 0], channel="C2") == [False, False]


def test_posts_have_a_ceiling_for_the_whole_workspace() -> None:
    limits = Limits(scale=1.0, post_burst=2)
    refused = sum(
        limits.take("chat.postMessage", "post", f"C{number}", 0.0) is not None for number in range(400)
    )
    assert refused == 100


def test_a_tier_is_a_budget_per_minute_for_the_method() -> None:
    limits = Limits(scale=1.0, post_burst=2)
    assert sum(waits(limits, "chat.update", "t3", [0.0] * 60)) == 10
    assert waits(limits, "views.open", "t4", [0.0]) == [False], "another method has its own"
    assert waits(limits, "chat.update", "t3", [60.0]) == [False]


def test_the_wait_is_the_time_until_the_next_call_is_allowed() -> None:
    limits = Limits(scale=1.0, post_burst=1)
    assert limits.take("chat.postMessage", "post", "C1", 10.0) is None
    wait_s = limits.take("chat.postMessage", "post", "C1", 10.25)
    assert wait_s is not None
    assert abs(wait_s - 0.75) < 1e-9
    assert limits.take("chat.postMessage", "post", "C1", 11.0) is None


def test_a_scale_multiplies_and_none_switches_off() -> None:
    fast = Limits(scale=10.0, post_burst=1)
    assert sum(waits(fast, "chat.postMessage", "post", [0.0] * 12)) == 2
    assert sum(waits(Limits(scale=None, post_burst=1), "chat.postMessage", "post", [0.0] * 500)) == 0
