"""Fetching mails from a folder, every so often, where this process leads."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from core.errors import AdapterError
from core.ports.postbox import Postbox, TakeMail
from scheduler.trouble import log_bug

AT_ONCE = 50
"""Mails of one round; where there were more, the next round begins at once."""

logger = logging.getLogger(__name__)


class MailFetch:
    """Fetches until it is stopped. What cannot be read today is read tomorrow: the folder keeps it."""

    def __init__(
        self,
        postbox: Postbox,
        take: TakeMail,
        *,
        leads: Callable[[], bool] = lambda: True,
        every_s: float,
    ) -> None:
        self._postbox, self._take, self._leads, self._every_s = postbox, take, leads, every_s
        self._said = ""
        self._stop = asyncio.Event()

    async def run(self) -> None:
        while not self._stop.is_set():
            again = await self._round() if self._leads() else False
            if again:
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await self._stop.wait()

    async def stop(self) -> None:
        self._stop.set()

    async def _round(self) -> bool:
        """Whether more may wait."""
        try:
            taken = await self._postbox.empty(self._take, AT_ONCE)
        except (AdapterError, TimeoutError) as error:
            self._tell(getattr(error, "reason", "timed_out"))
            return False
        except Exception as error:  # the border: the next round comes anyway
            log_bug(logger, "fetching mails", error)
            return False
        self._tell("")
        return taken >= AT_ONCE

    def _tell(self, trouble: str) -> None:
        """Once for each trouble, not every minute."""
        if trouble != self._said:
            self._said = trouble
            logger.log(
                logging.WARNING if trouble else logging.INFO,
                "mails cannot be fetched: %s" if trouble else "mails are fetched%s",
                trouble,
            )
