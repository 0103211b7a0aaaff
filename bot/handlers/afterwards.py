"""What may happen only once the ack is on its way.

Bolt sends the ack when the listener returns (`process_before_response=True`), so a listener that called Slack
itself would keep the person waiting for that call too.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Afterwards:
    """Starts work without waiting for it, logs what fails, and at the end waits for the rest."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def __call__(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_told(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        while self._running:
            await asyncio.gather(*self._running)


async def _told(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except Exception as error:  # a border: what the click did is already committed and acknowledged
        log.warning("an answer did not reach Slack: %s", error)
