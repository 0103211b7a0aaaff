"""The shapes of the platform contract that travel in both directions: jobs, runs, connections.

docs/platform-contract.openapi.yaml is the source. Unknown fields are ignored, so a platform may say more.
Ids are bounded and free of control characters, since they end up in addresses and keys. Text keeps whatever
the platform wrote, except NUL, which PostgreSQL cannot store.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from core.domain import platform_facts as facts
from core.domain.platform_facts import ConnectionStatus, RunState

MAX_ID_CHARS = 250
"""By the contract (JobId, ConnectionId, order_id)."""

MAX_TEXT_CHARS = 20_000
"""Where the contract names no bound: the longest it names anywhere (SupportEvent.message)."""

MAX_URL_CHARS = 2_000
MAX_MESSAGE_CHARS = 4_000
"""By the contract (RunError.message)."""


def _no_control(value: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise ValueError("an id holds no control characters")
    return value


def _no_nul(value: str) -> str:
    return value.replace("\x00", "\ufffd")


def _as_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time outside the calendar") from None


def web_address(value: object) -> object:
    """The value if a person may be sent there, else None: an odd link is no reason to lose a fact."""
    if not isinstance(value, str) or len(value) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    plain = value.isprintable() and not any(character in value for character in ' <>|"')
    return value if plain and parts.scheme in ("http", "https") and parts.netloc else None


def _cut_message(value: object) -> object:
    return value[:MAX_MESSAGE_CHARS] if isinstance(value, str) else value


def _known_class(value: object) -> object:
    return value if isinstance(value, str) and value in {one.value for one in ErrorClass} else "unknown"


def _known_kind(value: object) -> object:
    return value if isinstance(value, str) and value in {one.value for one in JobKind} else "other"


Id = Annotated[str, Field(min_length=1, max_length=MAX_ID_CHARS), AfterValidator(_no_control)]
Text = Annotated[str, Field(max_length=MAX_TEXT_CHARS), AfterValidator(_no_nul)]
Title = Annotated[str, Field(max_length=200), AfterValidator(_no_nul)]
Address = Annotated[str | None, BeforeValidator(web_address)]
At = Annotated[AwareDatetime, AfterValidator(_as_utc)]
Count = Annotated[int, Field(ge=0, le=2**53)]


class Shape(BaseModel):
    """JSON types are taken as they are: no number is read out of a string."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class ErrorClass(StrEnum):
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - the name of a cause
    OFFBOARDED = "offboarded"
    WEBSITE_CHANGED = "website_changed"
    FEED_FAILURE = "feed_failure"
    SYNC_FAILURE = "sync_failure"
    CONNECTION_FAILURE = "connection_failure"
    RATE_LIMITED = "rate_limited"
    DATA_ERROR = "data_error"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class JobKind(StrEnum):
    ORDER_SYNC = "order_sync"
    INVENTORY_SYNC = "inventory_sync"
    PRICE_SYNC = "price_sync"
    LISTING_FEED = "listing_feed"
    TRACKING_SYNC = "tracking_sync"
    INVOICE_SYNC = "invoice_sync"
    TOKEN_REFRESH = "token_refresh"  # noqa: S105 - the name of a kind of job
    WEBSITE_INTEGRATION = "website_integration"
    OTHER = "other"


class RunErrorShape(Shape):
    error_class: Annotated[ErrorClass, BeforeValidator(_known_class)] = Field(alias="class")
    code: Text | None = None
    message: Annotated[Text, BeforeValidator(_cut_message)]


class RunShape(Shape):
    run_id: Id
    job_id: Id
    state: RunState
    retry_of: Id | None = None
    attempt: Annotated[int, Field(ge=1, le=2**53)] = 1
    forced: bool | None = None
    queued_at: At | None = None
    started_at: At | None = None
    ended_at: At | None = None
    items_total: Count | None = None
    items_failed: Count | None = None
    error: RunErrorShape | None = None
    url: Address = None


class JobShape(Shape):
    job_id: Id
    name: Text
    paused: bool
    checked_at: At
    kind: Annotated[JobKind, BeforeValidator(_known_kind)] = JobKind.OTHER
    retailer: Text | None = None
    marketplace: Text | None = None
    connection_id: Id | None = None
    unchanged: bool | None = None
    schedule: Text | None = None
    next_run_at: At | None = None
    last_run: RunShape | None = None
    last_success_at: At | None = None
    consecutive_failures: Count = 0
    url: Address = None


class ConnectionShape(Shape):
    connection_id: Id
    status: ConnectionStatus
    checked_at: At
    name: Text | None = None
    retailer: Text | None = None
    marketplace: Text | None = None
    status_on_marketplace: Text | None = None
    authorisation_expires_at: At | None = None


class IncidentShape(Shape):
    incident_id: Id
    status: Literal[
        "pending", "solution_sent", "carrier_replied", "delivered", "returned", "lost", "destroyed"
    ]
    allowed_resolutions: Annotated[tuple[Text, ...], Field(max_length=50, strict=False)]
    checked_at: At
    changed_at: At | None = None


def run_fact(shape: RunShape, *, reports_forced: bool) -> facts.Run:
    """The run as a fact.

    A success with failed items is partial, by the contract. `forced` is None where the platform does not say
    (*reports_forced* is its capability): silence is not a promise that work was done.
    """
    partly = shape.state is RunState.SUCCEEDED and bool(shape.items_failed)
    return facts.Run(
        run_id=shape.run_id,
        job_id=shape.job_id,
        state=RunState.PARTIAL if partly else shape.state,
        retry_of=shape.retry_of,
        attempt=shape.attempt,
        forced=True if shape.forced else (False if reports_forced else None),
        queued_at=shape.queued_at,
        started_at=shape.started_at,
        ended_at=shape.ended_at,
        items_total=shape.items_total,
        items_failed=shape.items_failed,
        error_class=shape.error.error_class.value if shape.error else None,
        error_code=shape.error.code if shape.error else None,
        error_message=shape.error.message if shape.error else None,
        url=shape.url,
    )


def job_fact(shape: JobShape, *, checked_at: datetime, reports_forced: bool) -> facts.Job:
    """The job as a fact, read at *checked_at* by our clock."""
    return facts.Job(
        job_id=shape.job_id,
        name=shape.name,
        paused=shape.paused,
        checked_at=checked_at,
        kind=shape.kind.value,
        retailer=shape.retailer,
        marketplace=shape.marketplace,
        connection_id=shape.connection_id,
        schedule=shape.schedule,
        next_run_at=shape.next_run_at,
        last_run=run_fact(shape.last_run, reports_forced=reports_forced) if shape.last_run else None,
        last_success_at=shape.last_success_at,
        consecutive_failures=shape.consecutive_failures,
        url=shape.url,
    )


def connection_fact(shape: ConnectionShape, *, checked_at: datetime) -> facts.Connection:
    """The connection as a fact, read at *checked_at* by our clock."""
    return facts.Connection(
        connection_id=shape.connection_id,
        status=shape.status,
        checked_at=checked_at,
        name=shape.name,
        retailer=shape.retailer,
        marketplace=shape.marketplace,
        status_on_marketplace=shape.status_on_marketplace,
        authorisation_expires_at=shape.authorisation_expires_at,
    )
