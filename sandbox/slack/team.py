"""Everybody of a running workspace at their pages: `slack.ana`, `slack.luis`; for tests.

A person opens the page with the first thing they do, and closes it when the block ends.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sandbox.slack.documents import Json
from sandbox.slack.faults import Fault
from sandbox.slack.person import Person, sit_down
from sandbox.slack.server import SandboxSlack
from sandbox.slack.teammate import Teammate


class Team:
    """A workspace and its people, by name. What an app needs to connect is here too."""

    def __init__(self, slack: SandboxSlack, stack: AsyncExitStack) -> None:
        self.sandbox, self._stack = slack, stack
        self.base_url, self.api_url = slack.base_url, slack.api_url
        self.bot_token, self.app_token = slack.bot_token, slack.app_token
        self.signing_secret = slack.signing_secret
        self._seated: dict[str, Person] = {}
        self._sitting = asyncio.Lock()

    def __getattr__(self, name: str) -> Teammate:
        """`team.ana` is the user called ana."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self.person(name)

    def person(self, name: str) -> Teammate:
        """By name or id. Raises AttributeError for a stranger, with who is there."""
        users = self.sandbox.workspace.config.users
        for user in users:
            if name in (user.name, user.id):
                return Teammate(user.id, self._sit, self.channel)
        raise AttributeError(f"nobody is called {name}; there are {', '.join(user.name for user in users)}")

    def channel(self, name: str) -> str:
        """The id of a channel, by `#name`, name or id."""
        channels = self.sandbox.workspace.channels
        found = channels.get(name) or channels.named(name)
        if found is None:
            there = ", ".join(f"#{one.name}" for one in channels.all() if not one.is_im)
            raise LookupError(f"no channel {name}; there are {there}")
        return found.id

    def goes_wrong(self, fault: Fault) -> None:
        """The next matching calls or deliveries go wrong that way."""
        self.sandbox.workspace.faults.add(fault)

    def calls(self, method: str) -> list[Json]:
        """What the app asked of this method, oldest first, with arguments and replies."""
        return [entry for entry in self.sandbox.workspace.hub.traffic(2000) if entry["kind"] == method]

    def later(self, seconds: float) -> None:
        """Move Slack's clock on: triggers, response urls and event retries see the time pass."""
        self.sandbox.workspace.clock.advance(seconds)

    async def app_connected(self) -> None:
        await self.sandbox.app_connected()

    async def _sit(self, user_id: str) -> Person:
        async with self._sitting:
            if user_id not in self._seated:
                opened = sit_down(self.base_url, user_id)
                self._seated[user_id] = await self._stack.enter_async_context(opened)
            return self._seated[user_id]


@asynccontextmanager
async def team_of(slack: SandboxSlack) -> AsyncIterator[Team]:
    """The people of this workspace, until the block ends."""
    async with AsyncExitStack() as stack:
        yield Team(slack, stack)
