"""How each kind of thing is sent, and how one finds out whether it already was."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from core.dispatch import Ask
from core.domain.close_attempt import CloseAttempt
from core.domain.member import Actor
from core.notices.proof_picture import ProofPicture
from core.ports.chat import Chat, Posted
from core.ports.deliveries import AnswerWork, CardWork, Deliveries, DeliveryClaim, LetterWork, NoteWork
from core.ports.evidence_store import EvidenceStore
from core.ports.mail import Letter, Mail
from core.services.reading import GetAttempt, GetCard
from core.views import CaseCard
from scheduler.budgets import LANDED_BY_S

POST, UPDATE, ANSWER, MAIL = "chat.postMessage", "chat.update", "views.update", "mail.send"
"""The methods that `hold_method` knows. A picture is held back with the messages it stands among."""

LOOK_BACK = timedelta(minutes=10)
"""How far before the last try a search begins at most."""

EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any message of ours."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """It stands. `revision` is what a card shows; 0 where that is not known, so that it is drawn again."""

    ts: str | None = None
    revision: int = 0


@dataclass(frozen=True, kw_only=True)
class Caption:
    title: str
    text: str
    alt_text: str


class Captions(Protocol):
    def __call__(self, notice: ProofPicture, locale: str) -> Caption:
        """The words around a picture."""


class Sending(Protocol):
    """One thing on its way. `method` names the outside method, so that a limit on it can be kept.

    `can_be_found` False: nothing outside tells whether it was sent, and sending it again does no harm.
    """

    method: str
    can_be_found: bool

    async def found(self) -> Sent | None:
        """Where it stands, if an earlier try landed."""

    async def prepare(self) -> bool:
        """Everything that comes before the intent. False: the lane is not ours any more."""

    async def send(self) -> Sent:
        """The call itself."""


class CardSending:
    """A card is drawn from the newest state, whatever the state was when it fell behind."""

    def __init__(self, claim: DeliveryClaim, work: CardWork, chat: Chat, ask: Ask, by: Actor) -> None:
        self._claim, self._work, self._chat, self._ask, self._by = claim, work, chat, ask, by
        self._card: CaseCard | None = None
        self.method = POST if work.ts is None else UPDATE
        # A redraw needs no search: drawing it once more is how an old update that came late is overruled.
        self.can_be_found = work.ts is None

    async def found(self) -> Sent | None:
        posted = await self._chat.find(
            self._work.channel_id, None, self._work.delivery_id, *window_of(self._claim)
        )
        return Sent(ts=posted.ts) if posted else None

    async def prepare(self) -> bool:
        self._card = await self._ask(GetCard(case_id=self._work.case_id), by=self._by)
        return True

    async def send(self) -> Sent:
        work, card = self._work, self._card
        if card is None:
            raise RuntimeError("prepare comes first")
        if work.ts is None:
            posted = await self._chat.post_card(card, work.channel_id, work.locale, work.delivery_id)
            return Sent(ts=posted.ts, revision=card.revision)
        standing = Posted(channel_id=work.channel_id, ts=work.ts)
        await self._chat.redraw_card(card, standing, work.locale, work.delivery_id)
        return Sent(ts=work.ts, revision=card.revision)


class NoteSending:
    """A notice in a thread, a channel or a direct message."""

    method = POST
    can_be_found = True

    def __init__(self, claim: DeliveryClaim, work: NoteWork, chat: Chat) -> None:
        self._claim, self._work, self._chat = claim, work, chat

    async def found(self) -> Sent | None:
        work = self._work
        place = work.member_id or work.channel_id or ""
        posted = await self._chat.find(place, work.thread_ts, work.delivery_id, *window_of(self._claim))
        return Sent(ts=posted.ts) if posted else None

    async def prepare(self) -> bool:
        return True

    async def send(self) -> Sent:
        work = self._work
        if work.member_id is not None:
            posted = await self._chat.tell_person(work.notice, work.member_id, work.locale, work.delivery_id)
        else:
            posted = await self._chat.tell(
                work.notice, work.channel_id or "", work.thread_ts, work.locale, work.delivery_id
            )
        return Sent(ts=posted.ts)


class PictureSending:
    """A picture goes in two steps: bytes that nobody sees yet, then the sharing, which is the one that counts."""

    method = POST
    can_be_found = True

    def __init__(
        self,
        claim: DeliveryClaim,
        work: NoteWork,
        notice: ProofPicture,
        chat: Chat,
        store: EvidenceStore,
        deliveries: Deliveries,
        captions: Captions,
    ) -> None:
        self._claim, self._work, self._notice = claim, work, notice
        self._chat, self._store, self._deliveries = chat, store, deliveries
        self._caption = captions(notice, work.locale)
        self._file_id = work.progress or None

    async def found(self) -> Sent | None:
        if self._file_id is None:
            return None
        shared = await self._chat.picture_shared(self._file_id, self._work.channel_id or "")
        return Sent() if shared else None

    async def prepare(self) -> bool:
        if self._file_id is not None:
            return True
        content = await self._store.read(self._notice.store_key)
        uploaded = await self._chat.upload_picture(content, self._notice.file_name, self._caption.alt_text)
        self._file_id = uploaded
        return await self._deliveries.remember(self._claim, uploaded)

    async def send(self) -> Sent:
        if self._file_id is None:
            raise RuntimeError("prepare comes first")
        work, caption = self._work, self._caption
        await self._chat.share_picture(
            self._file_id, work.channel_id or "", work.thread_ts, caption.title, caption.text
        )
        return Sent()


class AnswerSending:
    """The answer to a closing. Nothing outside tells whether it arrived; drawing the modal again does no harm."""

    method = ANSWER
    can_be_found = False

    def __init__(self, work: AnswerWork, chat: Chat, ask: Ask, by: Actor) -> None:
        self._work, self._chat, self._ask, self._by = work, chat, ask, by
        self._what: tuple[CloseAttempt, CaseCard] | None = None

    async def found(self) -> Sent | None:
        return None

    async def prepare(self) -> bool:
        attempt = await self._ask(GetAttempt(attempt_id=self._work.attempt_id), by=self._by)
        self._what = attempt, await self._ask(GetCard(case_id=attempt.case_id), by=self._by)
        return True

    async def send(self) -> Sent:
        if self._what is None:
            raise RuntimeError("prepare comes first")
        attempt, card = self._what
        await self._chat.answer(attempt, card, self._work.notice, self._work.locale)
        return Sent()


class LetterSending:
    """A mail. A lost answer is followed by the same letter with the same Message-ID, as mail systems do
    themselves (RFC 5321 4.5.4.1): the receiver can tell the repeat, a letter that never came it cannot."""

    method = MAIL
    can_be_found = False

    def __init__(self, work: LetterWork, mail: Mail) -> None:
        self._work, self._mail = work, mail

    async def found(self) -> Sent | None:
        return None

    async def prepare(self) -> bool:
        return True

    async def send(self) -> Sent:
        work = self._work
        await self._mail.send(
            Letter(
                id=work.delivery_id,
                to_name=work.to_name,
                to_address=work.to_address,
                subject=work.subject,
                body=work.body,
                language=work.locale,
                case_number=work.case_number,
                in_reply_to=work.in_reply_to,
                references=work.references,
            )
        )
        return Sent()


def window_of(claim: DeliveryClaim) -> tuple[datetime, datetime | None]:
    """Between which moments a search looks; the adapter allows for two clocks. In a channel where hundreds of
    messages came since, a search up to now would never end, and nothing would leave that channel any more. What
    an early try had left was looked for before the last one was sent."""
    first, last = claim.first_sent_at or EVER, claim.last_sent_at
    if last is None:
        return first, None
    return max(first, last - LOOK_BACK), last + timedelta(seconds=LANDED_BY_S)


def plain_caption(notice: ProofPicture, locale: str) -> Caption:
    """Without words of any language: for when nobody brought better ones."""
    shown = f"#{notice.number} {notice.file_name}"
    return Caption(title=notice.file_name, text=shown, alt_text=shown)
