"""What is attached to cases as proof, and the closings that people asked for."""

from dataclasses import replace

from sqlalchemy import bindparam, insert, select, update

from core.domain.close_attempt import CloseAttempt
from core.domain.evidence import DELETED, Evidence
from core.errors import NotFound
from storage.codec import attempt_codec, evidence_codec
from storage.scope import Scope
from storage.tables import case_table, close_attempt, evidence_table

_E = evidence_table.c
_OF = (
    select(_E.body)
    .where(_E.team_id == bindparam("team"), _E.case_id == bindparam("of_case"))
    .order_by(_E.added_at, _E.id)
)
_ELSEWHERE = (
    select(case_table.c.number)
    .join_from(evidence_table, case_table, case_table.c.id == _E.case_id)
    .where(
        _E.team_id == bindparam("team"),
        _E.sha256 == bindparam("digest"),
        _E.case_id != bindparam("but_case"),
        # A refused copy elsewhere does not spoil the original; one that was taken away was a proof there.
        _E.verdict.in_(("ok", DELETED)),
    )
    .order_by(_E.added_at, _E.id)
    .limit(1)
)
_A = close_attempt.c
_ATTEMPT = select(_A.body).where(_A.team_id == bindparam("team"), _A.id == bindparam("wanted"))
_NEWEST = (
    select(_A.body)
    .where(
        _A.team_id == bindparam("team"), _A.case_id == bindparam("of_case"), _A.by == bindparam("asked_by")
    )
    .order_by(_A.asked_at.desc(), _A.id.desc())
    .limit(1)
)


class SqlEvidenceBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, evidence: Evidence) -> None:
        row = {
            "id": evidence.id,
            "team_id": self._scope.team_id,
            "case_id": evidence.case_id,
            "added_at": evidence.added_at,
            "sha256": evidence.sha256,
            "verdict": evidence.verdict,
            "body": evidence_codec().dump(evidence),
        }
        self._scope.conn.execute(insert(evidence_table), row)

    def move(self, from_case_id: str, to_case_id: str) -> None:
        for piece in self.of(from_case_id):
            moved = replace(piece, case_id=to_case_id)
            ours = (_E.team_id == self._scope.team_id, _E.id == piece.id)
            values = {"case_id": to_case_id, "body": evidence_codec().dump(moved)}
            self._scope.conn.execute(update(evidence_table).where(*ours).values(**values))

    def renew(self, evidence: Evidence) -> None:
        ours = (_E.team_id == self._scope.team_id, _E.id == evidence.id)
        values = {"verdict": evidence.verdict, "body": evidence_codec().dump(evidence)}
        if self._scope.conn.execute(update(evidence_table).where(*ours).values(**values)).rowcount != 1:
            raise NotFound(f"evidence {evidence.id}")

    def deleted(self) -> tuple[Evidence, ...]:
        mine, other = evidence_table, evidence_table.alias()
        shared = select(other.c.id).where(other.c.sha256 == mine.c.sha256, other.c.verdict == "ok")
        wanted = select(mine.c.body).where(
            mine.c.team_id == self._scope.team_id, mine.c.verdict == DELETED, ~shared.exists()
        )
        pieces = (evidence_codec().load(b) for b in self._scope.conn.execute(wanted).scalars())
        return tuple(p for p in pieces if p.store_key is not None)

    def of(self, case_id: str) -> tuple[Evidence, ...]:
        asked = {"team": self._scope.team_id, "of_case": case_id}
        return tuple(evidence_codec().load(body) for body in self._scope.conn.execute(_OF, asked).scalars())

    def used_elsewhere(self, sha256: str, case_id: str) -> int | None:
        asked = {"team": self._scope.team_id, "digest": sha256, "but_case": case_id}
        return self._scope.conn.execute(_ELSEWHERE, asked).scalar_one_or_none()


class SqlAttemptBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, attempt: CloseAttempt) -> None:
        row = {
            "id": attempt.id,
            "team_id": self._scope.team_id,
            "case_id": attempt.case_id,
            "by": attempt.by,
            "state": str(attempt.state),
            "asked_at": attempt.asked_at,
            "body": attempt_codec().dump(attempt),
        }
        self._scope.conn.execute(insert(close_attempt), row)

    def settle(self, attempt: CloseAttempt) -> None:
        ended = update(close_attempt).where(_A.id == attempt.id)
        values = {"state": str(attempt.state), "body": attempt_codec().dump(attempt)}
        if self._scope.conn.execute(ended.values(**values)).rowcount != 1:
            raise NotFound(f"close attempt {attempt.id}")

    def get(self, attempt_id: str) -> CloseAttempt:
        asked = {"team": self._scope.team_id, "wanted": attempt_id}
        body = self._scope.conn.execute(_ATTEMPT, asked).scalar_one_or_none()
        if body is None:
            raise NotFound(f"close attempt {attempt_id}")
        return attempt_codec().load(body)

    def newest(self, case_id: str, by: str) -> CloseAttempt | None:
        asked = {"team": self._scope.team_id, "of_case": case_id, "asked_by": by}
        body = self._scope.conn.execute(_NEWEST, asked).scalar_one_or_none()
        return attempt_codec().load(body) if body is not None else None
