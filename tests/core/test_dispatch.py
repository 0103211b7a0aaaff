"""The door: who may wish what, what is granted once, and that nothing of a refused wish is kept."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from core.command import Command
from core.dispatch import ANSWERS, SERVICES
from core.domain.member import Actor, Role
from core.errors import Invalid, NotAllowed, Repeated
from core.services.cases import AssignCase, CommentOnCase, TakeCase
from core.services.members import KeepMembers, SlackUser, WhoHas
from core.services.reading import GetCard, ListCards
from tests.core.services.office import ADA, ANA, ANDON, LEA, LUIS, STRANGER, VIC, Office

OPERATORS = """
    TakeCase AcknowledgeCase AssignCase CommentOnCase SnoozeCase SetPriority ArchiveCase UnarchiveCase UndoLast
    AskSupport LinkCases RetryOrder ContainJob MarkNotStoppable NotifyRetailer DecideAccount HoldTicket ResumeWork
    Reactivate RunVerification SetCause ReopenTicket AddConfirmation StateRun RequestClose ReportFailedRun
    RecordDailyCheck SayOutcome Subscribe Unsubscribe RateRunbook LogContact ProvideSolution MarkReviewed
    SetChannelDigest ReplyToCustomer SetCategory CloseSupportTicket ShowCustomer SendToSupport
"""
VIEWERS = "AskForHelp KeepDraft ForgetDraft SetMyDigest"
LEADS = "SkipNotify RemoveConnection DeletePicture MergeTicket"
ADMINS = "ImportCase"
SYSTEM = """
    CloseCase ReportIssue ReportIssueCleared RecordReading RecordEvent SettleWrite KeepMembers RemindDue WakeDue
    PictureForgotten ReportIncident SendDigests ReportTicket ReportMessage ReportTicketClosed
    ReportLetterFailed ReportDestinationShut ReportCardDeleted
