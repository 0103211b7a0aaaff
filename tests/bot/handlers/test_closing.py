"""Closing: every way makes the same attempt, the modal shows what is known, and its answer finds the person."""

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.routes import CheckAgainButton, CheckingModal, CloseButton, CloseModal, UseAsEvidenceShortcut
from core.domain.close_attempt import AttemptState, CloseAttempt
from core.domain.job_ticket_table import State
from core.notices.closing_answer import ClosingAnswer
from core.services.closing import CloseCase
from sandbox.slack import Fault
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import Person
from tests.bot import payloads
from tests.bot.payloads import send, typed
from tests.bot.scene import Scene, ticket

Json = dict[str, Any]


def picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (800, 600), "white").save(content, "PNG")
    return content.getvalue()


def attempts(scene: Scene) -> list[CloseAttempt]:
    return list(scene.store.tables.attempts.values())


async def refuse(scene: Scene) -> CloseAttempt:
    """What the operations loop does with an attempt when the platform cannot be asked."""
    (operation,) = scene.store.tables.operations.values()
    (attempt,) = attempts(scene)
    command = CloseCase(attempt_id=attempt.id, operation_id=operation.id, fence=None, reading=None)
    return await scene.house.dispatch(command, by=scene.system)


async def answer(scene: Scene, attempt: CloseAttempt) -> None:
    notice = ClosingAnswer(
        number=20260001, closed=False, missing=tuple(t.reason or "" for t in attempt.ticks)
    )
    await scene.chat.answer(attempt, await scene.card("case-1"), notice, "en")


async def opened(scene: Scene, ana: Person) -> Json:
    """The closing modal, after the platform was read."""
    message = await scene.post("case-1")
    await ana.click(OPS_JOBS, message, CloseButton.name)
    await ana.until_modal()
    await scene.settled()
    view = await ana.modal()
    assert view is not None and view["callback_id"] == CloseModal.name
    return view


