"""What people state as proof: a written confirmation, a run they saw."""

from datetime import timedelta

import pytest

from core.domain.job_ticket_table import Choice
from core.errors import GuardRefused, Invalid, NotAllowed
from core.notices.confirmation_added import ConfirmationAdded
from core.services.job_tickets import RemoveConnection
from core.services.statements import AddConfirmation, StateRun
from tests.core.services.office import ANA, LEA, Office

STOP = {"text": "We no longer sell there, please remove it.", "author": "Noor Visser", "said": "stop"}


async def test_a_confirmation_that_does_not_count_is_kept_and_said_at_once(office: Office) -> None:
    card = await office.notified(await office.fails())
    await office.act(AddConfirmation, card, text="We fixed it today.", author="Pim", said="change")

    (told,) = office.told("thread", ConfirmationAdded)
    assert told.notice.problem == "not_authorised"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"said": "maybe"}, "said"),
        ({"medium": "phone"}, "medium"),
        ({"text": " "}, "text"),
        ({"author": ""}, "author"),
    ],
)
async def test_what_is_no_confirmation_is_refused_at_its_field(
    office: Office, wrong: dict[str, str], field: str
) -> None:
    card = await office.fails()
    with pytest.raises(Invalid) as invalid:
        await office.act(AddConfirmation, card, **(STOP | wrong))
    assert invalid.value.field == field


async def test_the_marketplaces_own_notice_is_for_a_lead_to_put_on_record(office: Office) -> None:
    card = await office.decided(await office.fails(), Choice.REMOVE)
    notice = STOP | {"medium": "marketplace", "author": "eBay"}
    with pytest.raises(NotAllowed):
        await office.act(AddConfirmation, card, ANA, **notice)
    await office.act(AddConfirmation, card, LEA, **notice)
    await office.act(RemoveConnection, card, LEA)
    assert (await office.ticket(card)).state == "removing"


async def test_a_run_is_stated_only_where_the_workspace_allows_it_and_only_of_the_past(
    office: Office,
) -> None:
    card = await office.fails()
    now = office.clock.now()
    with pytest.raises(GuardRefused):
        await office.act(StateRun, card, run_id="9", ended_at=now)
    office.switch(human_verification=True)
    with pytest.raises(Invalid):
        await office.act(StateRun, card, run_id="9", ended_at=now + timedelta(hours=1))
    await office.act(StateRun, card, run_id="9", ended_at=now)
