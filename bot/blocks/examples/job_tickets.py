"""A job ticket in every state, and what makes its card hard."""

from dataclasses import replace
from datetime import timedelta

from bot.blocks.examples.given import (
    AT,
    CAME_BACK,
    HOSTILE,
    LONG,
    MINE,
    PUT_AWAY,
    UNTOUCHED,
    actions_of,
    soon,
)
from core.domain.case_parts import Hold, HoldKind, Kind, Link, Severity, Subject
from core.domain.close_attempt import Tick
from core.domain.job_ticket_table import ContainmentKind, State
from core.domain.platform_facts import Run, RunState
from core.views import CaseCard, Checklist, Deadline, JobTicketCard, Needs, ProofView, Step, StepState


def job_ticket(state: str, **changes: object) -> JobTicketCard:
    """A job ticket at *state*, complete in itself."""
    base = replace(JOB_BASE, state=state, actions=actions_of(Kind.JOB_TICKET, state))
    return replace(base, **{**JOB_CHANGES.get(state, {}), **changes})  # type: ignore[arg-type]  # fields by name


def checklist(**changes: object) -> Checklist:
    """A closing that was refused for several reasons at once."""
    card = job_ticket(State.VERIFYING)
    refused = Checklist(card=card, ticks=REFUSED, checked_at=AT + timedelta(hours=2))
    return replace(refused, **changes)  # type: ignore[arg-type]  # fields by name


def _steps(done: int, now: str = "now", **details: str | None) -> tuple[Step, ...]:
    """Four steps of which *done* are done and the next one stands at *now*."""
    steps = []
    for n, name in enumerate(("stop", "notify", "decide", "prove")):
        state = StepState.DONE if n < done else StepState(now) if n == done else StepState.THEN
        by, at = ("U0ANA", AT + timedelta(minutes=12 + 20 * n)) if n < done else (None, None)
        steps.append(Step(name=name, state=state, by=by, at=at, detail=details.get(name)))
    return tuple(steps)


JOB_BASE = JobTicketCard(
    case_id="0192f0c1-0000-7000-8000-000000000001",
    team_id="T0DEMO",
    number=20262010,
    kind=Kind.JOB_TICKET,
    version=3,
    revision=9,
    state=State.OPEN,
    code="token_expired",
    title="eBay AU order sync",
    description="refresh token revoked",
    severity=Severity.HIGH,
    subject=Subject(
        type="job", id="ebay-au-orders", label="eBay AU order sync", url="https://platform.example/jobs/7"
    ),
    account="Kitchenware Co",
    channel="eBay AU",
    runbook_url="https://docs.example/runbooks/token-expired",
    occurrences=6,
    first_seen_at=AT,
    last_seen_at=AT + timedelta(minutes=10),
    created_at=AT,
    updated_at=AT + timedelta(minutes=10),
    **UNTOUCHED,
    deadline=soon("contain", 30),
    overdue=False,
    job_id="ebay-au-orders",
    job_name="eBay AU order sync",
    platform_id="demo",
    connection_id="conn-7",
    connection_name="eBay AU",
    retailer="Kitchenware Co",
    last_failure_at=AT + timedelta(minutes=10),
    failed_run=Run(
        run_id="8840",
        job_id="ebay-au-orders",
        state=RunState.FAILED,
        url="https://platform.example/runs/8840",
    ),
    failures_in_a_row=6,
    orders_waiting=14,
    steps=_steps(0),
    containments=(ContainmentKind.PAUSE_JOB, ContainmentKind.PAUSE_MARKETPLACE),
    contained=False,
    decision=None,
    problem=None,
    minutes_to_contain=None,
    runs_while_paused=False,
)

PROOF = ProofView(
    rule="R1",
    outcome="technically_verified",
    checked_at=AT + timedelta(hours=2),
    run_id="8841",
    run_url="https://platform.example/runs/8841",
    run_started_at=AT + timedelta(minutes=108),
    run_ended_at=AT + timedelta(minutes=112),
    note="token renewed by the retailer",
    not_reported=("items_failed",),
    evidence_ids=("e1",),
)

_STOPPED: dict[str, object] = {
    **MINE,
    "contained": True,
    "minutes_to_contain": 12,
    "occurrences": 7,
    "deadline": soon("resolve", 2400),
}

_CLOSED: dict[str, object] = {
    **_STOPPED,
    "needs": Needs.NOBODY,
    "needs_member": None,
    "deadline": None,
    "steps": _steps(4, decide="reactivate"),
    "closed_at": AT + timedelta(hours=2),
    "closed_by": "U0ANA",
    "close_outcome": "technically_verified",
    "proof": PROOF,
}

