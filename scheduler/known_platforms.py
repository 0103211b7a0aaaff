"""What each platform can do and whether it answers, as last seen. The workspace and /readyz read it."""

import asyncio
from collections.abc import Mapping

from core.domain.platform_facts import Capabilities
from core.errors import AdapterError, NotFound
from core.ports.platform import Platforms

ASK_S = 12.0


class KnownPlatforms:
    """Facts in memory. What was once read stays until it is read anew: a button does not come and go with
    the network."""

    def __init__(self) -> None:
        self._capabilities: Mapping[str, Capabilities] = {}
        self._problems: dict[str, str | None] = {}

    @property
    def capabilities(self) -> Mapping[str, Capabilities]:
        """Platform id -> what it can do. Never changed in place: who holds it holds one moment."""
        return self._capabilities

    @property
    def problems(self) -> Mapping[str, str]:
        """Platform id -> why it cannot be asked just now; a platform that answers is not in it."""
        return {one: problem for one, problem in self._problems.items() if problem is not None}

    def heard(self, platform_id: str, problem: str | None) -> None:
        self._problems[platform_id] = problem

    async def refresh(self, platforms: Platforms) -> None:
        """Ask every platform, at once."""
        found = await asyncio.gather(*(self._ask(platforms, one) for one in platforms.ids()))
        news = {one: can for one, can in found if can is not None}
        self._capabilities = {**self._capabilities, **news}

    async def _ask(self, platforms: Platforms, platform_id: str) -> tuple[str, Capabilities | None]:
        try:
            async with asyncio.timeout(ASK_S):
                can = await platforms.get(platform_id).capabilities()
        except AdapterError as error:
            self.heard(platform_id, error.reason)
        except NotFound:
            self.heard(platform_id, "not_found")
        except TimeoutError:
            self.heard(platform_id, "timed_out")
        else:
            self.heard(platform_id, None)
            return platform_id, can
        return platform_id, None
