"""/andon with an act on one case: the same commands, guards and refusals as the buttons."""

from datetime import datetime
from typing import Any

from bot.blocks import answers, checklist, retry_modal
from bot.blocks.message import Message
from bot.grammar import Typed
from bot.handlers.acting import case_modal, ticket_of
from bot.handlers.click import Answer, Click, Later, Open, Whisper
from bot.handlers.closing import close_any, read
from bot.handlers.finding import named_by_words, named_card
from bot.handlers.notifying import notify_view
from bot.handlers.times import until_of
from bot.routes import RetryModal
from core.domain.case_parts import HoldKind
from core.domain.job_ticket_table import Choice
from core.errors import Invalid
from core.services.acting import CaseCommand
from core.services.cases import ArchiveCase, AssignCase, SnoozeCase, TakeCase, UnarchiveCase, UndoLast
from core.services.holding import HoldTicket, ResumeWork
from core.services.issues import RetryOrder
from core.services.job_tickets import (
    ContainJob,
    DecideAccount,
    Reactivate,
    RunVerification,
)
from core.views import CaseCard, IssueCard, JobTicketCard, SupportCard

_CHOICES = {
    "reactivate": Choice.REACTIVATE,
    "remain": Choice.REMAIN_PAUSED,
    "remain_paused": Choice.REMAIN_PAUSED,
    "paused": Choice.REMAIN_PAUSED,
    "remove": Choice.REMOVE,
}
_REASONS = {"actioned": "actioned", "no_action": "no_action_needed", "no_action_needed": "no_action_needed"}


async def take(typed: Typed, click: Click) -> Answer:
    return await _do(TakeCase, await named_card(typed, click), click)


async def assign(typed: Typed, click: Click) -> Answer:
    card = await named_card(typed, click)
    if not typed.members:
        raise Invalid("error.assign_to_whom", field="to")
    await click.house.people.member(typed.members[0])
    return await _do(AssignCase, card, click, to=typed.members[0])


async def retry(typed: Typed, click: Click) -> Answer:
    words = tuple(w for w in typed.words if w.casefold() not in ("dry-run", "checked"))
    card = await named_by_words(words, typed, click)
    said = {w.casefold() for w in typed.words}
    if not isinstance(card, IssueCard):
        raise Invalid("error.not_retryable", field="number", number=card.number)
    if "dry-run" in said:
        return _tried_dry(card, click)
    checked = "checked" in said
    if card.needs_duplicate_check and not checked:
        return Open(view=retry_modal.render(card, case_modal(RetryModal, card, click), click.say))
    return await _do(RetryOrder, card, click, duplicate_checked=checked)


async def pause(typed: Typed, click: Click) -> Answer:
    """/andon pause "eBay AU": the open ticket of its failing job, by number, connection or job name."""
    return await _do(ContainJob, await named_card(typed, click), click)


async def notify(typed: Typed, click: Click) -> Answer:
    return await notify_view(ticket_of(await named_card(typed, click)), click)


async def decide(typed: Typed, click: Click) -> Answer:
    words = [w.casefold() for w in typed.words]
    choice = next((_CHOICES[w] for w in words if w in _CHOICES), None)
    if choice is None:
        raise Invalid("error.decide_what", field="choice", choices=", ".join(Choice))
    rest = tuple(w for w in typed.words if w.casefold() not in _CHOICES)
    return await _do(DecideAccount, await named_by_words(rest, typed, click), click, choice=choice)


async def reactivate(typed: Typed, click: Click) -> Answer:
    return await _do(Reactivate, await named_card(typed, click), click)


async def verify(typed: Typed, click: Click) -> Answer:
    return await _do(RunVerification, await named_card(typed, click), click)


async def close(typed: Typed, click: Click) -> Answer:
    """The same modal as the button: a command cannot carry a picture."""
    return await close_any(await named_card(typed, click), click)


async def why(typed: Typed, click: Click) -> Answer:
    """Why it cannot be closed, as a list."""
    return ask_why(ticket_of(await named_card(typed, click)), click)


def ask_why(card: JobTicketCard, click: Click) -> Later:
    """The checklist with the platform's word as of now, which takes longer than an ack may."""

    async def live() -> Message:
        return checklist.render(await read(card, click), click.say)

    return Later(meanwhile=answers.asking_platform(card, click.say), answer=live)


async def archive(typed: Typed, click: Click) -> Answer:
    words = [w.casefold() for w in typed.words]
    reason = typed.one("reason") or next((w for w in words if w in _REASONS), "actioned")
    rest = tuple(w for w in typed.words if w.casefold() not in _REASONS)
    card = await named_by_words(rest, typed, click)
    return await _do(ArchiveCase, card, click, reason=_REASONS.get(reason.casefold(), reason))


async def unarchive(typed: Typed, click: Click) -> Answer:
    return await _do(UnarchiveCase, await named_card(typed, click), click)


async def undo(typed: Typed, click: Click) -> Answer:
    return await _do(UndoLast, await named_card(typed, click), click)


async def resume(typed: Typed, click: Click) -> Answer:
    return await _do(ResumeWork, await named_card(typed, click), click)


async def hold(typed: Typed, click: Click) -> Answer:
    """until:tomorrow|2h|2026-12-01 or until:reply|stock|green, reason:"..." ; an issue is snoozed (rule G8)."""
    card = await named_card(typed, click)
    until, wake_on = until_of(typed.one("until"), click)
    if isinstance(card, IssueCard):
        return await _do(SnoozeCase, card, click, until=_needed(until))
    usual = HoldKind.CUSTOMER if isinstance(card, SupportCard) else HoldKind.RETAILER
    kind = typed.one("for") or typed.one("kind") or usual
    if kind not in set(HoldKind):
        raise Invalid("error.unknown_hold_kind", field="kind", kinds=", ".join(HoldKind))
    reason = typed.one("reason")
    if not reason:
        raise Invalid("error.say_reason", field="reason")
    return await _do(
        HoldTicket,
        card,
        click,
        kind=HoldKind(kind),
        reason=reason,
        until=until,
        wake_on=wake_on,
    )


async def _do(command: type[CaseCommand], card: CaseCard, click: Click, /, **arguments: Any) -> Answer:
    """Act on the version just read; the answer says what was done and leads to the card."""
    wish = command(key=click.key, case_id=card.case_id, seen_version=card.version, **arguments)
    done = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=answers.done(done, command.__name__, click.say, click.actor.id))


def _tried_dry(card: IssueCard, click: Click) -> Later:
    """What a retry would do, by a look at the order as the platform has it now."""

    async def look() -> Message:
        order = await click.house.read_order(card.case_id, click.actor)
        return answers.dry_run(card, order, click.say)

    return Later(meanwhile=answers.asking_platform(card, click.say), answer=look)


def _needed(until: datetime | None) -> datetime:
    if until is None:
        raise Invalid("error.until_missing", field="until")
    return until


RUNS = {
    "take": take,
    "assign": assign,
    "retry": retry,
    "pause": pause,
    "notify": notify,
    "decide": decide,
    "reactivate": reactivate,
    "verify": verify,
    "close": close,
    "why": why,
    "archive": archive,
    "unarchive": unarchive,
    "undo": undo,
    "resume": resume,
    "hold": hold,
}
