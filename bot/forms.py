"""Every form that Andon asks people to fill in. Field names are block ids; see form_fields."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.form_fields import (
    VALUE,
    At,
    Choice,
    Day,
    Form,
    FormErrors,
    Line,
    Long,
    Number,
    Person,
    Pictures,
    Reason,
    SlackFile,
    Text,
    Tick,
    country_code,
    fields_of,
    parse,
    ticked,
    typed_in,
)
from bot.own_forms import NotificationsForm, SubscribeMeForm
from core.domain.case_parts import HoldKind, Severity
from core.domain.close_attempt import Claim
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.domain.draft import CLOSING
from core.domain.job_ticket_table import Choice as AccountChoice
from core.domain.job_ticket_table import ContainmentKind
from core.domain.support_ticket_table import BY_HAND, CATEGORIES
from core.domain.support_ticket_table import Outcome as SupportOutcome
from core.policies.codes import JOB_CAUSES
from core.policies.solutions import TIME_WINDOWS
from core.policies.supporting import SENDABLE

__all__ = [
    "VALUE",
    "Form",
    "FormErrors",
    "NotificationsForm",
    "SubscribeMeForm",
    "fields_of",
    "parse",
    "typed_in",
]

NOTE_LIMIT = 2000
"""Characters of a closing note (core/services/closing.py)."""

SOLUTION_LIMIT = 500
"""Characters of a solution, and of a note on a call (core/policies/solutions.py)."""

REPLY_LIMIT = 2500
"""Characters of a letter to a customer (core/services/support.py)."""

LETTER_PART_LIMIT, SUBJECT_LIMIT = 1500, 150
"""Characters of one part of a letter. All parts together have to fit a view's private_metadata (3,000)."""


AddressPart = Annotated[str, Field(max_length=200), Text(most=200)]
LetterPart = Annotated[
    str, Field(min_length=1, max_length=LETTER_PART_LIMIT), Text(multiline=True, most=LETTER_PART_LIMIT)
]
Said = Annotated[Literal["change", "stop"], Choice(values=("change", "stop"), words="said", radio=True)]
MEDIA = ("mail", "portal", "pasted", "marketplace")
"""How a written word came. A notice of the marketplace itself is for a lead to put on record (E17)."""


class ClosingForm(Form):
    """What the closing rests on. Whether it is enough is for the closing policy alone."""

    name: ClassVar[str] = CLOSING
    claim: Annotated[Claim, Choice(values=tuple(Claim), words="claim")] = Claim.WORKS_AGAIN
    screenshot: Annotated[tuple[SlackFile, ...], Pictures()] = ()
    note: Annotated[str, Field(max_length=NOTE_LIMIT), Text(multiline=True, most=NOTE_LIMIT)] = ""
    duplicate_of: Number | None = None
    confirmation_text: Annotated[str, Field(max_length=3000), Text(multiline=True)] = ""
    confirmation_author: Annotated[str, Field(max_length=200), Text(most=200)] = ""
    confirmation_said: Said | None = None


class NothingTyped(Form):
    """A modal that is only read and sent."""

    name: ClassVar[str] = "nothing"


class ConfirmationForm(Form):
    name: ClassVar[str] = "confirmation"
    text: Long
    author: Line
    said: Said
    medium: Annotated[
        Literal["mail", "portal", "pasted", "marketplace"], Choice(values=MEDIA, words="medium")
    ] = "pasted"
    written_at: At | None = None


class NotifyForm(Form):
    """The letter to the retailer, in the three parts that it needs (J13)."""

    name: ClassVar[str] = "notify"
    to: Annotated[str, Choice()]
    """A contact's address; the modal supplies the options."""
    subject: Annotated[str, Field(min_length=1, max_length=SUBJECT_LIMIT), Text(most=SUBJECT_LIMIT)]
    issue: LetterPart
    actions: LetterPart
    next_steps: LetterPart


class DecideForm(Form):
    name: ClassVar[str] = "decide"
    choice: Annotated[AccountChoice, Choice(values=tuple(AccountChoice), words="choice", radio=True)]


class HoldForm(Form):
    name: ClassVar[str] = "hold"
    kind: Annotated[HoldKind, Choice(values=tuple(HoldKind), words="hold")]
    reason: Reason
    until: At | None = None
    wake_on: (
        Annotated[Literal["reply", "green"], Choice(values=("reply", "green"), words="wake_on")] | None
    ) = None


class ContainForm(Form):
    name: ClassVar[str] = "contain"
    kind: Annotated[ContainmentKind, Choice(words="containment", radio=True)]
    """Those on offer for this ticket; the modal supplies the options."""
    cancel_inflight: Annotated[bool, Tick()] = True


class NotStoppableForm(Form):
    name: ClassVar[str] = "not_stoppable"
    reason: Reason


class SkipNotifyForm(Form):
    name: ClassVar[str] = "skip_notify"
    reason: Reason


