"""May this job ticket be closed? One pure decision for every path: the rules R1 to R5, N1 to N5, E1 to E26.

Assumptions are not verification: what cannot be shown is missing, and all that is missing is named at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.close_attempt import Claim, Tick
from core.domain.evidence import Evidence
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import Choice
from core.domain.member import Role
from core.domain.platform_facts import ConnectionStatus, Reading, Run
from core.domain.workspace import Contact, Switches
from core.policies.closing_by_hand import human_verification
from core.policies.closing_confirmation import confirmation_problem
from core.policies.closing_pictures import screenshot_tick
from core.policies.closing_removal import removal_tick
from core.policies.closing_runs import in_flight_tick, reading_problem, run_tick

OUTCOMES = {
    "R1": "technically_verified",
    "R2": "confirmed_and_validated",
    "R3": "removed",
    "R4": "duplicate",
    "R5": "not_a_failure",
    "E16": "human_verified",
}


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    """All that the decision looks at. Whatever comes from outside was read before and says when.

    `reused` maps an evidence id to the number of another ticket that shows the same picture.
    `duplicate_target_open` is whether the named ticket is an open one of the same job.
    """

    ticket: JobTicket
    reading: Reading | None
    evidence: tuple[Evidence, ...]
    claim: Claim
    actor_id: str
    role: Role
    now: datetime
    switches: Switches = field(default_factory=Switches)
    contacts: tuple[Contact, ...] = ()
    reused: Mapping[str, int] = field(default_factory=dict)
    tolerance: int = 0
    duplicate_target_open: bool | None = None
    unchanged: bool = True
    """Whether the ticket is still what it was when the closing was asked for (E20)."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`rule` None means refused; `missing` then has every reason, in the order of the ticks."""

    rule: str | None
    ticks: tuple[Tick, ...]
    run: Run | None = None
    confirmation_id: str | None = None
    evidence_ids: tuple[str, ...] = ()
    not_reported: tuple[str, ...] = ()

    @property
    def outcome(self) -> str | None:
        return OUTCOMES[self.rule] if self.rule else None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(t.reason or t.condition for t in self.ticks if not t.ok)


def decide(facts: ClosingFacts) -> Verdict:
    """The rules in the order of DOMAIN 3.2; the claim says which of them the person means."""
    verdict = _by_claim(facts)
    if facts.unchanged:
        return verdict
    tick = Tick(condition="unchanged", ok=False, reason="changed_meanwhile")
    return Verdict(rule=None, ticks=(tick, *verdict.ticks))


def counting_pictures(facts: ClosingFacts) -> tuple[str, ...]:
    """Evidence ids of the pictures that nothing speaks against, whatever run they may show."""
    return screenshot_tick(facts, not_before=None)[1]


def _by_claim(facts: ClosingFacts) -> Verdict:
    if facts.claim is Claim.DUPLICATE:
        return _duplicate(facts)
    if facts.claim is Claim.FALSE_ALARM:
        return _false_alarm(facts)
    if facts.claim is Claim.REMOVED or _removal_decided(facts.ticket):
        return _removed(facts)
    return _works_again(facts)


def _works_again(facts: ClosingFacts) -> Verdict:
    """R1, R2 and E16: the job runs again, and somebody can see that it does."""
    by_hand, stated_at = human_verification(facts)
    run, verified = (None, by_hand) if by_hand else run_tick(facts)
    picture, picture_ids = screenshot_tick(facts, not_before=run.ended_at if run else stated_at)
    confirmation = _counting_confirmation(facts, "change")
    ticks = [_contained(facts.ticket), _notified(facts.ticket), _decided(facts.ticket)]
    if not by_hand:
        ticks += [_active_again(facts), in_flight_tick(facts)]
    ticks += [_unless_only_said(verified, facts), picture, *_second_person(facts)]
    if not all(t.ok for t in ticks):
        return Verdict(rule=None, ticks=tuple(ticks))
    rule = "E16" if by_hand else "R2" if confirmation else "R1"
    return Verdict(
        rule=rule,
        ticks=tuple(ticks),
        run=run,
        confirmation_id=confirmation.id if confirmation else None,
        evidence_ids=picture_ids,
        not_reported=_not_reported(run),
    )


def _removed(facts: ClosingFacts) -> Verdict:
    """R3: it will never run again, the retailer wrote so, and the removal has been looked at."""
    picture, picture_ids = screenshot_tick(facts, not_before=facts.ticket.removed_at)
    confirmation = _counting_confirmation(facts, "stop")
    ticks = (
        _contained(facts.ticket),
        _notified(facts.ticket),
        _decided_to_remove(facts.ticket),
        removal_tick(facts),
        _confirmation_tick(facts, "stop"),
        picture,
        _lead(facts),
        *_second_person(facts),
    )
    if not all(t.ok for t in ticks):
        return Verdict(rule=None, ticks=ticks)
    assert confirmation is not None  # noqa: S101 - its tick is ok
    return Verdict(rule="R3", ticks=ticks, confirmation_id=confirmation.id, evidence_ids=picture_ids)


def _duplicate(facts: ClosingFacts) -> Verdict:
    """R4: the evidence lives on the target."""
    target = Tick(
        condition="duplicate",
        ok=bool(facts.duplicate_target_open),
        reason=None if facts.duplicate_target_open else "duplicate_target_wrong",
    )
    ticks = (target, _lead(facts))
    return Verdict(rule="R4" if all(t.ok for t in ticks) else None, ticks=ticks)


