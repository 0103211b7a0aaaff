"""One morning of a failing job, as the closing policy sees it: everything is in order, until a test changes it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.domain.case_parts import Severity, Source, Subject
from core.domain.close_attempt import Claim
from core.domain.evidence import Evidence, EvidenceType
from core.domain.job_ticket import Containment, Decision, JobTicket, Notification
from core.domain.job_ticket_table import Choice, ContainmentKind, State
from core.domain.member import Role
from core.domain.platform_facts import Connection, ConnectionStatus, Job, Reading, Run, RunState
from core.domain.workspace import Contact, Switches
from core.policies.closing import ClosingFacts


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, second, tzinfo=UTC)


FAILED, CONTAINED, NOTIFIED, DECIDED = at(8), at(8, 10), at(8, 30), at(9)
REACTIVATED, SUCCEEDED, PICTURED, NOW = at(9, 10), at(9, 20), at(9, 25), at(9, 30)
CHECKED = NOW - timedelta(seconds=10)

CONTACTS = (
    Contact(account="Kitchenware", name="Noor Visser", email="noor@kitchenware.example", may_confirm=True),
    Contact(account="Kitchenware", name="Pim Bakker", email="pim@kitchenware.example"),
)


def run(run_id: str = "8842", *, ended_at: datetime | None = SUCCEEDED, **more: Any) -> Run:
    fields: dict[str, Any] = {
        "job_id": "job-7",
        "state": RunState.SUCCEEDED,
        "forced": False,
        "items_failed": 0,
        "started_at": ended_at - timedelta(minutes=5) if ended_at else None,
    }
    return Run(run_id=run_id, ended_at=ended_at, **(fields | more))


def failed(run_id: str = "8841", *, ended_at: datetime | None = FAILED, **more: Any) -> Run:
    return run(run_id, ended_at=ended_at, state=RunState.FAILED, **more)


def job(**more: Any) -> Job:
    fields: dict[str, Any] = {
        "job_id": "job-7",
        "name": "eBay orders",
        "paused": False,
        "checked_at": CHECKED,
    }
    return Job(**(fields | {"schedule": "PT1H"} | more))


def connection(status: ConnectionStatus = ConnectionStatus.ACTIVE, **more: Any) -> Connection:
    fields: dict[str, Any] = {"connection_id": "con-3", "checked_at": CHECKED}
    return Connection(status=status, **(fields | more))


def reading(*runs: Run, **more: Any) -> Reading:
    """The platform as just read; without runs: the failure and then the success."""
    fields: dict[str, Any] = {"checked_at": CHECKED, "job": job(), "connection": connection()}
    return Reading(runs=runs or (run(), failed()), **(fields | more))


def picture(evidence_id: str = "pic-1", **more: Any) -> Evidence:
    fields: dict[str, Any] = {
        "case_id": "case-1",
        "type": EvidenceType.SCREENSHOT,
        "added_by": "U0ANA",
        "added_at": PICTURED,
        "uploaded_at": PICTURED,
        "sha256": f"sha of {evidence_id}",
        "store_key": f"{evidence_id}.png",
        "file_name": "green-run.png",
    }
    return Evidence(id=evidence_id, **(fields | more))


def confirmation(said: str = "change", **more: Any) -> Evidence:
    fields: dict[str, Any] = {
        "id": "conf-1",
        "case_id": "case-1",
        "type": EvidenceType.CONFIRMATION,
        "added_by": "U0ANA",
        "added_at": at(8, 50),
        "written_at": at(8, 45),
        "text": "We renewed the token this morning.",
        "said": said,
        "author": "Noor Visser",
        "medium": "mail",
    }
    return Evidence(**(fields | more))


def stated_run(by: str = "U0LUIS", *, ended_at: datetime = SUCCEEDED) -> Evidence:
    return Evidence(
        id=f"stated-by-{by}",
        case_id="case-1",
        type=EvidenceType.RUN,
        added_by=by,
        added_at=ended_at,
        text="8842",
        written_at=ended_at,
    )


def containment(**more: Any) -> Containment:
    fields: dict[str, Any] = {
        "kind": ContainmentKind.PAUSE_JOB,
        "by": "U0ANA",
        "requested_at": CONTAINED,
        "confirmed_at": CONTAINED + timedelta(minutes=1),
    }
    return Containment(**(fields | more))


def decision(choice: Choice) -> Decision:
    return Decision(choice=choice, by="U0ANA", at=DECIDED)


def ticket(**more: Any) -> JobTicket:
    fields: dict[str, Any] = {
        "id": "case-1",
        "team_id": "T0TEAM",
        "number": 20260001,
        "code": "token_expired",
        "title": "eBay orders",
        "state": State.VERIFYING,
        "severity": Severity.HIGH,
        "subject": Subject(type="job", id="job-7", label="eBay orders"),
        "source": Source(connector="shop", external_id="job-7"),
        "dedup_key": "job:shop:job-7",
        "account": "Kitchenware",
        "created_at": FAILED,
        "updated_at": REACTIVATED,
        "first_seen_at": FAILED,
        "last_seen_at": FAILED,
        "last_failure_at": FAILED,
        "job_id": "job-7",
        "job_name": "eBay orders",
        "connection_id": "con-3",
        "failed_run": failed(),
        "containment": containment(),
        "notification": Notification(by="U0ANA", at=NOTIFIED, to="noor@kitchenware.example"),
        "decision": decision(Choice.REACTIVATE),
        "reactivated_at": REACTIVATED,
        "verified_by": "U0ANA",
    }
    return JobTicket(**(fields | more))


def facts(**more: Any) -> ClosingFacts:
    """R1 holds. Name what shall be different."""
    fields: dict[str, Any] = {
        "ticket": ticket(),
        "reading": reading(),
        "evidence": (picture(),),
        "claim": Claim.WORKS_AGAIN,
        "actor_id": "U0ANA",
        "role": Role.OPERATOR,
        "now": NOW,
        "contacts": CONTACTS,
    }
    return ClosingFacts(**(fields | more))


def removal(**more: Any) -> ClosingFacts:
    """R3 holds: removed at 9:10, the job is gone with it, and it used to run every hour."""
    later = at(10, 30)
    gone = {
        "connection": connection(ConnectionStatus.REMOVED),
        "job": job(paused=True),
        "checked_at": later - timedelta(seconds=10),
    }
    fields: dict[str, Any] = {
        "ticket": ticket(decision=decision(Choice.REMOVE), removed_at=REACTIVATED, reactivated_at=None),
        "reading": reading(failed(), **gone),
        "evidence": (confirmation("stop"), picture()),
        "claim": Claim.REMOVED,
        "role": Role.LEAD,
        "actor_id": "U0LEA",
        "now": later,
    }
    return facts(**(fields | more))


def with_reading(base: ClosingFacts, **more: Any) -> ClosingFacts:
    assert base.reading is not None
    return replace(base, reading=replace(base.reading, **more))


LEAD: dict[str, Any] = {"role": Role.LEAD, "actor_id": "U0LEA"}
DUPLICATE: dict[str, Any] = {
    "claim": Claim.DUPLICATE,
    "ticket": ticket(containment=None),
    "evidence": (),
    "reading": None,
}
FALSE_ALARM: dict[str, Any] = {
    **LEAD,
    "claim": Claim.FALSE_ALARM,
    "ticket": ticket(containment=None, notification=None, decision=None, reactivated_at=None),
    "reading": reading(run(), run("8841", ended_at=FAILED)),
}
BY_HAND: dict[str, Any] = {
    "switches": Switches(human_verification=True),
    "reading": reading(problem="no_connector", job=None, connection=None),
    "evidence": (stated_run(), picture()),
}
