"""What a platform may tell Andon: the sixteen events of the platform contract, read and bounded.

docs/platform-contract.openapi.yaml, schema Event. `parse_event` is the only door; what it returns is safe to
store and to translate, what it refuses is answered 422 with the field that is wrong.
"""

import json
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from connectors.contract import (
    Address,
    At,
    ConnectionShape,
    Id,
    IncidentShape,
    JobShape,
    RunShape,
    Shape,
    Text,
    Title,
)
from core.errors import Invalid

MAX_EVENT_BYTES = 1024 * 1024
"""A body larger than this is refused unread; a signed event is a few kilobytes."""


class BadEvent(Invalid):
    """The body is signed but not an event of the contract. `field` is the path of what is wrong."""


class EventType(StrEnum):
    JOB_RUN_FAILED = "job.run.failed"
    JOB_RUN_SUCCEEDED = "job.run.succeeded"
    JOB_PAUSED = "job.paused"
    JOB_RESUMED = "job.resumed"
    CONNECTION_STATUS_CHANGED = "connection.status.changed"
    ORDER_ISSUE_OPENED = "order.issue.opened"
    ORDER_ISSUE_RESOLVED = "order.issue.resolved"
    INVOICE_ISSUE_OPENED = "invoice.issue.opened"
    INVENTORY_ISSUE_OPENED = "inventory.issue.opened"
    PLATFORM_ISSUE_OPENED = "platform.issue.opened"
    SHIPMENT_INCIDENT_OPENED = "shipment.incident.opened"
    SHIPMENT_INCIDENT_CARRIER_REPLIED = "shipment.incident.carrier_replied"
    SHIPMENT_INCIDENT_CLOSED = "shipment.incident.closed"
    SUPPORT_TICKET_OPENED = "support.ticket.opened"
    SUPPORT_TICKET_MESSAGE = "support.ticket.message"
    SUPPORT_TICKET_CLOSED = "support.ticket.closed"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class SubjectShape(Shape):
    type: Literal[
        "order", "invoice", "product", "inventory", "connection", "job", "shipment", "file", "other"
    ]
    id: Id
    label: Title
    url: Address = None


class Amount(Shape):
    """Money as the platform wrote it: a decimal in a string, never a float."""

    value: Annotated[str, Field(max_length=40, pattern=r"^-?\d{1,18}(\.\d{1,6})?$")] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None


class JobEvent(Shape):
    job: JobShape
    run: RunShape


class IssueEvent(Shape):
    code: Id
    title: Title
    about: SubjectShape
    description: Annotated[Text, Field(max_length=4000)] | None = None
    amount: Amount | None = None
    retry_after: At | None = None
    locale: Id | None = None


class IncidentEvent(Shape):
    incident: IncidentShape
    carrier: Text
    carrier_code: Text
    order: SubjectShape
    incident_type: Text | None = None
    reason: Text | None = None
    courier_notes: Annotated[Text, Field(max_length=2000)] | None = None
    distance_km: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    attempt: Annotated[int, Field(ge=1, le=10_000)] | None = None
    return_deadline_at: At | None = None
    locale: Id | None = None


class Requester(Shape):
    name: Text
    email: Annotated[Text, Field(max_length=320)] | None = None
    phone: Annotated[Text, Field(max_length=100)] | None = None


class SupportEvent(Shape):
    ticket_id: Id
    channel: Text
    requester: Requester
    category: Text | None = None
    order_number: Text | None = None
    title: Title | None = None
    message: Text | None = None
    locale: Id | None = None


class Envelope(Shape):
    type: EventType
    time: At
    subject: Id
    dedup_key: Annotated[Id, Field(max_length=1000)] | None = None
    account: Text | None = None
    severity: Severity | None = None
    runbook_url: Address = None


class JobMessage(Envelope):
    data: JobEvent


class ConnectionMessage(Envelope):
    data: ConnectionShape


class IssueMessage(Envelope):
    data: IssueEvent


class IncidentMessage(Envelope):
    data: IncidentEvent


class SupportMessage(Envelope):
    data: SupportEvent


Event = JobMessage | ConnectionMessage | IssueMessage | IncidentMessage | SupportMessage


def parse_event(body: bytes) -> Event:
    """The event in *body*, whose class follows its type.

    Raises BadEvent with the code event.too_large, event.not_json, event.unknown_type (facts: type, known) or
    event.bad_data (field is the path, facts: problem). The refused value itself is never repeated, except an
    unknown type, cut to 60 characters.
    """
    if len(body) > MAX_EVENT_BYTES:
        raise BadEvent("event.too_large", limit_bytes=MAX_EVENT_BYTES)
    model = MODELS[_type_of(body)]
    try:
        return model.model_validate_json(body)
    except ValidationError as refused:
        first = refused.errors(include_input=False, include_url=False, include_context=False)[0]
        path = ".".join(str(part) for part in first["loc"])
        raise BadEvent("event.bad_data", field=path or None, problem=first["msg"]) from None


def dedup_key(event: Event, source_id: str) -> str:
    """Events with the same key, while the case is open, are the same case.

    The platform's own key, else by the contract: source, type family, subject and code joined by colons.
    The family of a type is all but its last word, so a failure and the success after it share one.
    """
    if event.dedup_key:
        return event.dedup_key
    family = event.type.value.rpartition(".")[0]
    code = event.data.code if isinstance(event.data, IssueEvent) else ""
    return ":".join(part for part in (source_id, family, event.subject, code) if part)


def _type_of(body: bytes) -> EventType:
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise BadEvent("event.not_json") from None
    if not isinstance(told, dict):
        raise BadEvent("event.not_json")
    given = told.get("type")
    if not isinstance(given, str):
        raise BadEvent("event.bad_data", field="type", problem="Field required")
    try:
        return EventType(given)
    except ValueError:
        known = tuple(one.value for one in EventType)
        raise BadEvent("event.unknown_type", field="type", type=given[:60], known=known) from None


MODELS: dict[EventType, type[Event]] = {
    EventType.JOB_RUN_FAILED: JobMessage,
    EventType.JOB_RUN_SUCCEEDED: JobMessage,
    EventType.JOB_PAUSED: JobMessage,
    EventType.JOB_RESUMED: JobMessage,
    EventType.CONNECTION_STATUS_CHANGED: ConnectionMessage,
    EventType.ORDER_ISSUE_OPENED: IssueMessage,
    EventType.ORDER_ISSUE_RESOLVED: IssueMessage,
    EventType.INVOICE_ISSUE_OPENED: IssueMessage,
    EventType.INVENTORY_ISSUE_OPENED: IssueMessage,
    EventType.PLATFORM_ISSUE_OPENED: IssueMessage,
    EventType.SHIPMENT_INCIDENT_OPENED: IncidentMessage,
    EventType.SHIPMENT_INCIDENT_CARRIER_REPLIED: IncidentMessage,
    EventType.SHIPMENT_INCIDENT_CLOSED: IncidentMessage,
    EventType.SUPPORT_TICKET_OPENED: SupportMessage,
    EventType.SUPPORT_TICKET_MESSAGE: SupportMessage,
    EventType.SUPPORT_TICKET_CLOSED: SupportMessage,
}
