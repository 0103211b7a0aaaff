"""Who is clicking. Members are learnt at the start and from events; somebody new is looked up once."""

import logging
import time
from collections.abc import Awaitable, Callable

from bot.words import negotiate
from core.dispatch import Ask, Dispatch
from core.domain.member import API_PREFIX, Actor, Member, Path, Role, is_reachable
from core.errors import AdapterError
from core.ports.chat import ChatMember
from core.services.members import GetMember, KeepMembers, SlackUser

KNOWN_FOR_S = 30.0
"""How long who somebody is may be remembered without asking the database, which costs every click another
thread's wake-up and five statements. Another replica's change of role is seen after that
here, and at once by the door, which looks again inside the transaction (RELIABILITY S4: at most 60 s)."""

MOST_KNOWN = 2_000
"""People remembered; beyond that all are forgotten and asked for again."""

log = logging.getLogger(__name__)


class People:
    """`look_up` asks Slack for one user. It is the one call to Slack that a listener may wait for, once in a
    member's life: without it the first click of somebody new would be refused."""

    def __init__(
        self,
        ask: Ask,
        dispatch: Dispatch,
        team_id: str,
        look_up: Callable[[str], Awaitable[ChatMember | None]],
        default_locale: str,
        *,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._dispatch = dispatch
        self._system = Actor.system(team_id, Path.LOOP)
        self._look_up = look_up
        self._default_locale = default_locale
        self._now_s = now_s
        self._known: dict[str, tuple[Member, float]] = {}

    async def member(self, member_id: str) -> Member | None:
        known = self._remembered(member_id) or await self._on_record(member_id)
        if known is not None:
            return known
        try:
            found = await self._look_up(member_id)
        except AdapterError as error:
            log.warning("nobody could be asked who %s is: %s", member_id, error)
            return None
        if found is None:
            return None
        await self.learn((found,))
        return await self._on_record(member_id)

    async def learn(self, users: tuple[ChatMember, ...]) -> None:
        kept = tuple(
            SlackUser(
                id=u.id,
                name=u.name,
                locale=negotiate(u.locale, self._default_locale),
                timezone=u.timezone,
                email=u.email,
                is_bot=u.is_bot,
                is_guest=u.is_guest,
                is_admin=u.is_admin,
                is_deleted=u.is_deleted,
            )
            for u in users
        )
        await self._dispatch(KeepMembers(users=kept), by=self._system)
        for user in users:
            self._known.pop(user.id, None)

    def forget(self) -> None:
        """Roles on record are others than before: look again."""
        self._known.clear()

    async def actor(self, member_id: str, path: Path) -> tuple[Actor, Member | None]:
        """Somebody who cannot be found may do nothing; the refusal then says who can."""
        member = await self.member(member_id)
        return (Actor.of(member, path), member) if member else self.unknown(member_id, path)

    def unknown(self, member_id: str, path: Path) -> tuple[Actor, None]:
        """Somebody before they are looked up, and whoever cannot be."""
        team_id, locale = self._system.team_id, self._default_locale
        return Actor(
            id=member_id, team_id=team_id, name=member_id, role=Role.NONE, path=path, locale=locale
        ), None

    def _remembered(self, member_id: str) -> Member | None:
        member, until_s = self._known.get(member_id, (None, 0.0))
        return member if until_s > self._now_s() else None

    async def _on_record(self, member_id: str) -> Member | None:
        member = await self._ask(GetMember(member_id=member_id), by=self._system)
        if member is not None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[member_id] = (member, self._now_s() + KNOWN_FOR_S)
        return member


def names_from(ask: Ask, team_id: str) -> Callable[[str], Awaitable[str | None]]:
    """What members are called, from what is on record; a token of the REST API by its own name."""
    system = Actor.system(team_id, Path.LOOP)

    async def name_of(member_id: str) -> str | None:
        if not is_reachable(member_id):
            return member_id.removeprefix(API_PREFIX)
        member = await ask(GetMember(member_id=member_id), by=system)
        return member.name if member else None

    return name_of