class CauseForm(Form):
    name: ClassVar[str] = "cause"
    cause: Annotated[str, Choice(values=JOB_CAUSES, words="cause")]


class ReopenForm(Form):
    name: ClassVar[str] = "reopen"
    reason: Reason


class RemoveForm(Form):
    name: ClassVar[str] = "remove"
    understood: Annotated[bool, AfterValidator(ticked), Tick()]


class RemovePictureForm(Form):
    name: ClassVar[str] = "remove_picture"
    drafts: ClassVar[bool] = False
    reason: Reason


class StateRunForm(Form):
    name: ClassVar[str] = "state_run"
    run_id: Line
    ended_at: At


class ContactForm(Form):
    """The customer was tried, and no solution came of it (D9)."""

    name: ClassVar[str] = "contact"
    outcome: Annotated[
        ContactOutcome, Choice(values=tuple(ContactOutcome), words="contact_outcome", radio=True)
    ]
    note: Annotated[str, Field(max_length=SOLUTION_LIMIT), Text(multiline=True, most=SOLUTION_LIMIT)] = ""
    call_back_at: At | None = None


class SolutionForm(Form):
    """What was agreed with the customer, for the carrier (D10, D11)."""

    name: ClassVar[str] = "solution"
    resolution: Annotated[Resolution, Choice(words="resolution")]
    """Those that the carrier takes now; the modal supplies the options."""
    text: Annotated[
        str, Field(min_length=1, max_length=SOLUTION_LIMIT), Text(multiline=True, most=SOLUTION_LIMIT)
    ]
    delivery_date: Annotated[date, Day()] | None = None
    time_window: (
        Annotated[Literal["morning", "afternoon", "evening"], Choice(values=TIME_WINDOWS, words="window")]
        | None
    ) = None
    street: AddressPart = ""
    line_2: AddressPart = ""
    postal_code: AddressPart = ""
    city: AddressPart = ""
    country: Annotated[str, BeforeValidator(country_code), Text(most=2)] = ""
    send_anyway: Annotated[bool, Tick()] = False
    """What Andon warns of is right as it is written."""


class ReplyForm(Form):
    """A letter to the customer; nothing is sent before it was seen. One of the two has to be there."""

    name: ClassVar[str] = "reply"
    canned: Annotated[str, Choice()] | None = None
    """The place of a canned reply; the modal supplies the options."""
    text: Annotated[str, Field(max_length=REPLY_LIMIT), Text(multiline=True, most=REPLY_LIMIT)] = ""


class CategoryForm(Form):
    name: ClassVar[str] = "category"
    category: Annotated[str, Choice(values=CATEGORIES, words="category")]


class MergeForm(Form):
    name: ClassVar[str] = "merge"
    into_number: Number


class CloseSupportForm(Form):
    name: ClassVar[str] = "close_support"
    drafts: ClassVar[bool] = False
    outcome: Annotated[SupportOutcome, Choice(values=BY_HAND, words="support_outcome", radio=True)]
    reference: Annotated[str, Field(max_length=100), Text(most=100)] = ""
    note: Annotated[str, Field(max_length=SOLUTION_LIMIT), Text(multiline=True, most=SOLUTION_LIMIT)] = ""


class SendToSupportForm(Form):
    """The customer, and what they want; the case itself says the rest (D12)."""

    name: ClassVar[str] = "send_to_support"
    category: Annotated[
        Literal["refund_exchange", "claim", "other"], Choice(values=SENDABLE, words="category", radio=True)
    ]
    text: Long
    customer: Line
    email: Annotated[str, Field(max_length=254), Text(most=254)] = ""
    phone: Annotated[str, Field(max_length=100), Text(most=100)] = ""


class RetryForm(Form):
    name: ClassVar[str] = "retry"
    duplicate_checked: Annotated[bool, AfterValidator(ticked), Tick()]


class ArchiveForm(Form):
    name: ClassVar[str] = "archive"
    reason: Annotated[
        Literal["actioned", "no_action_needed"],
        Choice(values=("actioned", "no_action_needed"), words="archive", radio=True),
    ]


class AssignForm(Form):
    name: ClassVar[str] = "assign"
    to: Annotated[str, Person()] | None = None
    """Nobody: the case is given back."""


class CommentForm(Form):
    name: ClassVar[str] = "comment"
    text: Long


class SnoozeForm(Form):
    name: ClassVar[str] = "snooze"
    until: At


class PriorityForm(Form):
    name: ClassVar[str] = "priority"
    severity: Annotated[Severity, Choice(values=tuple(Severity), words="severity", radio=True)]


class AskSupportForm(Form):
    name: ClassVar[str] = "ask_support"
    question: Long


class LinkForm(Form):
    name: ClassVar[str] = "link"
    to_number: Number


FORMS: tuple[type[Form], ...] = tuple(Form.__subclasses__())
