"""Support tickets as platforms tell of them: in order and out of it, twice, late, and after the end."""

from datetime import timedelta

import pytest

from core.domain.case_parts import HoldKind
from core.domain.subscription import Filters, Topic
from core.domain.support_ticket import KEPT, Requester
from core.domain.support_ticket_events import CustomerWrote
from core.domain.support_ticket_table import Outcome
from core.notices.support_closed import SupportTicketClosed
from core.services.cases import ArchiveCase, TakeCase
from core.services.holding import HoldTicket
from core.services.reading import CountCases, GetHistory, SalesChannels
from core.services.subscriptions import Subscribe
from core.services.support import CloseSupportTicket, MergeTicket
from tests.core.services.office import LEA, Office
from tests.core.services.support_desk import DAY_S, closes_there, heard, now, opened, writes


async def test_a_ticket_opens_with_what_the_customer_said(office: Office) -> None:
    card = await opened(office)
    assert (card.state, card.code, card.channel, card.order_number) == ("open", "damage", "Amazon", "403-118")
    assert (card.title, card.description, card.requester.name) == (
        "Mug arrived broken",
        "It came in pieces.",
        "Joana Reis",
    )
    assert {"reply", "hold", "close", "set_category"} <= card.actions
    assert (card.number, card.needs) == (20260001, "anyone")


async def test_it_goes_to_the_channels_that_listen_to_support_and_to_that_category(office: Office) -> None:
    for channel, category in (("C0BROKEN", "damage"), ("C0BACK", "return")):
        await office.do(
            Subscribe(
                channel_id=channel,
                channel_name="desk",
                topics=frozenset({Topic.SUPPORT}),
                filters=Filters(wanted={"category": (category,)}),
            )
        )
    card = await opened(office)
    assert set(office.store.tables.cards) == {(card.case_id, "C0OPS"), (card.case_id, "C0BROKEN")}
    assert await office.ask(SalesChannels()) == ("Amazon",)


async def test_two_clocks_begin_to_run(office: Office) -> None:
    card = await opened(office)
    began = office.clock.now()
    assert card.respond_by == began + timedelta(hours=4)
    assert (await now(office, card)).due_at == began + timedelta(days=1, hours=9), "the end of the second day"
    assert card.deadline is not None and card.deadline.what == "respond"


@pytest.mark.parametrize(
    ("told", "category"),
    [(None, "other"), ("Refund / exchange", "refund_exchange"), ("Gift wrap", "gift_wrap")],
)
async def test_a_category_is_kept_as_it_was_told(office: Office, told: str | None, category: str) -> None:
    assert (await opened(office, category=told)).code == category


async def test_without_a_title_the_first_line_stands_for_it(office: Office) -> None:
    card = await opened(office, "Broken.\nVery.", title="", order_number="", category=None)
    assert (card.title, card.subject.type) == ("Broken.", "other")


async def test_told_twice_it_is_one_ticket_and_nothing_changes(office: Office) -> None:
    card = await opened(office)
    again = await opened(office)
    assert (again.case_id, again.revision, heard(office)) == (card.case_id, card.revision, [])
    assert len(office.store.tables.cards) == 1


async def test_a_message_stands_in_the_thread_and_calls_the_owner(office: Office) -> None:
    card = await opened(office)
    await office.act(TakeCase, card)
    after = await writes(office)
    assert (after.state, after.occurrences, after.answered) == ("in_progress", 2, False)
    assert [m.text for m in after.messages] == ["Here is the photo."]
    assert heard(office) == [("wrote", "Here is the photo.", "U0ANA")]


async def test_a_message_makes_nobodys_screen_stale(office: Office) -> None:
    card = await opened(office)
    assert (await writes(office)).version == card.version


async def test_a_message_that_comes_before_its_ticket_opens_it_and_the_ticket_loses_nothing(
    office: Office,
) -> None:
    first = office.clock.now()
    card = await writes(office, "Where is it?", title="")
    same = await opened(office, "It came in pieces.", event_at=first)
    assert (same.case_id, same.state, card.title) == (card.case_id, "open", "Where is it?")
    assert heard(office) == [("late", "It came in pieces.", None)]


async def test_a_message_wakes_a_hold_and_the_clocks_go_on(office: Office) -> None:
    card = await opened(office)
    before = await now(office, card)
    await office.act(HoldTicket, card, kind=HoldKind.CUSTOMER, reason="asked for a photo")
    after = await writes(office, after_s=3600)
    ticket = await now(office, card)
    assert (after.state, after.hold) == ("in_progress", None)
    assert heard(office) == [("woke", "Here is the photo.", None)]
    assert before.due_at is not None and before.respond_by is not None
    assert ticket.due_at == before.due_at + timedelta(hours=16), "one working hour, over the night"
    assert ticket.respond_by == before.respond_by + timedelta(hours=1)


async def test_a_message_from_before_the_newest_one_moves_nothing_and_is_shown(office: Office) -> None:
    card = await opened(office)
    early = office.clock.now() - timedelta(minutes=5)
    await writes(office, "second")
    await office.act(HoldTicket, card, kind=HoldKind.CUSTOMER, reason="asked for a photo")
    after = await writes(office, "first", event_at=early)
    assert after.state == "on_hold"
    assert heard(office)[-1] == ("late", "first", None)
    rows = await office.ask(GetHistory(case_id=card.case_id))
    assert [(r.facts["text"], r.facts["late"]) for r in rows if r.event == CustomerWrote.__name__] == [
        ("second", False),
        ("first", True),
    ]


