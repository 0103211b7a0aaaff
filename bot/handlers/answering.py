"""An answer -> the body of the ack, and what is said after it."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any, assert_never

from bot.blocks import answers
from bot.blocks.message import Message
from bot.gateway.surface import Shown
from bot.handlers.click import (
    Answer,
    Click,
    CloseAll,
    Done,
    FieldErrors,
    Later,
    Open,
    Redraw,
    ShowHome,
    Whisper,
)
from bot.handlers.home_view import changes_home, redraw
from bot.handlers.payloads import Payload
from core.errors import AdapterError, CoreError, OutcomeUnknown, Permanent

log = logging.getLogger(__name__)

Then = Callable[[str], Awaitable[dict[str, Any] | None]]

STACK_LIMIT = 3
"""Modals on top of one another. Source: docs.slack.dev/surfaces/modals (SLACK 1.1)."""


def deliver(answer: Answer, payload: Payload, click: Click) -> dict[str, Any] | None:
    """The ack's body; what needs a call to Slack is started as a task and awaited at shutdown."""
    if changes_home(answer, click):
        click.house.afterwards(redraw(click))
    if payload.type == "view_submission":
        return _to_submit(answer, payload, click)
    after = click.house.afterwards
    match answer:
        case Open(view=view, then=then):
            after(_open(view, then, click))
        case Redraw(view=view, then=then):
            after(_redraw(view, then, click))
        case ShowHome(view=view):
            after(click.house.surface.publish_home(click.actor.id, view))
        case Whisper(message=message) | CloseAll(message=Message() as message):
            after(tell(message, click))
        case Later():
            after(_now_and_later(answer, click))
        case Done() | CloseAll() | FieldErrors():
            return None
        case _:
            assert_never(answer)
    return None


def deliver_after_command(answer: Answer, click: Click) -> Message | None:
    """What a typed command answers in its ack; the rest of the answer, a modal or a report, follows."""
    match answer:
        case Whisper(message=message):
            return message
        case Later(meanwhile=meanwhile):
            click.house.afterwards(later(answer, click))
            return meanwhile
        case Open(view=view, then=then):
            click.house.afterwards(_open(view, then, click))
    return None


async def tell(message: Message, click: Click) -> None:
    """Where they clicked, or where the modal was opened; from App Home, which has no such place, as a small
    modal; where none of these works any more, directly."""
    surface = click.house.surface
    for way in _ways(message, click):
        try:
            await way()
        except OutcomeUnknown as error:
            log.info("an answer may have arrived: %s", error.reason)
            return  # told twice is worse than told perhaps: the card says it too
        except AdapterError as error:
            log.info("an answer takes another way: %s", error.reason)
        else:
            return
    await surface.tell_person(click.actor.id, message)


async def later(answer: Later, click: Click) -> None:
    """The slow part of an answer. Whatever becomes of it, the person hears."""
    try:
        message = await answer.answer()
    except CoreError as refused:
        message = answers.refused(refused, click.say, click.actor.id)
    except Exception:  # a border: a bug becomes a reference that the person can quote
        reference = token_hex(3)
        log.exception("a late answer failed, reference %s", reference)
        message = answers.bug(reference, click.say)
    await tell(message, click)


def _to_submit(answer: Answer, payload: Payload, click: Click) -> dict[str, Any] | None:
    """To a modal that was sent. No body closes it; its place in the stack decides what can stand on top."""
    after = click.house.afterwards
    match answer:
        case FieldErrors(errors=errors):
            return {"response_action": "errors", "errors": errors}
        case Open(view=view):
            return {"response_action": "push", "view": view}
        case Redraw(view=view, then=then):
            if then is not None and click.view_id is not None:
                after(_then(then, Shown(id=click.view_id), click))
            return {"response_action": "update", "view": view}
        case CloseAll(message=message):
            if message is not None:  # the modal it was sent from is gone by then
                after(tell(message, replace(click, view_id=None, view_type=None)))
            return {"response_action": "clear"}
        case Whisper(message=message, keeps_form=keeps_form):
            on_top = keeps_form and payload.view_depth < STACK_LIMIT
            action = "push" if on_top else "update"
            return {"response_action": action, "view": answers.as_modal(message, click.say)}
        case Later(meanwhile=meanwhile):
            after(later(answer, click))
            return {"response_action": "update", "view": answers.as_modal(meanwhile, click.say)}
        case ShowHome() | Done():
            return None
        case _:
            assert_never(answer)


def _ways(message: Message, click: Click) -> list[Callable[[], Awaitable[object]]]:
    surface, place = click.house.surface, click.place
    ways: list[Callable[[], Awaitable[object]]] = []
    if (url := click.response_url) is not None:
        ways.append(lambda: surface.respond(url, message, place.thread_ts))
    if (channel_id := place.channel_id) is not None and click.view_id is None:
        ways.append(lambda: surface.whisper(channel_id, click.actor.id, message, place.thread_ts))
    if click.trigger_id is not None and (click.view_id is not None or place.channel_id is None):
        ways.append(lambda: _show(answers.as_modal(message, click.say), click))
    return ways


async def _now_and_later(answer: Later, click: Click) -> None:
    await tell(answer.meanwhile, click)
    await later(answer, click)


async def _open(view: dict[str, Any], then: Then | None, click: Click) -> None:
    try:
        shown = await _show(view, click)
    except AdapterError as error:
        log.info("a modal could not be opened: %s", error.reason)
        # The trigger is spent or too old, so the answer cannot be a modal.
        await tell(answers.expired(click.say), replace(click, trigger_id=None))
        return
    if then is not None:
        await _then(then, shown, click)


async def _show(view: dict[str, Any], click: Click) -> Shown:
    surface, trigger_id = click.house.surface, click.trigger_id or ""
    if click.view_type == "modal":
        return await surface.push_view(trigger_id, view)
    return await surface.open_view(trigger_id, view)


async def _redraw(view: dict[str, Any], then: Then | None, click: Click) -> None:
    if click.view_id is None:
        return
    shown = await click.house.surface.update_view(click.view_id, view)
    if then is not None:
        await _then(then, shown, click)


async def _then(then: Then, shown: Shown, click: Click) -> None:
    """The slower, fuller view, while what it fills in still stands there: the person may have closed it, or
    sent it off and look at what came of that."""
    fuller = await then(shown.id)
    if fuller is None:
        return
    try:
        await click.house.surface.update_view(shown.id, fuller, seen_hash=shown.hash)
    except Permanent as gone:
        log.info("a fuller view came too late: %s", gone.reason)
