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
from core.services.digest_news import news_of, own_of, shown
from core.services.telling import send

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
    """One for each member of that time zone who wants it on that ISO weekday; None for any."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    timezone: str
    weekday: int | None = None


@dataclass(frozen=True, kw_only=True)
class WeeklyRounds(Query[tuple[tuple[str, int], ...]]):
    """The time zones of the members who want an overview of the week, each with a weekday they want it on."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


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
    own, since = own_of(wanted, unit), last_morning(unit.now, unit.workspace.hours, query.timezone)
    left, done = tuple(_left(unit)) if wanted else (), tuple(_done(unit, since)) if own else ()
    made = []
    for member in wanted:
        lines = lines_of((c for c in left if _looks_after(member, c)), unit.now)
        news = news_of(member, own, (*left, *done), since, unit)
        if lines or news:
            notice = MemberDigest(**_summed(lines), **shown(news))
            made.append(Addressed(notice=notice, member_id=member.id))
    return tuple(made)


def weekly_overviews(query: WeeklyOverviews, unit: ReadUnit) -> tuple[Addressed, ...]:
    wanted = [m for m in _members(unit, query.timezone) if m.digest.weeks]
    wanted = [m for m in wanted if query.weekday in (None, _weekday(m, unit))]
    own = own_of((m for m in wanted if not _has_mornings(m, unit)), unit)  # else every morning told it
    since = unit.now - WEEK
    left, done = (tuple(_left(unit)), tuple(_done(unit, since))) if wanted else ((), ())
    made = []
    for member in wanted:
        mine = [c for c in left if _looks_after(member, c)]
        closed = [c for c in done if member.id in (c.owner, c.closed_by) and member.may_see(c.account)]
        news = news_of(member, own, (*left, *done), since, unit)
        if mine or closed or news:
            said = {**_summed(lines_of(mine, unit.now)), **shown(news)}
            came = sum(c.created_at > since for c in (*mine, *closed))
            notice = WeeklyOverview(since=since, closed=len(closed), came=came, **said)
            made.append(Addressed(notice=notice, member_id=member.id))
    return tuple(made)


def digest_zones(query: DigestZones, unit: ReadUnit) -> tuple[str, ...]:
    wanted = (m for m in unit.members.having(Role.VIEWER) if m.digest.mornings or m.digest.weeks)
    return tuple(sorted({_zone(m, unit) for m in wanted}))


def weekly_rounds(query: WeeklyRounds, unit: ReadUnit) -> tuple[tuple[str, int], ...]:
    wanted = (m for m in unit.members.having(Role.VIEWER) if m.digest.weeks)
    return tuple(sorted({(_zone(m, unit), _weekday(m, unit)) for m in wanted}))


def send_digests(cmd: SendDigests, uow: UnitOfWork) -> int:
    for each in cmd.digests:
        if each.channel_id is not None:
            uow.outbox.channel(each.channel_id, each.notice, each.locale)
        elif each.member_id is not None and (member := uow.members.get(each.member_id)) is not None:
            send(member, each.notice, uow)
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


def _weekday(member: Member, unit: ReadUnit) -> int:
    return member.weekly_day or unit.workspace.digests.weekly_day


def _has_mornings(member: Member, unit: ReadUnit) -> bool:
    return member.digest.mornings and unit.workspace.digests.member_morning


def _looks_after(member: Member, case: Case) -> bool:
    """Accounts may have been taken from somebody who still owns a case of one."""
    return case.owner == member.id and member.may_see(case.account)


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
    WeeklyRounds.answered_by(weekly_rounds),
)
