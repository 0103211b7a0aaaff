"""How what a member subscribed to is sent: with links to the cards as they stand by then, and only what the member
may still see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from core.dispatch import Ask
from core.domain.member import Actor
from core.errors import Permanent
from core.notices import Notice
from core.notices.member_news import NewsForYou
from core.ports.chat import Chat
from core.ports.deliveries import DeliveryClaim, MailWork, NoteWork
from core.ports.mail import Letter, Mail
from core.ports.rows import CardCopy
from core.services.members import GetMember
from core.services.telling import WhereTheyStand
from scheduler.senders import MAIL, NoteSending, Sent


@dataclass(frozen=True, kw_only=True)
class Written:
    """A notice in the words of a letter. `case_number` is empty where it speaks of several."""

    subject: str
    body: str
    case_number: str = ""


class Writes(Protocol):
    def __call__(self, notice: Notice, locale: str, name: str, timezone: str) -> Written:
        """The letter to somebody of that name, its times in that zone."""


Link: TypeAlias = Callable[[CardCopy], str | None]
"""The address of a posted card."""


class NewsSending(NoteSending):
    """A direct message on cases."""

    def __init__(
        self, claim: DeliveryClaim, work: NoteWork, chat: Chat, ask: Ask, by: Actor, link: Link
    ) -> None:
        super().__init__(claim, work, chat)
        self._ask, self._by, self._link = ask, by, link

    async def prepare(self) -> bool:
        member_id = self._work.member_id or ""
        notice = await linked(self._work.notice, member_id, self._ask, self._by, self._link)
        self._work = replace(self._work, notice=notice)
        return True


class MailSending:
    """The same, or an overview, as a letter; sent again after a lost answer as any letter is."""

    method = MAIL
    can_be_found = False

    def __init__(self, work: MailWork, mail: Mail, ask: Ask, by: Actor, words: "MemberWords") -> None:
        self._work, self._mail, self._words = work, mail, words
        self._ask, self._by = ask, by
        self._letter: Letter | None = None

    async def found(self) -> Sent | None:
        return None

    async def prepare(self) -> bool:
        """Raises Permanent where the member has no address any more, NotFound where there is nothing left that
        they may see."""
        work = self._work
        member = await self._ask(GetMember(member_id=work.member_id), by=self._by)
        if member is None or member.address is None:
            raise Permanent("mail_no_address")
        notice = await linked(work.notice, member.id, self._ask, self._by, self._words.link)
        written = self._words.writes(notice, member.locale, member.name, member.timezone)
        self._letter = Letter(
            id=work.delivery_id,
            to_name=member.name,
            to_address=member.address,
            subject=written.subject,
            body=written.body,
            language=member.locale,
            case_number=written.case_number,
        )
        return True

    async def send(self) -> Sent:
        if self._letter is None:
            raise RuntimeError("prepare comes first")
        await self._mail.send(self._letter)
        return Sent()


async def linked(notice: Notice, member_id: str, ask: Ask, by: Actor, link: Link) -> Notice:
    """The notice with the address of each card that stands, without the cases that the member may not see. Raises
    NotFound when none is left."""
    if not isinstance(notice, NewsForYou):
        return notice
    case_ids = tuple(line.case_id for line in notice.lines)
    standing = await ask(WhereTheyStand(member_id=member_id, case_ids=case_ids), by=by)
    lines = []
    for line in notice.lines:
        if line.case_id in standing:
            card = standing[line.case_id]
            lines.append(replace(line, url=link(card) if card is not None else None))
    return replace(notice, lines=tuple(lines))


def plain_letter(notice: Notice, locale: str, name: str, timezone: str) -> Written:
    """Without words of any language: for when nobody brought better ones."""
    lines = notice.lines if isinstance(notice, NewsForYou) else ()
    shown = [f"#{line.number} {line.title} {line.url or ''}".rstrip() for line in lines]
    return Written(subject=" ".join(shown[:1]) or type(notice).__name__, body="\n".join(shown))


def no_link(card: CardCopy) -> str | None:
    return None


@dataclass(frozen=True, kw_only=True)
class MemberWords:
    """What a room with words and addresses lends for messages to members."""

    writes: Writes = plain_letter
    link: Link = no_link
