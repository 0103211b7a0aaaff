"""What of a refused or an abandoned form is kept, whatever Slack says of it; and that keeping troubles nobody."""

import logging
from typing import Any

import pytest

from bot.form_fields import VALUE
from bot.handlers.people import People
from bot.routes import CloseModal, CommentModal, HoldModal, RemoveModal, TakeButton
from core.command import Command, Query
from core.domain.draft import Draft
from core.domain.job_ticket_table import State
from core.domain.member import Actor
from core.services.drafts import KeepDraft
from sandbox.slack.demo import ANA, GUEST, LUIS
from tests.bot import payloads
from tests.bot.payloads import chosen, click, typed
from tests.bot.scene import SAY, TEAM, WORDS, Scene, ticket

Json = dict[str, Any]

COMMENT = CommentModal(case_id="case-1", version=1)


def drafts(scene: Scene) -> list[Draft]:
    return list(scene.store.tables.drafts.values())


async def test_a_refusal_at_a_field_and_a_repeat_speak_of_no_draft(scene: Scene) -> None:
    await scene.add(ticket(state=State.DECIDED_REMAIN_PAUSED))
    long_ago = {"selected_date_time": 1_000_000_000}
    hold = HoldModal(case_id="case-1", version=1)
    _, ack = await scene.carry(
        payloads.submit(hold, kind=chosen("retailer"), reason=typed("because"), until=long_ago)
    )
    assert ack is not None and ack["response_action"] == "errors"
    body = payloads.submit(COMMENT, text=typed("once"))
    await scene.carry(body)
    _, again = await scene.carry(body)
    assert again is not None and SAY("answer.draft_kept") not in str(again)
    await scene.settled()
    assert drafts(scene) == []


async def test_a_note_beside_a_closing_that_is_under_way_is_kept_unless_it_is_ones_own(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    closing = CloseModal(case_id="case-1", version=1)
    await scene.carry(payloads.submit(closing, note=typed("mine")))
    _, twice = await scene.carry(payloads.submit(closing, note=typed("mine again")))
    _, beside = await scene.carry(payloads.submit(closing, user=LUIS, note=typed("his")))
    await scene.settled()
    assert WORDS["es"]("answer.draft_kept") in str(beside), "in the language of who is told"
    assert SAY("answer.draft_kept") not in str(twice)
    assert {(d.member_id, d.values["note"]) for d in drafts(scene)} == {(ANA, "mine"), (LUIS, "his")}


async def test_a_form_sent_by_somebody_who_may_not_is_kept_until_they_may(scene: Scene) -> None:
    await scene.add(ticket())
    _, ack = await scene.carry(payloads.submit(COMMENT, user=GUEST, text=typed("may I?")))
    assert SAY("answer.draft_kept") in str(ack)
    assert [(d.member_id, d.values["text"]) for d in drafts(scene)] == [(GUEST, "may I?")]


@pytest.mark.parametrize(
    "view",
    [
        {"state": None},
        {"state": {}},
        {"state": {"values": {}}},
        {"state": {"values": {"text": None}}},
        {"state": {"values": {"text": {VALUE: {"value": "x" * 3001}}}}},
        {"state": {"values": {"text": {VALUE: {"value": "x"}}}}, "private_metadata": ""},
        {"state": {"values": {"text": {VALUE: {"value": "x"}}}}, "private_metadata": '{"c":"case-9","v":1}'},
        {"state": {"values": {"text": {VALUE: {"value": "x"}}}}, "private_metadata": "[" * 1000},
        {"state": {"values": {"text": {VALUE: {"value": "x"}}}}, "callback_id": "modal.comment.v0"},
        {"state": {"values": {"text": {VALUE: {"value": "  "}}}}, "blocks": 7},
    ],
)
async def test_what_says_nothing_or_nonsense_is_acknowledged_and_keeps_nothing(
    scene: Scene, view: Json
) -> None:
    await scene.add(ticket())
    body = payloads.closed(COMMENT)
    body["view"] |= view
    assert await scene.carry(body) == (200, None)
    assert drafts(scene) == []
    assert scene.calls("chat.postMessage") == []


@pytest.mark.parametrize("user", ["U0NOBODY", "", None])
async def test_what_a_stranger_closes_is_acknowledged_and_not_kept(scene: Scene, user: Any) -> None:
    await scene.add(ticket())
    assert await scene.carry(payloads.closed(COMMENT, user=user, text=typed("hello"))) == (200, None)
    assert drafts(scene) == []


async def test_a_form_of_ticks_alone_is_looked_at_anew_each_time(scene: Scene) -> None:
    await scene.add(ticket(state=State.DECIDED_REMOVE))
    ticked = {"selected_options": [{"value": "yes"}]}
    remove = RemoveModal(case_id="case-1", version=1)
    assert await scene.carry(payloads.closed(remove, understood=ticked)) == (200, None)
    assert drafts(scene) == []


async def test_a_draft_that_cannot_be_kept_troubles_nobody(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.add(ticket())

    async def broken(command: Command[Any], *, by: Actor) -> Any:
        if isinstance(command, KeepDraft):
            raise OSError("the disk is full")
        return await scene.house.dispatch(command, by=by)

    app = scene.build(scene.changed(dispatch=broken))
    assert await scene.carry(payloads.closed(COMMENT, text=typed("x")), app) == (200, None)
    await scene.carry(click(TakeButton(case_id="case-1", version=1), user=LUIS), app)
    _, ack = await scene.carry(payloads.submit(COMMENT, text=typed("x")), app)
    assert f"<@{LUIS}>" in str(ack) and SAY("answer.draft_kept") not in str(ack)
    assert [r.levelno for r in caplog.records if "draft was not kept" in r.message] == [logging.WARNING] * 2


async def test_somebody_who_cannot_be_looked_up_closes_a_form_undisturbed(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(query: Query[Any], *, by: Actor) -> Any:
        raise OSError("the disk is full")

    people = People(broken, scene.house.dispatch, TEAM, scene.chat.member, "en")
    app = scene.build(scene.changed(people=people))
    assert await scene.carry(payloads.closed(COMMENT, text=typed("x")), app) == (200, None)
    assert "a form that was closed was not kept" in caplog.text
