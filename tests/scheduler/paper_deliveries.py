"""The port of deliveries on paper: every method is one step of the promise, with a disturbance before and after.

Knobs named `without_*` take one part of the promise away; the simulation has to notice each.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.notices import Notice
from core.ports.deliveries import CardWork, DeliveryClaim, NoteWork, Work
from core.ports.second_looks import SecondLook
from scheduler.budgets import LANDED_BY_S
from tests.scheduler.paper_rows import Lane, Row
from tests.scheduler.simulation import BEGIN, Disturbance, SimulatedClock

LEASE_S = 15.0
CALL_NEEDS_S = 10.5
SPACING_S = 1.0
LOOK_AFTER_S = 60.0


@dataclass(kw_only=True)
class PaperDeliveries:
    disturbance: Disturbance
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    rows: dict[str, Row] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    held: dict[str, datetime] = field(default_factory=dict)
    looks: dict[str, SecondLook] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    without_fence: bool = False
    without_intent: bool = False
    without_settling: bool = False
    without_second_probe: bool = False
    without_lanes: bool = False
    without_memory: bool = False

    # -- what a unit of work would write -----------------------------------------------------------------

    def want_card(self, case_id: str, channel_id: str) -> Row:
        delivery_id = f"card-{case_id}-{channel_id}"
        work = CardWork(
            delivery_id=delivery_id,
            case_id=case_id,
            channel_id=channel_id,
            locale="en",
            ts=None,
            shown_revision=0,
        )
        return self._add(
            Row(id=delivery_id, lane=f"channel:{channel_id}", seq=len(self.rows), work=work, wanted=1)
        )

    def want_note(
        self, delivery_id: str, notice: Notice, *, channel_id: str | None = None, **more: str | None
    ) -> Row:
        member_id, parent = more.get("member_id"), more.get("parent")
        work = NoteWork(
            delivery_id=delivery_id, notice=notice, locale="en", channel_id=channel_id, member_id=member_id
        )
        lane = f"person:{member_id}" if member_id else f"channel:{channel_id}"
        return self._add(Row(id=delivery_id, lane=lane, seq=len(self.rows), work=work, parent=parent))

    def want(self, work: Work, lane: str) -> Row:
        return self._add(Row(id=work.delivery_id, lane=lane, seq=len(self.rows), work=work))

    def changed(self, row: Row) -> None:
        row.wanted += 1

    @property
    def left(self) -> list[Row]:
        return [r for r in self.rows.values() if self._due(r)]

    # -- the port ----------------------------------------------------------------------------------------

    async def claim(self, owner: str, *, limit: int) -> tuple[DeliveryClaim, ...]:
        await self.disturbance.turn()
        claims: list[DeliveryClaim] = []
        for name, lane in self.lanes.items():
            for row in self._heads(name, lane):
                if len(claims) < limit:
                    claims.append(self._held(owner, name, lane, row))
        await self.disturbance.turn()
        return tuple(claims)

    async def intend(self, claim: DeliveryClaim) -> bool:
        await self.disturbance.turn()
        lane, row, now = self.lanes[claim.lane], self._row(claim), self.clock.now()
        granted = self._ours(claim) and lane.lease_until >= now + timedelta(seconds=CALL_NEEDS_S)
        if self.without_fence:
            granted = True
        if granted and not self.without_intent:
            if row.maybe_sent:
                row.repeated_since = row.repeated_since or row.first_sent_at
            row.state, row.last_sent_at = "sent", now
            row.first_sent_at = row.first_sent_at or now
            row.attempts += 1
            row.negative_probes = 0
            lane.next_at = now + timedelta(seconds=SPACING_S)
        await self.disturbance.turn()
        return granted

    async def settle_card(self, claim: DeliveryClaim, *, ts: str, revision: int) -> None:
        await self.disturbance.turn()
        if self._ours(claim):
            row = self._row(claim)
            if row.ts is None:
                self._note_repeat(claim, ts)
            row.ts, row.shown = ts, revision
            self._still(row, "waiting")
            self._free(claim, SPACING_S)
            self.log.append(("settle_card", claim.work.delivery_id))
        await self.disturbance.turn()

    async def settle_sent(self, claim: DeliveryClaim, *, ts: str | None) -> None:
        await self.disturbance.turn()
        if self._ours(claim):
            row = self._row(claim)
            if ts is not None:
                self._note_repeat(claim, ts)
            row.ts = ts
            self._still(row, "done")
            self._free(claim, SPACING_S)
            self.log.append(("settle_sent", claim.work.delivery_id))
        await self.disturbance.turn()

    async def retry(self, claim: DeliveryClaim, *, in_s: float, maybe_sent: bool, reason: str) -> None:
        await self.disturbance.turn()
        if self._ours(claim):
            row = self._row(claim)
            row.state, row.maybe_sent, row.reason = "waiting", maybe_sent, reason
            if not maybe_sent:
                row.negative_probes = 0
                if self.without_memory:
                    row.repeated_since = None
            self._free(claim, max(in_s, SPACING_S))
            self.log.append(("retry", reason))
        await self.disturbance.turn()

    async def probed(self, claim: DeliveryClaim, *, in_s: float) -> None:
        await self.disturbance.turn()
        if self._ours(claim):
            row = self._row(claim)
            row.state, row.maybe_sent = "waiting", True
            row.negative_probes += 1
            self._free(claim, in_s)
            self.log.append(("probed", claim.work.delivery_id))
        await self.disturbance.turn()

    async def remember(self, claim: DeliveryClaim, progress: str) -> bool:
        await self.disturbance.turn()
        row, ours = self._row(claim), self._ours(claim)
        if ours and isinstance(row.work, NoteWork):
            row.work = replace(row.work, progress=progress)
        await self.disturbance.turn()
        return ours

    async def lost(self, claim: DeliveryClaim) -> None:
        await self.disturbance.turn()
        if self._ours(claim):
            row = self._row(claim)
            row.lives += 1
            row.work = replace(row.work, delivery_id=f"{row.id}~{row.lives}")
            row.ts, row.shown, row.first_sent_at = None, 0, None
            self._still(row, "waiting")
            self._free(claim, SPACING_S)
            self.log.append(("lost", row.id))
        await self.disturbance.turn()

    async def park(self, claim: DeliveryClaim, *, reason: str) -> None:
        if self._ours(claim):
            self.lanes[claim.lane].parked = reason
            self._still(self._row(claim), "waiting")
            self._free(claim, 0.0)
            self.log.append(("park", reason))

    async def dead(self, claim: DeliveryClaim, *, reason: str) -> None:
        if self._ours(claim):
            row = self._row(claim)
            row.reason = reason
            self._still(row, "dead")
            self._free(claim, SPACING_S)
            self.log.append(("dead", reason))

    async def hold_method(self, method: str, *, seconds: float) -> None:
        self.held[method] = self.clock.now() + timedelta(seconds=seconds)

    async def reopen(self, channel_id: str) -> int:
        lane = self.lanes[f"channel:{channel_id}"]
        was, lane.parked = lane.parked, None
        return int(was is not None)

    async def parked(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, lane.parked) for name, lane in self.lanes.items() if lane.parked)

    async def waiting(self) -> int:
        return len(self.left)

    # -- the port of second looks ------------------------------------------------------------------------

    async def due(self, *, limit: int) -> tuple[SecondLook, ...]:
        await self.disturbance.turn()
        now = self.clock.now()
        return tuple(look for look in self.looks.values() if look.due_at <= now)[:limit]

    async def forget(self, delivery_id: str) -> None:
        await self.disturbance.turn()
        self.looks.pop(delivery_id, None)

    # -- on the inside -----------------------------------------------------------------------------------

    def _add(self, row: Row) -> Row:
        self.rows[row.id] = row
        self.lanes.setdefault(row.lane, Lane())
        return row

    def _due(self, row: Row) -> bool:
        if row.state == "dead":
            return False
        return row.wanted > row.shown if row.is_card else row.state != "done"

    def _heads(self, name: str, lane: Lane) -> list[Row]:
        """The one row that may go next in a free lane."""
        now = self.clock.now()
        if self.without_lanes:
            return [r for r in self.rows.values() if r.lane == name and self._free_row(r)]
        if lane.parked or lane.next_at > now or lane.lease_until > now:
            return []
        due = [r for r in self.rows.values() if r.lane == name and self._due(r) and self._has_parent(r)]
        if not due or any(until > now for until in self.held.values()):
            return []
        doubtful = [r for r in due if r.maybe_sent or r.state == "sent"]
        head = min(doubtful or due, key=lambda r: r.seq)
        settled_at = (head.last_sent_at or BEGIN) + timedelta(seconds=LANDED_BY_S)
        waits = bool(doubtful) and settled_at > now and not self.without_settling
        return [] if waits else [head]

    def _free_row(self, row: Row) -> bool:
        """What a store of single rows would hand out: whatever nobody is busy with."""
        busy = row.last_sent_at is not None and row.last_sent_at + timedelta(seconds=LANDED_BY_S) > (
            self.clock.now()
        )
        return self._due(row) and self._has_parent(row) and not busy

    def _has_parent(self, row: Row) -> bool:
        return row.parent is None or self.rows[row.parent].ts is not None

    def _held(self, owner: str, name: str, lane: Lane, row: Row) -> DeliveryClaim:
        now = self.clock.now()
        lane.fence += 1
        lane.owner, lane.lease_until = owner, now + timedelta(seconds=LEASE_S)
        row.maybe_sent = row.maybe_sent or row.state == "sent"
        work = row.work
        if isinstance(work, CardWork):
            work = replace(work, ts=row.ts, shown_revision=row.shown)
        elif isinstance(work, NoteWork) and row.parent is not None:
            work = replace(work, thread_ts=self.rows[row.parent].ts)
        return DeliveryClaim(
            lane=name,
            fence=lane.fence,
            lease_until=lane.lease_until,
            work=work,
            attempts=row.attempts,
            maybe_sent=row.maybe_sent,
            first_sent_at=row.first_sent_at,
            last_sent_at=row.last_sent_at,
            negative_probes=1 if self.without_second_probe else row.negative_probes,
        )

    def _note_repeat(self, claim: DeliveryClaim, ts: str) -> None:
        row, work = self._row(claim), claim.work
        if row.repeated_since is None or not isinstance(work, CardWork | NoteWork):
            return
        member_id = work.member_id if isinstance(work, NoteWork) else None
        self.looks[work.delivery_id] = SecondLook(
            delivery_id=work.delivery_id,
            place=member_id or work.channel_id or "",
            thread_ts=None,
            kept_ts=ts,
            since=row.repeated_since,
            due_at=(row.last_sent_at or BEGIN) + timedelta(seconds=LOOK_AFTER_S),
        )
        row.repeated_since = None

    def _row(self, claim: DeliveryClaim) -> Row:
        return self.rows[claim.work.delivery_id.partition("~")[0]]

    def _ours(self, claim: DeliveryClaim) -> bool:
        return self.without_fence or self.lanes[claim.lane].fence == claim.fence

    def _still(self, row: Row, state: str) -> None:
        row.state, row.maybe_sent, row.negative_probes = state, False, 0

    def _free(self, claim: DeliveryClaim, in_s: float) -> None:
        lane, now = self.lanes[claim.lane], self.clock.now()
        lane.owner, lane.lease_until = "", now
        lane.next_at = max(lane.next_at, now + timedelta(seconds=in_s))
