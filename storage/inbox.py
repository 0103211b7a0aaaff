"""Acts that are on record by their key."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from core.errors import Repeated
from core.ports.rows import Seen
from storage.hot import Hot
from storage.scope import Scope
from storage.tables import inbox

_C = inbox.c
_SEEN = Hot(select(inbox).where(_C.team_id == bindparam("team"), _C.key == bindparam("wanted")))
_KEEP = Hot(insert(inbox).on_conflict_do_nothing().returning(_C.at))


class SqlInbox:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def seen(self, key: str) -> Seen | None:
        asked = {"team": self._scope.team_id, "wanted": key}
        rows = _SEEN.rows(self._scope.conn, asked)
        if not rows:
            return None
        row = rows[0]
        return Seen(key=key, at=row.at, by=row.by, by_name=row.by_name, case_id=row.case_id)

    def keep(self, key: str, case_id: str | None = None) -> None:
        """Raises Repeated when the key is on record: two who asked `seen` at once, and one was first."""
        actor = self._scope.actor
        row = {
            "team_id": self._scope.team_id,
            "key": key,
            "at": self._scope.now,
            "by": actor.id,
            "by_name": actor.name,
            "case_id": case_id,
        }
        if not _KEEP.rows(self._scope.conn, row):
            first = self.seen(key)
            raise Repeated(f"{key} is on record", by=first and first.by, at=first and first.at)
