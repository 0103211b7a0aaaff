"""Delivery incidents as they may stand on a card."""

from dataclasses import replace
from datetime import timedelta

from bot.blocks.examples.given import AT, HOSTILE, LONG, MINE, PUT_AWAY, UNTOUCHED, actions_of, soon
from core.domain.case_parts import Kind, Severity, Subject
from core.domain.delivery_incident import UNREAD, ContactAttempt, Solution
from core.domain.delivery_incident_table import ContactOutcome, Outcome, Resolution, State
from core.views import CaseCard, Deadline, IncidentCard, Needs


def incident(state: str, **changes: object) -> IncidentCard:
    base = replace(INCIDENT_BASE, state=state, actions=actions_of(Kind.DELIVERY_INCIDENT, state))
    return replace(base, **{**INCIDENT_CHANGES.get(state, {}), **changes})  # type: ignore[arg-type]  # by name


SOLUTION = Solution(
    resolution=Resolution.RETRY_DELIVERY,
    text="Deliver on Monday; she is at home and pays the courier.",
    by="U0ANA",
    at=AT,
    operation_id="0192f0c1-0000-7000-8000-0000000000aa",
)

INCIDENT_BASE = IncidentCard(
    case_id="0192f0c1-0000-7000-8000-000000000003",
    team_id="T0DEMO",
    number=20262050,
    kind=Kind.DELIVERY_INCIDENT,
    version=1,
    revision=1,
    state=State.PENDING,
    code="refused",
    title="Order 1001",
    description="",
    severity=Severity.HIGH,
    subject=Subject(type="order", id="1001", label="Order 1001", url="https://platform.example/orders/1001"),
    account="Hartley & Sons",
    channel=None,
    runbook_url="https://docs.example/runbooks/refused",
    occurrences=1,
    first_seen_at=AT,
    last_seen_at=AT,
    created_at=AT,
    updated_at=AT,
    **UNTOUCHED,
    deadline=soon("acknowledge", 240),
    overdue=False,
    carrier="tipsa",
    carrier_code="NAM",
    carrier_checked_at=AT,
    incident_type="goods not accepted",
    reason_told="order cancelled or rejected",
    courier_notes="Dice que no lo ha pedido",
    distance_km=3.2,
    attempt=1,
    first_absence=False,
    return_deadline_at=AT + timedelta(days=3),
    contacts=(),
    solution=None,
    solution_error=None,
    carrier_answer=None,
    offers=(Resolution.RETRY_DELIVERY, Resolution.PROVIDE_SOLUTION, Resolution.RETURN_TO_SENDER),
    tip="tip.refused",
)

INCIDENT_CHANGES: dict[str, dict[str, object]] = {
    State.SOLUTION_SENDING: {
        **MINE,
        "solution": SOLUTION,
        "needs": Needs.PLATFORM,
        "needs_member": None,
        "deadline": None,
    },
    State.SOLUTION_SENT: {
        **MINE,
        "solution": SOLUTION,
        "needs": Needs.CARRIER,
        "needs_member": None,
        "deadline": soon("resolve", 540),
    },
    State.CARRIER_REPLIED: {
        **MINE,
        "solution": SOLUTION,
        "carrier_answer": "Se entrega el lunes por la mañana",
        "deadline": soon("resolve", 540),
    },
    State.CLOSED: {
        **MINE,
        "solution": SOLUTION,
        "needs": Needs.NOBODY,
        "needs_member": None,
        "deadline": None,
        "closed_at": AT + timedelta(days=2),
        "close_outcome": Outcome.DELIVERED,
    },
}

CARDS: dict[str, CaseCard] = {
    **{f"incident.{state}": incident(state) for state in State},
    "incident.first_absence": incident(
        State.PENDING,
        code="absent",
        carrier_code="AS",
        first_absence=True,
        severity=Severity.NORMAL,
        return_deadline_at=None,
        deadline=None,
        tip="tip.absent",
    ),
    "incident.contacted": incident(
        State.PENDING,
        **MINE,
        contacts=(ContactAttempt(outcome=ContactOutcome.NO_ANSWER, by="U0ANA", at=AT),),
        snoozed_until=AT + timedelta(hours=3),
        deadline=Deadline(what="wake", at=AT + timedelta(hours=3), paused=True),
    ),
    "incident.again": incident(State.PENDING, attempt=2, occurrences=2, carrier="gls_es", carrier_code="15"),
    "incident.wrong_address": incident(
        State.PENDING,
        code="address_wrong",
        carrier_code="DI",
        offers=(Resolution.CHANGE_ADDRESS, Resolution.PROVIDE_SOLUTION),
        tip="tip.address",
    ),
    "incident.not_taken": incident(State.PENDING, solution=SOLUTION, solution_error="already_resolved"),
    "incident.unread": incident(
        State.SOLUTION_SENDING,
        solution_error=UNREAD,
        unread_write=True,
        needs=Needs.MEMBER,
        needs_member="U0ANA",
    ),
    "incident.returned": incident(State.CLOSED, close_outcome=Outcome.RETURNED),
    "incident.archived": incident(State.CLOSED, **PUT_AWAY),
    "incident.hostile": incident(
        State.CARRIER_REPLIED,
        title=HOSTILE,
        account=HOSTILE,
        carrier=HOSTILE,
        carrier_code=HOSTILE,
        code=HOSTILE,
        reason_told=HOSTILE,
        courier_notes=HOSTILE,
        carrier_answer=HOSTILE,
        solution=replace(SOLUTION, text=HOSTILE),
        solution_error=HOSTILE,
        subject=Subject(type=HOSTILE, id=HOSTILE, label=HOSTILE, url="https://evil.example/<!channel>"),
    ),
    "incident.long": incident(
        State.PENDING,
        title=LONG,
        account=LONG,
        carrier=LONG,
        carrier_code=LONG,
        code=LONG,
        reason_told=LONG,
        courier_notes=LONG,
    ),
}
