"""Looking at a platform before and after a write, within the time that a lease leaves for it."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from core.domain.operation import Operation
from core.domain.platform_facts import OperationReport
from core.errors import AdapterError, NotFound, Temporary
from core.ports.operations import OperationClaim
from core.ports.platform import Platform
from scheduler.budgets import BEFORE_INTENT_S
from scheduler.write_rules import Seen, WriteRule

SLOW_RETRY_S = 2.0
REFUSED_RETRY_S = 15.0
"""A look that was refused is repeated only because a write may have landed; nobody gains by haste."""


class Unread(Exception):
    """The platform could not be looked at. `refused`: asking again gives the same."""

    def __init__(self, reason: str, *, retry_in_s: float, refused: bool) -> None:
        super().__init__(reason)
        self.reason, self.retry_in_s, self.refused = reason, retry_in_s, refused


@dataclass(frozen=True, kw_only=True)
class Job:
    """One claim with everything that belongs to it."""

    claim: OperationClaim
    operation: Operation
    rule: WriteRule
    platform: Platform
    accepted: bool = False
    """The platform took it: it is never sent again."""


async def look(job: Job, now: datetime) -> Seen:
    """The thing itself, as the rule of the write sees it. Raises Unread."""
    try:
        async with asyncio.timeout(BEFORE_INTENT_S):
            return await job.rule.look(job.platform, job.operation, now)
    except Temporary as error:
        raise Unread(error.reason, retry_in_s=error.retry_in_s, refused=False) from None
    except TimeoutError:
        raise Unread("timed_out", retry_in_s=SLOW_RETRY_S, refused=False) from None
    except NotFound:
        raise Unread("not_found", retry_in_s=REFUSED_RETRY_S, refused=True) from None
    except AdapterError as error:
        raise Unread(error.reason, retry_in_s=REFUSED_RETRY_S, refused=True) from None


async def report_on(job: Job) -> tuple[bool, OperationReport | None]:
    """The platform's word on our id. (True, None): it never received it. (False, None): it does not say.

    Raises Unread when it could not be asked just now.
    """
    try:
        async with asyncio.timeout(BEFORE_INTENT_S):
            return True, await job.platform.outcome(job.operation.id)
    except Temporary as error:
        raise Unread(error.reason, retry_in_s=error.retry_in_s, refused=False) from None
    except TimeoutError:
        raise Unread("timed_out", retry_in_s=SLOW_RETRY_S, refused=False) from None
    except AdapterError:
        return False, None
