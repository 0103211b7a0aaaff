"""Everything Andon does to a platform, and the look before a closing: rows on record, carried out one by one."""

import logging
from collections.abc import Sequence
from random import Random

from core.dispatch import Ask, Dispatch
from core.domain.member import Actor
from core.domain.operation import CLOSING_CHECK
from core.ports.clock import Clock
from core.ports.evidence_store import EvidenceStore
from core.ports.operations import OperationClaim, Operations
from core.ports.platform import Platforms
from core.ports.uploads import FileSource
from scheduler.backoff import backoff_s
from scheduler.claim_loop import POLL_S, ClaimLoop
from scheduler.closing_check import ClosingCheck
from scheduler.platform_writes import Permit, PlatformWrites, always
from scheduler.trouble import log_bug

IN_FLIGHT = 8
"""Operations carried out at once; a platform sees no more of us than that."""

AFTER_BUG_S = 5.0

logger = logging.getLogger(__name__)


class OperationsLoop:
    """Claims and carries out until it is stopped. `wake` is for the storage's on-commit hook."""

    def __init__(
        self,
        operations: Operations,
        platforms: Platforms,
        files: FileSource,
        store: EvidenceStore,
        ask: Ask,
        dispatch: Dispatch,
        clock: Clock,
        *,
        by: Actor,
        owner: str,
        random: Random | None = None,
        in_flight: int = IN_FLIGHT,
        poll_s: float = POLL_S,
        permit: Permit = always,
    ) -> None:
        chance = random or Random()  # noqa: S311 - jitter, not a secret
        self._operations, self._owner, self._random = operations, owner, chance
        self._loop: ClaimLoop[OperationClaim] = ClaimLoop(
            "operations",
            claim=self._claim,
            carry=self._carry,
            in_flight=in_flight,
            random=chance,
            poll_s=poll_s,
        )
        alarm = self._loop.alarm
        self._writes = PlatformWrites(
            operations, platforms, dispatch, clock, by=by, random=chance, alarm=alarm, permit=permit
        )
        self._closings = ClosingCheck(
            operations, files, store, platforms, ask, dispatch, clock, by=by, random=chance, alarm=alarm
        )

    async def run(self) -> None:
        await self._loop.run()

    async def stop(self) -> None:
        await self._loop.stop()

    def wake(self) -> None:
        self._loop.wake()

    async def _claim(self, room: int) -> Sequence[OperationClaim]:
        return await self._operations.claim(self._owner, limit=room)

    async def _carry(self, claim: OperationClaim) -> None:
        operation = claim.operation
        try:
            if operation.kind == CLOSING_CHECK:
                await self._closings.carry(claim)
            else:
                await self._writes.carry(claim)
        except Exception as error:  # the border: the row says that something is wrong, and is tried again
            reference = log_bug(logger, f"{operation.kind} {operation.id}", error)
            in_s = backoff_s(operation.attempts, self._random, first_s=AFTER_BUG_S)
            await self._operations.later(claim, in_s=in_s, reason=f"bug {reference}")
