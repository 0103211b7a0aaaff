"""What follows when something could not be sent. One place, by kind of error."""

import logging
from collections.abc import Callable
from random import Random

from core.dispatch import Dispatch
from core.domain.member import Actor
from core.errors import AdapterError, CoreError, OutcomeUnknown, Parked, Permanent, Repeated, Temporary
from core.notices.proof_picture import ProofPicture
from core.ports.chat import MessageGone
from core.ports.deliveries import (
    AnswerWork,
    CardWork,
    Deliveries,
    DeliveryClaim,
    LetterWork,
    MailWork,
    NoteWork,
    Work,
)
from core.services.deliveries import ReportDestinationShut, ReportLetterFailed
from core.services.telling import TellInstead
from scheduler.backoff import backoff_s
from scheduler.budgets import LANDED_BY_S
from scheduler.trouble import log_bug

OURS_ALONE = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Slack's codes that speak of our token, not of the place: nothing is shut, everything waits (SLACK 1.9)."""

TOKEN_RETRY_S = 60.0
"""Somebody has to install the app again or change a token; then things go on within a minute."""

EVERYTHING = "all"
"""The method of `hold_method` that means all of Slack."""

RATE_REASONS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
FILE_GONE = frozenset({"file_not_found", "file_deleted"})
UPLOAD_TRIES = 3
ANSWER_TRIES = 3
"""Who waits for an answer sees the card too; after that many unknown ends the answer is let go."""

logger = logging.getLogger(__name__)


class DeliveryFailures:
    """Turns an error into the row that says what happens next."""

    def __init__(
        self,
        deliveries: Deliveries,
        dispatch: Dispatch,
        *,
        by: Actor,
        random: Random,
        alarm: Callable[[float], None],
    ) -> None:
        self._deliveries, self._dispatch, self._by = deliveries, dispatch, by
        self._random, self._alarm = random, alarm

    async def follow(self, claim: DeliveryClaim, method: str, error: Exception, maybe_sent: bool) -> None:
        """*maybe_sent*: whether the thing may be out in spite of the error."""
        if isinstance(error, MessageGone) and isinstance(claim.work, CardWork):
            await self._deliveries.lost(claim)
            self._alarm(0.0)
        elif isinstance(error, Temporary):
            await self._temporary(claim, method, error, maybe_sent)
        elif isinstance(error, Parked):
            await self._parked(claim, error)
        elif isinstance(error, Permanent):
            await self._permanent(claim, error)
        elif isinstance(error, OutcomeUnknown | TimeoutError):
            await self._unknown(claim, error, maybe_sent)
        elif isinstance(error, MessageGone):
            await self._deliveries.dead(claim, reason="message_gone")
        elif isinstance(error, CoreError):
            logger.error("%s: given up, %s", claim.lane, error.code)
            await self._deliveries.dead(claim, reason=error.code)
        else:
            reference = log_bug(logger, f"delivery in {claim.lane}", error)
            await self._again(
                claim, backoff_s(claim.attempts + 1, self._random), maybe_sent, f"bug {reference}"
            )

    async def _temporary(self, claim: DeliveryClaim, method: str, error: Temporary, maybe_sent: bool) -> None:
        in_s, code = error.retry_in_s, code_of(error)
        if code not in RATE_REASONS:
            in_s = max(in_s, backoff_s(claim.attempts, self._random))
        if error.scope != "place":
            # A mail relay that is down holds no Slack message back, and the other way round.
            everything = error.scope == "all" and not isinstance(claim.work, LetterWork | MailWork)
            await self._deliveries.hold_method(EVERYTHING if everything else method, seconds=in_s)
        await self._again(claim, in_s, maybe_sent, code)

    async def _parked(self, claim: DeliveryClaim, error: Parked) -> None:
        if error.reason in OURS_ALONE and _is_picture(claim.work):
            await self._permanent(claim, error)  # files may be forbidden where messages are not
            return
        if error.reason in OURS_ALONE:
            logger.error("nothing can be sent: %s", error.reason)
            await self._deliveries.hold_method(EVERYTHING, seconds=TOKEN_RETRY_S)
            await self._again(claim, TOKEN_RETRY_S, False, error.reason)
            return
        logger.warning("%s is shut: %s", claim.lane, error.reason)
        # Told before it is parked: a crash in between tells it twice, the other way round nobody would know.
        shut = ReportDestinationShut(
            key=f"shut:{claim.lane}:{claim.fence}", lane=claim.lane, reason=error.reason
        )
        await self._report(shut)
        await self._deliveries.park(claim, reason=error.reason)

    async def _permanent(self, claim: DeliveryClaim, error: Permanent) -> None:
        work = claim.work
        forgotten = _is_picture(work) and error.reason in FILE_GONE
        if forgotten and claim.attempts + 1 < UPLOAD_TRIES:
            if await self._deliveries.remember(claim, ""):  # not shared in time: upload it anew
                await self._again(claim, backoff_s(claim.attempts, self._random), False, error.reason)
            return
        logger.error("%s: given up, %s", claim.lane, error.reason)
        failed = _failed_letter(work, error.reason)
        if failed is not None:
            # Told before it is dead: a crash in between tells it again, and the key makes that one telling.
            await self._report(failed)
        await self._deliveries.dead(claim, reason=error.reason)

    async def _unknown(self, claim: DeliveryClaim, error: Exception, maybe_sent: bool) -> None:
        reason = code_of(error) if isinstance(error, OutcomeUnknown) else "timed_out"
        if isinstance(claim.work, AnswerWork) and claim.attempts + 1 >= ANSWER_TRIES:
            await self._deliveries.dead(claim, reason=reason)
            return
        await self._again(claim, backoff_s(0, self._random), maybe_sent, reason)
        if maybe_sent:
            self._alarm(LANDED_BY_S)

    async def _again(self, claim: DeliveryClaim, in_s: float, maybe_sent: bool, reason: str) -> None:
        await self._deliveries.retry(claim, in_s=in_s, maybe_sent=maybe_sent, reason=reason)
        self._alarm(in_s)

    async def _report(self, report: ReportDestinationShut | ReportLetterFailed | TellInstead) -> None:
        try:
            await self._dispatch(report, by=self._by)
        except Repeated:
            logger.info("already told: %s", report.key)


def code_of(error: AdapterError) -> str:
    """The bare code: "ratelimited" of "chat.postMessage: ratelimited". Rows are compared by it."""
    return error.reason.rpartition(": ")[2]


def _failed_letter(work: Work, reason: str) -> ReportLetterFailed | TellInstead | None:
    """Who hears of a letter that can never arrive: the thread of its case, or the member it was for."""
    if isinstance(work, MailWork):
        key = f"letter-failed:{work.delivery_id}"
        return TellInstead(key=key, member_id=work.member_id, notice=work.notice, reason=reason)
    if isinstance(work, LetterWork):
        return ReportLetterFailed(
            key=f"letter-failed:{work.delivery_id}",
            case_id=work.case_id,
            to_address=work.to_address,
            reason=reason,
            letter_id=work.delivery_id,
        )
    return None


def _is_picture(work: Work) -> bool:
    return isinstance(work, NoteWork) and isinstance(work.notice, ProofPicture)
