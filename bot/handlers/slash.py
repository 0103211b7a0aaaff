"""/andon: one root command. Bare, it shows a menu; a word it does not know, the nearest it does."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any, TypeAlias

from bot.blocks import answers, help_text, menu
from bot.blocks.message import Message
from bot.grammar import Typed, did_you_mean, parse, verb_of
from bot.handlers import (
    slash_acts,
    slash_cases,
    slash_digests,
    slash_lists,
    slash_notifications,
    slash_subscriptions,
)
from bot.handlers.answering import deliver_after_command
from bot.handlers.click import Answer, Click, House, Whisper
from bot.handlers.finding import SUBJECT_KEYS
from bot.handlers.in_time import ANSWER_S, TooSlow, in_time
from bot.handlers.people import People
from bot.handlers.slash_digests import ME
from bot.routes import Place
from core.domain.member import Actor, Member, Path
from core.errors import CoreError, Invalid
from core.policies.routing import FILTER_FIELDS

log = logging.getLogger(__name__)

Verb: TypeAlias = Callable[[Typed, Click], Awaitable[Answer]]


class Commands:
    """From the form that Slack posts to the body of the ack: an ephemeral answer that leaves with it."""

    def __init__(self, house: House, people: People, *, answer_s: float = ANSWER_S) -> None:
        self._house = house
        self._people = people
        self._answer_s = answer_s

    async def __call__(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """Never raises."""
        user_id = str(body.get("user_id") or "")
        click = self._click(body, *self._people.unknown(user_id, Path.SLASH))
        try:
            async with in_time(self._answer_s):
                click = self._click(body, *await self._people.actor(user_id, Path.SLASH))
                answer = await _answered(parse(str(body.get("text") or "")), click)
            message = deliver_after_command(answer, click)
        except TooSlow as slow:
            log.warning("no answer to a command within %s s", self._answer_s)
            message = answers.refused(slow, click.say, click.actor.id)
        except Exception:  # a border: a bug becomes a reference that the person can quote
            reference = token_hex(3)
            log.exception("a command failed, reference %s", reference)
            message = answers.bug(reference, click.say)
        return ephemeral(message) if message is not None else None

    def _click(self, body: dict[str, Any], actor: Actor, member: Member | None) -> Click:
        words = self._house.words
        return Click(
            actor=actor,
            house=self._house,
            say=words.get(actor.locale) or words["en"],
            key=f"slash:{body.get('team_id')}:{actor.id}:{body.get('trigger_id')}",
            place=Place(channel_id=body.get("channel_id") or None),
            trigger_id=body.get("trigger_id"),
            response_url=body.get("response_url") or None,
            timezone=member.timezone if member else "UTC",
        )


def ephemeral(message: Message) -> dict[str, Any]:
    answer: dict[str, Any] = {"response_type": "ephemeral", "text": message.text}
    if message.blocks:
        answer["blocks"] = list(message.blocks)
    if message.attachments:
        answer["attachments"] = list(message.attachments)
    return answer


async def _answered(typed: Typed, click: Click) -> Answer:
    if not typed.verb and (typed.number is not None or typed.message is not None):
        typed = replace(typed, verb="view")  # a number alone asks for the case
    if not typed.verb:
        return Whisper(message=menu.render(click.actor.role, click.say))
    run, typed = _for_me(typed) or (RUNS.get(typed.verb), typed)
    if run is None:
        near = did_you_mean(typed.verb)
        return Whisper(message=help_text.unknown(typed.verb, near, click.say))
    try:
        check_keys(typed, KEYS.get(typed.verb, CASE_KEYS))
        return await run(typed, click)
    except CoreError as refused:
        return Whisper(message=answers.refused(refused, click.say, click.actor.id))


def _for_me(typed: Typed) -> tuple[Verb, Typed] | None:
    """`subscribe me`: the same words about oneself. A preview is the same for both."""
    words = tuple(word for word in typed.words if word.casefold() != ME)
    if typed.verb not in slash_notifications.OF_ME or words == typed.words:
        return None
    typed = replace(typed, words=words)
    is_preview = slash_subscriptions.PREVIEW in (word.casefold() for word in words)
    return RUNS[typed.verb] if is_preview else slash_notifications.OF_ME[typed.verb], typed


def check_keys(typed: Typed, known: tuple[str, ...]) -> None:
    """Raises Invalid for a key that the verb would pass over: half a wish is not carried out."""
    for key in (*typed.keys, *typed.negated, *typed.at_least):
        if not known:
            raise Invalid("error.no_keys_here", field=key, key=f"{key}:", verb=typed.verb)
        if key not in known:
            near = did_you_mean(key, known)
            raise Invalid("error.unknown_key", field=key, key=f"{key}:", known=near or ", ".join(known))
    for key in (*typed.negated, *typed.at_least):
        if typed.verb != "subscribe" and (key in typed.negated or key != "severity"):
            raise Invalid("error.key_alone", field=key, key=key)


async def _help(typed: Typed, click: Click) -> Answer:
    topic = verb_of(typed.words[0]) if typed.words else None
    return Whisper(message=help_text.render(topic, click.say))


RUNS: dict[str, Verb] = {
    "help": _help,
    **slash_subscriptions.RUNS,
    **slash_digests.RUNS,
    **slash_notifications.RUNS,
    **slash_lists.RUNS,
    **slash_cases.RUNS,
    **slash_acts.RUNS,
}

CASE_KEYS = SUBJECT_KEYS
"""What names a case: order:1001, job:..."""

FILTER_KEYS = (*FILTER_FIELDS, "severity")

KEYS: dict[str, tuple[str, ...]] = {
    "subscribe": (*FILTER_KEYS, "language", "on"),
    "unsubscribe": (),
    "subscriptions": (),
    "digest": ("day",),
    "notifications": ("address",),
    "list": ("kind", "severity", "code", "account", "retailer", "channel", "order", "job"),
    "archive": (*CASE_KEYS, "reason"),
    "hold": (*CASE_KEYS, "until", "reason", "for", "kind"),
    "help": (),
    "jobcheck": (),
    "solve": (*CASE_KEYS, "as"),
    "contact": (*CASE_KEYS, "until", "note"),
    "reopen": (*CASE_KEYS, "reason"),
}
"""Keys of a verb; where it is not named, those that name a case."""
