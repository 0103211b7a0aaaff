"""Overviews by the clock: what stands in them is read without waiting for a writer, then all are sent at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from core.command import Command, Query
from core.domain.case import Case
from core.domain.member import Member, Role, is_reachable
from core.notices import Notice
from core.notices.channel_digest import ChannelDigest
from core.notices.digest_line import DigestLine
from core.notices.member_digest import MemberDigest
from core.notices.weekly_overview import WeeklyOverview
from core.policies.digests import MOST_LINES, done_at, last_morning, lines_of, zone_or
from core.policies.routing import takes
from core.ports.unit_of_work import CaseFilter, ReadUnit, UnitOfWork

PAGE = 200
"""Cases read at a time."""

WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """A notice for a channel in its language, or for a member in theirs."""

    notice: Notice
    channel_id: str | None = None
    member_id: str | None = None
    locale: str = "en"


@dataclass(frozen=True, kw_only=True)
class ChannelDigests(Query[tuple[Addressed, ...]]):
    """One for each channel that wants it and has something to hear."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


@dataclass(frozen=True, kw_only=True)
class MemberDigests(Query[tuple[Addressed, ...]]):
    """One for each member of that time zone who wants it and looks after something."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    timezone: str


@dataclass(frozen=True, kw_only=True)
class WeeklyOverviews(Query[tuple[Addressed, ...]]):
    NEEDS: ClassVar[Role] = Role.SYSTEM
    timezone: str


@dataclass(frozen=True, kw_only=True)
class DigestZones(Query[tuple[str, ...]]):
    """The time zones of the members who want any overview."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


@dataclass(frozen=True, kw_only=True)
class SendDigests(Command[int]):
    """Its key is the occurrence: the second time the door refuses it. Returns how many."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    digests: tuple[Addressed, ...]


def channel_digests(query: ChannelDigests, unit: ReadUnit) -> tuple[Addressed, ...]:
    wanted = [s for s in unit.subscriptions.all() if s.digest]
    if not wanted:
        return ()
    since = last_morning(unit.now, unit.workspace.hours, unit.workspace.timezone)
    left, done = tuple(_left(unit)), tuple(_done(unit, since))
    made = []
    for each in wanted:
        mine = [c for c in left if takes(each, c)], [c for c in done if takes(each, c)]
        notice = _of_channel(*mine, since, unit.now)
        if notice is not None:
            made.append(Addressed(notice=notice, channel_id=each.channel_id, locale=each.locale))
    return tuple(made)


def member_digests(query: MemberDigests, unit: ReadUnit) -> tuple[Addressed, ...]:
    wanted = [m for m in _members(unit, query.timezone) if m.digest.mornings]
    left = tuple(_left(unit)) if wanted else ()
    made = []
    for member in wanted:
        lines = lines_of((c for c in left if _looks_after(member, c)), unit.now)
        if lines:
            made.append(Addressed(notice=MemberDigest(**_summed(lines)), member_id=member.id))
    return tuple(made)


def weekly_overviews(query: WeeklyOverviews, unit: ReadUnit) -> tuple[Addressed, ...]:
    wanted = [m for m in _members(unit, query.timezone) if m.digest.weeks]
    since = unit.now - WEEK
    left, done = (tuple(_left(unit)), tuple(_done(unit, since))) if wanted else ((), ())
    made = []
    for member in wanted:
        mine = [c for c in left if _looks_after(member, c)]
        closed = [c for c in done if member.id in (c.owner, c.closed_by) and _sees(member, c)]
        if mine or closed:
            lines = lines_of(mine, unit.now)
            came = sum(c.created_at > since for c in (*mine, *closed))
            notice = WeeklyOverview(since=since, closed=len(closed), came=came, **_summed(lines))
            made.append(Addressed(notice=notice, member_id=member.id))
    return tuple(made)


def digest_zones(query: DigestZones, unit: ReadUnit) -> tuple[str, ...]:
    wanted = (m for m in unit.members.having(Role.VIEWER) if m.digest.mornings or m.digest.weeks)
    return tuple(sorted({_zone(m, unit) for m in wanted}))


def send_digests(cmd: SendDigests, uow: UnitOfWork) -> int:
    for each in cmd.digests:
        if each.channel_id is not None:
            uow.outbox.channel(each.channel_id, each.notice, each.locale)
        elif each.member_id is not None:
            uow.outbox.direct(each.member_id, each.notice)
    return len(cmd.digests)


def _of_channel(left: list[Case], done: list[Case], since: datetime, now: datetime) -> ChannelDigest | None:
    if not left and not done:
        return None
    lines = lines_of((*left, *done), now)
    return ChannelDigest(since=since, closed=len(done), **_summed(lines))


def _summed(lines: Sequence[DigestLine]) -> dict[str, Any]:
    """The fields that every overview has."""
    standings = [line.standing for line in lines if line.standing != "closed"]
    return {
        "open": len(standings),
        "overdue": standings.count("overdue"),
        "held": standings.count("held") + standings.count("waits"),
        "lines": tuple(lines[:MOST_LINES]),
        "more": max(0, len(lines) - MOST_LINES),
    }


def _members(unit: ReadUnit, timezone: str) -> list[Member]:
    known = unit.members.having(Role.VIEWER)
    return [m for m in known if is_reachable(m.id) and _zone(m, unit) == timezone]


def _zone(member: Member, unit: ReadUnit) -> str:
    return zone_or(member.timezone, unit.workspace.timezone)


def _looks_after(member: Member, case: Case) -> bool:
    return case.owner == member.id and _sees(member, case)


def _sees(member: Member, case: Case) -> bool:
    """Accounts may have been taken from somebody who still owns a case of one."""
    return member.accounts is None or case.account in member.accounts


def _left(unit: ReadUnit) -> Iterator[Case]:
    return _every(CaseFilter(group="open"), unit)


def _done(unit: ReadUnit, since: datetime) -> Iterator[Case]:
    """Closed or put away since then."""
    for group in ("closed", "archived"):
        for case in _every(CaseFilter(group=group, updated_after=since), unit):
            if done_at(case) > since:
                yield case


def _every(wanted: CaseFilter, unit: ReadUnit) -> Iterator[Case]:
    offset = 0
    while page := unit.cases.find(wanted, limit=PAGE, offset=offset):
        yield from page
        offset += PAGE


SERVICES = (SendDigests.served_by(send_digests),)
ANSWERS = (
    ChannelDigests.answered_by(channel_digests),
    MemberDigests.answered_by(member_digests),
    WeeklyOverviews.answered_by(weekly_overviews),
    DigestZones.answered_by(digest_zones),
)
