"""Who is in the user groups that andon.toml names: read at the start, when Slack says that one changed, and every
quarter of an hour. Never before an ack: what was read last stands on record until Slack says otherwise."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from bot.gateway.groups import SlackGroups
from core.dispatch import Dispatch
from core.domain.member import Actor, Path
from core.domain.user_group import UserGroup
from core.errors import AdapterError
from core.services.members import KeepGroups

GONE = "no_such_subteam"

log = logging.getLogger(__name__)


class Groups:
    """`wanted` are the ids of andon.toml; `changed_roles` is told once roles are others than before. Readings come
    one after the other, so that an older answer is never kept over a newer one."""

    def __init__(
        self,
        slack: SlackGroups,
        dispatch: Dispatch,
        team_id: str,
        wanted: Collection[str],
        *,
        now: Callable[[], datetime],
        changed_roles: Callable[[], None],
    ) -> None:
        self._slack = slack
        self._dispatch = dispatch
        self._system = Actor.system(team_id, Path.LOOP)
        self._wanted = tuple(wanted)
        self._now = now
        self._changed_roles = changed_roles
        self._one_at_a_time = asyncio.Lock()
        self._to_read: set[str] = set()

    async def start(self) -> None:
        """Everybody's role is worked out anew, since andon.toml may say something else than before; also when
        Slack does not answer."""
        async with self._one_at_a_time:
            await self._read(self._wanted, everyone=True)

    async def refresh(self) -> None:
        if self._wanted:
            async with self._one_at_a_time:
                await self._read(self._wanted)

    async def changed(self, group_id: str) -> None:
        """Slack says that something about this group changed. One that nobody named is nothing to us."""
        if group_id not in self._wanted or group_id in self._to_read:
            return
        self._to_read.add(group_id)
        async with self._one_at_a_time:
            self._to_read.discard(group_id)  # a change from here on may be missed by this reading
            await self._read((group_id,))

    async def _read(self, wanted: Iterable[str], *, everyone: bool = False) -> None:
        read = await self._asked(wanted)
        if not read and not everyone:
            return
        moved = await self._dispatch(KeepGroups(groups=read, everyone=everyone), by=self._system)
        if moved:
            log.info("user groups gave %d members another role or other accounts", moved)
            self._changed_roles()

    async def _asked(self, wanted: Iterable[str]) -> tuple[UserGroup, ...]:
        """What Slack answers; the rest stands as it was. A group that is gone or disabled has nobody in it."""
        read: list[UserGroup] = []
        wanted = tuple(wanted)
        try:
            handles = await self._slack.handles() if wanted else {}
            for group_id in wanted:
                read.append(await self._one(group_id, handles.get(group_id)))
        except AdapterError as error:
            log.warning("user groups could not be read (%s): who was in them last stands", error.reason)
        return tuple(read)

    async def _one(self, group_id: str, handle: str | None) -> UserGroup:
        read_at, members = self._now(), frozenset[str]()
        try:
            if handle is not None:
                members = await self._slack.members_of(group_id)
        except AdapterError as error:
            if error.reason != GONE:
                raise
            handle = None
        if handle is None:
            log.warning(
                "andon.toml names the user group %s, which Slack does not have or has disabled", group_id
            )
        return UserGroup(id=group_id, handle=handle or "", members=members, read_at=read_at)
