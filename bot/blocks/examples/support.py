"""Support tickets as they may stand on a card."""

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
from core.domain.support_ticket import Message, Requester
from core.domain.support_ticket_table import Action, Outcome, State
from core.views import CaseCard, Needs, SupportCard


def support_ticket(state: str, **changes: object) -> SupportCard:
    base = replace(SUPPORT_BASE, state=state, actions=actions_of(Kind.SUPPORT_TICKET, state))
    return replace(base, **{**SUPPORT_CHANGES.get(state, {}), **changes})  # type: ignore[arg-type]  # by name


ANSWERED: dict[str, object] = {
    **MINE,
    "messages": (Message(text="Dear Joana, please send us a photo of the mug.", at=AT, by="U0ANA"),),
    "first_reply_at": AT,
    "answered": True,
    "needs": Needs.CUSTOMER,
    "needs_member": None,
    "deadline": soon("resolve", 540),
}

SUPPORT_BASE = SupportCard(
    case_id="0192f0c1-0000-7000-8000-000000000004",
    team_id="T0DEMO",
    number=20262063,
    kind=Kind.SUPPORT_TICKET,
    version=1,
    revision=1,
    state=State.OPEN,
    code="damage",
    title="Mug arrived broken",
    description="The mug I ordered for my sister came in pieces. Can I send it back?",
    severity=Severity.NORMAL,
    subject=Subject(
        type="order", id="403-118", label="403-118", url="https://platform.example/orders/403-118"
    ),
    account="Casa Lume",
    channel="Amazon",
    runbook_url="https://docs.example/runbooks/damage",
    occurrences=1,
    first_seen_at=AT,
    last_seen_at=AT,
    created_at=AT,
    updated_at=AT,
    **UNTOUCHED,
    deadline=soon("respond", 240),
    overdue=False,
    ticket_id="T-1182",
    requester=Requester(name="Joana Reis", email="joana@mail.example", phone="+351 900 000 000"),
    order_number="403-118",
    carrier="",
    claim_by=None,
    messages=(),
    respond_by=AT + timedelta(hours=4),
    first_reply_at=None,
    answered=False,
    close_note="",
    close_reference="",
)

SUPPORT_CHANGES: dict[str, dict[str, object]] = {
    State.IN_PROGRESS: ANSWERED,
    State.ON_HOLD: {
        **ANSWERED,
        "hold": Hold(kind=HoldKind.CUSTOMER, reason="asked for a photo of the mug", since=AT),
        "deadline": None,
    },
    State.CLOSED: {
        **ANSWERED,
        "needs": Needs.NOBODY,
        "deadline": None,
        "closed_at": AT + timedelta(days=1),
        "closed_by": "U0ANA",
        "close_outcome": Outcome.REFUNDED,
        "close_reference": "R-2210",
        "close_note": "Paid back in full.",
    },
}

CARDS: dict[str, CaseCard] = {
    **{f"support_ticket.{state}": support_ticket(state) for state in State},
    "support_ticket.customer_wrote": support_ticket(
        State.IN_PROGRESS,
        messages=(Message(text="Here is the photo.", at=AT),),
        answered=False,
        **MINE,
    ),
    "support_ticket.overdue": support_ticket(State.IN_PROGRESS, overdue=True, severity=Severity.HIGH),
    "support_ticket.no_address": support_ticket(
        State.OPEN,
        requester=Requester(name="Joana Reis"),
        actions=actions_of(Kind.SUPPORT_TICKET, State.OPEN) - {Action.REPLY},
    ),
    "support_ticket.of_an_incident": support_ticket(
        State.OPEN,
        code="refund_exchange",
        channel=None,
        links=(Link(relation="related", number=20262050),),
    ),
    "support_ticket.claim": support_ticket(
        State.OPEN,
        code="claim",
        carrier="tipsa",
        claim_by=AT + timedelta(days=7),
        links=(Link(relation="related", number=20262050),),
    ),
    "support_ticket.claim_on_hold": support_ticket(
        State.ON_HOLD, code="claim", claim_by=AT + timedelta(days=7)
    ),
    "support_ticket.follow_up": support_ticket(
        State.OPEN, code="gift_wrap", links=(Link(relation="recurs_from", number=20261999),)
    ),
    "support_ticket.merged": support_ticket(
        State.CLOSED,
        close_outcome=Outcome.DUPLICATE,
        close_reference="",
        links=(Link(relation="duplicate_of", number=20262061),),
    ),
    "support_ticket.letter_bounced": support_ticket(State.IN_PROGRESS, letter_problem=CAME_BACK, **MINE),
    "support_ticket.archived": support_ticket(State.CLOSED, **PUT_AWAY),
    "support_ticket.hostile": support_ticket(
        State.ON_HOLD,
        title=HOSTILE,
        code=HOSTILE,
        description=HOSTILE,
        account=HOSTILE,
        channel=HOSTILE,
        order_number=HOSTILE,
        requester=Requester(name=HOSTILE, email=HOSTILE, phone=HOSTILE),
        messages=(Message(text=HOSTILE, at=AT),),
        hold=Hold(kind=HoldKind.CUSTOMER, reason=HOSTILE, since=AT),
        subject=Subject(type=HOSTILE, id=HOSTILE, label=HOSTILE, url="https://evil.example/<!channel>"),
    ),
    "support_ticket.long": support_ticket(
        State.OPEN,
        title=LONG,
        code=LONG,
        description=LONG,
        account=LONG,
        channel=LONG,
        order_number=LONG,
        requester=Requester(name=LONG, email=LONG, phone=LONG),
    ),
}
