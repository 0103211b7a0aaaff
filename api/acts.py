"""Acts on a case: one table pairs each with its body and its command. No rule lives here; the door decides."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.bodies import (
    ActBody,
    ArchiveBody,
    AskSupportBody,
    AssignBody,
    CategoryBody,
    CauseBody,
    CloseSupportBody,
    CommentBody,
    ConfirmationBody,
    ContactBody,
    ContainBody,
    DecideBody,
    DeletePictureBody,
    HoldBody,
    LinkBody,
    MergeBody,
    NotifyBody,
    OutcomeBody,
    PriorityBody,
    RateRunbookBody,
    ReasonBody,
    ReplyBody,
    RetryBody,
    ReviewedBody,
    SendToSupportBody,
    SnoozeBody,
    SolutionBody,
    StateRunBody,
)
from api.cases import etag, found
from api.failures import is_replay
from api.problems import Refused
from api.routing import Call, Reply, Route
from api.shapes import CaseOut
from core.command import Command
from core.errors import Invalid, Repeated, Stale
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
from core.services.contacts import ContactsOf
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
from core.services.pictures import DeletePicture
from core.services.runbooks import RateRunbook
from core.services.statements import AddConfirmation, StateRun
from core.services.support import (
    CloseSupportTicket,
    MergeTicket,
    ReplyToCustomer,
    SendToSupport,
    SetCategory,
)
from core.views import CaseCard

REPLAYED = {"Idempotency-Replayed": "true"}


@dataclass(frozen=True, kw_only=True)
class Act:
    """`command` is made from what every act has (case_id, seen_version, key) and the members of the body."""

    name: str
    command: Callable[..., Command[CaseCard]]
    summary: str
    body: type[ActBody] = ActBody


async def carry_out(act: Act, call: Call) -> Reply:
    """The case as it stands after the act; after a repeat of it, as it stands now."""
    card = await found(call)
    body = call.body_as(act.body)
    seen = seen_version(call, body, card)
    members = {name: getattr(body, name) for name in act.body.model_fields if name != "seen_version"}
    if isinstance(body, SolutionBody):
        members["address"] = body.address.address() if body.address else None
    if act.body is NotifyBody:
        members = await _letter(call, card, call.body_as(NotifyBody))
    key = call.key(f"{act.name}:{card.number}")
    command = act.command(key=key, case_id=card.case_id, seen_version=seen, **members)
    return await granted(call, command)


async def granted(call: Call, command: Command[CaseCard]) -> Reply:
    try:
        async with asyncio.timeout(call.house.patience_s):
            card = await call.house.dispatch(command, by=call.actor)
    except Repeated as repeated:
        if not is_replay(repeated, command.key):
            raise
        card = await found(call)
        return Reply(body=CaseOut.of(card), headers={**etag(card), **REPLAYED})
    except Stale as stale:
        if call.if_match() is None:
            raise
        detail = "The case is no longer what If-Match names: read it again, then decide."
        raise Refused(412, "stale", detail, more={"facts": dict(stale.facts)}) from None
    return Reply(body=CaseOut.of(card), headers=etag(card))


def seen_version(call: Call, body: ActBody, card: CaseCard) -> int:
    """If-Match, else the body's, else the case as it was read a moment ago. Raises Refused when they differ."""
    named = call.if_match()
    if named is not None and body.seen_version not in (None, named):
        raise Refused(400, "two_versions", "If-Match and seen_version name different versions; send one.")
    return named or body.seen_version or card.version


async def _letter(call: Call, card: CaseCard, body: NotifyBody) -> dict[str, Any]:
    contacts = await call.house.ask(ContactsOf(case_id=card.case_id), by=call.actor)
    contact = next((c for c in contacts if c.email.casefold() == body.to.strip().casefold()), None)
    if contact is None:
        raise Invalid("error.unknown_contact", field="to", address=body.to)
    return {
        "to_name": contact.name,
        "to_address": contact.email,
        "subject": body.subject,
        "issue": body.issue,
        "actions": body.actions,
        "next_steps": body.next_steps,
        "locale": contact.locale,
    }


