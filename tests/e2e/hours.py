"""How long people work: everybody who rests wakes up when the day is over."""

import asyncio
from contextlib import suppress


class Hours:
    def __init__(self) -> None:
        self._over = asyncio.Event()

    @property
    def open(self) -> bool:
        return not self._over.is_set()

    def end(self) -> None:
        self._over.set()

    async def rest(self, seconds: float) -> None:
        """A pause in the traffic, cut short by the end of the day."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
