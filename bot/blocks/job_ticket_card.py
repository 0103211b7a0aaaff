"""The card of a job ticket: the four steps, why it fails, what comes next, and at the end the proof."""

from datetime import timedelta

from bot.blocks import kit
from bot.blocks.buttons import card_row
from bot.blocks.case_facts import (
    QUOTE_CHARS,
    fallback,
    links_line,
    others_line,
    problem_words,
    strip,
    title_line,
)
from bot.blocks.headline import place, place_and_role
from bot.blocks.job_steps import steps_line
from bot.blocks.kit import Mrkdwn
from bot.blocks.letter_trouble import letter_line
from bot.blocks.message import Message, message
from bot.blocks.people import mentioned
from bot.words import Say
from core.domain.job_ticket_table import State
from core.domain.past import BEFORE_ANDON
from core.policies.closing import OUTCOMES
from core.policies.codes import JOB_CAUSES
from core.views import JobTicketCard, ProofView, StepState


def render(card: JobTicketCard, say: Say) -> Message:
    closed = card.state == State.CLOSED
    words = kit.lines(
        title_line(card, say),
        proof_line(card, say)
        if closed
        else kit.dotted(place_and_role(card, say), failures(card, say), _waiting(card, say)),
        others_line(card, say) if closed else links_line(card, say, _why(card, say), last_run(card, say)),
        None if closed else _problem(card, say),
        letter_line(card, say),
        _doubts(card.proof, say) if card.proof else None,
    )
    blocks = [kit.section(words)]
    if not closed and card.steps:
        blocks.append(kit.context(steps_line(card, say)))
    return message(
        fallback(card, say), [*blocks, card_row(card, say)], [strip(card, say, *_manner(card, say))]
    )


def proof_line(card: JobTicketCard, say: Say) -> Mrkdwn:
    """`Run 8841 succeeded 11:02 (4 min)  ·  screenshot  ·  Kitchenware Co`."""
    proof = card.proof
    if proof is None:
        return place(card)
    return kit.dotted(
        proven_run(proof, say),
        kit.said(say, "proof.screenshot") if proof.evidence_ids else None,
        kit.said(say, "proof.confirmed", retailer=place(card) or say("card.the_retailer"))
        if proof.rule in ("R2", "R3")
        else place(card),
    )


def proven_run(proof: ProofView, say: Say) -> Mrkdwn | None:
    if proof.run_id is None:
        return None
    run = kit.link(proof.run_url, kit.said(say, "proof.run", run=kit.escaped(proof.run_id, limit=60)))
    if proof.run_ended_at is None:
        return run
    took = ""
    if proof.run_started_at is not None and proof.run_ended_at > proof.run_started_at:
        took = f"({say.duration(proof.run_ended_at - proof.run_started_at)})"
    return kit.words(kit.said(say, "proof.succeeded", run=run, at=proof.run_ended_at), took)


def failures(card: JobTicketCard, say: Say) -> Mrkdwn:
    """`failed 6 times since 09:10`; once stopped, `failed 7 times, none since 09:22`."""
    stop = next((s for s in card.steps if s.name == "stop"), None)
    stopped_at = stop.at if stop is not None and stop.state is StepState.DONE else None
    if stopped_at is not None and card.last_failure_at <= stopped_at + CLOCKS_DIFFER:
        return kit.said_n(say, "card.failed_none_since", card.occurrences, since=stopped_at)
    return kit.said_n(say, "card.failed_since", card.occurrences, since=card.first_seen_at)


def cause_words(card: JobTicketCard, say: Say) -> str:
    return say(f"cause.{card.code}") if card.code in JOB_CAUSES else card.code


def _why(card: JobTicketCard, say: Say) -> Mrkdwn:
    said = kit.escaped(card.description.strip(), limit=QUOTE_CHARS)
    cause = kit.escaped(cause_words(card, say), limit=60)
    return kit.said(say, "card.why_quoted" if said else "card.why", cause=cause, error=said)


def last_run(card: JobTicketCard, say: Say) -> Mrkdwn | None:
    url = kit.safe_url(card.failed_run.url) if card.failed_run else None
    return kit.link(url, say("card.last_run")) if url else None


def _waiting(card: JobTicketCard, say: Say) -> Mrkdwn | None:
    return kit.said_n(say, "card.orders_waiting", card.orders_waiting) if card.orders_waiting else None


def _problem(card: JobTicketCard, say: Say) -> Mrkdwn | None:
    return kit.words(":warning:", problem_words(card.problem, say)) if card.problem else None


def _doubts(proof: ProofView, say: Say) -> Mrkdwn | None:
    """What the platform could not report stands beside the proof, so nobody takes it for checked."""
    known = [say(f"not_reported.{name}") for name in proof.not_reported if name in ("forced", "items_failed")]
    remark = kit.said(say, "proof.not_reported", what=say.listed(known)) if known else None
    note = (
        kit.said(say, "proof.note", note=kit.escaped(proof.note, limit=QUOTE_CHARS)) if proof.note else None
    )
    return kit.dotted(note, remark) or None


def _manner(card: JobTicketCard, say: Say) -> list[str | None]:
    """The middle of the strip: how it was closed, for whom it waits, how fast it was stopped."""
    if card.state == State.CLOSED and card.close_outcome == BEFORE_ANDON:
        return [kit.said(say, "card.closed_elsewhere", at=card.closed_at) if card.closed_at else None]
    if card.state == State.CLOSED:
        by = mentioned(card.closed_by, say)
        outcome = (
            f"outcome.{card.close_outcome}" if card.close_outcome in OUTCOMES.values() else "outcome.unknown"
        )
        done = kit.said(say, "card.closed_by", by=by, at=card.closed_at) if card.closed_at else None
        return [done, say(outcome)]
    if card.state == State.ON_HOLD and card.hold is not None:
        reason = kit.escaped(card.hold.reason, limit=QUOTE_CHARS)
        return [kit.said(say, "card.waits_for", whom=say(f"hold.{card.hold.kind}"), reason=reason)]
    if card.state == State.CONTAINED and card.minutes_to_contain is not None:
        return [kit.said(say, "card.stopped_after", span=_span(card.minutes_to_contain, say))]
    if card.reopen_count:
        return [kit.said_n(say, "card.reopened", card.reopen_count)]
    return []


def _span(minutes: int, say: Say) -> str:
    return say.duration(timedelta(minutes=minutes)) if minutes else say("card.under_a_minute")


CLOCKS_DIFFER = timedelta(seconds=120)
"""Edge case E22: a platform's clock and ours may differ by so much."""
