"""Questions: one case, many, how many, what happened; and what the delivery loop and the member list tell."""

from dataclasses import replace
from typing import Any

import pytest

from core.command import Query
from core.domain.member import Role
from core.domain.workspace import Account
from core.errors import NotFound
from core.notices.channel_shut import DestinationShut
from core.notices.letter_failed import LetterFailed
from core.ports.unit_of_work import CaseFilter
from core.services.cases import ArchiveCase, TakeCase
from core.services.contacts import ContactsOf
from core.services.deliveries import ReportCardDeleted, ReportDestinationShut, ReportLetterFailed
from core.services.events import RecordEvent
from core.services.issues import ReportIssueCleared
from core.services.members import GetMember, KeepMembers, SlackUser
from core.services.pictures import GetPicture, RemovedPictures
from core.services.reading import (
    CardAt,
    CountCases,
    FindCard,
    FindCardBySubject,
    GetCard,
    GetCopies,
    GetEvidence,
    GetHistory,
    ListCards,
    SalesChannels,
    SourceOf,
)
from core.services.runbooks import MyRunbookRating
from tests.core.services.office import (
    ADA,
    ANA,
    ANDON,
    LUIS,
    NOOR,
    PLATFORM,
    VIC,
    Office,
    ago,
    person,
)

ELSEWHERE = person("U0ANA", "Ana", ANA.role, accounts=frozenset({"Other"}))


async def test_a_case_is_found_by_its_number_its_subject_and_its_posted_copy(office: Office) -> None:
    card = await office.report()
    office.store.delivered(card.case_id, "C0OPS", "1.5")

    for query in (
        FindCard(number=card.number),
        FindCardBySubject(text="1001-A"),
        CardAt(channel_id="C0OPS", ts="1.5"),
        GetCard(case_id=card.case_id),
    ):
        assert (await office.ask(query, VIC)).case_id == card.case_id
    for lost in (
        FindCard(number=20269999),
        FindCardBySubject(text="nothing such"),
        CardAt(channel_id="C0OPS", ts="9"),
    ):
        with pytest.raises(NotFound):
            await office.ask(lost)


async def test_by_subject_the_open_one_is_found_before_the_ended_one(office: Office) -> None:
    old = await office.report()
    office.clock.advance(60)
    newer = await office.report(dedup_key="another")
    await office.do(ReportIssueCleared(dedup_key="another", event_at=office.clock.now()), PLATFORM)

    assert (await office.ask(FindCardBySubject(text="1001"))).case_id == old.case_id
    await office.do(ReportIssueCleared(dedup_key="order:1001:stock", event_at=office.clock.now()), PLATFORM)
    assert (await office.ask(FindCardBySubject(text="1001"))).case_id == newer.case_id


async def test_of_another_account_nothing_is_shown_at_all(office: Office) -> None:
    card = await office.report()
    office.store.delivered(card.case_id, "C0OPS", "1.5")

    queries: tuple[Query[Any], ...] = (
        GetCard(case_id=card.case_id),
        FindCard(number=card.number),
        FindCardBySubject(text="1001-A"),
        CardAt(channel_id="C0OPS", ts="1.5"),
        GetHistory(case_id=card.case_id),
        GetEvidence(case_id=card.case_id),
        GetCopies(case_id=card.case_id),
        SourceOf(case_id=card.case_id),
        GetPicture(case_id=card.case_id, evidence_id="e1"),
        RemovedPictures(case_id=card.case_id),
        MyRunbookRating(case_id=card.case_id),
        ContactsOf(case_id=card.case_id),
    )
    for query in queries:
        with pytest.raises(NotFound):
            await office.ask(query, ELSEWHERE)
    assert (await office.ask(ListCards(), ELSEWHERE)).total == 0
    assert (await office.ask(CountCases(), ELSEWHERE)).total == 0


async def test_the_list_is_newest_first_and_in_pages(office: Office) -> None:
    for number in range(5):
        await office.report(dedup_key=str(number))
        office.clock.advance(60)
    page = await office.ask(ListCards(limit=2, offset=1))

    assert [c.number for c in page.cards] == [20260004, 20260003]
    assert (page.total, page.offset, page.limit) == (5, 1, 2)
    assert (await office.ask(ListCards(limit=1000))).limit == 50


