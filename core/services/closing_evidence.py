"""What a closing leaves on the case: its pictures and its confirmation, kept whether it is granted or not."""

from dataclasses import dataclass

from core.domain.close_attempt import CloseAttempt, UploadedFile
from core.domain.evidence import Evidence, EvidenceType
from core.domain.job_ticket import JobTicket
from core.notices.proof_picture import ProofPicture
from core.ports.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class CheckedPicture:
    """An uploaded file after the look at its bytes. `verdict` is "ok" or the code of its refusal."""

    file: UploadedFile
    verdict: str
    found: str | None = None
    sha256: str | None = None
    store_key: str | None = None
    width_px: int | None = None
    height_px: int | None = None


def keep_pictures(
    ticket: JobTicket, attempt: CloseAttempt, pictures: tuple[CheckedPicture, ...], uow: UnitOfWork
) -> None:
    """Every picture that was looked at is kept with what was found, refused ones too."""
    for picture in pictures:
        piece = Evidence(
            id=uow.ids.new(),
            case_id=ticket.id,
            type=EvidenceType.SCREENSHOT,
            added_by=attempt.by,
            added_at=uow.now,
            verdict=picture.verdict,
            found=picture.found,
            sha256=picture.sha256,
            store_key=picture.store_key,
            slack_file_id=picture.file.id,
            file_name=picture.file.name,
            uploaded_at=picture.file.created_at or attempt.asked_at,
            width_px=picture.width_px,
            height_px=picture.height_px,
        )
        uow.evidence.add(piece)
        ticket.evidence_added(piece.id, piece.type, by=attempt.by, at=uow.now)


def keep_confirmation(ticket: JobTicket, attempt: CloseAttempt, uow: UnitOfWork) -> None:
    form = attempt.form
    if not form.confirmation_text.strip():
        return
    piece = Evidence(
        id=uow.ids.new(),
        case_id=ticket.id,
        type=EvidenceType.CONFIRMATION,
        added_by=attempt.by,
        added_at=uow.now,
        text=form.confirmation_text,
        said=form.confirmation_said,
        author=form.confirmation_author,
        author_address=form.confirmation_author,
        medium="pasted",
        written_at=form.confirmation_at,
    )
    uow.evidence.add(piece)
    ticket.evidence_added(piece.id, piece.type, by=attempt.by, at=uow.now)


def show_pictures(ticket: JobTicket, attempt: CloseAttempt, shown: tuple[str, ...], uow: UnitOfWork) -> None:
    for piece in uow.evidence.of(ticket.id):
        if piece.id in shown and piece.store_key is not None:
            uow.outbox.thread(
                ticket.id,
                ProofPicture(
                    number=ticket.number,
                    evidence_id=piece.id,
                    store_key=piece.store_key,
                    file_name=piece.file_name or "screenshot.png",
                    by=attempt.by,
                ),
            )
