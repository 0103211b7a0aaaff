"""Overviews by the clock: once for each local morning, on both sides of a clock change, and not hours too late."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.workspace import Digests as Wanted
from core.domain.workspace import Hours, Workspace
from core.errors import Repeated
from core.notices.member_digest import MemberDigest
from core.services.digests import (
    Addressed,
    ChannelDigests,
    DigestZones,
    MemberDigests,
    SendDigests,
    WeeklyOverviews,
    WeeklyRounds,
)
from scheduler.clockwork import Clockwork
from scheduler.digests import LATE, Digests
from scheduler.occurrences import every_quarter, on_days
from tests.scheduler.doors import KeptDispatch, PreparedAsk
from tests.scheduler.simulation import simulate
from tests.scheduler.test_clockwork import PaperLeases, Wall, leading

MADRID, BOGOTA = "Europe/Madrid", "America/Bogota"
QUARTER = timedelta(minutes=15)
ZONES = (MADRID, BOGOTA, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "UTC")
ONE = (Addressed(notice=MemberDigest.EXAMPLES[0], member_id="U0ANA"),)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@dataclass(kw_only=True)
class Desk:
    """The clockwork over paper leases, and what it asked and sent."""

    wanted: Wanted = field(default_factory=Wanted)
    zones: tuple[str, ...] = (MADRID, BOGOTA)
    weekdays: tuple[int, ...] = (2,)
    leases: PaperLeases = field(default_factory=PaperLeases)
    wall: Wall = field(default_factory=Wall)
    dispatch: KeptDispatch = field(default_factory=KeptDispatch)
    asked: list[object] = field(default_factory=list)
    digests: tuple[Addressed, ...] = ONE

    def keep(self, question: object) -> tuple[Addressed, ...]:
        self.asked.append(question)
        return self.digests

    async def rings(self, *moments: datetime) -> None:
        """Every chore at each of these moments, by a process that has just begun."""
        ask = PreparedAsk(answers={DigestZones: lambda _: self.zones})
        ask.answers[WeeklyRounds] = lambda _: [(z, d) for z in self.zones for d in self.weekdays]
        ask.answers |= dict.fromkeys((ChannelDigests, MemberDigests, WeeklyOverviews), self.keep)
        clockwork = Clockwork(self.leases, await leading(self.leases), self.wall, ())
        digests = Digests(
            workspace=Workspace(team_id="T1", timezone=MADRID, digests=self.wanted),
            dispatch=self.dispatch,
            ask=ask,
            clock=self.wall,
            turn=clockwork.turn,
        )
        for self.wall.at in moments:
            for chore in digests.chores():
                await clockwork.turn(chore)

    def sent(self) -> list[str]:
        return [str(wish.key) for wish in self.dispatch.of(SendDigests)]


def quarters(first: datetime, last: datetime) -> list[datetime]:
    return [first + n * QUARTER for n in range(int((last - first) / QUARTER) + 1)]


def test_a_day_has_one_overview_for_the_channels_and_one_for_the_members_of_each_zone() -> None:
    desk = Desk()
    simulate(desk.rings(*quarters(at(23, 0), at(24, 0))))

    assert desk.sent() == [
        "channel_digest@2026-11-23T07:30:00+00:00",
        f"member_digest {MADRID}@2026-11-23T07:30:00+00:00",
        f"member_digest {BOGOTA}@2026-11-23T13:30:00+00:00",
    ]
    assert desk.asked == [ChannelDigests(), MemberDigests(timezone=MADRID), MemberDigests(timezone=BOGOTA)]
    assert {str(actor.path) for actor in desk.dispatch.actors} == {"schedule"}


def test_a_week_has_one_of_the_week_on_tuesday_and_none_on_the_weekend() -> None:
    desk = Desk(zones=(MADRID,), wanted=Wanted(channel_morning=False))
    bogota = Desk(zones=(BOGOTA,), wanted=Wanted(channel_morning=False, member_morning=False))
    simulate(desk.rings(*quarters(at(23, 0), at(29, 23, 45))))

    assert [key.split("@")[1] for key in desk.sent() if key.startswith("weekly")] == [
        "2026-11-24T08:00:00+00:00"
    ]
    simulate(bogota.rings(*quarters(at(24, 0), at(25, 0))))
    assert [key.split("@")[1] for key in bogota.sent()] == ["2026-11-24T14:00:00+00:00"]
    mornings = [key.split("@")[1][:10] for key in desk.sent() if key.startswith("member")]
    assert mornings == [f"2026-11-{day}" for day in range(23, 28)]


def test_a_week_comes_on_the_day_that_members_chose() -> None:
    desk = Desk(
        zones=(MADRID,), weekdays=(2, 5, 6), wanted=Wanted(channel_morning=False, member_morning=False)
    )
    simulate(desk.rings(*quarters(at(24, 0), at(30, 23, 45))))

    assert desk.sent() == [
        f"weekly_overview {MADRID}@2026-11-24T08:00:00+00:00",
        f"weekly_overview {MADRID} 5@2026-11-27T08:00:00+00:00",
        f"weekly_overview {MADRID} 6@2026-11-30T08:00:00+00:00",
    ], "of a Saturday nobody works on the next working day"
    assert desk.asked == [WeeklyOverviews(timezone=MADRID, weekday=day) for day in (2, 5, 6)]


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        (Wanted(channel_morning=False), {"member_digest", "weekly_overview"}),
        (Wanted(member_morning=False), {"channel_digest", "weekly_overview"}),
        (Wanted(weekly=False), {"channel_digest", "member_digest"}),
        (Wanted(channel_morning=False, member_morning=False, weekly=False), set()),
    ],
)
def test_each_is_switched_off_alone(wanted: Wanted, kinds: set[str]) -> None:
    desk = Desk(zones=(MADRID,), wanted=wanted)
    simulate(desk.rings(*quarters(at(24, 6), at(24, 12))))

    assert {key.split("@")[0].split()[0] for key in desk.sent()} == kinds


def test_what_was_missed_comes_two_hours_late_and_not_later() -> None:
    late, too_late = Desk(zones=(MADRID,)), Desk(zones=(MADRID,))
    simulate(late.rings(at(23, 9, 30)))
    simulate(too_late.rings(at(23, 9, 31), at(23, 9, 45), at(23, 20)))

    assert len(late.sent()) == 2
    assert too_late.sent() == []


def test_one_of_the_late_evening_is_caught_up_after_midnight() -> None:
    desk = Desk(zones=(), wanted=Wanted(morning_at=time(23, 30)))
    simulate(desk.rings(at(23, 23, 15)))  # a quarter past midnight in Madrid

    assert desk.sent() == ["channel_digest@2026-11-23T22:30:00+00:00"]


def test_of_days_without_andon_only_the_newest_is_told() -> None:
    desk = Desk(zones=(MADRID,), wanted=Wanted(weekly=False, channel_morning=False))
    simulate(desk.rings(at(23, 7, 30), at(26, 8, 0)))

    assert [key[-25:-15] for key in desk.sent()] == ["2026-11-23", "2026-11-26"]


def test_a_restart_sends_nothing_again() -> None:
    desk = Desk(zones=(MADRID,))
    simulate(desk.rings(at(23, 7, 30)))
    simulate(desk.rings(at(23, 7, 30), at(23, 7, 45)))

    assert len(desk.sent()) == 2


def test_what_was_cut_off_in_the_middle_is_done_again_under_the_same_key() -> None:
    desk = Desk(wanted=Wanted(member_morning=False, weekly=False))
    desk.dispatch.answers[SendDigests] = lambda _: ConnectionError()
    simulate(desk.rings(at(23, 7, 30)))
    desk.dispatch.answers[SendDigests] = lambda _: Repeated("on record", by="andon")
    simulate(desk.rings(at(23, 7, 31), at(23, 7, 32)))

    assert desk.sent() == ["channel_digest@2026-11-23T07:30:00+00:00"] * 2


def test_with_nothing_to_say_nothing_is_written() -> None:
    desk = Desk(digests=())
    simulate(desk.rings(*quarters(at(23, 7), at(23, 15))))

    assert desk.asked != []
    assert desk.dispatch.commands == []


def test_who_does_not_lead_sends_nothing() -> None:
    desk = Desk()

    async def main() -> None:
        await leading(desk.leases, "somebody else")
        await desk.rings(at(23, 7, 30))

    simulate(main())
    assert desk.asked == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15)),
    st.integers(2020, 2036),
    st.sampled_from(
        [(3, 8), (3, 25), (4, 1), (4, 24), (9, 27), (10, 1), (10, 24), (10, 29), (11, 1), (2, 26)]
    ),
)
def test_each_local_day_has_its_moment_once_whatever_the_clocks_do(
    zone: str, wanted_at: time, year: int, start: tuple[int, int]
) -> None:
    """Nine days around each change of clocks and leap day, looked at every quarter."""
    hours = Hours(days=frozenset({1, 2, 3, 4, 5, 7}))
    due = on_days(wanted_at, zone, lambda day: day.isoweekday() in hours.days, LATE)
    first = datetime(year, *start, tzinfo=UTC)
    looks = [(now, due(now)) for now in quarters(first, first + timedelta(days=9))]
    moments = sorted({moment for _, moment in looks if moment is not None})

    assert all(moment is None or timedelta(0) <= now - moment <= LATE for now, moment in looks)
    local = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    days = [there.date() for there in local]
    assert len(set(days)) == len(days)
    assert all(there.isoweekday() != 6 for there in local)
    inner = [date.fromordinal(first.date().toordinal() + n) for n in range(1, 8)]
    assert {day for day in inner if day.isoweekday() != 6} <= set(days)
    moved = [there for there in local if there.time() != wanted_at]
    assert len(moved) <= 1, "only the hour that the clocks leave out is taken later"
    assert every_quarter(moments[0]) == moments[0], "the round of that quarter sees it at once"


def test_a_chore_of_a_zone_has_a_row_of_its_own() -> None:
    desk = Desk()
    simulate(desk.rings(at(23, 7, 30)))

    names = {name for name, _ in desk.leases.rows}
    assert {"channel_digest", f"member_digest {MADRID}", "member_digests"} <= names
