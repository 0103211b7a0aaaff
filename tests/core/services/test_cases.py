"""Acts that every kind knows, through the door."""

from datetime import timedelta

import pytest

from core.domain.case_parts import Link, Severity
from core.errors import GuardRefused, Invalid, NotFound, Stale, TransitionRefused
from core.notices.assigned import YouWereAssigned
from core.notices.commented import CommentAdded
from core.notices.support_question import SupportQuestion
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
from core.services.reading import GetHistory
from tests.core.services.office import ANA, LEA, LUIS, Office, person


async def test_two_who_take_it_at_once_make_one_owner(office: Office) -> None:
    card = await office.report()
    take = TakeCase(case_id=card.case_id, seen_version=card.version)
    taken = await office.do(take, ANA)
    assert (taken.owner, taken.state, taken.acked_at) == ("U0ANA", "acknowledged", office.clock.now())

    with pytest.raises(Stale) as stale:
        await office.do(take, LUIS)
    assert (stale.value.facts["by"], stale.value.facts["what"]) == ("U0ANA", "take")
    assert stale.value.facts["at"] == office.clock.now()


async def test_whoever_is_given_a_case_is_told_and_whoever_gives_it_to_themselves_is_not(
    office: Office,
) -> None:
    card = await office.report()
    await office.act(AssignCase, card, ANA, to="U0LUIS")
    await office.act(AssignCase, card, LUIS, to="U0LUIS")
    await office.act(AssignCase, card, ANA, to=None)

    (told,) = office.told("direct", YouWereAssigned)
    assert (told.member_id, told.notice.by) == ("U0LUIS", "U0ANA")


async def test_a_case_is_not_given_to_somebody_unknown(office: Office) -> None:
    card = await office.report()
    with pytest.raises(Invalid) as invalid:
        await office.act(AssignCase, card, to="U0GONE")
    assert (invalid.value.code, invalid.value.field) == ("error.unknown_member", "to")


@pytest.mark.parametrize("text", ["<!channel>", "<@U0LEA> &lt;", "\u202egnp", "x" * 3000])
async def test_a_comment_is_told_in_the_thread_as_it_was_written(office: Office, text: str) -> None:
    card = await office.report()
    await office.act(CommentOnCase, card, text=f"  {text}\n")

    (told,) = office.told("thread", CommentAdded)
    assert (told.notice.text, told.notice.by, told.case_id) == (text, "U0ANA", card.case_id)
    rows = await office.ask(GetHistory(case_id=card.case_id))
    assert (rows[-1].event, rows[-1].facts["text"], rows[-1].path) == ("Commented", text, "button")


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 3001])
async def test_an_empty_or_endless_comment_is_refused_at_its_field(office: Office, text: str) -> None:
    card = await office.report()
    with pytest.raises(Invalid) as invalid:
        await office.act(CommentOnCase, card, text=text)
    assert invalid.value.field == "text"


async def test_two_may_talk_at_once(office: Office) -> None:
    card = await office.report()
    for who in (ANA, LUIS):
        await office.do(CommentOnCase(case_id=card.case_id, seen_version=card.version, text="hm"), who)

    assert len(office.told("thread", CommentAdded)) == 2


async def test_snoozed_it_waits_and_the_past_is_refused(office: Office) -> None:
    card = await office.report()
    with pytest.raises(Invalid):
        await office.act(SnoozeCase, card, until=office.clock.now())
    until = office.clock.now() + timedelta(hours=2)
    snoozed = await office.act(SnoozeCase, card, until=until)

    assert snoozed.deadline is not None
    assert (snoozed.deadline.what, snoozed.deadline.at, snoozed.deadline.paused) == ("wake", until, True)


async def test_a_job_ticket_is_held_and_not_snoozed(office: Office) -> None:
    with pytest.raises(TransitionRefused):
        await office.act(SnoozeCase, await office.fails(), until=office.clock.now() + timedelta(hours=2))


@pytest.mark.parametrize("reason", ["", "because", "Actioned"])
async def test_it_is_archived_for_one_of_two_reasons(office: Office, reason: str) -> None:
    card = await office.report()
    with pytest.raises(Invalid) as invalid:
        await office.act(ArchiveCase, card, reason=reason)
    assert invalid.value.facts["reasons"] == "actioned, no_action_needed"


async def test_archived_it_says_who_and_why_and_comes_back(office: Office) -> None:
    card = await office.act(ArchiveCase, await office.report(), reason="no_action_needed")
    assert (card.archived_reason, card.actions) == (
        "no_action_needed",
        frozenset({"unarchive", "comment", "link"}),
    )
    back = await office.act(UnarchiveCase, card, LUIS)
    assert (back.archived_at, back.state) == (None, "open")
    acts = [(r.action, r.actor_id) for r in await office.ask(GetHistory(case_id=card.case_id))]
    assert acts[-2:] == [("archive", "U0ANA"), ("unarchive", "U0LUIS")]


async def test_an_open_job_ticket_is_not_archived(office: Office) -> None:
    with pytest.raises(TransitionRefused):
        await office.act(ArchiveCase, await office.fails(), reason="actioned")


async def test_an_act_is_undone_within_half_a_minute_by_whoever_did_it(office: Office) -> None:
    card = await office.act(TakeCase, await office.report())
    assert (card.can_undo_by, card.can_undo_what) == ("U0ANA", "take")
    with pytest.raises(GuardRefused):
        await office.act(UndoLast, card, LUIS)
    office.clock.advance(30)
    back = await office.act(UndoLast, card, ANA)
    assert (back.state, back.owner, back.acked_at, back.can_undo_by) == ("open", None, None, None)

    card = await office.act(SetPriority, card, severity=Severity.LOW)
    office.clock.advance(31)
    with pytest.raises(GuardRefused) as refused:
        await office.act(UndoLast, card)
    assert refused.value.code == "error.too_late_to_undo"
    assert (await office.now(card)).can_undo_by is None


async def test_support_is_asked_in_its_channel(office: Office) -> None:
    card = await office.report()
    await office.act(AskSupport, card, question="Which carrier had it?")

    (told,) = office.told("channel", SupportQuestion)
    assert (told.channel_id, told.notice.question, told.notice.by) == (
        "C0HELP",
        "Which carrier had it?",
        "U0ANA",
    )


async def test_two_cases_are_linked_both_ways_once(office: Office) -> None:
    one, two = await office.report(), await office.fails()
    await office.act(LinkCases, one, to_number=two.number)
    await office.act(LinkCases, one, to_number=two.number)

    assert (await office.now(one)).links == (Link(relation="related", number=two.number),)
    assert (await office.now(two)).links == (Link(relation="related", number=one.number),)
    for wrong in (one.number, 20269999):
        with pytest.raises(Invalid):
            await office.act(LinkCases, one, to_number=wrong)


async def test_of_an_account_one_may_not_see_one_can_neither_see_act_nor_link(office: Office) -> None:
    hidden, seen = await office.report(), await office.report(dedup_key="2", account="Other")
    other = person("U0LUIS", "Luis", LUIS.role, accounts=frozenset({"Other"}))

    with pytest.raises(NotFound):
        await office.act(TakeCase, hidden, other)
    with pytest.raises(Invalid):
        await office.act(LinkCases, seen, other, to_number=hidden.number)
    assert (await office.now(hidden)).links == ()


async def test_acknowledged_once(office: Office) -> None:
    card = await office.act(AcknowledgeCase, await office.report(), LEA)
    assert (card.state, card.owner, card.acked_at) == ("acknowledged", None, office.clock.now())
    with pytest.raises(TransitionRefused):
        await office.act(AcknowledgeCase, card)
