"""The codes of issues and the causes of job failures, and what follows from each. Data, not judgement.

Start set of DOMAIN 2.6; facts of C21 to C25 and of Omnivore's, Roposo's and HugePOD's public pages.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from core.domain.case_parts import Severity


@dataclass(frozen=True, kw_only=True)
class IssueCode:
    """What Andon knows of an issue code.

    `retry_after`: a second try within that time always fails the same way (C23).
    `check_for_duplicate`: the order may already stand at its destination; look before a retry (C22).
    """

    retryable: bool = False
    retry_after: timedelta | None = None
    check_for_duplicate: bool = False
    severity: Severity = Severity.HIGH


UNKNOWN_CODE = IssueCode()

ISSUE_CODES: dict[str, IssueCode] = {
    "order.fulfilled_without_tracking": IssueCode(severity=Severity.CRITICAL),
    "order.stock_out": IssueCode(retryable=True, severity=Severity.CRITICAL),
    "order.sync_timeout": IssueCode(retryable=True, check_for_duplicate=True, severity=Severity.CRITICAL),
    "order.sku_mismatch": IssueCode(retryable=True),
    "order.sku_duplicate": IssueCode(retryable=True),
    "order.sku_not_found": IssueCode(retryable=True),
    "order.address_unstructured": IssueCode(retryable=True),
    "order.unpaid": IssueCode(),
    "order.already_exists": IssueCode(),
    "order.asn_resend": IssueCode(retryable=True),
    "order.overdue": IssueCode(severity=Severity.CRITICAL),
    "order.cancelled_on_marketplace": IssueCode(),
    "invoice.billing_failed": IssueCode(retryable=True, retry_after=timedelta(hours=24)),
    "invoice.total_mismatch": IssueCode(),
    "invoice.missing": IssueCode(),
    "inventory.negative": IssueCode(),
    "inventory.feed_stale": IssueCode(severity=Severity.NORMAL),
    "inventory.oversell": IssueCode(severity=Severity.CRITICAL),
    "inventory.scientific_notation": IssueCode(),
    "platform.sftp_permission": IssueCode(),
    "platform.file_already_processed": IssueCode(severity=Severity.NORMAL),
    "platform.token_expiring": IssueCode(),
    "platform.connection_error": IssueCode(severity=Severity.CRITICAL),
}

JOB_CAUSES = (
    "token_expired",
    "offboarded",
    "website_changed",
    "feed_failure",
    "sync_failure",
    "connection_failure",
    "rate_limited",
    "data_error",
    "internal",
    "unknown",
)

_GUESSES: tuple[tuple[str, str], ...] = (
    (r"invalid_grant|token|unauthori[sz]ed|\b401\b|re-?authori|credential", "token_expired"),
    (r"deactivated|offboard|account (closed|suspended)|no longer (sell|active)", "offboarded"),
    (r"selector|layout|markup|unexpected (page|html)|schema|column", "website_changed"),
    (r"\b429\b|rate.?limit|too many requests|throttl", "rate_limited"),
    (r"feed|file (missing|not found)|csv|xml", "feed_failure"),
    (
        r"time.?out|timed out|refused|unreachable|reset by peer|\bdns\b|\b50[234]\b|connect",
        "connection_failure",
    ),
    (r"sync", "sync_failure"),
    (r"invalid value|constraint|duplicate key|parse|decode|validation", "data_error"),
)
"""Read from the top: the first that is found in the error text names the cause."""


def issue_code(code: str) -> IssueCode:
    return ISSUE_CODES.get(code, UNKNOWN_CODE)


def guess_cause(error_class: str | None, message: str | None) -> str:
    """The cause a platform names, else what its error text suggests, else unknown. Always editable."""
    if error_class in JOB_CAUSES and error_class != "unknown":
        return error_class
    text = (message or "")[:4000]
    return next((cause for pattern, cause in _GUESSES if re.search(pattern, text, re.IGNORECASE)), "unknown")
