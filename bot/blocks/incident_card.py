"""The card of a delivery incident: why, how often, what the courier and the customer said, and what was sent."""

from bot.blocks import kit
from bot.blocks.buttons import card_row
from bot.blocks.carriers import carrier_words
from bot.blocks.case_facts import (
    QUOTE_CHARS,
    fallback,
    links_line,
    problem_words,
    strip,
    title_line,
)
from bot.blocks.headline import place_and_role
from bot.blocks.kit import Mrkdwn
from bot.blocks.message import Message, message
from bot.blocks.people import mentioned
from bot.words import Say
from core.domain.delivery_incident import UNREAD
from core.domain.delivery_incident_table import Outcome, State
from core.views import IncidentCard

FACTS = 2
"""Lines of what others said that a card has room for; the details and the form have them all."""


def render(card: IncidentCard, say: Say) -> Message:
    words = kit.lines(
        title_line(card, say),
        kit.dotted(place_and_role(card, say), reason_line(card, say)),
        *facts_lines(card, say)[: FACTS if card.solution is None else 1],
        _solution(card, say),
        _trouble(card, say) or _hint(card, say),
        links_line(card, say),
    )
    owner = None
    if card.owner is not None and card.owner != card.needs_member:
        owner = kit.said(say, "card.owned", owner=mentioned(card.owner, say))
    snoozed = kit.said(say, "card.snoozed") if card.snoozed_until else None
    return message(
        fallback(card, say),
        [kit.section(words), card_row(card, say)],
        [strip(card, say, owner, snoozed, _ended(card, say))],
    )


def reason_line(card: IncidentCard, say: Say) -> Mrkdwn:
    """`TIPSA NAM: does not accept the goods`, the attempt, the distance and when it goes back."""
    reason = kit.said(
        say,
        "incident.reason",
        carrier=carrier_name(card),
        code=kit.escaped(card.carrier_code, limit=20),
        reason=reason_words(card.code, say),
    )
    parts = [reason]
    if card.attempt > 1:
        parts.append(kit.said(say, "incident.attempt", count=card.attempt))
    if card.distance_km is not None:
        parts.append(kit.said(say, "incident.distance", km=say.number(card.distance_km)))
    if card.return_deadline_at is not None and card.closed_at is None:
        parts.append(kit.said(say, "incident.returns", at=card.return_deadline_at))
    return kit.dotted(*parts)


def facts_lines(card: IncidentCard, say: Say) -> list[Mrkdwn]:
    """What the carrier answered or the courier wrote, the last call, and the reason in the carrier's words."""
    lines = []
    if card.carrier_answer is not None and card.carrier_answer.strip():
        lines.append(kit.said(say, "incident.answer", notes=_quoted(card.carrier_answer)))
    elif card.courier_notes.strip():
        lines.append(kit.said(say, "incident.courier", notes=_quoted(card.courier_notes)))
    if card.contacts:
        last = card.contacts[-1]
        lines.append(
            kit.said(say, "incident.contact", at=last.at, outcome=say(f"contact_outcome.{last.outcome}"))
        )
    if card.reason_told.strip():
        lines.append(kit.said(say, "incident.told", reason=_quoted(card.reason_told)))
    return lines


def _quoted(text: str) -> Mrkdwn:
    return kit.escaped(text, limit=QUOTE_CHARS)


def carrier_name(card: IncidentCard) -> Mrkdwn:
    return carrier_words(card.carrier)


def reason_words(reason: str, say: Say) -> str:
    """Our word for why; a reason of a workspace's own table is shown as it stands there."""
    known = reason.replace("_", "").isalnum() and say.has(f"reason.{reason}")
    return say(f"reason.{reason}") if known else kit.escaped(reason, limit=60)


def _solution(card: IncidentCard, say: Say) -> Mrkdwn | None:
    if card.solution is None:
        return None
    text = kit.escaped(card.solution.text, limit=QUOTE_CHARS)
    return kit.said(
        say, "incident.solution", resolution=say(f"resolution.{card.solution.resolution}"), text=text
    )


def _trouble(card: IncidentCard, say: Say) -> Mrkdwn | None:
    if card.solution_error is None:
        return None
    if card.solution_error == UNREAD:
        return kit.words(":warning:", kit.said(say, "incident.not_known"))
    why = problem_words(card.solution_error, say)
    return kit.words(":warning:", kit.said(say, "incident.not_taken", why=why))


def _hint(card: IncidentCard, say: Say) -> Mrkdwn | None:
    """What helps on the call; or that a first absence may wait (D15)."""
    if card.state not in (State.PENDING, State.CARRIER_REPLIED) or card.archived_at is not None:
        return None
    if card.first_absence:
        return kit.said(say, "incident.not_compulsory")
    return kit.words(":bulb:", kit.said(say, card.tip)) if card.tip else None


def _ended(card: IncidentCard, say: Say) -> Mrkdwn | None:
    if card.closed_at is None:
        return None
    known = card.close_outcome in set(Outcome)
    return kit.said(say, f"outcome.{card.close_outcome}" if known else "outcome.ended", at=card.closed_at)
