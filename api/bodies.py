"""What the API takes: one model for each act. An unknown member is refused, so a typing error is never silent.

Lengths here only bound what is looked at; the core names the limit that it keeps to.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from core.domain.case_parts import HoldKind, Kind, Severity
from core.domain.close_attempt import Claim
from core.domain.delivery_incident import Address
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.domain.job_ticket_table import Choice, ContainmentKind
from core.domain.support_ticket_table import Outcome as SupportOutcome


def _as_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time outside the calendar") from None


At = Annotated[AwareDatetime, AfterValidator(_as_utc)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Short = Annotated[str, StringConstraints(max_length=1000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=250)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Number = Annotated[int, Field(ge=1, le=10**12)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ActBody(Body):
    """`seen_version` is the version the caller looked at: if somebody was first, nothing is done. Without it
    the newest version counts."""

    seen_version: Version | None = None


class AssignBody(ActBody):
    to: Name | None


class CommentBody(ActBody):
    text: Text


class SnoozeBody(ActBody):
    until: At


class PriorityBody(ActBody):
    severity: Severity


class ArchiveBody(ActBody):
    reason: Short


class ReasonBody(ActBody):
    reason: Short


class DeletePictureBody(ActBody):
    evidence_id: Short
    reason: Short


class RateRunbookBody(ActBody):
    helpful: bool


class RetryBody(ActBody):
    """`duplicate_checked`: somebody looked whether the order already stands at its destination."""

    duplicate_checked: bool = False


class ContainBody(ActBody):
    """Without `kind`: the smallest that stops the job."""

    kind: ContainmentKind | None = None
    cancel_inflight: bool = True


class NotifyBody(ActBody):
    """`to` is the address of a contact of the retailer. The three texts are the letter's three parts."""

    to: Name
    subject: Short
    issue: Text
    actions: Text
    next_steps: Text


class DecideBody(ActBody):
    choice: Choice


class HoldBody(ActBody):
    kind: HoldKind
    reason: Short
    until: At | None = None
    wake_on: Literal["reply", "green"] | None = None


class OutcomeBody(ActBody):
    """What somebody saw who looked at the platform."""

    was_done: bool


class ContactBody(ActBody):
    """A try to reach the customer; with `call_back_at` the incident sleeps until then."""

    outcome: ContactOutcome
    note: Short = ""
    call_back_at: At | None = None


class AddressBody(BaseModel):
    """`country` is ISO 3166 alpha-2."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    street: Name
    line_2: Annotated[str, Field(max_length=200)] = ""
    postal_code: Name
    city: Name
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]

    def address(self) -> Address:
        return Address(**self.model_dump())


class SolutionBody(ActBody):
    """What was agreed with the customer. `warnings_seen`: send it although Andon asks about it (409
    solution_warning names what)."""

    resolution: Resolution
    text: Short
    delivery_date: date | None = None
    time_window: Literal["morning", "afternoon", "evening"] | None = None
    address: AddressBody | None = None
    warnings_seen: bool = False


class ReviewedBody(ActBody):
    note: Short = ""


class ReplyBody(ActBody):
    """The letter, word for word: it goes to the customer."""

    text: Text


class CategoryBody(ActBody):
    category: Name


class CloseSupportBody(ActBody):
    """`reference` is that of the refund or the exchange, where there was one."""

    outcome: SupportOutcome
    note: Short = ""
    reference: Short = ""


class MergeBody(ActBody):
    into_number: Number


class SendToSupportBody(ActBody):
    """Who the customer is, and what they want; the case itself says the rest."""

    category: Name
    text: Text
    name: Short
    email: Short = ""
    phone: Short = ""


class CauseBody(ActBody):
    cause: Name


class ConfirmationBody(ActBody):
    """What the retailer wrote, word for word; `said` is what it confirms."""

    text: Text
    author: Short
    said: Literal["change", "stop"]
    medium: Literal["pasted", "mail", "portal"] = "pasted"
    written_at: At | None = None


class StateRunBody(ActBody):
    run_id: Name
    ended_at: At


class LinkBody(ActBody):
    to_number: Number


class AskSupportBody(ActBody):
    question: Text


class CloseFields(ActBody):
    """The closing's form. Pictures come beside it: as parts named `picture`, or in `pictures`."""

    claim: Claim = Claim.WORKS_AGAIN
    note: Text = ""
    duplicate_of: Number | None = None
    confirmation_text: Annotated[str, StringConstraints(max_length=3000)] = ""
    confirmation_author: Short = ""
    confirmation_said: Literal["", "change", "stop"] = ""
    confirmation_at: At | None = None


class PictureIn(Body):
    file_name: Short = "picture"
    content_base64: Annotated[str, StringConstraints(max_length=14_000_000)]


class CloseBody(CloseFields):
    pictures: Annotated[tuple[PictureIn, ...], Field(max_length=3)] = ()


class CaseQuery(Body):
    """Which cases, newest first. `group` as in App Home; archived cases show in archived and all only."""

    group: Literal["open", "overdue", "held", "closed", "archived", "all"] = "open"
    kind: tuple[Kind, ...] = ()
    severity: tuple[Severity, ...] = ()
    code: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    account: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    channel: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    state: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    owner: Name | None = None
    subject_id: Name | None = None
    text: Name | None = None
    created_after: At | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class WaitQuery(Body):
    """`wait`: seconds to wait for the decision before answering "still being checked"."""

    wait: Annotated[float, Field(ge=0, le=25, allow_inf_nan=False)] = 0


class ExportQuery(Body):
    number: Number
