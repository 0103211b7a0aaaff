"""A picture that shows what it should not: taken away by a lead, from wherever the evidence is listed (E26)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.routes import (
    AskButton,
    DetailModal,
    MoreButton,
    Place,
    ProofButton,
    RemovePictureButton,
    RemovePictureModal,
    ViewButton,
)
from core.domain.evidence import DELETED, Evidence, EvidenceType
from core.domain.job_ticket import Proof
from core.domain.job_ticket_table import State
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS
from sandbox.slack.person import Person, sit_down
from tests.bot.payloads import click, send, submit, typed
from tests.bot.scene import SAY, WORDS, Scene, ticket
from tests.fakes.clock import MONDAY_MORNING

Json = dict[str, Any]

PIECE = Evidence(
    id="e1",
    case_id="case-1",
    type=EvidenceType.SCREENSHOT,
    added_by=ANA,
    added_at=MONDAY_MORNING,
    sha256="aa",
    store_key="aa.png",
    file_name="green.png",
)
PROOF = Proof(rule="R1", outcome="technically_verified", checked_at=MONDAY_MORNING, evidence_ids=("e1",))
WHY = typed("shows the address of a customer")
TO_LUIS = WORDS["es"]
"""Luis, the lead, reads Spanish."""


async def with_pictures(scene: Scene, *pieces: Evidence, **more: Any) -> None:
    await scene.add(ticket(**more))

    def add(uow: Any) -> None:
        for piece in pieces or (PIECE,):
            uow.evidence.add(piece)

    await scene.store.run(add, scene.system)


async def opened(scene: Scene, person: Person, *buttons: str) -> Json:
    """Pressed one after the other, each on what the one before it opened."""
    await person.click(OPS_JOBS, await scene.post("case-1"), buttons[0])
    view = await person.until_modal()
    for button in buttons[1:]:
        view = await on_top(person, view, button)
    assert view["callback_id"] == DetailModal.name
    return view


async def on_top(person: Person, below: Json, button: str) -> Json:
    await person.click_in_view(below, button)
    return await person.until_modal(lambda view: view["id"] != below["id"])


async def form_of(person: Person, below: Json) -> Json:
    form = await on_top(person, below, RemovePictureButton.name)
    assert form["callback_id"] == RemovePictureModal.name
    return form


def kept(scene: Scene) -> dict[str, str]:
    return {piece.id: piece.verdict for piece in scene.store.tables.evidence.values()}


async def test_a_lead_takes_the_proof_of_a_closing_away_and_the_proof_says_so(live: Scene) -> None:
    await with_pictures(live, state=State.CLOSED, proof=PROOF, closed_at=MONDAY_MORNING, closed_by=ANA)
    async with sit_down(live.slack.base_url, LUIS) as luis:
        form = await form_of(luis, await opened(live, luis, ProofButton.name))
        drawn = str(form["blocks"])
        assert "green.png" in drawn and TO_LUIS("picture.bytes_go") in drawn
        assert TO_LUIS("picture.stays_closed", number="#20260001") in drawn
        assert TO_LUIS("picture.in_thread", number="#20260001") in drawn
        assert await send(luis, form, reason=WHY) is None
        assert await luis.modal() is None, "the evidence below still showed the picture"
        told = await luis.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
        assert told["text"].endswith(TO_LUIS("done.DeletePicture", case=""))
        after = await opened(live, luis, ProofButton.name)
    assert kept(live) == {"e1": DELETED}
    assert (await live.card("case-1")).state == State.CLOSED
    assert RemovePictureButton.name not in str(after["blocks"])
    assert TO_LUIS("evidence.removed", by=f"<@{LUIS}>", at="") in str(after["blocks"])
    assert "> shows the address of a customer" in str(after["blocks"])


async def test_a_picture_of_a_refused_closing_is_taken_away_in_the_details(live: Scene) -> None:
    """An open ticket has no proof to show, and its pictures can show a secret all the same. The form is the
    third modal then, the last that Slack stacks."""
    await with_pictures(live, state=State.VERIFYING)
    async with sit_down(live.slack.base_url, LUIS) as luis:
        form = await form_of(luis, await opened(live, luis, MoreButton.name, ViewButton.name))
        assert TO_LUIS("picture.in_slack") in str(form["blocks"])
        assert TO_LUIS("picture.stays_closed", number="#20260001") not in str(form["blocks"])
        assert await send(luis, form, reason=WHY) is None
        assert await luis.modal() is None
    assert kept(live) == {"e1": DELETED}


async def test_an_operator_is_told_who_can_and_may_ask_for_it(scene: Scene) -> None:
    await with_pictures(scene)
    route = RemovePictureModal(case_id="case-1", version=1, evidence_id="e1")
    _, ack = await scene.carry(submit(route, user=ANA, reason=WHY))
    assert ack is not None and ack["response_action"] == "push"
    drawn = str(ack["view"]["blocks"])
    assert f"<@{LUIS}>" in drawn and AskButton.name in drawn and '"a":"DeletePicture"' in drawn
    assert kept(scene) == {"e1": "ok"}


@pytest.mark.parametrize("reason", ["", "x"])
async def test_without_a_reason_nothing_is_taken_away(scene: Scene, reason: str) -> None:
    await with_pictures(scene)
    route = RemovePictureModal(case_id="case-1", version=1, evidence_id="e1")
    _, ack = await scene.carry(submit(route, user=LUIS, reason=typed(reason)))
    assert ack is not None and list(ack["errors"]) == ["reason"]
    assert kept(scene) == {"e1": "ok"}


async def test_what_is_gone_already_says_who_was_first(scene: Scene) -> None:
    await with_pictures(scene)
    place = Place(channel_id=OPS_JOBS)
    route = RemovePictureModal(case_id="case-1", version=1, evidence_id="e1", place=place)
    await scene.carry(submit(route, user=LUIS, reason=WHY))
    await scene.carry(click(RemovePictureButton(case_id="case-1", version=1, evidence_id="e1"), user=ANA))
    (told,) = await scene.whispers(ANA)
    assert told.startswith(f"<@{LUIS}> did that already")
    assert scene.calls("views.open") == []


async def test_only_what_is_kept_can_be_taken_away(scene: Scene) -> None:
    """Of a file that was no picture nothing was kept; a written word is no picture."""
    no_picture = replace(PIECE, id="e2", verdict="not_an_image", store_key=None)
    word = replace(PIECE, id="e3", type=EvidenceType.CONFIRMATION, text="we changed it", store_key=None)
    gone = replace(PIECE, id="e4", sha256="bb", verdict=DELETED)
    await with_pictures(scene, no_picture, word, gone)
    await scene.carry(click(ViewButton(case_id="case-1", version=1)))
    await scene.settled()
    (call,) = scene.calls("views.open")
    assert RemovePictureButton.name not in str(call["arguments"]["view"])
    assert SAY("verdict.deleted") in str(call["arguments"]["view"])


async def test_the_same_picture_kept_twice_is_said_before_it_goes(scene: Scene) -> None:
    await with_pictures(scene, PIECE, replace(PIECE, id="e2"))
    await scene.carry(click(RemovePictureButton(case_id="case-1", version=1, evidence_id="e1"), user=LUIS))
    await scene.settled()
    (call,) = scene.calls("views.open")
    view = call["arguments"]["view"]
    drawn = str(json.loads(view) if isinstance(view, str) else view)
    assert TO_LUIS("picture.bytes_stay") in drawn
    assert TO_LUIS.n("picture.again_here", 1) in drawn
    assert TO_LUIS("picture.bytes_go") not in drawn
