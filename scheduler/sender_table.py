"""Which sending carries which work."""

from dataclasses import dataclass

from core.dispatch import Ask
from core.domain.member import Actor
from core.notices.member_news import NewsForYou
from core.notices.proof_picture import ProofPicture
from core.ports.chat import Chat
from core.ports.deliveries import AnswerWork, CardWork, Deliveries, DeliveryClaim, LetterWork, MailWork
from core.ports.evidence_store import EvidenceStore
from core.ports.mail import Mail
from scheduler.member_sendings import MailSending, MemberWords, NewsSending
from scheduler.senders import (
    AnswerSending,
    Captions,
    CardSending,
    LetterSending,
    NoteSending,
    PictureSending,
    Sending,
)


@dataclass(frozen=True)
class Senders:
    """What sendings are made of."""

    deliveries: Deliveries
    chat: Chat
    mail: Mail
    store: EvidenceStore
    ask: Ask
    by: Actor
    captions: Captions
    words: MemberWords

    def sending(self, claim: DeliveryClaim) -> Sending:
        work = claim.work
        if isinstance(work, CardWork):
            return CardSending(claim, work, self.chat, self.ask, self.by)
        if isinstance(work, AnswerWork):
            return AnswerSending(work, self.chat, self.ask, self.by)
        if isinstance(work, LetterWork):
            return LetterSending(work, self.mail)
        if isinstance(work, MailWork):
            return MailSending(work, self.mail, self.ask, self.by, self.words)
        if isinstance(work.notice, ProofPicture):
            return PictureSending(
                claim, work, work.notice, self.chat, self.store, self.deliveries, self.captions
            )
        if isinstance(work.notice, NewsForYou):
            return NewsSending(claim, work, self.chat, self.ask, self.by, self.words.link)
        return NoteSending(claim, work, self.chat)
