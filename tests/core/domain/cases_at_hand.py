"""A case in any state, and for each action of the tables the method that follows it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from core.domain.case import Case, Common
from core.domain.case_parts import Hold, HoldKind, LetterProblem, Link, Severity, Source, Subject
from core.domain.delivery_incident import DeliveryIncident, Scan, Solution
from core.domain.delivery_incident_table import Action as IncidentAction
from core.domain.delivery_incident_table import ContactOutcome, Outcome, Resolution
from core.domain.issue import Action as IssueAction
from core.domain.issue import Issue
from core.domain.job_ticket import Containment, JobTicket, Notification, Proof
from core.domain.job_ticket_table import TOLD_AGAIN, Action, Choice, ContainmentKind
from core.domain.platform_facts import Run, RunState
from core.domain.support_ticket import Requester, SupportTicket
from core.domain.support_ticket_table import Action as SupportAction
from core.domain.support_ticket_table import Outcome as SupportOutcome

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
BY: dict[str, Any] = {"by": "U0ANA", "at": NOW}
RUN = Run(run_id="8842", job_id="job-7", state=RunState.FAILED, ended_at=NOW)
HOLD = Hold(kind=HoldKind.RETAILER, reason="waits for the token", since=NOW)
PROOF = Proof(rule="R1", outcome="technically_verified", checked_at=NOW, run=RUN)

COMMON: dict[str, Any] = {
    "id": "case-1",
    "team_id": "T0TEAM",
    "number": 20260001,
    "title": "eBay orders",
    "severity": Severity.HIGH,
    "source": Source(connector="shop", external_id="7"),
    "dedup_key": "key",
    "created_at": NOW - timedelta(hours=2),
    "updated_at": NOW - timedelta(hours=2),
    "first_seen_at": NOW - timedelta(hours=2),
    "last_seen_at": NOW - timedelta(hours=2),
}


def issue(state: str, **more: Any) -> Issue:
    fields: dict[str, Any] = {"code": "order.stock_out", "subject": Subject(type="order", id="1", label="1")}
    return Issue(state=state, **(COMMON | fields | more))


def job_ticket(state: str, **more: Any) -> JobTicket:
    fields: dict[str, Any] = {
        "code": "token_expired",
        "subject": Subject(type="job", id="job-7", label="eBay orders"),
        "job_id": "job-7",
        "job_name": "eBay orders",
        "last_failure_at": NOW - timedelta(hours=2),
        "containment": Containment(kind=ContainmentKind.PAUSE_JOB, by="U0ANA", requested_at=NOW),
    }
    return JobTicket(state=state, **(COMMON | fields | more))


def incident(state: str, **more: Any) -> DeliveryIncident:
    fields: dict[str, Any] = {
        "code": "absent",
        "subject": Subject(type="order", id="1001", label="Order 1001"),
        "incident_id": "inc-1",
        "carrier": "tipsa",
        "carrier_code": "AS",
        "carrier_checked_at": NOW - timedelta(hours=2),
    }
    return DeliveryIncident(state=state, **(COMMON | fields | more))


def support_ticket(state: str, **more: Any) -> SupportTicket:
    fields: dict[str, Any] = {
        "code": "damage",
        "subject": Subject(type="order", id="403-118", label="403-118"),
        "ticket_id": "t-1",
        "requester": Requester(name="Joana Reis", email="joana@mail.example"),
    }
    return SupportTicket(state=state, **(COMMON | fields | more))


def about_to(action: str, state: str) -> JobTicket:
    """A ticket whose data makes *action* the one of its twins that is followed (the retailer knows, or not), or
    opens it (the letter came back)."""
    told = Notification(by="U0ANA", at=NOW) if action in TOLD_BEFORE else None
    return job_ticket(
        state, notification=told, letter_problem=CAME_BACK if (state, action) in TOLD_AGAIN else None
    )


CAME_BACK = LetterProblem(letter_id="letter-1", kind="bounced", status="5.1.1", words="", at=NOW)
TOLD_BEFORE = frozenset({Action.RECONTAINED, Action.NOT_STOPPABLE_AGAIN})

OF_ANY: Mapping[str, Callable[[Any], None]] = {
    Common.TAKE: lambda c: c.take(**BY),
    Common.ACKNOWLEDGE: lambda c: c.acknowledge(**BY),
    Common.ASSIGN: lambda c: c.assign("U0LUIS", **BY),
    Common.COMMENT: lambda c: c.comment("Asked eBay.", **BY),
    Common.ADD_EVIDENCE: lambda c: c.evidence_added("e1", "screenshot", **BY),
    Common.SET_PRIORITY: lambda c: c.set_priority(Severity.LOW, **BY),
    Common.LINK: lambda c: c.link(Link(relation="related", number=20260002), **BY),
    Common.ESCALATE: lambda c: c.escalate("Which carrier?", **BY),
    Common.ARCHIVE: lambda c: c.archive("actioned", **BY),
    Common.UNARCHIVE: lambda c: c.unarchive(**BY),
}

OF_ISSUE: Mapping[str, Callable[[Any], None]] = {
    **OF_ANY,
    Common.SNOOZE: lambda c: c.snooze(LATER, **BY),
    Common.WAKE: lambda c: c.wake(at=NOW),
    Common.REPEAT: lambda c: c.repeat(at=NOW, event_at=NOW),
    Common.SEND_TO_SUPPORT: lambda c: c.send_to_support(20260009, "claim", **BY),
    IssueAction.RETRY: lambda c: c.retry("op-1", duplicate_checked=True, **BY),
    IssueAction.RETRY_SUCCEEDED: lambda c: c.retry_succeeded(at=NOW, read_at=NOW, attempt=2),
    IssueAction.RETRY_FAILED: lambda c: c.retry_failed("stock is still 0", at=NOW, read_at=NOW),
    IssueAction.RETRY_UNKNOWN: lambda c: c.retry_unknown(at=NOW),
    IssueAction.CLEARED: lambda c: c.cleared(at=NOW, event_at=NOW),
    IssueAction.RECUR: lambda c: c.recur(at=NOW, event_at=NOW),
}

OF_TICKET: Mapping[str, Callable[[Any], None]] = {
    **OF_ANY,
    Action.CONTAIN: lambda t: t.contain(ContainmentKind.PAUSE_JOB, "op-1", **BY),
    Action.CONTAINED: lambda t: t.containment_confirmed(at=NOW, read_at=NOW),
    Action.RECONTAINED: lambda t: t.containment_confirmed(at=NOW, read_at=NOW),
    Action.CONTAINMENT_FAILED: lambda t: t.containment_failed("forbidden", at=NOW),
    Action.NOT_STOPPABLE: lambda t: t.not_stoppable("no access", **BY),
    Action.NOT_STOPPABLE_AGAIN: lambda t: t.not_stoppable("no access", **BY),
    Action.NOTIFY_RETAILER: lambda t: t.notify_retailer("noor@kitchenware.example", "letter-1", **BY),
    Action.SKIP_NOTIFY: lambda t: t.skip_notify("our own defect", **BY),
    Action.DECIDE_REACTIVATE: lambda t: t.decide(Choice.REACTIVATE, **BY),
    Action.DECIDE_REMAIN_PAUSED: lambda t: t.decide(Choice.REMAIN_PAUSED, **BY),
    Action.DECIDE_REMOVE: lambda t: t.decide(Choice.REMOVE, **BY),
    Action.HOLD: lambda t: t.put_on_hold(HOLD, **BY),
    Action.RESUME_WORK: lambda t: t.resume_work("by hand", **BY),
    Action.REACTIVATE: lambda t: t.reactivate("op-1", **BY),
    Action.REACTIVATED: lambda t: t.reactivation_confirmed(at=NOW, read_at=NOW),
    Action.REACTIVATION_FAILED: lambda t: t.reactivation_failed("forbidden", at=NOW),
    Action.VERIFICATION_RUN: lambda t: t.verification_run("op-1", **BY),
    Action.VERIFICATION_NOT_STARTED: lambda t: t.verification_not_started("already_running", at=NOW),
    Action.VERIFICATION_FAILED: lambda t: t.fail_verification(
        RUN, ended_at=NOW, at=NOW, repause_operation=None
    ),
    Action.REPAUSE: lambda t: t.fail_verification(RUN, ended_at=NOW, at=NOW, repause_operation="op-2"),
    Action.REMOVE_CONNECTION: lambda t: t.remove_connection("op-1", **BY),
    Action.REMOVED: lambda t: t.removal_confirmed(at=NOW, read_at=NOW),
    Action.REMOVAL_FAILED: lambda t: t.removal_failed("forbidden", at=NOW),
    Action.FAIL_AGAIN: lambda t: t.fail_again(RUN, ended_at=NOW, at=NOW),
    Action.TROUBLE: lambda t: t.trouble("outcome_unknown", at=NOW),
    Action.SET_CAUSE: lambda t: t.set_cause("offboarded", **BY),
    Action.CLOSE: lambda t: t.close(PROOF, **BY),
    Action.REOPEN: lambda t: t.reopen("closed by mistake", **BY),
}


INCIDENT_SCAN = Scan(carrier_code="NAM", reason="refused", event_at=NOW)
SOLUTION = Solution(
    resolution=Resolution.RETRY_DELIVERY,
    text="Deliver it tomorrow.",
    by="U0ANA",
    at=NOW,
    operation_id="op-1",
)

OF_INCIDENT: Mapping[str, Callable[[Any], None]] = {
    **OF_ANY,
    Common.SNOOZE: lambda c: c.snooze(LATER, **BY),
    Common.WAKE: lambda c: c.wake(at=NOW),
    Common.SEND_TO_SUPPORT: lambda c: c.send_to_support(20260009, "claim", **BY),
    IncidentAction.LOG_CONTACT: lambda i: i.log_contact(ContactOutcome.NO_ANSWER, "", **BY),
    IncidentAction.PROVIDE_SOLUTION: lambda i: i.provide_solution(SOLUTION),
    IncidentAction.SOLUTION_ACCEPTED: lambda i: i.solution_accepted(at=NOW, read_at=NOW),
    IncidentAction.SOLUTION_REFUSED: lambda i: i.solution_refused("already_resolved", at=NOW),
    IncidentAction.SOLUTION_UNKNOWN: lambda i: i.solution_unknown(at=NOW),
    IncidentAction.CARRIER_ANSWERED: lambda i: i.carrier_answered(INCIDENT_SCAN, at=NOW),
    IncidentAction.MARK_REVIEWED: lambda i: i.mark_reviewed("", **BY),
    IncidentAction.FAILED_AGAIN: lambda i: i.failed_again(INCIDENT_SCAN, at=NOW),
    IncidentAction.CORRECTED: lambda i: i.corrected(INCIDENT_SCAN, at=NOW),
    IncidentAction.ENDED: lambda i: i.ended_as(Outcome.DELIVERED, INCIDENT_SCAN, at=NOW),
    IncidentAction.SCANNED: lambda i: i.scanned(INCIDENT_SCAN, at=NOW),
}

OF_SUPPORT: Mapping[str, Callable[[Any], None]] = {
    **OF_ANY,
    SupportAction.REPLY: lambda t: t.reply("Please send a photo.", "letter-1", **BY),
    SupportAction.SET_CATEGORY: lambda t: t.set_category("return", **BY),
    SupportAction.HOLD: lambda t: t.put_on_hold(HOLD, **BY),
    SupportAction.RESUME_WORK: lambda t: t.resume_work("by hand", **BY),
    SupportAction.CLOSE: lambda t: t.close(SupportOutcome.SOLVED, "", "", **BY),
    SupportAction.MERGE: lambda t: t.merge(20260002, **BY),
    SupportAction.REOPEN: lambda t: t.reopen("closed by mistake", **BY),
    SupportAction.SHOW_CUSTOMER: lambda t: t.show_customer(**BY),
    SupportAction.MESSAGE: lambda t: t.keep_late_message("Hello?", event_at=NOW, at=NOW),
    SupportAction.CAME_BACK: lambda t: t.customer_wrote("Here it is.", event_at=NOW, at=NOW),
    SupportAction.CLOSED_THERE: lambda t: t.closed_there(event_at=NOW, at=NOW),
}


def shown(case: Case) -> dict[str, Any]:
    """Every field as it stands, so that two looks can be compared."""
    return dict(vars(case)) | {"recorded": list(case.recorded)}
