"""The small values that a case is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    ISSUE = "issue"
    JOB_TICKET = "job_ticket"
    DELIVERY_INCIDENT = "delivery_incident"
    SUPPORT_TICKET = "support_ticket"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


SEVERITY_ORDER = (Severity.LOW, Severity.NORMAL, Severity.HIGH, Severity.CRITICAL)


class HoldKind(StrEnum):
    CUSTOMER = "customer"
    OTHER_DEPARTMENT = "other_department"
    THIRD_PARTY = "third_party"
    RETAILER = "retailer"
    CARRIER = "carrier"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The thing the case is about.

    `type`: order, invoice, product, inventory, connection, job, shipment, file, other.
    """

    type: str
    id: str
    label: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the case came from: a configured platform or source, and its own id for the thing."""

    connector: str
    external_id: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hold:
    kind: HoldKind
    reason: str
    since: datetime
    until: datetime | None = None
    wake_on: str | None = None
    """What else ends it: reply, stock, green; None for time alone."""


@dataclass(frozen=True, kw_only=True)
class LetterProblem:
    """The last letter of the case did not arrive. `kind`: refused (no relay would take it) or bounced (it came
    back). `status` is the server's code or our word, `words` what it said on one line."""

    letter_id: str
    kind: str
    status: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Link:
    """Another case. `relation`: recurs_from, duplicate_of, related, support."""

    relation: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Money:
    value: str
    currency: str
