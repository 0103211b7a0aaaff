"""Steps 1 and 2 of a job ticket: stop it, by whatever stops it, and tell the retailer."""

from dataclasses import replace

import pytest

from core.domain.case_parts import HoldKind, Severity
from core.domain.evidence import EvidenceType
from core.domain.job_ticket_table import Choice, ContainmentKind
from core.domain.platform_facts import Capabilities, ConnectionStatus
from core.errors import GuardRefused, Invalid, NotAllowed, Repeated, Stale, TransitionRefused
from core.notices.retailer_told import RetailerTold
from core.notices.step_done import StepDone
from core.notices.step_failed import StepDidNotWork
from core.services.cases import CommentOnCase
from core.services.holding import HoldTicket
from core.services.job_tickets import (
    ContainJob,
    DecideAccount,
    MarkNotStoppable,
    Reactivate,
    RunVerification,
    SkipNotify,
)
from core.services.operations import WriteResult
from core.services.reading import GetEvidence, GetHistory
from core.views import JobTicketCard
from tests.core.services.office import ANA, LEA, LUIS, Office, job, letter, run


async def test_the_smallest_that_stops_it_is_asked_for_and_shown_as_under_way(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    asked = office.under_way()

    assert isinstance(card, JobTicketCard)
    assert (card.state, card.contained, card.owner, card.acked_at) == (
        *("containing", False, "U0ANA"),
        office.clock.now(),
    )
    assert (asked.kind, asked.target, dict(asked.arguments)) == (
        "job.pause",
        "job-7",
        {"cancel_inflight": True},
    )
    assert [s.state for s in card.steps] == ["working", "then", "then", "then"]


@pytest.mark.parametrize(
    ("kind", "write", "target", "status"),
    [
        (ContainmentKind.PAUSE_MARKETPLACE, "connection.set_status", "con-3", ConnectionStatus.PAUSED),
        (ContainmentKind.SUSPEND_CONNECTION, "connection.set_status", "con-3", ConnectionStatus.SUSPENDED),
        (ContainmentKind.PAUSE_JOB, "job.pause", "job-7", None),
    ],
)
async def test_each_containment_writes_what_it_says_and_is_undone_by_its_own_write(
    office: Office, kind: ContainmentKind, write: str, target: str, status: str | None
) -> None:
    card = await office.fails()
    await office.act(ContainJob, card, kind=kind)
    asked = office.under_way()
    assert (asked.kind, asked.target, asked.arguments.get("status")) == (write, target, status)

    await office.settle()
    await office.do(letter(await office.now(card)))
    await office.act(DecideAccount, card, choice=Choice.REACTIVATE)
    await office.act(Reactivate, card)
    lifted = office.under_way()
    undo = ("connection.set_status", "active") if status else ("job.resume", None)
    assert (lifted.kind, lifted.arguments.get("status"), lifted.target) == (*undo, target)


async def test_a_feed_can_be_disabled_where_the_job_is_one(office: Office) -> None:
    card = await office.fails(run(error_message="feed file missing"))

    assert isinstance(card, JobTicketCard)
    assert card.containments[:2] == ("pause_job", "disable_feed")


async def test_the_read_back_confirms_and_a_snapshot_is_kept(office: Office) -> None:
    card = await office.contained(await office.fails())
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.containment and ticket.containment.confirmed_at) == (
        "contained",
        office.clock.now(),
    )
    (kept,) = await office.ask(GetEvidence(case_id=card.case_id))
    assert (kept.type, kept.snapshot) == (EvidenceType.CONTAINMENT, '{"paused": true}')
    (told,) = office.told("thread", StepDone)
    assert (told.notice.step, told.notice.by, told.notice.detail) == ("stop", "U0ANA", "pause_job")


async def test_a_pause_that_failed_reopens_step_one_with_its_reason(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    await office.settle(WriteResult.FAILED, "forbidden")
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.containment, ticket.last_problem) == ("open", None, "forbidden")
    (told,) = office.told("thread", StepDidNotWork)
    assert (told.notice.step, told.notice.reason, told.notice.owner) == ("stop", "forbidden", "U0ANA")
    await office.contained(card)
    assert (await office.ticket(card)).last_problem is None


async def test_an_unknown_outcome_stays_under_way_and_nothing_is_sent_again(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    await office.settle(WriteResult.UNKNOWN, "timed_out")
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.last_problem) == ("containing", "outcome_unknown")
    with pytest.raises(TransitionRefused):
        await office.act(ContainJob, card)


async def test_two_who_pause_at_once_make_one_pause_and_the_second_hears_who_was_first(
    office: Office,
) -> None:
    card = await office.fails()
    pause = ContainJob(case_id=card.case_id, seen_version=card.version)
    await office.do(pause, ANA)

    with pytest.raises(Stale) as stale:
        await office.do(pause, LUIS)
    facts = stale.value.facts
    assert (facts["by"], facts["state"], facts["mine"], facts["what"]) == (
        *("U0ANA", "containing", False),
        "contain",
    )
    with pytest.raises(Stale) as mine:
        await office.do(pause, ANA)
    assert mine.value.facts["mine"] is True
    assert len(office.operations()) == 1


async def test_talk_is_not_taken_for_the_act_that_was_first(office: Office) -> None:
    card = await office.fails()
    await office.act(ContainJob, card, ANA)
    await office.act(CommentOnCase, card, LUIS, text="thanks")

    with pytest.raises(Stale) as stale:
        await office.do(ContainJob(case_id=card.case_id, seen_version=card.version), LUIS)
    assert stale.value.facts["by"] == "U0ANA"


