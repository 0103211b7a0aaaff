"""Route -> handler -> Bolt. Beside app.py the only file that knows Bolt.

The order is the promise: commit, then ack, then tell. An ack means that the wish is on the disk. Nothing
escapes a listener: an exception after the ack would take the ack with it.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, TypeAlias, TypeVar

from bot.blocks import answers
from bot.form_fields import Form, FormErrors, parse
from bot.handlers.answering import deliver
from bot.handlers.click import Answer, Click, FieldErrors, House, Whisper
from bot.handlers.drafting import forget, keep
from bot.handlers.in_time import ANSWER_S, TooSlow, in_time
from bot.handlers.opening import FormOpener
from bot.handlers.payloads import Payload
from bot.handlers.people import People
from bot.routes import CardTooOld, CaseRoute, Route
from core.command import Query
from core.domain.member import Actor, Member, Path
from core.errors import CoreError, Invalid, Repeated, Stale
from core.services.reading import CardAt, GetCard
from core.views import CaseCard

log = logging.getLogger(__name__)

R = TypeVar("R", bound=Route)
M = TypeVar("M", bound=Route)
F = TypeVar("F", bound=Form)
Run: TypeAlias = Callable[[Payload, Click], Awaitable[Answer]]


@dataclass(frozen=True)
class Binding:
    """`kind`: action, view or shortcut. Once it was sent, `form` or, where another form led here, `completes` is
    no draft any more; not while it is `pending`."""

    kind: str
    route: type[Route]
    run: Run
    form: type[Form] | None = None
    pending: bool = False
    completes: type[Form] | None = None
    opens: FormOpener | None = None


def bind(route: type[R], handler: Callable[[R, Click], Awaitable[Answer]]) -> Binding:
    """A button. Paired so that the type checker sees the pair."""

    async def run(payload: Payload, click: Click) -> Answer:
        return await handler(route.parse(payload.value), click)

    return Binding("action", route, run)


def bind_opener(route: type[CaseRoute], opener: FormOpener) -> Binding:
    """A button that opens a form and does nothing else."""
    return replace(bind(route, opener), opens=opener)


def bind_form(
    route: type[M],
    form: type[F],
    handler: Callable[[M, F, Click], Awaitable[Answer]],
    *,
    pending: bool = False,
    completes: type[Form] | None = None,
) -> Binding:
    """A modal with inputs. What was typed wrong is said at its field and nothing is lost. `pending`: sending it
    is not yet the act, so what was typed stays a draft; `completes` is the form whose act this is."""

    async def run(payload: Payload, click: Click) -> Answer:
        parsed = route.parse(payload.private_metadata)
        try:
            filled = parse(form, payload.state_values)
        except FormErrors as wrong:
            return FieldErrors(
                errors={f: click.say(key, **wrong.facts.get(f, {})) for f, key in wrong.errors.items()}
            )
        try:
            return await handler(parsed, filled, click)
        except Invalid as wrong:
            if wrong.field is None or wrong.field not in form.model_fields:
                raise
            return FieldErrors(errors={wrong.field: click.say(wrong.code, **wrong.facts)})

    return Binding("view", route, run, form, pending, completes)


def bind_shortcut(route: type[Route], handler: Callable[[Payload, Click], Awaitable[Answer]]) -> Binding:
    return Binding("shortcut", route, handler)


class Listener:
    """One request of Slack's, from the parsed body to the body of the ack."""

    def __init__(
        self, bindings: Iterable[Binding], house: House, people: People, *, answer_s: float = ANSWER_S
    ) -> None:
        self._house = house
        self._people = people
        self._answer_s = answer_s
        self._bindings = {b.route.name: b for b in bindings}

    async def __call__(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The ack's body, or None for an empty one. Never raises."""
        payload = Payload(body)
        click = self._click(payload, *self._people.unknown(payload.user_id, path_of(payload)))
        try:
            async with in_time(self._answer_s):
                click = self._click(payload, *await self._people.actor(payload.user_id, path_of(payload)))
                answer = await self._answer(payload, click)
            return deliver(answer, payload, click)
        except TooSlow as slow:
            log.warning("no answer to %s within %s s", payload.route_name[:80], self._answer_s)
            answer = _refusal(slow, click)
        except Exception:  # a border: a bug becomes a reference that the person can quote
            reference = token_hex(3)
            log.exception("a click failed, reference %s", reference)
            answer = Whisper(message=answers.bug(reference, click.say), keeps_form=True)
        return deliver(answer, payload, click)

    async def closed(self, body: dict[str, Any]) -> None:
        """A form was closed unsent: what stands in it is kept for next time. Never raises.

        Slack's documentation shows a `view` in view_closed and does not promise its `state`: where that is
        missing, nothing is kept. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
        """
        payload = Payload(body)
        binding = self._bindings.get(payload.route_name)
        if binding is None or binding.form is None:
            return
        try:
            async with in_time(self._answer_s):
                click = self._click(payload, *await self._people.actor(payload.user_id, path_of(payload)))
                await keep(binding.form, payload, click)
        except Exception as error:  # a border: who closes a form waits for nothing, and is told nothing
            log.warning("a form that was closed was not kept: %s", error)

    async def _answer(self, payload: Payload, click: Click) -> Answer:
        binding = self._bindings.get(payload.route_name)
        try:
            if binding is None:
                raise CardTooOld(payload.route_name)
            answer = await binding.run(payload, click)
        except CoreError as refused:
            told = await _told(refused, payload, click)
            form = binding.form if binding is not None else None
            if form is None or _on_record(refused, click) or not await keep(form, payload, click):
                return told
            return replace(told, message=answers.draft_kept(told.message, click.say))
        if not isinstance(answer, FieldErrors):
            _after_sending(binding, payload, click)
        return answer

    def _click(self, payload: Payload, actor: Actor, member: Member | None) -> Click:
        words = self._house.words
        return Click(
            actor=actor,
            house=self._house,
            say=words.get(actor.locale) or words["en"],
            key=payload.key,
            place=payload.place,
            trigger_id=payload.trigger_id,
            view_id=payload.view_id,
            view_type=payload.view_type,
            response_url=payload.response_url,
            message_ts=payload.message_ts,
            timezone=member.timezone if member else "UTC",
        )


def _on_record(refused: CoreError, click: Click) -> bool:
    """What was sent is there already; not so where somebody else is at it."""
    others = refused.facts.get("under_way") and refused.facts.get("by") != click.actor.id
    return isinstance(refused, Repeated) and not others


def _after_sending(binding: Binding, payload: Payload, click: Click) -> None:
    form, case_id = binding.completes or binding.form, payload.case_id
    if form is None or case_id is None:
        return
    click.house.afterwards(keep(form, payload, click) if binding.pending else forget(form, case_id, click))


async def _told(refused: CoreError, payload: Payload, click: Click) -> Whisper:
    """The refusal in words; with the card as it stands now where the person looks at an old one."""
    if isinstance(refused, CardTooOld):
        log.info("a button that is no longer drawn: %s", payload.route_name[:80])
        card = await card_behind(payload, click)
        return Whisper(message=answers.too_old(card, click.say)) if card else _refusal(refused, click)
    if isinstance(refused, Stale) and payload.is_ephemeral:
        card = await card_behind(payload, click)
        if card is not None:
            return Whisper(message=answers.stale_copy(refused, card, click.say, click.actor.id))
    return _refusal(refused, click)


async def card_behind(payload: Payload, click: Click) -> CaseCard | None:
    """The case that a button of another version belongs to: by the message it stands on, else by the id that
    every version of a case's button has carried. None where that is no card, or not theirs to see."""
    channel_id, ts, case_id = click.place.channel_id, click.message_ts, payload.case_id
    questions: list[Query[CaseCard]] = []
    if channel_id is not None and ts is not None and not payload.is_ephemeral:
        questions.append(CardAt(channel_id=channel_id, ts=ts))
    if case_id is not None:
        questions.append(GetCard(case_id=case_id))
    for question in questions:
        try:
            return await click.house.ask(question, by=click.actor)
        except CoreError:
            continue
    return None


def path_of(payload: Payload) -> Path:
    if payload.type in ("message_action", "shortcut"):
        return Path.SHORTCUT
    if payload.view_type == "home":
        return Path.HOME
    return Path.MODAL if payload.view_id else Path.BUTTON


def _refusal(refused: CoreError, click: Click) -> Whisper:
    """What was typed is kept for another try, except where it is on record already."""
    message = answers.refused(refused, click.say, click.actor.id)
    return Whisper(message=message, keeps_form=not isinstance(refused, Repeated))
