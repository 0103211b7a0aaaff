"""What platforms, carriers and customers tell of one case, each as one act; and which acts a kind has."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from core.domain.inbound_mail import InboundMail
from core.services.issues import ReportIssueCleared
from core.services.mail_in import ReceiveMail
from core.services.support_events import ReportMessage, ReportTicket
from core.views import CaseCard
from tests.core.products.acts import DAY, OF_EVERY_KIND, Act
from tests.core.services.office import ANDON, PLATFORM, Office, ago, run
from tests.core.services.parcels import says
from tests.core.services.support_desk import JOANA, closes_there, tells


async def fails(office: Office, card: CaseCard, *, days: float = 0) -> None:
    office.clock.advance(days * DAY.total_seconds())
    await office.fails(run("9", ended_at=office.clock.now()))


async def fails_late(office: Office, card: CaseCard) -> None:
    """A failure from before the newest one is told only now."""
    await office.fails(run("0", ended_at=ago(300)))


async def fails_where_nothing_is_stopped_again(office: Office, card: CaseCard) -> None:
    office.switch(repause_on_failed_verification=False)
    await fails(office, card)


async def clear(office: Office, card: CaseCard, event_at: datetime | None = None) -> None:
    found = ReportIssueCleared(dedup_key="order:1001:stock", event_at=event_at or office.clock.now())
    await office.do(found, PLATFORM)


async def recur(office: Office, card: CaseCard, *, days: float = 0) -> None:
    office.clock.advance(days * DAY.total_seconds())
    await office.report(event_at=office.clock.now())


async def scan(office: Office, card: CaseCard, **told: Any) -> None:
    await says(office, **told)


async def write_again(office: Office, card: CaseCard, *, days: float = 0, **told: Any) -> None:
    office.clock.advance(days * DAY.total_seconds())
    await tells(office, ReportMessage, "One more thing.", **told)


async def open_again(office: Office, card: CaseCard) -> None:
    await tells(office, ReportTicket, "It came in pieces.")


async def close_there(office: Office, card: CaseCard) -> None:
    await closes_there(office)


async def mail_from(office: Office, card: CaseCard, sender: str, *, days: float = 0, **more: Any) -> None:
    """A mail to the signed address of the case itself."""
    office.clock.advance(days * DAY.total_seconds())
    mail = InboundMail(message_id="<1@elsewhere.example>", sender=sender, text="One more thing.", **more)
    await office.do(ReceiveMail(mail=mail, addressed=card.number), ANDON)


MAILS: Mapping[str, Act] = {
    "ReceiveMail of a stranger": partial(mail_from, sender="eve@elsewhere.example"),
    "ReceiveMail of a machine": partial(mail_from, sender=JOANA.email, automatic="auto-replied"),
}

OF_ISSUES: Mapping[str, Act] = {
    "ReportIssue": recur,
    "ReportIssue after three days": partial(recur, days=3),
    "ReportIssueCleared": clear,
    "ReportIssueCleared late": partial(clear, event_at=ago(300)),
}

OF_JOB_TICKETS: Mapping[str, Act] = {
    "ReportFailedRun": fails,
    "ReportFailedRun late": fails_late,
    "ReportFailedRun without repause": fails_where_nothing_is_stopped_again,
    "ReportFailedRun after 15 days": partial(fails, days=15),
    "ReceiveMail of the retailer": partial(mail_from, sender="noor@kitchenware.example"),
}

OF_DELIVERIES: Mapping[str, Act] = {
    "ReportIncident same": scan,
    "ReportIncident late": partial(scan, event_at=ago(300)),
    "ReportIncident late end": partial(scan, status="delivered", event_at=ago(300)),
    "ReportIncident 2nd attempt": partial(scan, attempt=2),
    "ReportIncident corrected": partial(scan, carrier_code="MCC", reason_told="AS"),
    "ReportIncident replied": partial(scan, status="carrier_replied", courier_notes="Tomorrow."),
    "ReportIncident delivered": partial(scan, status="delivered"),
    "ReportIncident returned": partial(scan, status="returned"),
    "ReportIncident lost": partial(scan, status="lost"),
    "ReportIncident destroyed": partial(scan, status="destroyed"),
}

OF_SUPPORT: Mapping[str, Act] = {
    "ReportTicket": open_again,
    "ReportMessage": write_again,
    "ReportMessage late": partial(write_again, event_at=ago(300)),
    "ReportMessage after 8 days": partial(write_again, days=8),
    "ReportTicketClosed": close_there,
    "ReceiveMail of the customer": partial(mail_from, sender=JOANA.email),
    "ReceiveMail of the customer after 8 days": partial(mail_from, sender=JOANA.email, days=8),
}

WORD_OF_A_PLATFORM = {
    "issue": OF_ISSUES,
    "job_ticket": OF_JOB_TICKETS,
    "delivery_incident": OF_DELIVERIES,
    "support_ticket": OF_SUPPORT,
}
"""What is told of one kind names a case of that kind by its key: it cannot reach another one."""


def acts_of(kind: str) -> Mapping[str, Act]:
    return {**OF_EVERY_KIND, **MAILS, **WORD_OF_A_PLATFORM[kind]}


OF_NO_CASE = frozenset(
    {
        *("KeepMembers", "KeepGroups", "ImportCase", "RecordEvent", "ReportDestinationShut"),
        *("Subscribe", "Unsubscribe", "SetChannelDigest", "SetMyDigest", "SendDigests", "ReportCardDeleted"),
        *("SetMyNotifications", "SubscribeMe", "UnsubscribeMe", "TellGathered", "TellInstead"),
    }
)
"""Commands about people, channels, overviews, posted copies and cases yet to be made: no case is theirs to
move. An event that moves nothing (a run succeeded, a connection changed) is `RecordEvent`: kept by its key, the
watch looks for itself."""
