"""Mails as they come in, and the cases they come to, in one line each."""

from typing import Any

from core.domain.inbound_mail import InboundMail
from core.notices.mail_kept import MailOnTheCase
from core.services.cases import TakeCase
from core.services.mail_in import MailTaken, ReceiveMail
from core.services.support import ReplyToCustomer
from core.views import CaseCard
from tests.core.services.office import PLATFORM, Office
from tests.core.services.support_desk import JOANA, opened

ME = JOANA.email


def mail(text: str = "Here is the photo.", **more: Any) -> InboundMail:
    fields: dict[str, Any] = {
        "message_id": f"<{abs(hash(text))}@mail.example>",
        "sender": ME,
        "sender_name": "Joana Reis",
        "text": text,
        **more,
    }
    return InboundMail(**fields)


async def comes(office: Office, one: InboundMail, addressed: int | None = None) -> MailTaken:
    office.clock.advance(60)
    return await office.do(ReceiveMail(mail=one, addressed=addressed), PLATFORM)


async def written_to(office: Office) -> tuple[CaseCard, str]:
    """A ticket whose customer has a letter of ours; its Message-ID."""
    card = await office.act(TakeCase, await opened(office))
    card = await office.act(ReplyToCustomer, card, text="Please send us a photo.")
    return card, f"<{office.store.waiting('letter')[-1].id}@shop.example>"


async def told(office: Office) -> tuple[CaseCard, str]:
    """A job ticket whose retailer has a letter of ours."""
    card = await office.notified(await office.fails())
    return card, f"<{office.store.waiting('letter')[-1].id}@shop.example>"


def kept(office: Office) -> list[tuple[str, str, str]]:
    return [(w.notice.why, w.notice.who, w.notice.text) for w in office.told("thread", MailOnTheCase)]
