"""Aggregate -> view model: everything a card shows, decided here and drawn elsewhere."""

from datetime import datetime
from typing import Any

from core.domain.case import Case
from core.domain.case_parts import HoldKind
from core.domain.delivery_incident import UNREAD, DeliveryIncident
from core.domain.delivery_incident_table import Action as IncidentAction
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import Action as IssueAction
from core.domain.issue import Issue
from core.domain.issue import State as IssueState
from core.domain.job_ticket import JobTicket, Proof
from core.domain.job_ticket_table import OUTCOME_UNKNOWN, Action, ContainmentKind, State
from core.domain.platform_facts import Capabilities, ConnectionStatus
from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_table import Action as SupportAction
from core.domain.undo import UNDO_WINDOW
from core.domain.workspace import Workspace
from core.policies.carriers import carrier_code
from core.policies.job_steps import steps_of
from core.policies.retrying import needs_duplicate_check, retry_at, retryable
from core.policies.solutions import resolutions_for
from core.policies.targets import deadline, overdue
from core.services.machine_acts import MACHINE
from core.views import CaseCard, IncidentCard, IssueCard, JobTicketCard, Needs, ProofView, SupportCard

ALL = Capabilities(
    pause=True,
    retry_run=True,
    verification_run=True,
    cancel_inflight=True,
    connection_statuses=frozenset(ConnectionStatus),
    retry_order=True,
)
"""What a platform that was not read yet is taken to be able to do: the guard speaks later, the button stays."""


def card_of(case: Case, workspace: Workspace, now: datetime) -> CaseCard:
    if isinstance(case, Issue):
        return _issue(case, workspace, now)
    if isinstance(case, JobTicket):
        return job_ticket_card(case, workspace, now)
    if isinstance(case, DeliveryIncident):
        return _incident(case, workspace, now)
    if isinstance(case, SupportTicket):
        return _support(case, workspace, now)
    raise TypeError(f"no card for {type(case).__name__}")


def job_ticket_card(ticket: JobTicket, workspace: Workspace, now: datetime) -> JobTicketCard:
    can = workspace.capabilities.get(ticket.source.connector, ALL)
    offered = containments(ticket, can)
    actions = _person_actions(ticket)
    if not offered:
        actions -= {Action.CONTAIN}
    if ticket.state == State.DECIDED_REACTIVATE and not (can.verification_run and can.runs_while_paused):
        actions -= {Action.VERIFICATION_RUN}
    if not can.verification_run:
        actions -= {Action.VERIFICATION_RUN}
    stopped = ticket.containment
    needs, member = _job_needs(ticket)
    return JobTicketCard(
        **_common(ticket, workspace, now, actions, needs, member),
        job_id=ticket.job_id,
        job_name=ticket.job_name,
        platform_id=ticket.source.connector,
        connection_id=ticket.connection_id,
        connection_name=ticket.connection_name,
        retailer=ticket.retailer or ticket.account,
        last_failure_at=ticket.last_failure_at,
        failed_run=ticket.failed_run,
        failures_in_a_row=ticket.failures_in_a_row,
        orders_waiting=ticket.orders_waiting,
        steps=steps_of(ticket),
        containments=offered,
        contained=stopped is not None and stopped.done,
        decision=ticket.decision.choice if ticket.decision else None,
        problem=ticket.last_problem,
        minutes_to_contain=_minutes_to_contain(ticket),
        runs_while_paused=can.runs_while_paused,
        proof=_proof_view(ticket.proof) if ticket.proof else None,
    )


def containments(ticket: JobTicket, can: Capabilities) -> tuple[str, ...]:
    """The smallest that stops the job first (DOMAIN 2.4)."""
    offered: list[str] = []
    if can.pause:
        offered.append(ContainmentKind.PAUSE_JOB)
        if "feed" in ticket.job_name.casefold() or ticket.code == "feed_failure":
            offered.append(ContainmentKind.DISABLE_FEED)
    if ticket.connection_id is not None:
        if ConnectionStatus.PAUSED in can.connection_statuses:
            offered.append(ContainmentKind.PAUSE_MARKETPLACE)
        if ConnectionStatus.SUSPENDED in can.connection_statuses:
            offered.append(ContainmentKind.SUSPEND_CONNECTION)
    return tuple(offered)