JOB_CHANGES: dict[str, dict[str, object]] = {
    State.CONTAINING: {**MINE, "steps": _steps(0, "working", stop="pause_job"), "needs": Needs.PLATFORM},
    State.CONTAINED: {**_STOPPED, "steps": _steps(1), "deadline": soon("notify", 252)},
    State.RETAILER_NOTIFIED: {**_STOPPED, "steps": _steps(2), "deadline": soon("resolve", 2400)},
    State.DECIDED_REACTIVATE: {**_STOPPED, "steps": _steps(3, decide="reactivate"), "decision": "reactivate"},
    State.DECIDED_REMAIN_PAUSED: {
        **_STOPPED,
        "steps": _steps(3, "then", decide="remain_paused", prove="waits"),
        "decision": "remain_paused",
    },
    State.DECIDED_REMOVE: {
        **_STOPPED,
        "steps": _steps(3, decide="remove"),
        "decision": "remove",
        "needs": Needs.LEAD,
    },
    State.REACTIVATING: {
        **_STOPPED,
        "steps": _steps(3, "working", decide="reactivate", prove="reactivating"),
        "decision": "reactivate",
        "needs": Needs.PLATFORM,
    },
    State.REMOVING: {
        **_STOPPED,
        "steps": _steps(3, "working", decide="remove", prove="removing"),
        "decision": "remove",
        "needs": Needs.PLATFORM,
    },
    State.ON_HOLD: {
        **_STOPPED,
        "steps": _steps(3, "then", decide="remain_paused", prove="waits"),
        "decision": "remain_paused",
        "hold": Hold(
            kind=HoldKind.RETAILER,
            reason="waits for the new password",
            since=AT,
            until=AT + timedelta(days=1),
        ),
        "needs": Needs.RETAILER,
        "deadline": Deadline(what="wake", at=AT + timedelta(days=1), paused=True),
    },
    State.VERIFYING: {
        **_STOPPED,
        "steps": _steps(3, decide="reactivate", prove="verifying"),
        "decision": "reactivate",
        "needs": Needs.RUN,
        "deadline": soon("resolve", 2400),
    },
    State.CLOSED: _CLOSED,
}

REFUSED = (
    Tick(condition="contained", ok=True, action="contain"),
    Tick(condition="notified", ok=True, action="notify_retailer"),
    Tick(condition="decided", ok=True, action="decide"),
    Tick(condition="active_again", ok=False, reason="still_paused", action="reactivate"),
    Tick(condition="no_run_in_flight", ok=True),
    Tick(
        condition="verified_run",
        ok=False,
        reason="no_successful_run",
        facts={
            "run": "8840",
            "url": "https://platform.example/runs/8840",
            "ended_at": "2026-11-22T09:20:00+00:00",
            "items_failed": None,
        },
        action="verification_run",
    ),
    Tick(
        condition="screenshot",
        ok=False,
        reason="screenshot_reused",
        facts={"file": "green-run.png", "found": None, "number": 20261980},
        action="attach",
    ),
)

CARDS: dict[str, CaseCard] = {
    **{f"job_ticket.{state}": job_ticket(state) for state in State},
    "job_ticket.open_overdue": job_ticket(
        State.OPEN, overdue=True, deadline=soon("resolve", -60), reopen_count=2
    ),
    "job_ticket.open_problem": job_ticket(
        State.OPEN, problem="forbidden", occurrences=1, failures_in_a_row=1
    ),
    "job_ticket.letter_refused": job_ticket(
        State.RETAILER_NOTIFIED,
        letter_problem=replace(CAME_BACK, kind="refused", status="smtp_550_5.1.1", words=""),
        actions=actions_of(Kind.JOB_TICKET, State.RETAILER_NOTIFIED) | {"notify_retailer", "skip_notify"},
        steps=_steps(1),
    ),
    "job_ticket.open_no_pause": job_ticket(
        State.OPEN, containments=(), actions=actions_of(Kind.JOB_TICKET, State.OPEN) - {"contain"}
    ),
    "job_ticket.contained_not_possible": job_ticket(
        State.CONTAINED,
        minutes_to_contain=None,
        steps=(
            Step(name="stop", state=StepState.SKIPPED, by="U0ANA", at=AT, detail="not_possible"),
            *_steps(1)[1:],
        ),
    ),
    "job_ticket.closed_removed": job_ticket(
        State.CLOSED,
        close_outcome="removed",
        decision="remove",
        proof=replace(
            PROOF, rule="R3", outcome="removed", run_id=None, run_url=None, run_ended_at=None, not_reported=()
        ),
    ),
    "job_ticket.closed_duplicate": job_ticket(
        State.CLOSED,
        close_outcome="duplicate",
        links=(Link(relation="duplicate_of", number=20262009),),
        proof=replace(
            PROOF, rule="R4", outcome="duplicate", run_id=None, evidence_ids=(), not_reported=(), note=""
        ),
    ),
    "job_ticket.closed_before_andon": job_ticket(
        State.CLOSED,
        close_outcome="before_andon",
        closed_by=None,
        decision=None,
        proof=None,
        steps=tuple(Step(name=name, state=StepState.THEN) for name in ("stop", "notify", "decide", "prove")),
    ),
    "job_ticket.archived": job_ticket(State.CLOSED, **PUT_AWAY),
    "job_ticket.hostile": job_ticket(
        State.OPEN,
        title=HOSTILE,
        job_name=HOSTILE,
        description=HOSTILE,
        retailer=HOSTILE,
        connection_name=HOSTILE,
        problem=HOSTILE,
        code=HOSTILE,
        runbook_url="javascript:alert(1)",
    ),
    "job_ticket.long": job_ticket(
        State.OPEN, title=LONG, job_name=LONG, description=LONG, retailer=LONG, problem=LONG
    ),
}
