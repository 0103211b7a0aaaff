"""Half-written forms, one row for each member, case and form."""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.draft import Draft
from storage.codec import draft_codec
from storage.scope import Scope
from storage.tables import draft_table

_D = draft_table.c


class SqlDraftBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, member_id: str, case_id: str, form: str) -> Draft | None:
        asked = select(_D.body).where(*self._one(member_id, case_id, form))
        body = self._scope.conn.execute(asked).scalar_one_or_none()
        return draft_codec().load(body) if body is not None else None

    def keep(self, draft: Draft) -> None:
        kept = {"kept_at": draft.kept_at, "body": draft_codec().dump(draft)}
        place = {
            "team_id": self._scope.team_id,
            "member_id": draft.member_id,
            "case_id": draft.case_id,
            "form": draft.form,
        }
        row = insert(draft_table).values(**place, **kept)
        self._scope.conn.execute(
            row.on_conflict_do_update(
                index_elements=[_D.team_id, _D.member_id, _D.case_id, _D.form], set_=kept
            )
        )

    def forget(self, member_id: str, case_id: str, form: str) -> None:
        self._scope.conn.execute(delete(draft_table).where(*self._one(member_id, case_id, form)))

    def _one(self, member_id: str, case_id: str, form: str) -> tuple[ColumnElement[bool], ...]:
        return (
            _D.team_id == self._scope.team_id,
            _D.member_id == member_id,
            _D.case_id == case_id,
            _D.form == form,
        )
