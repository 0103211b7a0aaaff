"""Which mail belongs to which case."""

import json
from typing import Any

from sqlalchemy import Row, desc, select
from sqlalchemy.dialects.postgresql import insert

from core.errors import Repeated
from core.ports.mails import MailRow
from storage.scope import Scope
from storage.tables import letter_table, mail_in
from storage.types import canonical

_L, _M = letter_table.c, mail_in.c
UNMATCHED = "unmatched"
"""See core.services.mail_in.Outcome."""


class SqlMailBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def case_of(self, ids: tuple[str, ...]) -> str | None:
        came = select(_M.message_id, _M.case_id).where(
            _M.team_id == self._scope.team_id, _M.message_id.in_(ids), _M.case_id.is_not(None)
        )
        known = {row.message_id: row.case_id for row in self._scope.conn.execute(came)} if ids else {}
        letters = self._letters(ids)
        for one in ids:
            found: str | None = letters.get(local_part(one)) or known.get(one)
            if found is not None:
                return found
        return None

    def letter(self, ids: tuple[str, ...]) -> tuple[str, str] | None:
        letters = self._letters(ids)
        return next(((local_part(i), letters[local_part(i)]) for i in ids if local_part(i) in letters), None)

    def has(self, message_id: str) -> bool:
        asked = select(_M.message_id).where(_M.team_id == self._scope.team_id, _M.message_id == message_id)
        return self._scope.conn.execute(asked).first() is not None

    def unmatched(self, limit: int) -> tuple[MailRow, ...]:
        asked = (
            select(mail_in)
            .where(_M.team_id == self._scope.team_id, _M.outcome == UNMATCHED)
            .order_by(desc(_M.arrived_at), _M.message_id)
            .limit(limit)
        )
        return tuple(_row(row) for row in self._scope.conn.execute(asked))

    def keep(self, row: MailRow) -> None:
        text = {"sender": row.sender, "subject": row.subject, "text": row.text}
        written = (
            insert(mail_in)
            .values(
                team_id=self._scope.team_id,
                message_id=row.message_id,
                arrived_at=row.arrived_at,
                outcome=row.outcome,
                case_id=row.case_id,
                body=canonical(text) if any(text.values()) else "",
            )
            .on_conflict_do_nothing()
            .returning(_M.message_id)
        )
        if self._scope.conn.execute(written).first() is None:
            raise Repeated(f"mail {row.message_id} is on record")

    def _letters(self, ids: tuple[str, ...]) -> dict[str, str]:
        if not ids:
            return {}
        named = [local_part(one) for one in ids]
        asked = select(_L.id, _L.case_id).where(_L.team_id == self._scope.team_id, _L.id.in_(named))
        return {row.id: row.case_id for row in self._scope.conn.execute(asked)}


def local_part(message_id: str) -> str:
    """A letter's id is what stands before the @ of its Message-ID; nobody else could guess it."""
    return message_id.removeprefix("<").partition("@")[0]


def _row(row: Row[Any]) -> MailRow:
    text: dict[str, str] = json.loads(row.body) if row.body else {}
    return MailRow(
        message_id=row.message_id,
        arrived_at=row.arrived_at,
        outcome=row.outcome,
        case_id=row.case_id,
        **text,
    )
