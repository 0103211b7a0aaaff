"""Of an account one may not see one can neither see nor act: every command and every question of the core that
names a case, over a case of each kind, and every list."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any

import pytest

from core.command import Command, Query
from core.dispatch import ANSWERS, SERVICES
from core.domain.close_attempt import Claim
from core.domain.member import Actor, Role
from core.domain.subscription import Filters, Topic
from core.domain.user_group import GroupRule, UserGroup
from core.errors import Invalid, NotFound
from core.ports.unit_of_work import CaseFilter
from core.services.asking import AskForHelp
from core.services.cases import AssignCase, LinkCases
from core.services.digests import MemberDigests, WeeklyOverviews
from core.services.job_runs import ReportFailedRun, TicketOfJob
from core.services.members import KeepGroups
from core.services.reading import (
    CardAt,
    CountCases,
    FindCard,
    FindCardBySubject,
    GetAttempt,
    ListCards,
    SalesChannels,
)
from core.services.subscriptions import PreviewSubscription
from core.services.support import MergeTicket
from core.views import CaseCard
from tests.core.services import parcels, support_desk
from tests.core.services.office import ADA, ANA, ANDON, LEA, LUIS, Office, job, run

MINE, THEIRS = "Garden", "Kitchenware"
NARROW = replace(ADA, accounts=frozenset({MINE}))
"""With every right but that to see."""

SAMPLES: Mapping[str, object] = {
    "act": "TakeCase",
    "evidence_id": "evidence-1",
    "form": "comment",
    "into_number": 20269999,
    "role": Role.ADMIN,
    "seen_version": 1,
    "to_number": 20269999,
    "values": {"text": "x"},
}
"""Of fields that are read before the case is looked at, or could be; what stands in the others does not matter."""

NAMES_NO_CASE = frozenset(
    {
        *("ReportFailedRun", "RecordDailyCheck"),  # of a job: below
        *("Subscribe", "Unsubscribe", "SetChannelDigest"),  # of a channel
        *("SetMyDigest", "SetMyNotifications", "SubscribeMe", "UnsubscribeMe"),  # of oneself
        "ImportCase",  # of what is not there yet
    }
)
"""Commands of people that name no case. A new one belongs here only when nothing of a case can come out of it."""

ASKS_FOR_NO_CASE = frozenset(
    {
        *("CheckImport", "UnmatchedMails"),  # what is no case yet, and admins read
        *(
            "GetMember",
            "GetMyNotifications",
            "RequireRole",
            "Subscriptions",
            "UncoveredTopics",
        ),  # nothing of a case in the answer
        *("ListCards", "CountCases", "SalesChannels", "PreviewSubscription"),  # lists: below
        *("FindCard", "FindCardBySubject", "CardAt", "TicketOfJob", "GetAttempt"),  # by something else: below
    }
)


def names_a_case(kind: type[Any]) -> bool:
    return any(field.name == "case_id" for field in fields(kind))


COMMANDS = [c for c in SERVICES if c.NEEDS < Role.SYSTEM and names_a_case(c)]
QUERIES = [q for q in ANSWERS if q.NEEDS < Role.SYSTEM and names_a_case(q)]


def filled(kind: type[Any], card: CaseCard) -> Any:
    """With the case named and the rest as it may be; nothing beyond the look at the case is reached."""
    wish = object.__new__(kind)
    for field in fields(kind):
        default = None if field.default is MISSING else field.default
        object.__setattr__(wish, field.name, SAMPLES.get(field.name, default))
    object.__setattr__(wish, "case_id", card.case_id)
    return wish


async def one_of_each_kind(office: Office, account: str, mark: str) -> list[CaseCard]:
    parcel = await parcels.says(office, account=account, dedup_key=f"parcel:{mark}", incident_id=mark)
    assert parcel is not None
    return [
        await office.report(account=account, dedup_key=f"order:{mark}", channel=f"shop {mark}"),
        await office.fails(run(mark), job=job(job_id=f"job-{mark}", retailer=account), account=account),
        parcel,
        await support_desk.opened(office, account=account, dedup_key=f"ticket:{mark}", ticket_id=mark),
    ]


async def narrowed(office: Office, who: Actor) -> None:
    """From now on they see the other account alone."""
    rule = GroupRule(id="S0GARDEN", accounts=frozenset({MINE}))
    office.workspace = replace(office.workspace, groups=(rule,))
    group = UserGroup(id=rule.id, handle="garden", members=frozenset({who.id}), read_at=office.clock.now())
    await office.do(KeepGroups(groups=(group,)), ANDON)


@pytest.fixture
async def office() -> Office:
    return await Office().open()


@pytest.fixture
async def theirs(office: Office) -> list[CaseCard]:
    return await one_of_each_kind(office, THEIRS, "theirs")


async def outcome(office: Office, wish: Command[Any] | Query[Any], by: Actor) -> Exception | None:
    try:
        await (office.do(wish, by) if isinstance(wish, Command) else office.ask(wish, by))
    except Exception as error:
        return error
    return None


def test_every_wish_of_a_person_names_its_case_or_is_listed_here() -> None:
    commands = {c.__name__ for c in SERVICES if c.NEEDS < Role.SYSTEM and not names_a_case(c)}
    queries = {q.__name__ for q in ANSWERS if q.NEEDS < Role.SYSTEM and not names_a_case(q)}
    assert commands == NAMES_NO_CASE
    assert queries == ASKS_FOR_NO_CASE


@pytest.mark.parametrize("kind", [*COMMANDS, *QUERIES], ids=lambda kind: kind.__name__)
async def test_a_case_of_another_account_does_not_exist(
    office: Office, theirs: list[CaseCard], kind: type[Any]
) -> None:
    for card in theirs:
        before = office.store.tables
        refused = await outcome(office, filled(kind, card), NARROW)
        assert isinstance(refused, NotFound), f"{kind.__name__} of a {card.kind}: {refused!r}"
        assert office.store.tables is before or kind in QUERIES

        wide = await outcome(office, filled(kind, card), ADA)
        assert not _of_the_case(wide, card), f"{kind.__name__} of a {card.kind} is refused to everybody"


def _of_the_case(error: Exception | None, card: CaseCard) -> bool:
    return isinstance(error, NotFound) and f"case {card.number}" in str(error)


async def test_a_list_and_its_counters_show_what_one_may_see(office: Office, theirs: list[CaseCard]) -> None:
    mine = await one_of_each_kind(office, MINE, "mine")
    everything = CaseFilter(group="all")

    page = await office.ask(ListCards(wanted=everything), NARROW)
    assert {card.case_id for card in page.cards} == {card.case_id for card in mine}
    assert page.total == 4
    asked_for_all = replace(everything, visible_accounts=None, accounts=(THEIRS,))
    assert (await office.ask(ListCards(wanted=asked_for_all), NARROW)).total == 0
    counted = await office.ask(CountCases(), NARROW)
    assert (counted.open, counted.total) == (4, 4)
    assert (await office.ask(CountCases(), ADA)).total == 8
    assert await office.ask(SalesChannels(), NARROW) == ("Amazon", "eBay AU", "shop mine")


async def test_nothing_is_found_by_another_way(office: Office, theirs: list[CaseCard]) -> None:
    issue = theirs[0]
    await office.store.run(lambda uow: uow.cards.want(issue.case_id, "C0OPS", "en"), ANDON)
    office.store.delivered(issue.case_id, "C0OPS", "1.1")
    for question in (
        FindCard(number=issue.number),
        FindCardBySubject(text="1001"),
        FindCardBySubject(text=str(issue.number)),
        CardAt(channel_id="C0OPS", ts="1.1"),
        TicketOfJob(platform_id="shop", job_id="job-theirs"),
    ):
        assert isinstance(await outcome(office, question, NARROW), NotFound), question
        assert await outcome(office, question, ADA) is None, question
    assert await office.ask(PreviewSubscription(topics=frozenset(Topic), filters=Filters()), NARROW) == ()


async def test_a_closing_of_another_account_cannot_be_looked_up(
    office: Office, theirs: list[CaseCard]
) -> None:
    attempt = await office.asks_to_close(theirs[1])
    assert isinstance(await outcome(office, GetAttempt(attempt_id=attempt.id), NARROW), NotFound)
    assert await outcome(office, GetAttempt(attempt_id=attempt.id), ADA) is None


async def test_nothing_is_linked_or_merged_across(office: Office, theirs: list[CaseCard]) -> None:
    mine = await one_of_each_kind(office, MINE, "mine")
    for hidden in (theirs[3].number, 20269999):
        with pytest.raises(Invalid) as linked:
            await office.act(LinkCases, mine[0], NARROW, to_number=hidden)
        with pytest.raises(Invalid) as merged:
            await office.act(MergeTicket, mine[3], NARROW, into_number=hidden)
        assert (linked.value.code, merged.value.code) == ("error.no_such_case", "error.no_such_case")
    assert (await office.now(theirs[3])).links == ()


async def test_a_hidden_ticket_is_no_target_of_a_duplicate(office: Office) -> None:
    """The same job, told under another account, as a platform may."""
    mine = await office.fails(run("1"), account=MINE, platform_id="one")
    hidden = await _second_ticket_of_the_job(office, THEIRS)
    form = {"claim": Claim.DUPLICATE, "duplicate_of": hidden.number, "files": ()}

    refused = await office.closes(mine, NARROW, form=form)
    assert refused.outcome is None
    assert (await office.now(hidden)).links == ()
    taken = await office.closes(mine, ADA, form=form)
    assert taken.outcome == "duplicate"


async def _second_ticket_of_the_job(office: Office, account: str) -> CaseCard:
    other = await office.fails(run("2"), account=account, platform_id="two")
    ticket = await office.ticket(other)

    def same_job(uow: Any) -> None:
        case = uow.cases.get(ticket.id)
        case.source = replace(case.source, connector="one")

    await office.store.run(same_job, ANDON)
    return await office.now(other)


async def test_a_job_of_another_account_is_not_reported_by_hand(office: Office) -> None:
    wish = ReportFailedRun(platform_id="shop", job=job(retailer=THEIRS), run=run("1"), account=THEIRS)
    assert isinstance(await outcome(office, wish, NARROW), NotFound)
    assert office.store.tables.cases == {}

    known = await office.fails(account=THEIRS)
    office.clock.advance(60)
    again = replace(wish, run=run("2", ended_at=office.clock.now()))
    assert isinstance(await outcome(office, again, NARROW), NotFound)
    assert (await office.case(known.case_id)).occurrences == 1


async def test_nobody_is_given_a_case_that_they_may_not_see(office: Office, theirs: list[CaseCard]) -> None:
    await narrowed(office, LUIS)

    with pytest.raises(Invalid) as refused:
        await office.act(AssignCase, theirs[0], to=LUIS.id)
    assert (refused.value.code, refused.value.field) == ("error.member_may_not_see", "to")
    assert office.told("direct") == []
    await office.act(AssignCase, theirs[0], to=LEA.id)


async def test_overviews_leave_out_what_was_hidden_since(office: Office, theirs: list[CaseCard]) -> None:
    for card in theirs:
        await office.act(AssignCase, card, to=LUIS.id)
    asked = (MemberDigests(timezone="UTC"), WeeklyOverviews(timezone="UTC"))
    assert all([any(a.member_id == LUIS.id for a in await office.ask(q, ANDON)) for q in asked])

    await narrowed(office, LUIS)
    assert not any([any(a.member_id == LUIS.id for a in await office.ask(q, ANDON)) for q in asked])


async def test_only_those_are_asked_for_help_who_may_see_the_case(
    office: Office, theirs: list[CaseCard]
) -> None:
    await narrowed(office, LEA)
    asked = await office.do(AskForHelp(case_id=theirs[1].case_id, act="SkipNotify", role=Role.LEAD), ANA)
    assert asked.who == (ADA.id,)
