"""Where every mail comes in, whichever way it was brought: read, matched, and committed before the answer.

A mail that this returns for is on record. One that it raises for is not, and whoever brought it keeps it.
"""

import asyncio
import logging
from collections.abc import Callable

from core.dispatch import Dispatch
from core.domain.member import Actor, Path
from core.errors import Repeated, Stale, Temporary
from core.services.mail_in import MailTaken, Outcome, ReceiveMail
from mail.addresses import SignedAddress
from mail.inbound.parser import parse_mail

log = logging.getLogger(__name__)

TRIES = 3
"""A case that somebody changed at the same moment: what the customer wrote is still true afterwards."""

AT_ONCE = 2
"""Mails that are read at one time; each may take some 100 MB and a second."""


class MailDoor:
    """`vouching` is the mail server whose Authentication-Results count; `counted` hears what became of each."""

    def __init__(
        self,
        dispatch: Dispatch,
        team_id: str,
        address: SignedAddress | None = None,
        *,
        vouching: str = "",
        counted: Callable[[str], None] = lambda _outcome: None,
        patience_s: float = 10.0,
    ) -> None:
        self._dispatch = dispatch
        self._actor = Actor.system(team_id, Path.MAIL, name="mail")
        self._address = address
        self._vouching = vouching
        self._counted = counted
        self._patience_s = patience_s
        self._room = asyncio.Semaphore(AT_ONCE)

    async def take(self, raw: bytes) -> MailTaken:
        """Raises Temporary, TimeoutError, or what the database says when it refuses."""
        async with self._room:
            mail = await asyncio.to_thread(parse_mail, raw, self._vouching)
        addressed = self._address.number_in(mail.recipients) if self._address else None
        taken = await self._stored(ReceiveMail(key=f"mail:{mail.message_id}", mail=mail, addressed=addressed))
        self._counted(taken.outcome)
        if taken.outcome is Outcome.UNMATCHED:
            log.warning("mail %s belongs to no case: GET /v1/mail/unmatched shows it", mail.message_id)
        return taken

    async def _stored(self, command: ReceiveMail) -> MailTaken:
        for _ in range(TRIES):
            try:
                async with asyncio.timeout(self._patience_s):
                    return await self._dispatch(command, by=self._actor)
            except Stale:
                continue
            except Repeated:
                return MailTaken(outcome=Outcome.REPEATED)
        raise Temporary("busy_case")
