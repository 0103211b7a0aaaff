"""The real clock and the real names."""

from datetime import UTC, datetime

from andon.clock import SystemClock, Uuid7Ids


def test_the_clock_is_aware_utc_and_goes_on() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()

    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_names_are_unique_and_sort_by_when_they_were_made() -> None:
    ids = Uuid7Ids()
    made = [ids.new() for _ in range(5_000)]

    assert made == sorted(set(made))
    assert all(len(name) == 36 and name[14] == "7" for name in made)
