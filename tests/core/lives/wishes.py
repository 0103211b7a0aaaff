"""What a person can wish for each action of the tables, with fields that are well filled in."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from core.domain.case import Case, Common
from core.domain.case_parts import HoldKind, Severity
from core.domain.delivery_incident_table import Action as IncidentAction
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.domain.issue import Action as IssueAction
from core.domain.job_ticket_table import Action, Choice
from core.domain.support_ticket_table import Action as SupportAction
from core.domain.support_ticket_table import Outcome
from core.services.acting import CaseCommand
from core.services.cases import (
    AcknowledgeCase,
    ArchiveCase,
    AskSupport,
    AssignCase,
    CommentOnCase,
    LinkCases,
    SetPriority,
    SnoozeCase,
    TakeCase,
    UnarchiveCase,
    UndoLast,
)
from core.services.holding import HoldTicket, ReopenTicket, ResumeWork
from core.services.incidents import LogContact, MarkReviewed, ProvideSolution
from core.services.issues import RetryOrder
from core.services.job_tickets import (
    ContainJob,
    DecideAccount,
    MarkNotStoppable,
    NotifyRetailer,
    Reactivate,
    RemoveConnection,
    RunVerification,
    SetCause,
    SkipNotify,
)
from core.services.operations import SayOutcome
from core.services.runbooks import RateRunbook
from core.services.statements import AddConfirmation, StateRun
from core.services.support import (
    CloseSupportTicket,
    MergeTicket,
    ReplyToCustomer,
    SendToSupport,
    SetCategory,
    ShowCustomer,
)
from tests.core.services.office import LUIS, NOOR

Wish = Callable[[Case, Case, datetime], CaseCommand]
"""The case, another one, and now."""

HOUR = timedelta(hours=1)
LETTER: dict[str, Any] = {
    "to_name": NOOR.name,
    "to_address": NOOR.email,
    "subject": "Your eBay AU connection is paused",
    "issue": "The eBay token expired.",
    "actions": "Authorise the connection again.",
    "next_steps": "We reactivate it and watch the next run.",
}
STOP: dict[str, Any] = {"text": "We stopped selling there.", "author": NOOR.email, "said": "stop"}
CHANGE: dict[str, Any] = {"text": "We renewed the token.", "author": NOOR.email, "said": "change"}


def fixed(command: type[CaseCommand], **values: Any) -> Wish:
    return lambda case, other, now: command(case_id=case.id, seen_version=case.version, **values)


def numbered(command: type[CaseCommand], field: str) -> Wish:
    """One that names another case."""

    def wish(case: Case, other: Case, now: datetime) -> CaseCommand:
        named: dict[str, Any] = {field: other.number}
        return command(case_id=case.id, seen_version=case.version, **named)

    return wish


def until(command: type[CaseCommand], field: str, **values: Any) -> Wish:

    def wish(case: Case, other: Case, now: datetime) -> CaseCommand:
        return command(case_id=case.id, seen_version=case.version, **{field: now + HOUR, **values})

    return wish


OF_ACTION: Mapping[str, Wish] = {
    Common.TAKE: fixed(TakeCase),
    Common.ACKNOWLEDGE: fixed(AcknowledgeCase),
    Common.ASSIGN: fixed(AssignCase, to=LUIS.id),
    Common.COMMENT: fixed(CommentOnCase, text="I called them."),
    Common.SNOOZE: until(SnoozeCase, "until"),
    Common.SET_PRIORITY: fixed(SetPriority, severity=Severity.LOW),
    Common.LINK: numbered(LinkCases, "to_number"),
    Common.ESCALATE: fixed(AskSupport, question="What now?"),
    Common.SEND_TO_SUPPORT: fixed(SendToSupport, category="claim", text="It is lost.", name="Joana Reis"),
    Common.ARCHIVE: fixed(ArchiveCase, reason="actioned"),
    Common.UNARCHIVE: fixed(UnarchiveCase),
    IssueAction.RETRY: fixed(RetryOrder, duplicate_checked=True),
    Action.CONTAIN: fixed(ContainJob),
    Action.NOT_STOPPABLE: fixed(MarkNotStoppable, reason="no access to it"),
    Action.NOTIFY_RETAILER: fixed(NotifyRetailer, **LETTER),
    Action.SKIP_NOTIFY: fixed(SkipNotify, reason="our own defect"),
    Action.DECIDE_REACTIVATE: fixed(DecideAccount, choice=Choice.REACTIVATE),
    Action.DECIDE_REMAIN_PAUSED: fixed(DecideAccount, choice=Choice.REMAIN_PAUSED),
    Action.DECIDE_REMOVE: fixed(DecideAccount, choice=Choice.REMOVE),
    Action.HOLD: until(HoldTicket, "until", kind=HoldKind.CUSTOMER, reason="asked for a photo"),
    Action.RESUME_WORK: fixed(ResumeWork),
    Action.REACTIVATE: fixed(Reactivate),
    Action.VERIFICATION_RUN: fixed(RunVerification),
    Action.REMOVE_CONNECTION: fixed(RemoveConnection),
    Action.SET_CAUSE: fixed(SetCause, cause="offboarded"),
    Action.REOPEN: fixed(ReopenTicket, reason="closed by mistake"),
    IncidentAction.LOG_CONTACT: until(LogContact, "call_back_at", outcome=ContactOutcome.CALL_BACK),
    IncidentAction.PROVIDE_SOLUTION: fixed(
        ProvideSolution, resolution=Resolution.RETRY_DELIVERY, text="Tomorrow, she is at home."
    ),
    IncidentAction.MARK_REVIEWED: fixed(MarkReviewed),
    SupportAction.REPLY: fixed(ReplyToCustomer, text="Could you send us a photo?"),
    SupportAction.SET_CATEGORY: fixed(SetCategory, category="return"),
    f"{SupportAction.CLOSE} with an outcome": fixed(CloseSupportTicket, outcome=Outcome.SOLVED),
    SupportAction.MERGE: numbered(MergeTicket, "into_number"),
    SupportAction.SHOW_CUSTOMER: fixed(ShowCustomer),
}
OF_NO_ACTION: Mapping[str, Wish] = {
    Common.UNDO: fixed(UndoLast),
    "say it was done": fixed(SayOutcome, was_done=True),
    "say it was not": fixed(SayOutcome, was_done=False),
    "confirm a change": fixed(AddConfirmation, **CHANGE),
    "confirm the end": fixed(AddConfirmation, **STOP),
    "somebody else's word": fixed(AddConfirmation, **(STOP | {"author": "pim@kitchenware.example"})),
    "a run seen": lambda case, other, now: StateRun(
        case_id=case.id, seen_version=case.version, run_id="8842", ended_at=now
    ),
    "rate the runbook": fixed(RateRunbook, helpful=True),
}
WISHES: Mapping[str, Wish] = {**OF_ACTION, **OF_NO_ACTION}


def open_to(case: Case) -> list[str]:
    """The wishes that the table of its kind has an arrow for."""
    allowed = {str(action) for action in case.allowed()}
    wished = [name for name in OF_ACTION if name in allowed]
    closes = case.KIND == "support_ticket" and SupportAction.CLOSE in allowed
    return wished + [f"{SupportAction.CLOSE} with an outcome"] * closes
