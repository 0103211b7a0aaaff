"""Cards and notices on their way out, in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.case import Case
from core.domain.case_parts import Severity
from core.domain.close_attempt import CloseAttempt
from core.domain.member import Actor
from core.domain.workspace import Workspace
from core.errors import NotFound
from core.notices import Notice
from core.ports.clock import Ids
from core.ports.rows import CardCopy
from storage.codec import dump_notice, load_case, load_notice
from storage.lanes import channel_lane
from storage.urgency import ANSWER, FIRST_COPY, FIRST_POST, LETTER, NOTE, UPDATE, first_post, update
from tests.fakes.tables import Lane, StoredCard, Tables, Tries, Waiting

URGENCY = {
    "thread": NOTE,
    "channel": NOTE,
    "direct": ANSWER,
    "answer": ANSWER,
    "letter": LETTER,
    "mail": LETTER,
}


class FakeCardBook:
    def __init__(self, tables: Tables, now: datetime, ids: Ids, actor: Actor) -> None:
        self._tables, self._now, self._ids, self._actor = tables, now, ids, actor
        self.wakes = False

    def of(self, case_id: str) -> tuple[CardCopy, ...]:
        mine = [card for card in self._tables.cards.values() if card.copy.case_id == case_id]
        return tuple(_shown(self._tables, card) for card in sorted(mine, key=lambda card: not card.copy.home))

    def at(self, channel_id: str, ts: str) -> CardCopy | None:
        cards = (
            card
            for card in self._tables.cards.values()
            if (card.copy.channel_id, card.copy.ts) == (channel_id, ts)
        )
        return next((_shown(self._tables, card) for card in cards), None)

    def want(self, case_id: str, channel_id: str, locale: str) -> None:
        if (case_id, channel_id) in self._tables.cards:
            return
        copy = CardCopy(case_id=case_id, channel_id=channel_id, locale=locale, home=not self.of(case_id))
        stored = self._tables.cases.get(case_id)
        case = load_case(stored.kind, stored.body) if stored else None
        card = StoredCard(
            copy=copy,
            delivery_id=self._ids.new(),
            wanted_revision=case.revision if case else 1,
            urgency=first_post(case.severity if case else Severity.NORMAL, home=copy.home),
            queued_at=self._now,
        )
        self._put(card)
        for each in list(self._tables.waiting.values()) if copy.home else ():
            if (each.kind, each.case_id, each.channel_id) == ("thread", case_id, None):
                self._tables.waiting[each.id] = replace(each, channel_id=channel_id, locale=locale)

    def lost(self, channel_id: str, ts: str) -> None:
        copy = self.at(channel_id, ts)
        if copy is not None:
            none_stands(self._tables, copy)
            self._put(posted_afresh(self._tables.cards[copy.case_id, channel_id], self._ids.new()))

    def redraw(self, case_id: str) -> None:
        for copy in self.of(case_id):
            card = self._tables.cards[case_id, copy.channel_id]
            keeps = card.behind or card.copy.ts is None
            self._put(replace(card, redraw=1, gave_up_revision=0, urgency=card.urgency if keeps else UPDATE))

    def behind(self, changed: Case) -> None:
        for copy in self.of(changed.id):
            card = self._tables.cards[changed.id, copy.channel_id]
            urgency = update(self._actor)
            if copy.ts is None:
                urgency = first_post(changed.severity, home=copy.home)
            elif card.behind:
                urgency = min(urgency, card.urgency)
            queued_at = card.queued_at if card.behind else self._now
            self._put(replace(card, wanted_revision=changed.revision, urgency=urgency, queued_at=queued_at))

    def _put(self, card: StoredCard) -> None:
        self._tables.cards[card.copy.case_id, card.copy.channel_id] = card
        self.wakes = True


def posted_afresh(card: StoredCard, delivery_id: str) -> StoredCard:
    return replace(
        card,
        copy=replace(card.copy, ts=None, shown_revision=0),
        delivery_id=delivery_id,
        gave_up_revision=0,
        urgency=FIRST_POST if card.copy.home else FIRST_COPY,
        tries=Tries(),
    )


def none_stands(tables: Tables, gone: CardCopy) -> None:
    """Whatever bears the delivery id of a copy that is posted afresh shall go."""
    for look in list(tables.looks.values()):
        if (look.place, look.kept_ts) == (gone.channel_id, gone.ts):
            tables.looks[look.delivery_id] = replace(look, kept_ts=None)


def _shown(tables: Tables, card: StoredCard) -> CardCopy:
    lane = tables.lanes.get(channel_lane(card.copy.channel_id), Lane())
    return replace(card.copy, parked=lane.parked or card.tries.error)


class FakeOutbox:
    def __init__(
        self,
        tables: Tables,
        now: datetime,
        workspace: Workspace,
        ids: Ids,
        attempt: Callable[[str], CloseAttempt],
        number: Callable[[str], int],
    ) -> None:
        self._tables, self._now, self._workspace, self._ids = tables, now, workspace, ids
        self._attempt, self._number = attempt, number
        self.wakes = False

    def thread(self, case_id: str, notice: Notice) -> None:
        cards = (card.copy for card in self._tables.cards.values())
        home = next((c for c in cards if c.case_id == case_id and c.home), None)
        locale = home.locale if home else self._workspace.locale
        channel_id = home.channel_id if home else None
        self._put("thread", locale, notice, case_id=case_id, channel_id=channel_id)

    def channel(self, channel_id: str, notice: Notice, locale: str) -> None:
        self._put("channel", locale, notice, channel_id=channel_id)

    def direct(self, member_id: str, notice: Notice, *, after_card_of: str | None = None) -> None:
        urgency = ANSWER if after_card_of is None else NOTE
        more = {"member_id": member_id, "case_id": after_card_of, "urgency": urgency}
        self._put("direct", self._locale(member_id), notice, **more)

    def mail(self, member_id: str, notice: Notice, *, after_card_of: str | None = None) -> None:
        member = self._tables.members.get(member_id)
        if member is None or member.address is None:
            raise NotFound(f"an address of {member_id}")
        more = {"member_id": member_id, "case_id": after_card_of}
        self._put("mail", member.locale, notice, letter={"to_address": member.address}, **more)

    def answer(self, attempt_id: str, notice: Notice) -> None:
        asked = self._attempt(attempt_id)
        place = {"case_id": asked.case_id, "member_id": asked.by, "attempt_id": attempt_id}
        self._put("answer", self._locale(asked.by), notice, **place)

    def letter(
        self,
        case_id: str,
        letter_id: str,
        to_name: str,
        to_address: str,
        locale: str,
        subject: str,
        body: str,
        *,
        in_reply_to: str | None = None,
        references: tuple[str, ...] = (),
    ) -> None:
        letter: dict[str, str] = {
            "case_number": str(self._number(case_id)),
            "to_name": to_name,
            "to_address": to_address,
            "subject": subject,
            "body": body,
        }
        if in_reply_to is not None:
            letter["in_reply_to"] = in_reply_to
        if references:
            letter["references"] = " ".join(references)
        self._tables.letters[letter_id] = case_id
        self._put("letter", locale, None, id=letter_id, case_id=case_id, letter=letter)

    def _put(self, kind: str, locale: str, notice: Notice | None, **more: Any) -> None:
        kept = load_notice(dump_notice(notice)) if notice else None
        row: dict[str, Any] = {"id": self._ids.new(), "urgency": URGENCY[kind], **more}
        self._tables.waiting[row["id"]] = Waiting(**row, kind=kind, at=self._now, locale=locale, notice=kept)
        self.wakes = True

    def _locale(self, member_id: str) -> str:
        member = self._tables.members.get(member_id)
        return member.locale if member else self._workspace.locale