async def test_a_platform_that_cannot_pause_draws_no_button_and_refuses(office: Office) -> None:
    office.workspace = replace(office.workspace, capabilities={"shop": Capabilities()})
    card = await office.fails()

    assert isinstance(card, JobTicketCard)
    assert (card.containments, "contain" in card.actions, "not_stoppable" in card.actions) == (
        (),
        False,
        True,
    )
    with pytest.raises(GuardRefused) as refused:
        await office.act(ContainJob, card)
    assert refused.value.code == "error.cannot_contain"


async def test_what_cannot_be_stopped_is_said_with_a_reason_and_counts_as_contained(office: Office) -> None:
    card = await office.fails()
    with pytest.raises(Invalid):
        await office.act(MarkNotStoppable, card, reason=" x ")
    await office.act(MarkNotStoppable, card, reason="runs at the marketplace")
    ticket = await office.ticket(card)

    assert ticket.containment is not None
    assert (ticket.state, ticket.containment.done, ticket.containment.not_possible) == (
        *("contained", True),
        "runs at the marketplace",
    )
    assert office.operations() == []


async def test_a_critical_one_is_called_not_stoppable_by_a_lead_only(office: Office) -> None:
    card = await office.fails(severity=Severity.CRITICAL)

    with pytest.raises(NotAllowed) as refused:
        await office.act(MarkNotStoppable, card, reason="runs at the marketplace")
    about = {"case_id": card.case_id, "act": "MarkNotStoppable"}
    able = {"who": ("U0LEA", "U0ADA"), "names": ("Lea", "Ada"), "groups": (), "more": 0}
    assert refused.value.facts == {"needs": "lead", **able, **about}
    await office.act(MarkNotStoppable, card, LEA, reason="runs at the marketplace")
    assert (await office.ticket(card)).state == "contained"


async def test_stop_the_failure_first(office: Office) -> None:
    card = await office.fails()

    for kind, more in (
        (DecideAccount, {"choice": Choice.REACTIVATE}),
        (HoldTicket, {"kind": HoldKind.RETAILER, "reason": "waits for the token"}),
        (Reactivate, {}),
        (RunVerification, {}),
    ):
        with pytest.raises((TransitionRefused, GuardRefused)):
            await office.act(kind, card, **more)
    with pytest.raises(TransitionRefused):
        await office.do(letter(card))
    with pytest.raises(TransitionRefused):
        await office.act(SkipNotify, card, LEA, reason="our own defect")
    assert office.store.waiting("letter") == ()
    assert office.operations() == []


async def test_the_retailer_is_written_to_with_all_three_parts_and_a_copy_is_kept(office: Office) -> None:
    card = await office.notified(await office.fails())
    (mail,) = office.store.waiting("letter")
    parts = ("The eBay token expired.", "Authorise the connection again.", "We reactivate it")

    assert (mail.letter["to_address"], mail.letter["subject"]) == (
        "noor@kitchenware.example",
        "Your eBay AU connection is paused",
    )
    assert all(part in mail.letter["body"] for part in parts)
    (copy,) = office.told("thread", RetailerTold)
    assert copy.notice.body == mail.letter["body"]
    told = (await office.ticket(card)).notification
    assert told is not None and (told.by, told.to, told.letter_id) == (
        *("U0ANA", "noor@kitchenware.example"),
        mail.id,
    )
    rows = await office.ask(GetHistory(case_id=card.case_id))
    assert [r.event for r in rows][-1] == "RetailerNotified"


@pytest.mark.parametrize("part", ["issue", "actions", "next_steps", "subject"])
async def test_a_letter_with_an_empty_part_does_not_go_out(office: Office, part: str) -> None:
    card = await office.contained(await office.fails())

    with pytest.raises(Invalid) as invalid:
        await office.do(letter(await office.now(card), **{part: " \n "}))
    assert (invalid.value.field, office.store.waiting("letter")) == (part, ())


async def test_a_letter_goes_to_a_known_contact_only(office: Office) -> None:
    card = await office.contained(await office.fails())

    with pytest.raises(Invalid) as invalid:
        await office.do(letter(await office.now(card), to_address="noor@kitchenware.example.evil"))
    assert (invalid.value.code, invalid.value.field) == ("error.unknown_contact", "to")
    assert (await office.ticket(card)).state == "contained"


async def test_nobody_to_tell_is_for_a_lead_to_say(office: Office) -> None:
    card = await office.contained(await office.fails())

    with pytest.raises(NotAllowed):
        await office.act(SkipNotify, card, reason="our own defect")
    await office.act(SkipNotify, card, LEA, reason="our own defect")
    told = (await office.ticket(card)).notification
    assert told is not None and (told.skipped, told.by) == ("our own defect", "U0LEA")
    assert office.store.waiting("letter") == ()


async def test_a_write_under_way_for_another_ticket_is_not_asked_for_twice(office: Office) -> None:
    first = await office.fails()
    await office.act(ContainJob, first, kind=ContainmentKind.PAUSE_MARKETPLACE)
    other = await office.fails(platform_id="shop", job=job(job_id="job-8"), run=run("9", job_id="job-8"))

    with pytest.raises(Repeated) as refused:
        await office.act(ContainJob, other, LUIS, kind=ContainmentKind.PAUSE_MARKETPLACE)
    assert refused.value.facts["by"] == "U0ANA"
    assert (await office.ticket(other)).state == "open"