async def test_a_filter_cannot_widen_what_one_may_see(office: Office) -> None:
    await office.report()
    wide = ListCards(wanted=CaseFilter(group="all", visible_accounts=None))

    assert (await office.ask(wide, ELSEWHERE)).total == 0


async def test_the_counters_count(office: Office) -> None:
    await office.act(TakeCase, await office.report())
    await office.fails()
    archived = await office.report(dedup_key="2")
    await office.act(ArchiveCase, archived, reason="actioned")
    await office.report(dedup_key="3")
    await office.do(ReportIssueCleared(dedup_key="3", event_at=office.clock.now()), PLATFORM)
    counters = await office.ask(CountCases())

    assert (counters.open, counters.closed, counters.archived, counters.total, counters.mine) == (
        2,
        1,
        1,
        4,
        1,
    )
    assert (counters.overdue, counters.held) == (0, 0)
    assert await office.ask(SalesChannels()) == ("eBay AU",)


async def test_who_can_be_written_to_is_known(office: Office) -> None:
    card = await office.fails()
    assert await office.ask(ContactsOf(case_id=card.case_id)) == (NOOR,)
    assert (await office.ask(SourceOf(case_id=card.case_id))).connector == "shop"


async def test_members_are_known_by_their_id(office: Office) -> None:
    ada = await office.ask(GetMember(member_id="U0ADA"))
    assert ada is not None and ada.role is Role.ADMIN
    assert await office.ask(GetMember(member_id="U0GONE")) is None


async def test_a_letter_that_came_back_is_told_under_its_card(office: Office) -> None:
    card = await office.act(TakeCase, await office.fails())
    failed = ReportLetterFailed(case_id=card.case_id, to_address=NOOR.email, reason="x" * 500)
    await office.do(failed, ANDON)

    (told,) = office.told("thread", LetterFailed)
    assert (told.notice.owner, len(told.notice.reason)) == ("U0ANA", 200)


async def test_a_shut_channel_is_told_to_every_admin_but_not_into_the_shut_place(office: Office) -> None:
    await office.do(ReportDestinationShut(lane="channel:C0OPS", reason="is_archived"), ANDON)
    await office.do(ReportDestinationShut(lane=f"person:{ADA.id}", reason="user_disabled"), ANDON)

    assert [w.member_id for w in office.told("direct", DestinationShut)] == [ADA.id]


async def test_a_deleted_card_is_posted_again(office: Office) -> None:
    card = await office.report()
    office.store.delivered(card.case_id, "C0OPS", "1.5")
    await office.do(ReportCardDeleted(channel_id="C0OPS", ts="1.5"), ANDON)
    await office.do(ReportCardDeleted(channel_id="C0OPS", ts="9"), ANDON)

    (copy,) = await office.ask(GetCopies(case_id=card.case_id))
    assert (copy.ts, copy.shown_revision) == (None, 0)


async def test_an_event_that_changes_nothing_is_still_known_when_it_is_repeated(office: Office) -> None:
    await office.do(RecordEvent(key="e1"), PLATFORM)
    assert office.store.tables.inbox["e1"].by == "andon"
    assert ago(0) == office.store.tables.inbox["e1"].at


async def test_whoever_is_named_for_an_account_sees_only_that_one_and_its_role_stands_on_the_card(
    office: Office,
) -> None:
    named = Account(name="Kitchenware", role="retailer", members=frozenset({LUIS.id}))
    office.workspace = replace(office.workspace, accounts=(named,))
    await office.dispatch(
        KeepMembers(users=(SlackUser(id=LUIS.id, name="Luis"), SlackUser(id=ANA.id, name="Ana"))), by=ANDON
    )
    card = await office.fails()

    luis = await office.ask(GetMember(member_id=LUIS.id), ANDON)
    ana = await office.ask(GetMember(member_id=ANA.id), ANDON)

    assert luis is not None and luis.accounts == frozenset({"Kitchenware"})
    assert ana is not None and ana.accounts is None
    assert card.account == "Kitchenware"
    assert card.account_role == "retailer"
