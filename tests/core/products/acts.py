"""Every command that concerns a case, and every word of a platform, each as one act on a card: what is done by an
admin, so that roles refuse nothing here (tests/core/test_dispatch.py holds those)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from core.command import Command
from core.domain.case_parts import HoldKind, Severity
from core.domain.delivery_incident_table import ContactOutcome
from core.domain.draft import CLOSING
from core.domain.evidence import Evidence, EvidenceType
from core.domain.job_ticket_table import Choice
from core.domain.member import Role
from core.domain.platform_facts import RunState
from core.domain.support_ticket_table import Outcome
from core.services.acting import CaseCommand
from core.services.asking import AskForHelp
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
from core.services.deliveries import ReportLetterFailed
from core.services.drafts import ForgetDraft, KeepDraft
from core.services.drawing import ALL
from core.services.holding import HoldTicket, ReopenTicket, ResumeWork
from core.services.incidents import LogContact, MarkReviewed, ProvideSolution
from core.services.issues import RetryOrder
from core.services.job_runs import RecordDailyCheck, RecordReading
from core.services.job_tickets import (
    ContainJob,
    DecideAccount,
    MarkNotStoppable,
    Reactivate,
    RemoveConnection,
    RunVerification,
    SetCause,
    SkipNotify,
)
from core.services.operations import SayOutcome, SettleWrite, WriteResult
from core.services.pictures import DeletePicture, PictureForgotten
from core.services.reminders import RemindDue, WakeDue
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
from core.services.support_events import ReportTicket
from core.views import CaseCard
from tests.core.services.office import ADA, ANDON, LUIS, Office, letter, run
from tests.core.services.parcels import SOLVED
from tests.core.services.support_desk import tells

Act = Callable[[Office, CaseCard], Awaitable[Any]]

DAY = timedelta(days=1)
CONFIRMED: dict[str, Any] = {
    "text": "We stopped selling there.",
    "author": "noor@kitchenware.example",
    "said": "stop",
}


def wished(command: type[CaseCommand], **fields: Any) -> Act:
    """The act of a person on the case as it stands now."""

    async def act(office: Office, card: CaseCard) -> None:
        values = {name: value(office) if callable(value) else value for name, value in fields.items()}
        await office.act(command, card, ADA, **values)

    return act


def said(command: Callable[..., Command[Any]], by: Any = ANDON, **fields: Any) -> Act:
    """A command about the case that names no version."""

    async def act(office: Office, card: CaseCard) -> None:
        await office.do(command(case_id=card.case_id, **fields), by)

    return act


def tomorrow(office: Office) -> datetime:
    return office.clock.now() + DAY


async def tell_retailer(office: Office, card: CaseCard) -> None:
    await office.do(letter(await office.now(card)), ADA)


async def link(office: Office, card: CaseCard) -> None:
    other = await office.report(dedup_key="another order")
    await office.act(LinkCases, card, ADA, to_number=other.number)


async def merge(office: Office, card: CaseCard) -> None:
    other = await tells(office, ReportTicket, "Another matter.", ticket_id="t-2", dedup_key="another ticket")
    await office.act(MergeTicket, card, ADA, into_number=other.number)


async def ask_to_close(office: Office, card: CaseCard) -> None:
    await office.asks_to_close(card, ADA)


async def close(office: Office, card: CaseCard) -> None:
    """Asked for with a good picture, looked at with a good reading."""
    await office.closes(card, ADA)


async def close_unread(office: Office, card: CaseCard) -> None:
    """The same, and the platform cannot be read."""
    await office.closes(card, ADA, reading=office.reading(problem="timed_out"))


async def settle(office: Office, card: CaseCard, result: WriteResult, reason: str | None = None) -> None:
    """The newest write of this case comes to its end, whatever the case did meanwhile."""
    mine = [o for o in office.operations() if o.case_id == card.case_id]
    operation_id = mine[-1].id if mine else "no such operation"
    now = office.clock.now()
    done = SettleWrite(operation_id=operation_id, fence=None, result=result, reason=reason, read_at=now)
    await office.do(done, ANDON)


async def unread(office: Office, card: CaseCard, *, was_done: bool) -> None:
    """The write in flight cannot be read, and a person says what became of it."""
    await settle(office, card, WriteResult.UNKNOWN)
    await office.act(SayOutcome, card, ADA, was_done=was_done)


async def keep_picture(office: Office, card: CaseCard) -> None:
    piece = Evidence(
        id="pic-9",
        case_id=card.case_id,
        type=EvidenceType.SCREENSHOT,
        added_by=ADA.id,
        added_at=office.clock.now(),
        store_key="pic-9.png",
        sha256="sha of pic-9",
    )
    await office.store.run(lambda uow: uow.evidence.add(piece), ANDON)


async def delete_picture(office: Office, card: CaseCard) -> None:
    await keep_picture(office, card)
    await office.act(DeletePicture, card, ADA, evidence_id="pic-9", reason="shows a password")


async def forget_picture(office: Office, card: CaseCard) -> None:
    await keep_picture(office, card)
    await office.do(PictureForgotten(case_id=card.case_id, evidence_id="pic-9"), ANDON)


async def read(office: Office, card: CaseCard, state: RunState) -> None:
    """A look at the platform finds that the job's newest run ended just now."""
    ended = run("9", state=state, ended_at=office.clock.now())
    await office.do(RecordReading(case_id=card.case_id, reading=office.reading(ended)), ANDON)


async def daily_check(office: Office, card: CaseCard) -> None:
    await office.do(RecordDailyCheck(platform_id="shop", checked_at=office.clock.now()), ADA)


