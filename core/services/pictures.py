"""Taking a picture away that shows what it should not (E26): the bytes go, the digest and the history stay."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from core.command import Command, Query
from core.domain.case_events import PictureDeleted
from core.domain.evidence import DELETED, Evidence, EvidenceType
from core.domain.member import Role
from core.errors import NotFound, Repeated
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import CaseCommand, as_seen, drawn, visible
from core.services.texts import checked_reason
from core.views import CaseCard, KeptPicture, PictureRemoval


@dataclass(frozen=True, kw_only=True)
class DeletePicture(CaseCommand):
    """From now on it counts for nothing; the bytes go within a minute. Raises Repeated for one that is gone."""

    NEEDS: ClassVar[Role] = Role.LEAD
    evidence_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class GetPicture(Query[KeptPicture]):
    """What to know before it is taken away. Raises Repeated for one that is gone."""

    case_id: str
    evidence_id: str


@dataclass(frozen=True, kw_only=True)
class RemovedPictures(Query[Mapping[str, PictureRemoval]]):
    """Evidence id -> who took that picture of the case away, and why."""

    case_id: str


@dataclass(frozen=True, kw_only=True)
class PicturesToForget(Query[tuple[Evidence, ...]]):
    """Deleted on record, their bytes not yet."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


@dataclass(frozen=True, kw_only=True)
class PictureForgotten(Command[None]):
    """The bytes are gone."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    case_id: str
    evidence_id: str


def delete_picture(cmd: DeletePicture, uow: UnitOfWork) -> CaseCard:
    case = as_seen(cmd, uow)
    piece = _kept(case.id, cmd.evidence_id, uow)
    reason = checked_reason(cmd.reason)
    uow.evidence.renew(replace(piece, verdict=DELETED))
    case.delete_picture(piece.id, reason, by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def get_picture(query: GetPicture, unit: ReadUnit) -> KeptPicture:
    case = visible(unit.cases.get(query.case_id), unit)
    piece = _kept(case.id, query.evidence_id, unit)
    again = [e for e in unit.evidence.of(case.id) if e.id != piece.id and _shows(e, piece)]
    return KeptPicture(piece=piece, again_here=len(again), elsewhere=_elsewhere(piece, unit))


def removed_pictures(query: RemovedPictures, unit: ReadUnit) -> Mapping[str, PictureRemoval]:
    return _removals(visible(unit.cases.get(query.case_id), unit).id, unit)


def pictures_to_forget(query: PicturesToForget, unit: ReadUnit) -> tuple[Evidence, ...]:
    return unit.evidence.deleted()


def picture_forgotten(cmd: PictureForgotten, uow: UnitOfWork) -> None:
    piece = _picture(cmd.case_id, cmd.evidence_id, uow)
    uow.evidence.renew(replace(piece, store_key=None))


def _picture(case_id: str, evidence_id: str, unit: ReadUnit | UnitOfWork) -> Evidence:
    for piece in unit.evidence.of(case_id):
        if piece.id == evidence_id and piece.type is EvidenceType.SCREENSHOT:
            return piece
    raise NotFound(f"picture {evidence_id}")


def _kept(case_id: str, evidence_id: str, unit: ReadUnit | UnitOfWork) -> Evidence:
    """Taken away twice would be two lines of history for one act, the second with another reason."""
    piece = _picture(case_id, evidence_id, unit)
    if piece.verdict != DELETED:
        return piece
    was = _removals(case_id, unit).get(piece.id)
    facts = {"by": was.by, "at": was.at} if was is not None else {}
    raise Repeated(f"picture {piece.id} is deleted", case_id=case_id, **facts)


def _removals(case_id: str, unit: ReadUnit | UnitOfWork) -> dict[str, PictureRemoval]:
    found = {}
    for row in unit.history.of(case_id):
        if row.event == PictureDeleted.__name__:
            reason = row.facts.get("reason")
            found[str(row.facts.get("evidence_id"))] = PictureRemoval(
                by=row.actor_id, at=row.at, reason=str(reason) if reason else None
            )
    return found


def _elsewhere(piece: Evidence, unit: ReadUnit) -> int | None:
    """A case where it was deleted still counts as one that showed it (P4), and keeps no bytes."""
    number = unit.evidence.used_elsewhere(piece.sha256, piece.case_id) if piece.sha256 else None
    if number is None:
        return None
    other = unit.cases.by_number(number)
    return number if any(_shows(e, piece) for e in unit.evidence.of(other.id)) else None


def _shows(other: Evidence, piece: Evidence) -> bool:
    """Whether *other* keeps the bytes of *piece* from going (EvidenceRead.deleted)."""
    return piece.sha256 is not None and other.sha256 == piece.sha256 and other.verdict == "ok"


SERVICES = (DeletePicture.served_by(delete_picture), PictureForgotten.served_by(picture_forgotten))
ANSWERS = (
    GetPicture.answered_by(get_picture),
    RemovedPictures.answered_by(removed_pictures),
    PicturesToForget.answered_by(pictures_to_forget),
)
