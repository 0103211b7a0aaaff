"""Pictures among the evidence: who took one away, and taking one away (E26)."""

from collections.abc import Mapping

from bot.blocks import answers, remove_picture_modal
from bot.forms import RemovePictureForm
from bot.handlers.acting import load
from bot.handlers.binding import bind, bind_form
from bot.handlers.click import Answer, Click, CloseAll, Open
from bot.routes import RemovePictureButton, RemovePictureModal
from core.domain.evidence import DELETED, Evidence
from core.services.pictures import DeletePicture, GetPicture, RemovedPictures
from core.services.reading import GetEvidence
from core.views import CaseCard, PictureRemoval


async def evidence_of(
    card: CaseCard, click: Click
) -> tuple[tuple[Evidence, ...], Mapping[str, PictureRemoval]]:
    """What is on record of the case, and who took which picture away. Most cases lost none."""
    evidence = await click.house.ask(GetEvidence(case_id=card.case_id), by=click.actor)
    if all(piece.verdict != DELETED for piece in evidence):
        return evidence, {}
    return evidence, await click.house.ask(RemovedPictures(case_id=card.case_id), by=click.actor)


async def ask_remove(route: RemovePictureButton, click: Click) -> Answer:
    card = await load(route, click)
    asked = GetPicture(case_id=card.case_id, evidence_id=route.evidence_id)
    picture = await click.house.ask(asked, by=click.actor)
    modal = RemovePictureModal(
        case_id=card.case_id, version=card.version, place=click.place, evidence_id=route.evidence_id
    )
    return Open(view=remove_picture_modal.render(card, picture, modal, click.say))


async def remove(route: RemovePictureModal, form: RemovePictureForm, click: Click) -> Answer:
    """The evidence below the form still shows the picture, so both close; the answer leads back to it."""
    wish = DeletePicture(
        key=click.key,
        case_id=route.case_id,
        seen_version=route.version,
        evidence_id=route.evidence_id,
        reason=form.reason,
    )
    card = await click.house.dispatch(wish, by=click.actor)
    return CloseAll(message=answers.done(card, DeletePicture.__name__, click.say, click.actor.id))


BINDINGS = (bind(RemovePictureButton, ask_remove), bind_form(RemovePictureModal, RemovePictureForm, remove))
