"""How a case comes into each of its states, by the same door as in life."""

from collections.abc import Awaitable, Callable, Mapping

from core.domain.case_parts import HoldKind
from core.domain.job_ticket_table import Choice
from core.domain.support_ticket_table import Outcome
from core.services.cases import ArchiveCase, TakeCase
from core.services.holding import HoldTicket
from core.services.incidents import ProvideSolution
from core.services.issues import RetryOrder
from core.services.job_tickets import ContainJob, Reactivate, RemoveConnection
from core.services.statements import AddConfirmation
from core.services.support import CloseSupportTicket
from core.views import CaseCard
from tests.core.products.acts import CONFIRMED, DAY
from tests.core.services import parcels, support_desk
from tests.core.services.office import ADA, Office

Way = Callable[[Office], Awaitable[CaseCard]]

ARCHIVED = "archived"
"""No state but a flag; a column of its own, since what is put away takes less."""


async def issue_open(office: Office) -> CaseCard:
    return await office.report()


async def issue_acknowledged(office: Office) -> CaseCard:
    return await office.act(TakeCase, await office.report(), ADA)


async def issue_retrying(office: Office) -> CaseCard:
    return await office.act(RetryOrder, await office.report(), ADA)


async def issue_resolved(office: Office) -> CaseCard:
    card = await issue_retrying(office)
    await office.settle()
    return card


async def issue_archived(office: Office) -> CaseCard:
    return await put_away(office, await issue_open(office))


async def ticket_open(office: Office) -> CaseCard:
    return await office.fails()


async def containing(office: Office) -> CaseCard:
    return await office.act(ContainJob, await office.fails(), ADA)


async def contained(office: Office) -> CaseCard:
    return await office.contained(await office.fails())


async def retailer_notified(office: Office) -> CaseCard:
    return await office.notified(await office.fails())


def decided(choice: Choice) -> Way:
    async def way(office: Office) -> CaseCard:
        return await office.decided(await office.fails(), choice)

    return way


async def reactivating(office: Office) -> CaseCard:
    return await office.act(Reactivate, await decided(Choice.REACTIVATE)(office), ADA)


async def removing(office: Office) -> CaseCard:
    card = await decided(Choice.REMOVE)(office)
    await office.act(AddConfirmation, card, ADA, **CONFIRMED)
    return await office.act(RemoveConnection, card, ADA)


async def ticket_on_hold(office: Office) -> CaseCard:
    card = await decided(Choice.REMAIN_PAUSED)(office)
    return await hold(office, card)


async def verifying(office: Office) -> CaseCard:
    card = await office.verifying(await office.fails())
    office.clock.advance(60)
    return card


async def ticket_closed(office: Office) -> CaseCard:
    card = await verifying(office)
    await office.closes(card, ADA)
    return card


async def ticket_archived(office: Office) -> CaseCard:
    return await put_away(office, await ticket_closed(office))


async def pending(office: Office) -> CaseCard:
    return await parcels.opened(office)


async def solution_sending(office: Office) -> CaseCard:
    return await office.act(ProvideSolution, await pending(office), ADA, **parcels.SOLVED)


async def solution_sent(office: Office) -> CaseCard:
    return await parcels.solved(office, await pending(office))


async def carrier_replied(office: Office) -> CaseCard:
    await solution_sent(office)
    return await parcels.later(office, status="carrier_replied", courier_notes="Tomorrow.")


async def incident_closed(office: Office) -> CaseCard:
    await solution_sent(office)
    return await parcels.later(office, status="delivered")


async def incident_archived(office: Office) -> CaseCard:
    return await put_away(office, await incident_closed(office))


async def support_open(office: Office) -> CaseCard:
    return await support_desk.opened(office)


async def in_progress(office: Office) -> CaseCard:
    return await office.act(TakeCase, await support_open(office), ADA)


async def support_on_hold(office: Office) -> CaseCard:
    return await hold(office, await in_progress(office))


async def support_closed(office: Office) -> CaseCard:
    return await office.act(CloseSupportTicket, await in_progress(office), ADA, outcome=Outcome.SOLVED)


async def support_archived(office: Office) -> CaseCard:
    return await put_away(office, await support_closed(office))


async def put_away(office: Office, card: CaseCard) -> CaseCard:
    return await office.act(ArchiveCase, card, ADA, reason="actioned")


async def hold(office: Office, card: CaseCard) -> CaseCard:
    held = {
        "kind": HoldKind.CUSTOMER,
        "reason": "asked for a photo",
        "wake_on": "green",
        "until": office.clock.now() + DAY,
    }
    return await office.act(HoldTicket, card, ADA, **held)


WAYS: Mapping[str, Mapping[str, Way]] = {
    "issue": {
        "open": issue_open,
        "acknowledged": issue_acknowledged,
        "retrying": issue_retrying,
        "resolved": issue_resolved,
        ARCHIVED: issue_archived,
    },
    "job_ticket": {
        "open": ticket_open,
        "containing": containing,
        "contained": contained,
        "retailer_notified": retailer_notified,
        "decided_reactivate": decided(Choice.REACTIVATE),
        "decided_remain_paused": decided(Choice.REMAIN_PAUSED),
        "decided_remove": decided(Choice.REMOVE),
        "reactivating": reactivating,
        "removing": removing,
        "on_hold": ticket_on_hold,
        "verifying": verifying,
        "closed": ticket_closed,
        ARCHIVED: ticket_archived,
    },
    "delivery_incident": {
        "pending": pending,
        "solution_sending": solution_sending,
        "solution_sent": solution_sent,
        "carrier_replied": carrier_replied,
        "closed": incident_closed,
        ARCHIVED: incident_archived,
    },
    "support_ticket": {
        "open": support_open,
        "in_progress": in_progress,
        "on_hold": support_on_hold,
        "closed": support_closed,
        ARCHIVED: support_archived,
    },
}
