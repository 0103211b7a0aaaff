"""Notices and letters on their way out: rows that the delivery loop claims."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, insert, select

from core.domain.close_attempt import CloseAttempt
from core.domain.member import Member
from core.errors import NotFound
from core.notices import Notice
from storage.codec import dump_notice
from storage.hot import Hot
from storage.lanes import channel_lane, mail_lane, open_lane, person_lane
from storage.scope import Scope
from storage.tables import card, delivery, letter_table, member_table
from storage.types import canonical
from storage.urgency import ANSWER, LETTER, NOTE

_HOME = Hot(
    select(card.c.channel_id, card.c.locale).where(card.c.case_id == bindparam("of_case"), card.c.home)
)
_LOCALE = select(member_table.c.locale).where(
    member_table.c.team_id == bindparam("team"), member_table.c.id == bindparam("of_member")
)
_WRITE = Hot(insert(delivery))
_NOTHING: dict[str, None] = dict.fromkeys(("case_id", "channel_id", "member_id", "attempt_id"))
"""What only some kinds have; a hot statement is always given the same names."""


class SqlOutbox:
    def __init__(
        self,
        scope: Scope,
        attempt: Callable[[str], CloseAttempt],
        number: Callable[[str], int],
        member: Callable[[str], Member | None],
    ) -> None:
        self._scope = scope
        self._attempt = attempt
        self._number = number
        self._member = member

    def thread(self, case_id: str, notice: Notice) -> None:
        home = next(iter(_HOME.rows(self._scope.conn, {"of_case": case_id})), None)
        self._write(
            kind="thread",
            lane=channel_lane(home.channel_id) if home else None,
            urgency=NOTE,
            case_id=case_id,
            channel_id=home.channel_id if home else None,
            locale=home.locale if home else self._scope.workspace.locale,
            body=dump_notice(notice),
        )

    def channel(self, channel_id: str, notice: Notice, locale: str) -> None:
        self._write(
            kind="channel",
            lane=channel_lane(channel_id),
            urgency=NOTE,
            channel_id=channel_id,
            locale=locale,
            body=dump_notice(notice),
        )

    def direct(self, member_id: str, notice: Notice, *, after_card_of: str | None = None) -> None:
        self._write(
            kind="direct",
            lane=person_lane(member_id),
            urgency=ANSWER if after_card_of is None else NOTE,
            case_id=after_card_of,
            member_id=member_id,
            locale=self._locale(member_id),
            body=dump_notice(notice),
        )

    def mail(self, member_id: str, notice: Notice, *, after_card_of: str | None = None) -> None:
        member = self._member(member_id)
        if member is None or member.address is None:
            raise NotFound(f"an address of {member_id}")
        self._write(
            kind="mail",
            lane=mail_lane(member.address),
            urgency=LETTER,
            case_id=after_card_of,
            member_id=member_id,
            locale=member.locale,
            body=dump_notice(notice),
        )

    def answer(self, attempt_id: str, notice: Notice) -> None:
        asked = self._attempt(attempt_id)
        self._write(
            kind="answer",
            lane=person_lane(asked.by),
            urgency=ANSWER,
            case_id=asked.case_id,
            member_id=asked.by,
            attempt_id=attempt_id,
            locale=self._locale(asked.by),
            body=dump_notice(notice),
        )

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
        content: dict[str, str] = {
            "case_number": str(self._number(case_id)),
            "to_name": to_name,
            "to_address": to_address,
            "subject": subject,
            "body": body,
        }
        if in_reply_to is not None:
            content["in_reply_to"] = in_reply_to
        if references:
            content["references"] = " ".join(references)
        scope = self._scope
        known = {"team_id": scope.team_id, "id": letter_id, "case_id": case_id, "written_at": scope.now}
        scope.conn.execute(insert(letter_table).values(**known))
        self._write(
            id=letter_id,
            kind="letter",
            lane=mail_lane(to_address),
            urgency=LETTER,
            case_id=case_id,
            locale=locale,
            body=canonical(content),
        )

    def _write(self, *, kind: str, lane: str | None, urgency: int, **more: Any) -> None:
        scope = self._scope
        if lane is not None:
            open_lane(scope.conn, lane)
        row = {"id": scope.ids.new(), "team_id": scope.team_id, "queued_at": scope.now, "kind": kind}
        _WRITE.count(scope.conn, _NOTHING | row | {"lane": lane, "urgency": urgency} | more)
        scope.wakes = True

    def _locale(self, member_id: str) -> str:
        asked = {"team": self._scope.team_id, "of_member": member_id}
        return self._scope.conn.execute(_LOCALE, asked).scalar_one_or_none() or self._scope.workspace.locale