async def test_the_modal_stands_before_the_platform_was_asked(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    live.outside.gate = asyncio.Event()
    message = await live.post("case-1")
    await ana.click(OPS_JOBS, message, CloseButton.name)
    light = await ana.until_modal()
    assert "hourglass" in str(light["blocks"])
    live.outside.gate.set()
    await live.settled()
    full = await ana.modal()
    assert full is not None and full["id"] == light["id"] and full["hash"] != light["hash"]
    assert live.outside.asked == ["job-7"]


async def test_opening_commits_nothing(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    await opened(live, ana)
    assert attempts(live) == [] and live.store.tables.operations == {}


async def test_a_submit_commits_the_attempt_and_shows_that_it_is_being_checked(
    live: Scene, ana: Person
) -> None:
    await live.add(ticket(state=State.CONTAINED))
    view = await opened(live, ana)
    file = await ana.upload("run.png", picture())
    pictures = {"type": "file_input", "files": [file]}
    assert await send(ana, view, screenshot=pictures, note=typed("runs again")) is None
    checking = await ana.modal()
    assert checking is not None and checking["callback_id"] == CheckingModal.name
    (attempt,) = attempts(live)
    assert (attempt.by, attempt.path, attempt.form.note) == (ANA, "modal", "runs again")
    assert [f.id for f in attempt.form.files] == [file["id"]]
    assert (attempt.answer.view_id, attempt.answer.channel_id) == (checking["id"], OPS_JOBS)
    assert [o.kind for o in live.store.tables.operations.values()] == ["closing.check"]


async def test_a_refusal_comes_back_as_the_checklist_with_what_was_typed(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    view = await opened(live, ana)
    await send(ana, view, note=typed("runs again"))
    attempt = await refuse(live)
    assert attempt.state is AttemptState.REFUSED
    await answer(live, attempt)
    back = await ana.modal()
    assert back is not None and back["callback_id"] == CloseModal.name
    (note,) = [b for b in back["blocks"] if b.get("block_id") == "note"]
    assert note["element"]["initial_value"] == "runs again"


async def test_a_closed_modal_is_answered_in_the_thread_it_came_from(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    view = await opened(live, ana)
    await send(ana, view)
    await ana.close((await ana.modal()) or {}, everything=True)
    await answer(live, await refuse(live))
    (said,) = [c["arguments"] for c in live.calls("chat.postEphemeral")]
    assert (said["user"], said["channel"]) == (ANA, OPS_JOBS)
    assert "20260001" in said["text"]


async def test_where_the_channel_is_shut_too_the_answer_comes_directly(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    view = await opened(live, ana)
    await send(ana, view)
    await ana.close((await ana.modal()) or {}, everything=True)
    live.slack.workspace.faults.add(Fault(kind="refuse", method="chat.postEphemeral", error="is_archived"))
    await answer(live, await refuse(live))
    direct = live.slack.workspace.channels.direct(ANA)
    (message,) = live.slack.workspace.messages.all(direct.id)
    assert "20260001" in message["text"]


async def test_a_moment_of_trouble_leads_to_no_second_answer(live: Scene, ana: Person) -> None:
    """Delivery tries again: whoever still looks at the modal gets the answer there."""
    await live.add(ticket(state=State.CONTAINED))
    view = await opened(live, ana)
    await send(ana, view)
    attempt = await refuse(live)
    live.slack.workspace.faults.add(Fault(kind="ratelimited", method="views.update"))
    with pytest.raises(Exception, match="ratelimited"):
        await answer(live, attempt)
    assert live.calls("chat.postEphemeral") == []
    await answer(live, attempt)
    assert ((await ana.modal()) or {})["callback_id"] == CloseModal.name


async def test_check_again_keeps_what_was_typed(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    view = await opened(live, ana)
    view["state"] = {"values": {"note": {"value": {"type": "plain_text_input", "value": "half a sent"}}}}
    await ana.click_in_view(view, CheckAgainButton.name)
    await live.settled()
    after = await ana.modal()
    assert after is not None and after["hash"] != view["hash"]
    assert after["state"]["values"]["note"]["value"]["value"] == "half a sent"
    assert live.outside.asked == ["job-7", "job-7"]


async def test_the_command_opens_the_same_modal(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    await ana.command(OPS_JOBS, "/andon close 20260001")
    view = await ana.until_modal()
    assert view["callback_id"] == CloseModal.name
    await live.settled()
    await send(ana, view)
    assert [(a.case_id, a.by) for a in attempts(live)] == [("case-1", ANA)]


async def test_a_picture_in_the_thread_closes_by_the_shortcut(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    message = await live.post("case-1")
    file = await ana.upload("run.png", picture())
    ts = await ana.say(OPS_JOBS, "works", thread_ts=message["ts"], file_ids=[file["id"]])
    body = {"callback_id": UseAsEvidenceShortcut.name, "channel": OPS_JOBS, "message_ts": ts}
    await ana.post("/ui/shortcut", **body)
    await live_attempt(live, ana)
    (attempt,) = attempts(live)
    assert ([f.id for f in attempt.form.files], attempt.path) == ([file["id"]], "shortcut")
    assert (attempt.answer.channel_id, attempt.answer.thread_ts) == (OPS_JOBS, message["ts"])


async def live_attempt(live: Scene, ana: Person) -> None:
    async def probe() -> bool:
        return bool(attempts(live))

    await ana.until(probe)
    await live.settled()


async def test_a_message_without_a_picture_is_no_evidence(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    message = await scene.post("case-1")
    reply = {"ts": "1795338800.000300", "thread_ts": message["ts"], "text": "works"}
    await scene.carry(payloads.shortcut(UseAsEvidenceShortcut.name, reply))
    await scene.settled()
    (said,) = [c["arguments"]["text"] for c in scene.calls("chat.postEphemeral")]
    assert "no picture" in said and attempts(scene) == []


async def test_a_mention_with_a_picture_makes_the_same_attempt(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    message = await scene.post("case-1")
    bot = scene.slack.workspace.config.app.bot_user_id
    mention = payloads.event(
        "app_mention",
        user=ANA,
        channel=OPS_JOBS,
        text=f"<@{bot}> close",
        ts="1795338800.000300",
        thread_ts=message["ts"],
        files=[{"id": "F1", "name": "run.png", "mimetype": "image/png"}],
    )
    assert (await scene.carry(mention))[0] == 200
    (attempt,) = attempts(scene)
    assert ([f.id for f in attempt.form.files], attempt.path) == (["F1"], "mention")
    assert attempt.answer.thread_ts == message["ts"]


@pytest.mark.parametrize("way", ["mention", "reaction"])
async def test_without_a_picture_the_checklist_offers_the_button(scene: Scene, way: str) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    message = await scene.post("case-1")
    bot = scene.slack.workspace.config.app.bot_user_id
    item = {"type": "message", "channel": OPS_JOBS, "ts": message["ts"]}
    bodies = {
        "mention": payloads.event(
            "app_mention", user=ANA, channel=OPS_JOBS, text=f"<@{bot}> CLOSE", thread_ts=message["ts"]
        ),
        "reaction": payloads.event("reaction_added", user=ANA, reaction="white_check_mark", item=item),
    }
    assert (await scene.carry(bodies[way]))[0] == 200
    await scene.settled()
    (said,) = [c["arguments"] for c in scene.calls("chat.postEphemeral")]
    assert CloseButton.name in str(said["blocks"])
    assert said.get("thread_ts") == (message["ts"] if way == "mention" else None), "where the person looks"
    assert attempts(scene) == []
