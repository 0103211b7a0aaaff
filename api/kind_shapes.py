"""What only one kind of case has, as the API answers it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class MoneyOut(Shape):
    value: str
    currency: str


class IssueOut(Shape):
    """What only an issue has."""

    amount: MoneyOut | None
    retryable: bool
    retry_after: datetime | None
    needs_duplicate_check: bool
    retry_error: str | None
    duplicate_at: str | None


class ContactOut(Shape):
    outcome: str
    by: str
    at: datetime
    note: str


class AddressOut(Shape):
    street: str
    line_2: str
    postal_code: str
    city: str
    country: str


class SolutionOut(Shape):
    resolution: str
    text: str
    by: str
    at: datetime
    delivery_date: date | None
    time_window: str | None
    address: AddressOut | None


class DeliveryIncidentOut(Shape):
    """What only a delivery incident has. `offers` are the resolutions that the platform takes now."""

    carrier: str
    carrier_code: str
    carrier_checked_at: datetime
    incident_type: str
    reason_told: str
    courier_notes: str
    distance_km: float | None
    attempt: int
    first_absence: bool
    return_deadline_at: datetime | None
    contacts: tuple[ContactOut, ...]
    solution: SolutionOut | None
    solution_error: str | None
    carrier_answer: str | None
    offers: tuple[str, ...]


class StepOut(Shape):
    name: str
    state: str
    by: str | None
    at: datetime | None
    detail: str | None


class RunOut(Shape):
    run_id: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    error_class: str | None
    error_message: str | None
    url: str | None


class ProofOut(Shape):
    rule: str
    outcome: str
    checked_at: datetime
    run_id: str | None
    run_url: str | None
    run_started_at: datetime | None
    run_ended_at: datetime | None
    note: str
    not_reported: tuple[str, ...]
    evidence_ids: tuple[str, ...]


class JobTicketOut(Shape):
    """What only a job ticket has."""

    job_id: str
    job_name: str
    platform_id: str
    connection_id: str | None
    connection_name: str | None
    retailer: str | None
    last_failure_at: datetime
    failed_run: RunOut | None
    failures_in_a_row: int
    steps: tuple[StepOut, ...]
    containments: tuple[str, ...]
    contained: bool
    decision: str | None
    problem: str | None
    proof: ProofOut | None


class RequesterOut(Shape):
    """Address and telephone are shown in Slack alone, to one person, where the history keeps who looked."""

    name: str


class MessageOut(Shape):
    """`by` is null for the customer, else who wrote the letter."""

    text: str
    at: datetime
    by: str | None


class SupportTicketOut(Shape):
    """What only a support ticket has; its `code` is the category. `messages` are the newest, oldest first."""

    ticket_id: str
    requester: RequesterOut
    order_number: str
    carrier: str
    claim_by: datetime | None
    messages: tuple[MessageOut, ...]
    respond_by: datetime | None
    first_reply_at: datetime | None
    answered: bool
    close_note: str
    close_reference: str
