"""What Slack tells without being asked: App Home opened, channels shut and opened, people, mentions, reactions.

Events come at least once and in any order. Each handler is safe to run twice; acts carry the event id as their
key. A handler that fails is not acknowledged, so Slack sends the event again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from bot.blocks import answers
from bot.gateway.chat import described
from bot.grammar import Typed, parse
from bot.handlers.acting import ticket_of
from bot.handlers.answering import later, tell
from bot.handlers.click import Answer, Click, House, Later, Open, Whisper
from bot.handlers.closing import close_with, files_of
from bot.handlers.finding import named_card
from bot.handlers.home_view import draw
from bot.handlers.in_time import ANSWER_S, in_time
from bot.handlers.slash import CASE_KEYS, KEYS, RUNS, check_keys
from bot.handlers.slash_cases import ask_why
from bot.routes import HomeFilterButton, Place
from core.domain.close_attempt import UploadedFile
from core.domain.member import Actor, Path
from core.errors import CoreError, Permanent
from core.services.deliveries import ReportCardDeleted
from core.services.reading import CardAt

log = logging.getLogger(__name__)

Event: TypeAlias = Mapping[str, Any]

TAKE_REACTIONS = frozenset({"eyes"})
CLOSE_REACTIONS = frozenset({"white_check_mark", "heavy_check_mark"})
IN_THREADS = frozenset(
    {
        *("take", "assign", "retry", "pause", "decide", "reactivate", "verify", "archive", "hold"),
        *(
            "solve",
            "contact",
            "reviewed",
            "category",
            "reopen",
            "acknowledge",
            "comment",
            "priority",
            "cause",
        ),
    }
)
"""Verbs that need no modal, so that a mention can do them: there is no trigger in a mention."""


class Events:
    """`reopen` tells delivery that a channel takes messages again."""

    def __init__(self, house: House, bot_user_id: str, reopen: Callable[[str], Awaitable[int]]) -> None:
        self._house = house
        self._bot_user_id = bot_user_id
        self._reopen = reopen
        self._runs: dict[str, Callable[[Event, str], Awaitable[None]]] = {
            "app_home_opened": self._home_opened,
            "app_mention": self._mentioned,
            "channel_unarchive": self._opened,
            "group_unarchive": self._opened,
            "member_joined_channel": self._joined,
            "message": self._message,
            "reaction_added": self._reacted,
            "subteam_members_changed": self._group,
            "subteam_updated": self._group,
            "team_join": self._person,
            "user_change": self._person,
        }

    async def __call__(self, body: Mapping[str, Any]) -> None:
        """Raises what fails, TooSlow too: an event that is not acknowledged comes again."""
        event: Event = body.get("event") or {}
        kind = str(event.get("type"))
        run = self._runs.get(kind)
        own = event.get("user") == self._bot_user_id and kind != "member_joined_channel"
        if run is not None and not own:
            async with in_time(ANSWER_S):
                await run(event, str(body.get("event_id") or ""))

    async def _home_opened(self, event: Event, event_id: str) -> None:
        if event.get("tab") != "home":
            return
        click = await self._click(str(event["user"]), event_id, Path.HOME, Place())
        view = await draw(HomeFilterButton(), click)
        shown = event.get("view") or {}
        self._house.afterwards(self._first_home(click.actor.id, view, shown.get("hash")))

    async def _first_home(self, member_id: str, view: dict[str, Any], seen_hash: str | None) -> None:
        """A filter chosen in the meantime stands: the drawing of the opening comes too late then."""
        try:
            await self._house.surface.publish_home(member_id, view, seen_hash=seen_hash)
        except Permanent as late:
            if late.reason != "hash_conflict":
                raise

    async def _opened(self, event: Event, event_id: str) -> None:
        await self._reopen(str(event.get("channel")))

    async def _joined(self, event: Event, event_id: str) -> None:
        if event.get("user") == self._bot_user_id:
            await self._reopen(str(event.get("channel")))

    async def _person(self, event: Event, event_id: str) -> None:
        user = event.get("user")
        if isinstance(user, Mapping):
            await self._house.people.learn((described(user),))

    async def _group(self, event: Event, event_id: str) -> None:
        """Read anew rather than taken from the event: two events of one group come in any order."""
        said = event.get("subteam") or {"id": event.get("subteam_id")}
        self._house.afterwards(self._house.groups.changed(str(said.get("id"))))

    async def _message(self, event: Event, event_id: str) -> None:
        """A card that somebody deleted is posted again: it is the case's face, not a remark."""
        if event.get("subtype") == "message_deleted":
            system = Actor.system(self._house.team_id, Path.PLATFORM)
            await self._house.dispatch(
                ReportCardDeleted(channel_id=str(event["channel"]), ts=str(event["deleted_ts"])), by=system
            )

    async def _mentioned(self, event: Event, event_id: str) -> None:
        """@Andon close, in the thread of a card: commands do not work in threads, a mention does."""
        place = Place(channel_id=event.get("channel"), thread_ts=event.get("thread_ts"))
        click = await self._click(str(event.get("user")), event_id, Path.MENTION, place)
        text = str(event.get("text") or "").replace(f"<@{self._bot_user_id}>", " ").strip()
        files = files_of(event)
        self._say(await self._obey(_with_card(parse(text), place), click, files), click)

    async def _reacted(self, event: Event, event_id: str) -> None:
        item, reaction = event.get("item") or {}, event.get("reaction")
        if item.get("type") != "message" or reaction not in TAKE_REACTIONS | CLOSE_REACTIONS:
            return
        card = Place(channel_id=item.get("channel"), thread_ts=item.get("ts"))
        place = Place(channel_id=item.get("channel"))  # who reacts looks at the channel, not at the thread
        click = await self._click(str(event.get("user")), event_id, Path.REACTION, place)
        verb = "take" if reaction in TAKE_REACTIONS else "close"
        try:
            await self._house.ask(CardAt(channel_id=str(item["channel"]), ts=str(item["ts"])), by=click.actor)
        except CoreError:
            return  # a reaction on anything else is nobody's command
        self._say(await self._obey(_with_card(Typed(verb=verb), card), click), click)

    async def _obey(self, typed: Typed, click: Click, files: tuple[UploadedFile, ...] = ()) -> Answer:
        try:
            if typed.verb in ("close", "why"):
                return await self._ask_to_close(typed, click, files)
            run = RUNS.get(typed.verb) if typed.verb in IN_THREADS else None
            if run is None:
                return Whisper(message=answers.mention_help(click.say))
            check_keys(typed, KEYS.get(typed.verb, CASE_KEYS))
            answer = await run(typed, click)
            return Whisper(message=answers.needs_button(click.say)) if isinstance(answer, Open) else answer
        except CoreError as refused:
            return Whisper(message=answers.refused(refused, click.say, click.actor.id))

    async def _ask_to_close(self, typed: Typed, click: Click, files: tuple[UploadedFile, ...]) -> Answer:
        """With a picture beside the words it is an attempt like any other. Without one: the checklist with its
        buttons, since only a modal can take a picture."""
        card = ticket_of(await named_card(typed, click))
        if files and typed.verb == "close":
            return await close_with(files, card, click.place.thread_ts, click)
        return ask_why(card, click)

    def _say(self, answer: Answer, click: Click) -> None:
        if isinstance(answer, Whisper):
            self._house.afterwards(tell(answer.message, click))
        elif isinstance(answer, Later):
            self._house.afterwards(later(answer, click))  # nobody waits for an ack here

    async def _click(self, user_id: str, event_id: str, path: Path, place: Place) -> Click:
        actor, member = await self._house.people.actor(user_id, path)
        words = self._house.words
        return Click(
            actor=actor,
            house=self._house,
            say=words.get(actor.locale) or words["en"],
            key=f"event:slack:{event_id}",
            place=place,
            timezone=member.timezone if member else "UTC",
        )


def _with_card(typed: Typed, place: Place) -> Typed:
    """In a card's thread the card need not be named."""
    if typed.number is None and typed.message is None and place.channel_id and place.thread_ts:
        return replace(typed, message=(place.channel_id, place.thread_ts))
    return typed
