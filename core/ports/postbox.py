"""A folder of mails that somebody else keeps, as the loop that fetches from it sees it."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

TakeMail: TypeAlias = Callable[[bytes], Awaitable[object]]
"""Returning means that the mail is on record."""


class Postbox(Protocol):
    async def empty(self, take: TakeMail, limit: int) -> int:
        """Hand up to *limit* unseen mails to *take*, oldest first, and mark each as seen once it is on record.
        Returns how many were taken. A mail that *take* raises Temporary or TimeoutError for ends the round; any
        other failure is that mail's alone, and it stays unseen. Raises Temporary or Parked where the folder cannot
        be read.
        """
