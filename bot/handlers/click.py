"""What a handler is given, and the answers it may give. No Bolt here: a handler is a plain async function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from bot.blocks.message import Message
from bot.gateway.surface import Surface
from bot.handlers.afterwards import Afterwards
from bot.handlers.groups import Groups
from bot.handlers.people import People
from bot.routes import Place
from bot.words import Say
from core.dispatch import Ask, Dispatch
from core.domain.member import Actor
from core.domain.platform_facts import Order, Reading
from core.ports.checks import JobCheckReport

ReadPlatform: TypeAlias = Callable[[str, str, str | None], Awaitable[Reading]]
"""(platform id, job id, connection id) -> what the platform says now; never raises."""


@dataclass(frozen=True, kw_only=True)
class House:
    """What every handler may use; built once."""

    team_id: str
    team_url: str | None = None
    """The workspace's own address, ending in a slash: links to messages begin with it."""
    dispatch: Dispatch
    ask: Ask
    words: dict[str, Say]
    read_platform: ReadPlatform
    run_job_check: Callable[[Actor], Awaitable[JobCheckReport]]
    read_order: Callable[[str, Actor], Awaitable[Order | None]]
    """(case id, actor) -> the order as the platform has it now, or None when it cannot be read."""
    now: Callable[[], datetime]
    afterwards: Afterwards
    surface: Surface
    people: People
    groups: Groups


@dataclass(frozen=True, kw_only=True)
class Click:
    """One press, submit or command, with who it came from.

    `key` names this very act for the inbox; `trigger_id` opens a modal within 3 s; `view_id` is the modal or
    home tab it was pressed in; `response_url` answers the person where they pressed.
    """

    actor: Actor
    house: House
    say: Say
    key: str
    place: Place = field(default_factory=Place)
    trigger_id: str | None = None
    view_id: str | None = None
    view_type: str | None = None
    response_url: str | None = None
    message_ts: str | None = None
    timezone: str = "UTC"


@dataclass(frozen=True, kw_only=True)
class Whisper:
    """Only the person sees it. `keeps_form`: a modal that was sent stays below it with all that was typed."""

    message: Message
    keeps_form: bool = False


@dataclass(frozen=True, kw_only=True)
class Later:
    """What takes longer than an ack may: `meanwhile` at once, the answer when it is there."""

    meanwhile: Message
    answer: Callable[[], Awaitable[Message]]


@dataclass(frozen=True, kw_only=True)
class Open:
    """A modal; on top of the open one when the click came from a modal."""

    view: dict[str, Any]
    then: Callable[[str], Awaitable[dict[str, Any] | None]] | None = None
    """Given the id of the view once it stands: a slower, fuller view to put in its place."""


@dataclass(frozen=True, kw_only=True)
class Redraw:
    """The modal that was clicked in, drawn afresh."""

    view: dict[str, Any]
    then: Callable[[str], Awaitable[dict[str, Any] | None]] | None = None


@dataclass(frozen=True, kw_only=True)
class ShowHome:
    """The person's home tab, drawn afresh."""

    view: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FieldErrors:
    """Of a submitted modal: block id -> words. It stays open and nothing typed is lost."""

    errors: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Done:
    """The card says it: no further answer. A modal that was submitted closes."""


@dataclass(frozen=True, kw_only=True)
class CloseAll:
    """Closes the whole stack of modals."""

    message: Message | None = None


Answer: TypeAlias = Whisper | Later | Open | Redraw | ShowHome | FieldErrors | Done | CloseAll