def _issue(issue: Issue, workspace: Workspace, now: datetime) -> IssueCard:
    capabilities = workspace.capabilities.get(issue.source.connector)
    can_retry = retryable(issue, capabilities)
    actions = _person_actions(issue)
    if not can_retry or issue.retry_unread:
        actions -= {IssueAction.RETRY}
    earliest = retry_at(issue)
    needs, member = _issue_needs(issue)
    return IssueCard(
        **_common(issue, workspace, now, actions, needs, member),
        amount=issue.amount,
        retryable=can_retry,
        retry_after=earliest if earliest is not None and earliest > now else None,
        needs_duplicate_check=needs_duplicate_check(issue),
        retry_error=issue.retry_error,
        duplicate_at=issue.duplicate_at,
    )


def _incident(incident: DeliveryIncident, workspace: Workspace, now: datetime) -> IncidentCard:
    code = carrier_code(incident.carrier, incident.carrier_code, workspace.carrier_codes)
    can = workspace.capabilities.get(incident.source.connector)
    offers = resolutions_for(incident, code, can.resolutions if can else None)
    actions = _person_actions(incident)
    if not offers:
        actions -= {IncidentAction.PROVIDE_SOLUTION}
    needs, member = _incident_needs(incident)
    return IncidentCard(
        **_common(incident, workspace, now, actions, needs, member),
        **{name: getattr(incident, name) for name in _INCIDENT_COPIED},
        offers=offers,
        tip=code.tip,
    )


def _incident_needs(incident: DeliveryIncident) -> tuple[Needs, str | None]:
    if incident.ended or incident.archived:
        return Needs.NOBODY, None
    if incident.state == IncidentState.SOLUTION_SENDING and incident.solution_error is None:
        return Needs.PLATFORM, None
    if incident.state == IncidentState.SOLUTION_SENT:
        return Needs.CARRIER, None
    return (Needs.MEMBER, incident.owner) if incident.owner else (Needs.ANYONE, None)


def _support(ticket: SupportTicket, workspace: Workspace, now: datetime) -> SupportCard:
    actions = _person_actions(ticket)
    if not ticket.requester.email:
        actions -= {SupportAction.REPLY}
    needs, member = _support_needs(ticket)
    return SupportCard(
        **_common(ticket, workspace, now, actions, needs, member),
        **{name: getattr(ticket, name) for name in _SUPPORT_COPIED},
    )


def _support_needs(ticket: SupportTicket) -> tuple[Needs, str | None]:
    if ticket.ended or ticket.archived:
        return Needs.NOBODY, None
    waits = ticket.hold is not None and ticket.hold.kind is HoldKind.CUSTOMER
    waits = waits or (ticket.answered and ticket.hold is None)
    if waits and ticket.letter_problem is None:  # nobody answers a letter that never came
        return Needs.CUSTOMER, None
    return (Needs.MEMBER, ticket.owner) if ticket.owner else (Needs.ANYONE, None)


def unread_write(case: Case) -> str | None:
    """The operation whose outcome nobody could read, so that a person has to look (RELIABILITY 2.3)."""
    if isinstance(case, Issue):
        return case.retry_operation if case.retry_unread else None
    if isinstance(case, JobTicket):
        return case.step_operation if case.last_problem == OUTCOME_UNKNOWN else None
    if isinstance(case, DeliveryIncident) and case.solution is not None:
        return case.solution.operation_id if case.solution_error == UNREAD else None
    return None


def _person_actions(case: Case) -> frozenset[str]:
    return frozenset(str(a) for a in case.allowed() if a not in MACHINE)


