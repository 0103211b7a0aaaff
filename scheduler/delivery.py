"""Everything that leaves for Slack or a mailbox, each thing effectively once.

    claim a lane -> (probe, if it may have been sent) -> prepare -> intend -> call -> settle

The intent is durable before the call, so after a crash it is known what may have been sent, and only that is
looked for before it is repeated (RELIABILITY 1.3; tests/scheduler/test_delivery_simulation.py). What lands all
the same, later than anybody waits, is for second_look.py.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from core.dispatch import Ask, Dispatch
from core.domain.member import Actor
from core.errors import AdapterError, OutcomeUnknown, Permanent
from core.ports.chat import Chat, MessageGone
from core.ports.deliveries import CardWork, Deliveries, DeliveryClaim
from core.ports.evidence_store import EvidenceStore
from core.ports.mail import Mail
from scheduler.budgets import BEFORE_INTENT_S, CALL_S, INTENT_GRACE_S, PROBE_GAP_S, PROBES_NEEDED
from scheduler.claim_loop import POLL_S, ClaimLoop
from scheduler.delivery_failures import DeliveryFailures
from scheduler.member_sendings import MemberWords
from scheduler.sender_table import Senders
from scheduler.senders import Captions, Sending, Sent, plain_caption

IN_FLIGHT = 32
"""Lanes served at once: by Little's law enough for 200 channels at 150 ms a call (RELIABILITY 1.4)."""

LANE_SPACING_S = 1.0
"""About one message per second and channel (docs.slack.dev, rate limits). The lane keeps it; this only says
when to look again."""

PREPARE_S = 30.0
"""A picture of 10 MB over a slow line. What it reached is remembered, so the lease may run out meanwhile."""

PLAIN = MemberWords()

logger = logging.getLogger(__name__)


class DeliveryLoop:
    """Claims and sends until it is stopped. `wake` is for the storage's on-commit hook."""

    def __init__(
        self,
        deliveries: Deliveries,
        chat: Chat,
        mail: Mail,
        store: EvidenceStore,
        ask: Ask,
        dispatch: Dispatch,
        *,
        by: Actor,
        owner: str,
        random: Random | None = None,
        in_flight: int = IN_FLIGHT,
        poll_s: float = POLL_S,
        captions: Captions = plain_caption,
        words: MemberWords = PLAIN,
        spacing_s: float = LANE_SPACING_S,
    ) -> None:
        """`spacing_s` is the pace that the store keeps in a lane: with a longer one, lanes would rest too long."""
        chance = random or Random()  # noqa: S311 - jitter, not a secret
        self._deliveries = deliveries
        self._owner = owner
        self._spacing_s = spacing_s
        self._loop: ClaimLoop[DeliveryClaim] = ClaimLoop(
            "delivery",
            claim=self._claim,
            carry=self._carry,
            in_flight=in_flight,
            random=chance,
            poll_s=poll_s,
        )
        self._senders = Senders(deliveries, chat, mail, store, ask, by, captions, words)
        self._failures = DeliveryFailures(deliveries, dispatch, by=by, random=chance, alarm=self._loop.alarm)

    async def run(self) -> None:
        await self._loop.run()

    async def stop(self) -> None:
        await self._loop.stop()

    def wake(self) -> None:
        self._loop.wake()

    async def _claim(self, room: int) -> Sequence[DeliveryClaim]:
        return await self._deliveries.claim(self._owner, limit=room)

    async def _carry(self, claim: DeliveryClaim) -> None:
        """One claim, and the border: whatever goes wrong becomes a row that says so."""
        sending = self._senders.sending(claim)
        stage = Stage(maybe_sent=claim.maybe_sent)
        try:
            await self._deliver(claim, sending, stage)
        except Exception as error:
            await self._failures.follow(claim, sending.method, error, stage.after(error))

    async def _deliver(self, claim: DeliveryClaim, sending: Sending, stage: "Stage") -> None:
        if claim.maybe_sent and sending.can_be_found:
            async with asyncio.timeout(BEFORE_INTENT_S):
                standing = await self._probe(claim, sending)
            if standing is not None:
                await self._settle(claim, standing)
                self._loop.alarm(0.0)
                return
            if claim.negative_probes + 1 < PROBES_NEEDED:
                await self._deliveries.probed(claim, in_s=PROBE_GAP_S)
                self._loop.alarm(PROBE_GAP_S)
                return
            stage.maybe_sent = False
        async with asyncio.timeout(PREPARE_S):
            if not await sending.prepare():
                return
        if not await self._intended(claim):
            return
        stage.called = True
        next_s = asyncio.get_running_loop().time() + self._spacing_s
        async with asyncio.timeout(CALL_S):
            sent = await sending.send()
        stage.landed = True
        await self._settle(claim, sent)
        # A lane is usually spaced from the sending, after a 429 from the end of it: look at both moments.
        self._loop.alarm(max(0.0, next_s - asyncio.get_running_loop().time()))
        self._loop.alarm(self._spacing_s)

    async def _probe(self, claim: DeliveryClaim, sending: Sending) -> Sent | None:
        try:
            return await sending.found()
        except Permanent as error:
            if claim.negative_probes + 1 >= PROBES_NEEDED:
                # Where nothing may be read, a repeat is the lesser evil: a lost message is seen by nobody.
                logger.warning("%s cannot be searched (%s): it may be repeated", claim.lane, error.reason)
            return None

    async def _intended(self, claim: DeliveryClaim) -> bool:
        """Durably about to call, and only just now."""
        clock = asyncio.get_running_loop()
        asked_at = clock.time()
        if not await self._deliveries.intend(claim):
            return False
        if clock.time() - asked_at <= INTENT_GRACE_S:
            return True
        await self._deliveries.retry(claim, in_s=0.0, maybe_sent=False, reason="stood_still")
        return False

    async def _settle(self, claim: DeliveryClaim, sent: Sent) -> None:
        if isinstance(claim.work, CardWork):
            await self._deliveries.settle_card(claim, ts=sent.ts or "", revision=sent.revision)
        else:
            await self._deliveries.settle_sent(claim, ts=sent.ts)


@dataclass
class Stage:
    """How far one delivery has come, which is what an error means."""

    maybe_sent: bool
    called: bool = False
    landed: bool = False

    def after(self, error: Exception) -> bool:
        """Whether it may be out, now that *error* came."""
        if not self.called:
            return self.maybe_sent
        definite = isinstance(error, AdapterError) and not isinstance(error, OutcomeUnknown)
        return self.landed or not (definite or isinstance(error, MessageGone))
