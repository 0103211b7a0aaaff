"""May this case be taken over as it is told? Its times in order, its state one that can be believed."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from core.domain.case_parts import Kind
from core.domain.delivery_incident_table import Outcome as IncidentOutcome
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import State as JobState
from core.domain.past import BEFORE_ANDON, Past, PastIncident, PastJobTicket, PastSupportTicket
from core.domain.support_ticket_table import BY_HAND
from core.domain.support_ticket_table import Outcome as SupportOutcome
from core.domain.support_ticket_table import State as SupportState
from core.errors import Invalid
from core.policies.codes import JOB_CAUSES

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""A case's number begins with its year, which is one of this century (DOMAIN 2.2)."""

CLOCKS_DIFFER = timedelta(seconds=120)
"""What was written down by another clock may be that much ahead of ours (E22)."""

FAR_YEARS = 5
"""A deadline further away than that is a typing error."""

POSTED_WITHIN = timedelta(days=14)
"""Of its opening: an older case gets no card, even where cards are asked for."""

STATES: Mapping[Kind, tuple[str, ...]] = {
    Kind.ISSUE: (IssueState.OPEN, IssueState.ACKNOWLEDGED, IssueState.RESOLVED),
    Kind.DELIVERY_INCIDENT: (
        *(IncidentState.PENDING, IncidentState.SOLUTION_SENT),
        *(IncidentState.CARRIER_REPLIED, IncidentState.CLOSED),
    ),
    Kind.JOB_TICKET: (JobState.OPEN, JobState.CLOSED),
    Kind.SUPPORT_TICKET: tuple(SupportState),
}
"""The first is where a case stands of which nothing is said. A job ticket comes open or closed: that a job was
stopped and a retailer told is believed only of what was done here."""

ENDED = frozenset({IssueState.RESOLVED, IncidentState.CLOSED, JobState.CLOSED, SupportState.CLOSED})

OUTCOMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.ISSUE: ("cleared", "retried"),
    Kind.DELIVERY_INCIDENT: tuple(IncidentOutcome),
    Kind.JOB_TICKET: (BEFORE_ANDON,),
    Kind.SUPPORT_TICKET: (*BY_HAND, SupportOutcome.CLOSED_THERE),
}
"""The first is taken where none is named. Of a job ticket none of Andon's own can be: each of those is proved."""

ARCHIVE_REASONS = ("actioned", "no_action_needed")


def state_of(past: Past) -> str:
    return past.state or STATES[past.KIND][0]


def is_over(past: Past) -> bool:
    return state_of(past) in ENDED


def refuse_bad_past(past: Past, now: datetime) -> None:
    """Raises Invalid with the field that is wrong, the first that is found."""
    _one_of("state", past.state, STATES[past.KIND])
    _one_of("outcome", past.outcome, OUTCOMES[past.KIND])
    _one_of("archived_reason", past.archived_reason, ARCHIVE_REASONS)
    if isinstance(past, PastJobTicket):
        _one_of("cause", past.cause, JOB_CAUSES)
    _refuse_bad_end(past)
    _refuse_bad_steps(past)
    _refuse_bad_times(past, now)


def worth_a_card(past: Past, now: datetime) -> bool:
    return not is_over(past) and past.archived_at is None and now - past.opened_at <= POSTED_WITHIN


def _one_of(field: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise Invalid("error.import_choice", field=field, name=field, choices=", ".join(allowed))


def _refuse_bad_end(past: Past) -> None:
    over, state = is_over(past), state_of(past)
    if over and past.closed_at is None:
        raise _missing("closed_at", state)
    for field in () if over else ("closed_at", "outcome"):
        if getattr(past, field) is not None:
            raise Invalid("error.import_not_over", field=field, name=field, state=state)
    if past.archived_at is None and past.archived_reason is not None:
        raise _missing("archived_at", state)
    if past.archived_at is not None and not over and past.KIND is not Kind.ISSUE:
        raise Invalid("error.import_not_over", field="archived_at", name="archived_at", state=state)


def _refuse_bad_steps(past: Past) -> None:
    """A state that rests on something done brings what was done."""
    state = state_of(past)
    if isinstance(past, PastIncident) and state in (
        IncidentState.SOLUTION_SENT,
        IncidentState.CARRIER_REPLIED,
    ):
        needed: tuple[str, ...] = ("solution", "solution_at", "resolution")
        if state == IncidentState.CARRIER_REPLIED:
            needed += ("carrier_answer",)
    elif isinstance(past, PastSupportTicket) and state == SupportState.ON_HOLD:
        needed = ("hold_kind", "hold_reason")
    else:
        return
    for field in needed:
        if not getattr(past, field):
            raise _missing(field, state)


def _refuse_bad_times(past: Past, now: datetime) -> None:
    if past.opened_at < EARLIEST:
        raise Invalid("error.import_too_old", field="opened_at", name="opened_at", year=EARLIEST.year)
    for field, at in _times(past):
        if at > now + CLOCKS_DIFFER:
            raise Invalid("error.import_future", field=field, name=field)
        if at < past.opened_at:
            raise Invalid("error.import_order", field=field, name=field)
    _refuse_bad_deadlines(past, now)
    if past.closed_at is not None and past.archived_at is not None and past.archived_at < past.closed_at:
        raise Invalid("error.import_order", field="archived_at", name="archived_at")
    if isinstance(past, PastSupportTicket) and past.hold_until is not None and past.hold_until <= now:
        raise Invalid("error.until_past", field="hold_until")


def _refuse_bad_deadlines(past: Past, now: datetime) -> None:
    for field in ("due_at", "return_deadline_at", "hold_until"):
        at = getattr(past, field, None)
        if at is not None and at < past.opened_at:
            raise Invalid("error.import_order", field=field, name=field)
        if at is not None and at > now + timedelta(days=366 * FAR_YEARS):
            raise Invalid("error.import_far", field=field, name=field, years=FAR_YEARS)


def _times(past: Past) -> Iterator[tuple[str, datetime]]:
    """What has been by now."""
    for field in ("opened_at", "last_seen_at", "acked_at", "closed_at", "archived_at", *_OWN_TIMES):
        at = getattr(past, field, None)
        if at is not None:
            yield field, at
    for note in past.notes:
        yield "notes", note.at


def _missing(field: str, state: str) -> Invalid:
    return Invalid("error.import_missing", field=field, name=field, state=state)


_OWN_TIMES = ("last_failure_at", "solution_at", "replied_at")
