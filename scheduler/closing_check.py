"""The look that a closing needs: the pictures, then the platform, then the one decision.

Nothing here has an effect outside, so a crash at any point is followed by doing it again from the start. The
platform is read last: the decision takes nothing older than a minute.
"""

import asyncio
import logging
from collections.abc import Callable
from random import Random

from core.dispatch import Ask, Dispatch
from core.domain.close_attempt import CloseAttempt, UploadedFile
from core.domain.member import Actor
from core.domain.platform_facts import Reading
from core.errors import NotFound, OutcomeUnknown, Permanent, Stale, Temporary
from core.ports.clock import Clock
from core.ports.evidence_store import MAX_PICTURE_BYTES, EvidenceStore, PictureRefused
from core.ports.operations import OperationClaim, Operations
from core.ports.platform import Platforms
from core.ports.uploads import FileSource
from core.services.closing import CloseCase
from core.services.closing_evidence import CheckedPicture
from core.services.reading import GetAttempt, GetCard
from core.views import JobTicketCard
from scheduler.platform_reading import NO_CONNECTOR, read_job
from scheduler.troubles import Troubles

NOT_READY_S = 120.0
"""How long a file may take until Slack hands it out. Then the person is told that it could not be read."""

RETRY_S = 1.0

READ_AGAIN = 2
"""More looks at a platform that did not answer the first: somebody looks at "Checking..." meanwhile."""

PICTURE_S = 30.0
"""Download and check of one picture."""

logger = logging.getLogger(__name__)


class ClosingCheck:
    """Carries one claimed closing.check to its end."""

    def __init__(
        self,
        operations: Operations,
        files: FileSource,
        store: EvidenceStore,
        platforms: Platforms,
        ask: Ask,
        dispatch: Dispatch,
        clock: Clock,
        *,
        by: Actor,
        random: Random,
        alarm: Callable[[float], None],
    ) -> None:
        self._operations, self._files, self._store = operations, files, store
        self._platforms, self._ask, self._dispatch = platforms, ask, dispatch
        self._clock, self._by, self._random, self._alarm = clock, by, random, alarm
        self._troubles = Troubles()
        self._under_way: set[str] = set()
        self._looked: dict[str, dict[str, CheckedPicture]] = {}
        """Operation id -> file id -> verdict. A lease that ran out on a slow line costs no second download."""

    async def carry(self, claim: OperationClaim) -> None:
        operation_id = claim.operation.id
        if operation_id in self._under_way:  # the lease ran out while we are still downloading
            await self._operations.later(claim, in_s=RETRY_S, reason="under_way")
            return
        self._under_way.add(operation_id)
        try:
            await self._check(claim)
        finally:
            self._under_way.discard(operation_id)

    async def _check(self, claim: OperationClaim) -> None:
        operation = claim.operation
        attempt = await self._ask(GetAttempt(attempt_id=str(operation.arguments["attempt_id"])), by=self._by)
        try:
            pictures = [await self._once(file, operation.id) for file in attempt.form.files]
        except Temporary as error:
            in_s = self._troubles.next_s(operation.id, self._random, self._clock.now())
            in_s = min(max(in_s, error.retry_in_s), NOT_READY_S)
            await self._operations.later(claim, in_s=in_s, reason=error.reason)
            self._alarm(in_s)
            return
        close = CloseCase(
            attempt_id=attempt.id,
            operation_id=operation.id,
            fence=claim.fence,
            reading=await self._reading(attempt),
            pictures=tuple(pictures),
        )
        try:
            await self._dispatch(close, by=self._by)
        except Stale:
            logger.info("closing %s was settled by somebody else", attempt.id)
        self._troubles.over(operation.id)
        self._looked.pop(operation.id, None)
        for file in attempt.form.files:
            await self._files.forget(file.id)

    async def _once(self, file: UploadedFile, operation_id: str) -> CheckedPicture:
        looked = self._looked.setdefault(operation_id, {})
        if file.id not in looked:
            looked[file.id] = await self._picture(file, operation_id)
        return looked[file.id]

    async def _picture(self, file: UploadedFile, operation_id: str) -> CheckedPicture:
        """What the file is. Raises Temporary while it may yet be read."""
        try:
            async with asyncio.timeout(PICTURE_S):
                return await self._looked_at(file)
        except Permanent as error:
            return CheckedPicture(file=file, verdict=error.reason)
        except (Temporary, OutcomeUnknown, TimeoutError) as error:
            if self._troubles.lasts_s(operation_id, self._clock.now()) > NOT_READY_S:
                return CheckedPicture(file=file, verdict="not_readable")
            if isinstance(error, Temporary):
                raise
            raise Temporary("not_ready", retry_in_s=RETRY_S) from None

    async def _looked_at(self, file: UploadedFile) -> CheckedPicture:
        described = await self._files.describe_file(file.id)
        if described.size_bytes > MAX_PICTURE_BYTES:
            return CheckedPicture(file=described, verdict="too_large")
        content = await self._files.fetch_file(file.id, limit_bytes=MAX_PICTURE_BYTES)
        try:
            kept = await self._store.keep_picture(content)
        except PictureRefused as refused:
            return CheckedPicture(file=described, verdict=refused.code, found=refused.found)
        return CheckedPicture(
            file=described,
            verdict="ok",
            sha256=kept.sha256,
            store_key=kept.key,
            width_px=kept.width_px,
            height_px=kept.height_px,
        )

    async def _reading(self, attempt: CloseAttempt) -> Reading | None:
        """The platform as it is now. A hiccup is asked past; a platform that stays silent is said to be (E15)."""
        try:
            card = await self._ask(GetCard(case_id=attempt.case_id), by=self._by)
        except NotFound:
            return None
        if not isinstance(card, JobTicketCard):
            return None
        where = (card.platform_id, card.job_id, card.connection_id)
        reading = await read_job(self._platforms, *where, self._clock)
        for _ in range(READ_AGAIN):
            if reading.problem in (None, NO_CONNECTOR):
                break
            await asyncio.sleep(RETRY_S)
            reading = await read_job(self._platforms, *where, self._clock)
        return reading