async def remind(office: Office, card: CaseCard) -> None:
    """A working day and a bit: everything that can be due is due."""
    office.clock.advance(1.2 * DAY.total_seconds())
    await office.do(RemindDue(), ANDON)


async def wake(office: Office, card: CaseCard) -> None:
    office.clock.advance(3 * DAY.total_seconds())
    await office.do(WakeDue(), ANDON)


async def remove_confirmed(office: Office, card: CaseCard) -> None:
    """The retailer wrote that they stopped selling there."""
    piece = Evidence(
        id="word-9",
        case_id=card.case_id,
        type=EvidenceType.CONFIRMATION,
        added_by=ADA.id,
        added_at=office.clock.now(),
        text=CONFIRMED["text"],
        said=CONFIRMED["said"],
        author=CONFIRMED["author"],
        author_address=CONFIRMED["author"],
        medium="pasted",
        written_at=office.clock.now(),
    )
    await office.store.run(lambda uow: uow.evidence.add(piece), ANDON)
    await office.act(RemoveConnection, card, ADA)


async def verify_while_paused(office: Office, card: CaseCard) -> None:
    """On a platform whose jobs run although they are paused."""
    can = replace(ALL, runs_while_paused=True)
    office.workspace = replace(office.workspace, capabilities={"shop": can})
    await office.act(RunVerification, card, ADA)


async def state_run(office: Office, card: CaseCard) -> None:
    """Where the workspace takes the word of a member."""
    office.switch(human_verification=True)
    await office.act(StateRun, card, ADA, run_id="8842", ended_at=office.clock.now())


OF_EVERY_KIND: Mapping[str, Act] = {
    "AskForHelp": said(AskForHelp, ADA, act="CloseCase", role=Role.LEAD),
    "TakeCase": wished(TakeCase),
    "AcknowledgeCase": wished(AcknowledgeCase),
    "AssignCase": wished(AssignCase, to=LUIS.id),
    "AssignCase to oneself": wished(AssignCase, to=ADA.id),
    "CommentOnCase": wished(CommentOnCase, text="I called them."),
    "SnoozeCase": wished(SnoozeCase, until=tomorrow),
    "SetPriority": wished(SetPriority, severity=Severity.LOW),
    "ArchiveCase": wished(ArchiveCase, reason="actioned"),
    "UnarchiveCase": wished(UnarchiveCase),
    "UndoLast": wished(UndoLast),
    "AskSupport": wished(AskSupport, question="What now?"),
    "LinkCases": link,
    "RequestClose": ask_to_close,
    "CloseCase": close,
    "CloseCase unread": close_unread,
    "ReportLetterFailed": said(ReportLetterFailed, to_address="noor@kitchenware.example", reason="550"),
    "KeepDraft": said(KeepDraft, ADA, form=CLOSING, values={"note": "half a word"}),
    "ForgetDraft": said(ForgetDraft, ADA, form=CLOSING),
    "HoldTicket": wished(HoldTicket, kind=HoldKind.CUSTOMER, reason="asked for a photo", until=tomorrow),
    "ResumeWork": wished(ResumeWork),
    "ReopenTicket": wished(ReopenTicket, reason="closed by mistake"),
    "LogContact": wished(LogContact, outcome=ContactOutcome.NO_ANSWER),
    "ProvideSolution": wished(ProvideSolution, **SOLVED),
    "MarkReviewed": wished(MarkReviewed),
    "RetryOrder": wished(RetryOrder),
    "RecordReading failed": partial(read, state=RunState.FAILED),
    "RecordReading succeeded": partial(read, state=RunState.SUCCEEDED),
    "RecordDailyCheck": daily_check,
    "ContainJob": wished(ContainJob),
    "MarkNotStoppable": wished(MarkNotStoppable, reason="no access to it"),
    "NotifyRetailer": tell_retailer,
    "SkipNotify": wished(SkipNotify, reason="our own defect"),
    "DecideAccount reactivate": wished(DecideAccount, choice=Choice.REACTIVATE),
    "DecideAccount remain paused": wished(DecideAccount, choice=Choice.REMAIN_PAUSED),
    "DecideAccount remove": wished(DecideAccount, choice=Choice.REMOVE),
    "Reactivate": wished(Reactivate),
    "RunVerification": wished(RunVerification),
    "RunVerification while paused": verify_while_paused,
    "RemoveConnection": wished(RemoveConnection),
    "RemoveConnection confirmed": remove_confirmed,
    "SetCause": wished(SetCause, cause="offboarded"),
    "SettleWrite done": partial(settle, result=WriteResult.DONE),
    "SettleWrite failed": partial(settle, result=WriteResult.FAILED, reason="refused"),
    "SettleWrite unknown": partial(settle, result=WriteResult.UNKNOWN),
    "SayOutcome done": partial(unread, was_done=True),
    "SayOutcome not done": partial(unread, was_done=False),
    "DeletePicture": delete_picture,
    "PictureForgotten": forget_picture,
    "RemindDue": remind,
    "WakeDue": wake,
    "RateRunbook": wished(RateRunbook, helpful=True),
    "AddConfirmation": wished(AddConfirmation, **CONFIRMED),
    "StateRun": wished(StateRun, run_id="8842", ended_at=lambda office: office.clock.now()),
    "StateRun by a switch": state_run,
    "ReplyToCustomer": wished(ReplyToCustomer, text="Could you send us a photo?"),
    "SetCategory": wished(SetCategory, category="return"),
    "CloseSupportTicket": wished(CloseSupportTicket, outcome=Outcome.SOLVED),
    "MergeTicket": merge,
    "ShowCustomer": wished(ShowCustomer),
    "SendToSupport": wished(SendToSupport, category="claim", text="It is lost.", name="Joana Reis"),
}
"""Each is tried on every kind of case, whether it is meant for it or not."""
