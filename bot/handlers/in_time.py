"""The time an answer may take. With `process_before_response=True` Bolt sets no limit of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.errors import CoreError

ANSWER_S = 2.5
"""From the request to the body of the ack. Slack waits 3 s and then shows a failure (SLACK 4.1)."""


class TooSlow(CoreError):
    """The wish was handed over and may be on record; it is done once whatever the person does next."""

    code = "error.slow"


@asynccontextmanager
async def in_time(limit_s: float) -> AsyncIterator[None]:
    """Raises TooSlow when the block takes longer. What it handed to the door is not taken back by that."""
    try:
        async with asyncio.timeout(limit_s) as limit:
            yield
    except TimeoutError:
        if not limit.expired():
            raise  # somebody else's limit
        raise TooSlow from None