def _false_alarm(facts: ClosingFacts) -> Verdict:
    """R5: the platform knows of no failure at that time, and a success covers it."""
    run, verified = run_tick(facts, false_alarm=True)
    picture, picture_ids = screenshot_tick(facts, not_before=run.ended_at if run else None)
    ticks = (verified, picture, _lead(facts), *_second_person(facts))
    ok = all(t.ok for t in ticks)
    return Verdict(rule="R5" if ok else None, ticks=ticks, run=run, evidence_ids=picture_ids if ok else ())


def _contained(ticket: JobTicket) -> Tick:
    """K1."""
    ok = ticket.containment is not None and ticket.containment.done
    return Tick(condition="contained", ok=ok, reason=None if ok else "not_contained", action="contain")


def _notified(ticket: JobTicket) -> Tick:
    """K2."""
    reason = "retailer_not_notified" if ticket.notification is None else None
    if reason is None and ticket.letter_problem is not None:
        reason = "letter_did_not_arrive"
    return Tick(condition="notified", ok=reason is None, reason=reason, action="notify_retailer")


def _decided(ticket: JobTicket) -> Tick:
    """K3, the decision. To remain paused is a decision to wait, not to close: Hold is offered (N4)."""
    choice = ticket.decision.choice if ticket.decision else None
    ok = choice is Choice.REACTIVATE
    action = "hold" if choice is Choice.REMAIN_PAUSED else "decide"
    return Tick(condition="decided", ok=ok, reason=None if ok else "account_not_decided", action=action)


def _decided_to_remove(ticket: JobTicket) -> Tick:
    ok = _removal_decided(ticket)
    return Tick(condition="decided", ok=ok, reason=None if ok else "removal_not_decided", action="decide")


def _removal_decided(ticket: JobTicket) -> bool:
    return ticket.decision is not None and ticket.decision.choice is Choice.REMOVE


def _active_again(facts: ClosingFacts) -> Tick:
    """K3 done, and T3: read back as running, now."""
    reason = reading_problem(facts) or _why_inactive(facts)
    return Tick(condition="active_again", ok=reason is None, reason=reason, action="reactivate")


def _why_inactive(facts: ClosingFacts) -> str | None:
    """What was not seen, or was seen of another job or connection, is not taken for active (E10)."""
    reading, ticket = facts.reading, facts.ticket
    if reading is None:
        return "not_checked"
    if reading.job_gone:
        return "job_gone"
    if reading.job is None or reading.job.job_id != ticket.job_id:
        return "verification_unavailable"
    if reading.job.paused:
        return "still_paused"
    if reading.connection_gone:
        return "connection_gone"
    seen = reading.connection
    expected = ticket.connection_id or reading.job.connection_id
    if expected is not None and (seen is None or seen.connection_id != expected):
        return "verification_unavailable"
    return "still_paused" if seen is not None and seen.status is not ConnectionStatus.ACTIVE else None


def _lead(facts: ClosingFacts) -> Tick:
    ok = facts.role >= Role.LEAD
    return Tick(condition="lead", ok=ok, reason=None if ok else "lead_needed", action="ask_lead")


def _second_person(facts: ClosingFacts) -> tuple[Tick, ...]:
    """Four eyes, where the workspace wants them: whoever verified does not also close."""
    if not facts.switches.four_eyes_on_close:
        return ()
    ok = facts.ticket.verified_by != facts.actor_id
    return (Tick(condition="second_person", ok=ok, reason=None if ok else "second_person_needed"),)


def _unless_only_said(verified: Tick, facts: ClosingFacts) -> Tick:
    """N2: that the retailer says it is fixed does not make a run succeed."""
    if verified.ok or _counting_confirmation(facts, "change") is None:
        return verified
    return Tick(
        condition=verified.condition,
        ok=False,
        reason="not_validated",
        facts={**verified.facts, "because": verified.reason},
        action=verified.action,
    )


def _confirmations(facts: ClosingFacts) -> tuple[Evidence, ...]:
    since = facts.ticket.reopened_at
    return tuple(
        e for e in facts.evidence if e.type == "confirmation" and (since is None or e.added_at >= since)
    )


def _counting_confirmation(facts: ClosingFacts, said: str) -> Evidence | None:
    """W1 and W2: written, by somebody who may, after they were told, and saying this."""
    notified = facts.ticket.notification
    for piece in reversed(_confirmations(facts)):
        problem = confirmation_problem(piece, facts.contacts, notified.at if notified else None)
        if problem is None and piece.said == said:
            return piece
    return None


def _confirmation_tick(facts: ClosingFacts, said: str) -> Tick:
    if _counting_confirmation(facts, said) is not None:
        return Tick(condition="confirmation", ok=True)
    pieces = _confirmations(facts)
    reason = "confirmation_missing"
    if pieces:
        notified = facts.ticket.notification
        reason = (
            confirmation_problem(pieces[-1], facts.contacts, notified.at if notified else None)
            or "says_something_else"
        )
    return Tick(condition="confirmation", ok=False, reason=reason, action="add_confirmation")


def _not_reported(run: Run | None) -> tuple[str, ...]:
    if run is None:
        return ()
    return tuple(name for name in ("forced", "items_failed") if getattr(run, name) is None)