"""
NEEDED = {
    **dict.fromkeys(VIEWERS.split(), Role.VIEWER),
    **dict.fromkeys(OPERATORS.split(), Role.OPERATOR),
    **dict.fromkeys(LEADS.split(), Role.LEAD),
    **dict.fromkeys(ADMINS.split(), Role.ADMIN),
    **dict.fromkeys(SYSTEM.split(), Role.SYSTEM),
}
PEOPLE = {
    Role.NONE: STRANGER,
    Role.VIEWER: VIC,
    Role.OPERATOR: ANA,
    Role.LEAD: LEA,
    Role.ADMIN: ADA,
    Role.SYSTEM: ANDON,
}
ASKED_BY = {
    **dict.fromkeys(("GetMember", "WhoHas"), Role.NONE),
    **dict.fromkeys(
        ("GetAttempt", "NewestAttempt", "ContactsOf", "MyRunbookRating", "CannedReplies"), Role.OPERATOR
    ),
    "CheckImport": Role.ADMIN,
    "PicturesToForget": Role.SYSTEM,
    **dict.fromkeys(("ChannelDigests", "MemberDigests", "WeeklyOverviews", "DigestZones"), Role.SYSTEM),
}
"""Every other question is open to viewers."""


@pytest.fixture
async def office() -> Office:
    return await Office().open()


def test_every_command_has_its_row_of_the_role_table() -> None:
    assert {kind.__name__ for kind in SERVICES} == set(NEEDED)


@pytest.mark.parametrize(
    ("command", "role"), list(product(SERVICES, PEOPLE)), ids=lambda v: getattr(v, "__name__", v)
)
async def test_a_command_is_refused_to_every_smaller_role(
    office: Office, command: type[Command[Any]], role: Role
) -> None:
    """The door looks at the role before it looks at anything else, so an empty wish shows who passes."""
    wish: Command[Any] = object.__new__(command)
    object.__setattr__(wish, "key", None)
    needed = NEEDED[command.__name__]
    if role < needed:
        with pytest.raises(NotAllowed) as refused:
            await office.do(wish, PEOPLE[role])
        assert refused.value.facts == {"needs": needed.word, "who": WHO_HAS[needed]}
        return
    with pytest.raises(Exception) as passed:
        await office.do(wish, PEOPLE[role])
        raise GotThrough
    assert not isinstance(passed.value, NotAllowed)


class GotThrough(Exception):
    """Even a wish without fields was granted: the smallest ones have none."""


WHO_HAS: dict[Role, tuple[str, ...]] = {
    Role.VIEWER: (ADA.id, ANA.id, LEA.id, LUIS.id, VIC.id),
    Role.OPERATOR: (ADA.id, ANA.id, LEA.id, LUIS.id),
    Role.LEAD: (ADA.id, LEA.id),
    Role.ADMIN: (ADA.id,),
    Role.SYSTEM: (),
}


@pytest.mark.parametrize("query", list(ANSWERS), ids=lambda q: q.__name__)
def test_a_query_asks_for_the_role_it_should(query: type[Any]) -> None:
    assert ASKED_BY.get(query.__name__, Role.VIEWER) == query.NEEDS


async def test_a_stranger_sees_nothing_and_learns_who_can(office: Office) -> None:
    with pytest.raises(NotAllowed):
        await office.ask(ListCards(), STRANGER)
    assert {m.id for m in await office.ask(WhoHas(role=Role.LEAD), STRANGER)} == {"U0LEA", "U0ADA"}


async def test_the_same_act_is_granted_once_and_the_second_is_told_who_was_first(office: Office) -> None:
    card = await office.report()
    take = TakeCase(case_id=card.case_id, seen_version=card.version, key="click-1")
    await office.do(take, ANA)

    with pytest.raises(Repeated) as refused:
        await office.do(take, LUIS)
    facts = refused.value.facts
    assert (facts["by"], facts["by_name"], facts["case_id"]) == ("U0ANA", "Ana", card.case_id)
    assert (await office.case(card.case_id)).owner == "U0ANA"


async def test_an_act_that_was_refused_may_be_tried_again_with_its_key(office: Office) -> None:
    card = await office.report()
    to_nobody = AssignCase(case_id=card.case_id, seen_version=card.version, to="U0GONE", key="click-1")

    with pytest.raises(Invalid):
        await office.do(to_nobody)
    await office.do(AssignCase(case_id=card.case_id, seen_version=card.version, to="U0LUIS", key="click-1"))

    assert (await office.case(card.case_id)).owner == "U0LUIS"


async def test_a_refused_wish_leaves_no_trace(office: Office) -> None:
    card = await office.report()
    before = office.store.tables

    with pytest.raises(Invalid):
        await office.do(CommentOnCase(case_id=card.case_id, seen_version=card.version, text="  ", key="k"))
    assert office.store.tables is before


async def test_a_case_of_another_team_does_not_exist(office: Office) -> None:
    card = await office.report()
    outsider = Actor(**(vars(ANA) | {"team_id": "T0OTHER"}))

    with pytest.raises(Exception, match="case") as refused:
        await office.ask(GetCard(case_id=card.case_id), outsider)
    assert type(refused.value).__name__ == "NotFound"


async def test_a_role_taken_away_is_gone_for_whoever_was_looked_up_before(office: Office) -> None:
    card = await office.report()
    await office.do(KeepMembers(users=(SlackUser(id=ANA.id, name=ANA.name, is_guest=True),)), ANDON)

    with pytest.raises(NotAllowed):
        await office.do(TakeCase(case_id=card.case_id, seen_version=card.version), ANA)
    assert (await office.case(card.case_id)).owner is None


async def test_a_role_on_record_is_never_more_than_the_one_somebody_came_with(office: Office) -> None:
    card = await office.report()
    with pytest.raises(NotAllowed):
        await office.do(
            TakeCase(case_id=card.case_id, seen_version=card.version), replace(LEA, role=Role.VIEWER)
        )
