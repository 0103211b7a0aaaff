"""The look at what was sent again without an answer: should the first try have landed after all, one of the two
goes. It bounds what delivery cannot know: how late a request takes effect that nobody waits for any more.

A look may be taken twice, or by two replicas at once: all of them keep the same copy.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from core.errors import AdapterError, OutcomeUnknown, Permanent, Temporary
from core.ports.chat import Chat
from core.ports.clock import Clock
from core.ports.second_looks import SecondLook, SecondLooks
from scheduler.budgets import CALL_S
from scheduler.delivery_failures import RATE_REASONS, code_of

LOOKS_A_ROUND = 30
"""Slack allows about 50 searches a minute (tier 3 of its rate limits), and delivery searches too."""

TRIED_FOR = timedelta(hours=1)
"""By then people have lived with both for an hour, and a busy channel has only grown."""

logger = logging.getLogger(__name__)


class Healer:
    """`heal` is to be called every minute."""

    def __init__(self, looks: SecondLooks, chat: Chat, clock: Clock) -> None:
        self._looks, self._chat, self._clock = looks, chat, clock

    async def heal(self) -> None:
        """Look at what is due. What Slack cannot answer now is looked at again the next time."""
        for look in await self._looks.due(limit=LOOKS_A_ROUND):
            try:
                async with asyncio.timeout(CALL_S):
                    await self._look(look)
                await self._looks.forget(look.delivery_id)
            except (Temporary, OutcomeUnknown, TimeoutError) as error:
                await self._next_time(look, error)
                if _concerns_all(error):
                    return
            except Permanent as error:
                await self._leave(look, error.reason)

    async def _look(self, look: SecondLook) -> None:
        found = await self._chat.repeats(look.place, look.thread_ts, look.delivery_id, look.since)
        kept = self._kept(look, [posted.ts for posted in found])
        for posted in found:
            if posted.ts != kept:
                await self._chat.take_back(posted)
                logger.warning("%s stood twice in %s: one taken back", look.delivery_id, look.place)

    def _kept(self, look: SecondLook, found: Sequence[str]) -> str | None:
        """The copy on record. Where somebody deleted just that one, one of the others: they saw both and meant to
        be left with one."""
        if look.kept_ts is None or look.kept_ts in found:
            return look.kept_ts
        return min(found, default=None)

    async def _next_time(self, look: SecondLook, error: Exception) -> None:
        if self._clock.now() - look.due_at > TRIED_FOR:
            await self._leave(look, _reason(error))
        else:
            logger.info("%s is looked at again the next time: %s", look.delivery_id, _reason(error))

    async def _leave(self, look: SecondLook, reason: str) -> None:
        logger.warning("%s may stand twice in %s and is left so: %s", look.delivery_id, look.place, reason)
        await self._looks.forget(look.delivery_id)


def _reason(error: Exception) -> str:
    return error.reason if isinstance(error, AdapterError) else "timed_out"


def _concerns_all(error: Exception) -> bool:
    """Whether the others of this round would meet the same."""
    return isinstance(error, Temporary) and (error.scope == "all" or code_of(error) in RATE_REASONS)