ACTS = (
    Act(name="take", command=TakeCase, summary="Make it one's own."),
    Act(name="acknowledge", command=AcknowledgeCase, summary="Say that it was seen."),
    Act(name="assign", command=AssignCase, body=AssignBody, summary="Give it to a member, or to nobody."),
    Act(name="comment", command=CommentOnCase, body=CommentBody, summary="Write in its thread."),
    Act(name="priority", command=SetPriority, body=PriorityBody, summary="Set its severity."),
    Act(name="snooze", command=SnoozeCase, body=SnoozeBody, summary="Put it away until a moment."),
    Act(name="archive", command=ArchiveCase, body=ArchiveBody, summary="Put it away, with a reason."),
    Act(name="unarchive", command=UnarchiveCase, summary="Bring it back."),
    Act(name="undo", command=UndoLast, summary="Take one's last act back, within half a minute."),
    Act(name="link", command=LinkCases, body=LinkBody, summary="Link it to another case."),
    Act(name="ask-support", command=AskSupport, body=AskSupportBody, summary="Ask the support channel."),
    Act(name="retry", command=RetryOrder, body=RetryBody, summary="Send the order of an issue again."),
    Act(name="contain", command=ContainJob, body=ContainBody, summary="Step 1: stop the failure."),
    Act(
        name="not-stoppable",
        command=MarkNotStoppable,
        body=ReasonBody,
        summary="Step 1, where it cannot be stopped: say why.",
    ),
    Act(name="notify", command=NotifyRetailer, body=NotifyBody, summary="Step 2: write to the retailer."),
    Act(
        name="skip-notify",
        command=SkipNotify,
        body=ReasonBody,
        summary="Step 2, where nobody outside is concerned: a lead says why.",
    ),
    Act(name="decide", command=DecideAccount, body=DecideBody, summary="Step 3: what becomes of it."),
    Act(name="hold", command=HoldTicket, body=HoldBody, summary="Wait for somebody."),
    Act(name="resume", command=ResumeWork, summary="End the waiting."),
    Act(name="reactivate", command=Reactivate, summary="Let the job run again."),
    Act(name="verify", command=RunVerification, summary="Start a run to prove it."),
    Act(name="remove-connection", command=RemoveConnection, summary="Remove it at the platform; leads only."),
    Act(
        name="confirmation",
        command=AddConfirmation,
        body=ConfirmationBody,
        summary="Keep what the retailer wrote.",
    ),
    Act(name="cause", command=SetCause, body=CauseBody, summary="Correct the cause."),
    Act(
        name="state-run",
        command=StateRun,
        body=StateRunBody,
        summary="Where no platform can be asked: name the run.",
    ),
    Act(
        name="delete-picture",
        command=DeletePicture,
        body=DeletePictureBody,
        summary="Take a picture's bytes away; its digest and the history stay. Leads only.",
    ),
    Act(
        name="outcome",
        command=SayOutcome,
        body=OutcomeBody,
        summary="Say what became of a write that nobody could read.",
    ),
    Act(
        name="contact",
        command=LogContact,
        body=ContactBody,
        summary="Note a try to reach the customer of a delivery incident.",
    ),
    Act(
        name="solution",
        command=ProvideSolution,
        body=SolutionBody,
        summary="Send the carrier what was agreed with the customer.",
    ),
    Act(
        name="reviewed",
        command=MarkReviewed,
        body=ReviewedBody,
        summary="The carrier's reply was read and needs nothing more.",
    ),
    Act(name="reply", command=ReplyToCustomer, body=ReplyBody, summary="Write to the customer of a ticket."),
    Act(name="category", command=SetCategory, body=CategoryBody, summary="Sort a support ticket."),
    Act(
        name="merge",
        command=MergeTicket,
        body=MergeBody,
        summary="It is another ticket's matter; leads only.",
    ),
    Act(
        name="close-support",
        command=CloseSupportTicket,
        body=CloseSupportBody,
        summary="Close a support ticket with its outcome.",
    ),
    Act(
        name="send-to-support",
        command=SendToSupport,
        body=SendToSupportBody,
        summary="Open a support ticket for an issue or a delivery incident.",
    ),
    Act(
        name="rate-runbook",
        command=RateRunbook,
        body=RateRunbookBody,
        summary="Say whether its runbook helped; whatever the case's version.",
    ),
    Act(name="reopen", command=ReopenTicket, body=ReasonBody, summary="Open a closed ticket again."),
)

ROUTES = tuple(
    Route(
        method="POST",
        path=f"/v1/cases/{{number}}/{act.name}",
        name=f"case_{act.name.replace('-', '_')}",
        summary=act.summary,
        tag="acts",
        handler=partial(carry_out, act),
        body=act.body,
        answers={200: CaseOut},
        headers=("Idempotency-Key", "If-Match"),
        problems=(403, 404, 409, 412, 413, 415, 422),
    )
    for act in ACTS
)