async def test_after_the_closing_a_word_within_seven_days_opens_it_again(office: Office) -> None:
    card = await opened(office)
    await office.act(CloseSupportTicket, card, outcome=Outcome.SOLVED, note="new mug sent")
    after = await writes(office, "Broken again.", after_s=7 * DAY_S)
    ticket = await now(office, card)
    assert (after.case_id, after.state, after.reopen_count) == (card.case_id, "in_progress", 1)
    assert (after.closed_at, after.close_outcome, after.close_note) == (None, None, "")
    assert ticket.due_at is not None and ticket.due_at > office.clock.now()
    assert heard(office) == [("reopened", "Broken again.", None)]


async def test_later_it_is_a_follow_up_and_both_know_of_each_other(office: Office) -> None:
    card = await opened(office)
    await office.act(CloseSupportTicket, card, outcome=Outcome.SOLVED)
    after = await writes(office, "Broken again.", after_s=7 * DAY_S + 1, category=None, order_number="")
    old = await now(office, card)
    assert (after.state, old.state, after.description) == ("open", "closed", "Broken again.")
    assert [(li.relation, li.number) for li in after.links] == [("recurs_from", card.number)]
    assert [(li.relation, li.number) for li in old.links] == [("related", after.number)]
    assert (after.code, after.order_number) == ("damage", "403-118")
    assert (await writes(office)).case_id == after.case_id, "the follow-up is the conversation from now on"


async def test_what_was_archived_comes_back_with_the_customer(office: Office) -> None:
    card = await opened(office)
    await office.act(CloseSupportTicket, card, outcome=Outcome.SOLVED)
    await office.act(ArchiveCase, card, reason="actioned")
    after = await writes(office)
    assert (after.state, after.archived_at) == ("in_progress", None)


async def test_the_platform_closes_it_even_on_hold(office: Office) -> None:
    card = await opened(office)
    await office.act(HoldTicket, card, kind=HoldKind.THIRD_PARTY, reason="asked the maker")
    office.clock.advance(60)
    closed = await closes_there(office)
    assert closed is not None
    assert (closed.state, closed.close_outcome, closed.hold) == ("closed", "closed_there", None)
    assert [w.notice.outcome for w in office.told("thread", SupportTicketClosed)] == ["closed_there"]


async def test_a_closing_that_is_late_or_told_twice_or_of_nobody_closes_nothing(office: Office) -> None:
    assert await closes_there(office) is None
    card = await opened(office)
    late = await closes_there(office, event_at=office.clock.now() - timedelta(minutes=1))
    assert late is not None and late.state == "open"
    first = await closes_there(office)
    again = await closes_there(office)
    assert first is not None and again is not None
    assert (first.case_id, again.revision) == (card.case_id, first.revision)


async def test_a_word_from_before_the_platforms_closing_does_not_open_it(office: Office) -> None:
    await opened(office)
    early = office.clock.now() + timedelta(seconds=30)
    office.clock.advance(60)
    await closes_there(office)
    after = await writes(office, "never mind", event_at=early)
    assert (after.state, heard(office)) == ("closed", [("late", "never mind", None)])


async def test_who_writes_to_a_merged_ticket_is_heard_in_the_other(office: Office) -> None:
    other = await opened(office, ticket_id="t-2", dedup_key="shop:support.ticket:t-2")
    card = await opened(office)
    await office.act(MergeTicket, card, LEA, into_number=other.number)
    after = await writes(office)
    assert (after.case_id, (await now(office, card)).state) == (other.case_id, "closed")


async def test_the_ticket_carries_the_newest_words_and_the_history_all(office: Office) -> None:
    card = await opened(office)
    for n in range(KEPT + 5):
        await writes(office, f"word {n}")
    rows = await office.ask(GetHistory(case_id=card.case_id))
    assert (await now(office, card)).messages[0].text == "word 5"
    assert len([r for r in rows if r.event == CustomerWrote.__name__]) == KEPT + 5


async def test_without_an_address_no_letter_is_offered(office: Office) -> None:
    card = await opened(office, requester=Requester(name="Joana Reis"))
    assert "reply" not in card.actions


async def test_the_counters_are_those_of_the_desk(office: Office) -> None:
    card = await opened(office)
    other = await opened(office, ticket_id="t-2", dedup_key="two")
    await office.act(CloseSupportTicket, other, outcome=Outcome.SOLVED)
    office.clock.advance(5 * DAY_S)
    counters = await office.ask(CountCases())
    assert (counters.open, counters.overdue, counters.closed, counters.total) == (1, 1, 1, 2)
    await office.act(HoldTicket, card, kind=HoldKind.CUSTOMER, reason="asked for a photo")
    counters = await office.ask(CountCases())
    assert (counters.overdue, counters.held) == (0, 1)


HOSTILE = "<!channel> *x* \ud800 \u202egnp \x00 " + "{number} " * 400


async def test_hostile_words_are_kept_as_they_came_and_cut_to_what_is_shown(office: Office) -> None:
    card = await opened(office, HOSTILE, title=HOSTILE[:900], requester=Requester(name=HOSTILE[:150]))
    after = await writes(office, HOSTILE)
    assert after.messages[0].text == HOSTILE.strip()[:3000]
    assert card.description == HOSTILE.strip()[:3000]
