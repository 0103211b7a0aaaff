"""Support tickets, as people work on them: the letters, every guard, the clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.case_parts import HoldKind
from core.domain.support_ticket import Requester
from core.domain.support_ticket_table import CATEGORIES, Outcome
from core.domain.workspace import CannedReply
from core.errors import Invalid, Stale, TransitionRefused
from core.notices.customer_answered import ReplySent
from core.notices.letter_failed import LetterFailed
from core.notices.reminder import Reminder
from core.notices.reopened import TicketReopenedNotice
from core.notices.support_closed import SupportTicketClosed
from core.notices.woke import CaseWoke
from core.policies.targets import overdue
from core.services.cases import AssignCase, CommentOnCase, TakeCase, UndoLast
from core.services.deliveries import ReportLetterFailed
from core.services.holding import HoldTicket, ReopenTicket, ResumeWork
from core.services.reminders import RemindDue, WakeDue
from core.services.support import (
    CannedReplies,
    CloseSupportTicket,
    ReplyToCustomer,
    SetCategory,
)
from core.views import SupportCard
from tests.core.services.office import ANDON, LUIS, Office
from tests.core.services.support_desk import DAY_S, HELD, letters, now, opened, refused, writes

# -- taking and answering -------------------------------------------------------------------------------------


async def test_taking_it_begins_the_work_and_can_be_undone(office: Office) -> None:
    card = await opened(office)
    taken = await office.act(TakeCase, card)
    assert (taken.state, taken.owner, taken.needs_member) == ("in_progress", "U0ANA", "U0ANA")
    back = await office.act(UndoLast, card)
    assert (back.state, back.owner) == ("open", None)


@pytest.mark.parametrize(("to", "state"), [("U0ANA", "in_progress"), ("U0LUIS", "open")])
async def test_assigned_to_oneself_it_is_taken_to_another_it_waits(
    office: Office, to: str, state: str
) -> None:
    card = await opened(office)
    after = await office.act(AssignCase, card, to=to)
    assert (after.state, after.owner) == (state, to)


async def test_a_reply_is_a_letter_and_stops_the_first_clock(office: Office) -> None:
    card = await opened(office, locale="pt")
    after = await office.act(ReplyToCustomer, card, text=" Please send a photo. ")
    assert isinstance(after, SupportCard)
    assert (after.state, after.owner, after.needs) == ("in_progress", "U0ANA", "customer")
    assert after.deadline is not None and after.deadline.what == "resolve"
    (letter,) = letters(office)
    assert letter["to_address"] == "joana@mail.example"
    assert letter["subject"] == f"Re: Mug arrived broken [#{card.number}]"
    assert letter["body"] == "Please send a photo."
    assert "in_reply_to" not in letter
    assert [w.locale for w in office.store.waiting("letter")] == ["pt"]


async def test_the_next_letter_follows_the_first(office: Office) -> None:
    card = await opened(office)
    await office.act(ReplyToCustomer, card, text="one")
    await office.act(ReplyToCustomer, card, text="two")
    first, second = office.store.waiting("letter")
    assert second.letter["in_reply_to"] == first.id
    assert first.letter["subject"] == second.letter["subject"]


async def test_the_copy_in_the_thread_has_no_address(office: Office) -> None:
    card = await opened(office)
    await office.act(ReplyToCustomer, card, text="Please send a photo.")
    (told,) = office.told("thread", ReplySent)
    assert (told.notice.name, told.notice.text, told.notice.by) == (
        "Joana Reis",
        "Please send a photo.",
        "U0ANA",
    )
    assert "joana@" not in repr(told.notice)


async def test_a_letter_that_comes_back_is_told_without_the_address(office: Office) -> None:
    card = await opened(office)
    failed = ReportLetterFailed(
        case_id=card.case_id, to_address="joana@mail.example", reason="mail_bad_address"
    )
    await office.do(failed, ANDON)
    (told,) = office.told("thread", LetterFailed)
    assert told.notice.to_address == "Joana Reis"


async def test_a_comment_is_internal_and_no_letter(office: Office) -> None:
    card = await opened(office)
    await office.act(CommentOnCase, card, text="Not our carrier?")
    assert letters(office) == [] and (await now(office, card)).messages == ()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2501])
async def test_a_letter_without_words_or_with_too_many_is_refused(office: Office, text: str) -> None:
    assert await refused(office, ReplyToCustomer, await opened(office), text=text) == "text"
    assert letters(office) == []


async def test_without_an_address_no_letter_goes_out(office: Office) -> None:
    card = await opened(office, requester=Requester(name="Joana Reis"))
    assert await refused(office, ReplyToCustomer, card, text="Hello") == "error.no_address"


async def test_somebody_who_was_second_sends_nothing(office: Office) -> None:
    card = await opened(office)
    await office.act(ReplyToCustomer, card, text="one")
    with pytest.raises(Stale):
        await office.do(ReplyToCustomer(case_id=card.case_id, seen_version=card.version, text="two"), LUIS)
    assert len(letters(office)) == 1


async def test_the_customers_next_word_makes_it_our_turn_again(office: Office) -> None:
    card = await opened(office)
    await office.act(ReplyToCustomer, card, text="one")
    assert (await writes(office)).needs == "member"


async def test_canned_replies_are_filled_in_the_customers_language(office: Office) -> None:
    office.workspace = replace(
        office.workspace,
        canned_replies=(
            CannedReply(name="Photo", text="Dear {name}, a photo of {order} please. {number} {odd}"),
            CannedReply(name="Foto", text="Uma foto", locale="pt"),
        ),
    )
    card = await opened(office, requester=Requester(name="{order}", email="a@b.example"))
    replies = await office.ask(CannedReplies(case_id=card.case_id))
    assert replies == (("Photo", f"Dear {{order}}, a photo of 403-118 please. #{card.number} {{odd}}"),)


# -- sorting, waiting, ending ---------------------------------------------------------------------------------


@pytest.mark.parametrize("category", CATEGORIES)
async def test_the_category_is_changed_in_place_and_put_back(office: Office, category: str) -> None:
    card = await opened(office)
    changed = await office.act(SetCategory, card, category=category)
    assert (changed.code, changed.state, changed.can_undo_what) == (category, "open", "set_category")
    assert (await office.act(UndoLast, card)).code == "damage"


async def test_a_category_that_is_none_is_refused(office: Office) -> None:
    assert await refused(office, SetCategory, await opened(office), category="gift") == "category"


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 501])
async def test_on_hold_is_refused_without_a_reason(office: Office, reason: str) -> None:
    card = await opened(office)
    assert await refused(office, HoldTicket, card, kind=HoldKind.CUSTOMER, reason=reason) == "reason"
    assert (await now(office, card)).state == "open"


async def test_on_hold_both_clocks_stand_still(office: Office) -> None:
    card = await opened(office)
    begun = await now(office, card)
    await office.act(HoldTicket, card, **HELD)
    office.clock.advance(4 * DAY_S)
    assert not overdue(await now(office, card), office.clock.now())
    await office.act(ResumeWork, card)
    ticket = await now(office, card)
    assert begun.due_at is not None and ticket.due_at is not None
    assert begun.respond_by is not None and ticket.respond_by is not None
    assert (ticket.state, ticket.hold) == ("in_progress", None)
    assert ticket.due_at > begun.due_at + timedelta(days=3)
    assert ticket.respond_by > begun.respond_by + timedelta(days=3)


async def test_a_hold_ends_when_its_time_has_come_and_says_so(office: Office) -> None:
    card = await opened(office)
    await office.act(HoldTicket, card, **HELD, until=office.clock.now() + timedelta(hours=2))
    office.clock.advance(2 * 3600)
    await office.do(WakeDue(), ANDON)
    assert (await now(office, card)).state == "in_progress"
    assert [w.notice.why for w in office.told("thread", CaseWoke)] == ["time"]


async def test_a_letter_while_another_department_looks_does_not_end_the_hold(office: Office) -> None:
    card = await opened(office)
    await office.act(HoldTicket, card, kind=HoldKind.OTHER_DEPARTMENT, reason="asked the warehouse")
    after = await office.act(ReplyToCustomer, card, text="We are looking into it.")
    assert (after.state, (await now(office, card)).first_reply_at) == ("on_hold", office.clock.now())


async def test_what_is_on_hold_is_resumed_before_it_is_closed(office: Office) -> None:
    card = await opened(office)
    await office.act(HoldTicket, card, **HELD)
    with pytest.raises(TransitionRefused):
        await office.act(CloseSupportTicket, card, outcome=Outcome.SOLVED)


async def test_it_closes_with_an_outcome_and_a_note(office: Office) -> None:
    card = await opened(office)
    closed = await office.act(CloseSupportTicket, card, outcome=Outcome.SOLVED, note="A new mug.")
    assert isinstance(closed, SupportCard)
    assert (closed.state, closed.close_outcome, closed.close_note, closed.closed_by) == (
        "closed",
        "solved",
        "A new mug.",
        "U0ANA",
    )
    (told,) = office.told("thread", SupportTicketClosed)
    assert (told.notice.outcome, told.notice.note) == ("solved", "A new mug.")


@pytest.mark.parametrize(
    ("category", "outcome", "needed"),
    [
        ("damage", Outcome.SOLVED, False),
        ("damage", Outcome.REFUNDED, True),
        ("return", Outcome.EXCHANGED, True),
        ("refund_exchange", Outcome.SOLVED, True),
        ("refund_exchange", Outcome.DECLINED, False),
        ("other", Outcome.NO_ANSWER, False),
    ],
)
async def test_money_or_goods_that_went_back_need_their_reference(
    office: Office, category: str, outcome: Outcome, needed: bool
) -> None:
    card = await opened(office, category=category)
    if needed:
        assert await refused(office, CloseSupportTicket, card, outcome=outcome) == "reference"
    closed = await office.act(CloseSupportTicket, card, outcome=outcome, reference="R-2210")
    assert closed.state == "closed"


@pytest.mark.parametrize("outcome", [Outcome.DUPLICATE, Outcome.CLOSED_THERE])
async def test_some_outcomes_are_not_for_people_to_say(office: Office, outcome: Outcome) -> None:
    assert await refused(office, CloseSupportTicket, await opened(office), outcome=outcome) == "outcome"


async def test_a_proof_closes_no_support_ticket_and_the_way_is_told(office: Office) -> None:
    card = await opened(office)
    with pytest.raises(Invalid) as invalid:
        await office.asks_to_close(card)
    assert invalid.value.code == "error.close_with_outcome"


async def test_closed_by_mistake_it_is_opened_again_with_new_clocks(office: Office) -> None:
    card = await opened(office)
    await office.act(CloseSupportTicket, card, outcome=Outcome.SOLVED)
    office.clock.advance(3 * DAY_S)
    again = await office.act(ReopenTicket, card, reason="closed by mistake")
    ticket = await now(office, card)
    assert (again.state, again.overdue, again.reopen_count) == ("in_progress", False, 1)
    assert ticket.respond_by is not None and ticket.respond_by > office.clock.now()
    assert [w.notice.why for w in office.told("thread", TicketReopenedNotice)] == ["closed by mistake"]


async def test_who_is_late_is_reminded_and_a_lead_hears_of_what_is_overdue(office: Office) -> None:
    card = await opened(office)
    office.clock.advance(4 * 3600)
    await office.do(RemindDue(), ANDON)
    await office.act(ReplyToCustomer, card, text="one")
    office.clock.advance(2 * DAY_S)
    await office.do(RemindDue(), ANDON)
    await office.do(RemindDue(), ANDON)
    assert [w.notice.what for w in office.told("thread", Reminder)] == ["respond", "resolve_lead"]
    assert [w.channel_id for w in office.told("channel", Reminder)] == ["C0LEADS"]