def _common(
    case: Case,
    workspace: Workspace,
    now: datetime,
    actions: frozenset[str],
    needs: Needs,
    member: str | None,
) -> dict[str, Any]:
    undo = case.undo_point
    undoable = undo is not None and undo.version == case.version and now - undo.at <= UNDO_WINDOW
    same = {name: getattr(case, name) for name in _COPIED}
    return same | {
        "case_id": case.id,
        "kind": case.KIND,
        "actions": actions,
        "needs": needs,
        "needs_member": member,
        "deadline": deadline(case, workspace),
        "overdue": overdue(case, now),
        "unread_write": unread_write(case) is not None,
        "account_role": workspace.account_role(case.account),
        "can_undo_by": undo.by if undo and undoable else None,
        "can_undo_what": undo.what if undo and undoable else None,
    }


def _issue_needs(issue: Issue) -> tuple[Needs, str | None]:
    if issue.ended or issue.archived:
        return Needs.NOBODY, None
    if issue.state == IssueState.RETRYING:
        return Needs.PLATFORM, None
    return (Needs.MEMBER, issue.owner) if issue.owner else (Needs.ANYONE, None)


def _job_needs(ticket: JobTicket) -> tuple[Needs, str | None]:
    """The next-actor line: whose turn it is."""
    if ticket.ended or ticket.archived:
        return Needs.NOBODY, None
    if ticket.state in (State.CONTAINING, State.REACTIVATING, State.REMOVING):
        return Needs.PLATFORM, None
    if ticket.state == State.VERIFYING and ticket.removed_at is None:
        return Needs.RUN, ticket.owner
    if ticket.state == State.ON_HOLD and ticket.hold is not None:
        retailer = ticket.hold.kind in (HoldKind.RETAILER, HoldKind.CUSTOMER)
        return (Needs.RETAILER, None) if retailer else (Needs.MEMBER, ticket.owner)
    if ticket.state == State.DECIDED_REMOVE:
        return Needs.LEAD, ticket.owner
    return (Needs.MEMBER, ticket.owner) if ticket.owner else (Needs.ANYONE, None)


def _minutes_to_contain(ticket: JobTicket) -> int | None:
    """From opening to standing still, whole minutes: the measure of step one."""
    stopped = ticket.containment
    if stopped is None or stopped.confirmed_at is None:
        return None
    since = ticket.reopened_at or ticket.created_at
    return max(0, int((stopped.confirmed_at - since).total_seconds() // 60))


def _proof_view(proof: Proof) -> ProofView:
    run = proof.run
    return ProofView(
        rule=proof.rule,
        outcome=proof.outcome,
        checked_at=proof.checked_at,
        run_id=run.run_id if run else None,
        run_url=run.url if run else None,
        run_started_at=run.started_at if run else None,
        run_ended_at=run.ended_at if run else None,
        note=proof.note,
        not_reported=proof.not_reported,
        evidence_ids=proof.evidence_ids,
    )


_INCIDENT_COPIED = (
    *("carrier", "carrier_code", "carrier_checked_at", "incident_type", "reason_told", "courier_notes"),
    *("distance_km", "attempt", "first_absence", "return_deadline_at", "contacts", "solution"),
    *("solution_error", "carrier_answer"),
)

_SUPPORT_COPIED = (
    *("ticket_id", "requester", "order_number", "messages", "respond_by", "first_reply_at", "answered"),
    *("close_note", "close_reference", "carrier", "claim_by"),
)

_COPIED = (
    *("team_id", "number", "version", "revision", "state", "code", "title", "description", "severity"),
    *("subject", "account", "channel", "runbook_url", "occurrences", "first_seen_at", "last_seen_at"),
    *("created_at", "updated_at", "owner", "acked_at", "hold", "snoozed_until", "links"),
    *("archived_at", "archived_reason", "closed_at", "closed_by", "close_outcome", "reopen_count"),
    "letter_problem",
)
