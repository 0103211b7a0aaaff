"""The closing modal between what is on record, what the platform says later, and what the person has sent."""

from sandbox.platform.faults import PlannedFault
from tests.e2e.hands import state_of
from tests.e2e.walker import Walker, fresh_screenshot
from tests.e2e.world import Json, shown_text, until


async def test_the_platforms_late_word_does_not_replace_what_was_sent_meanwhile(ana: Walker) -> None:
    number = await ana.failing()
    await ana.act(number, "contain")
    await ana.until_state(number, "contained")
    ana.world.platform.faults.add(PlannedFault(kind="timeout", on="read", times=2, seconds=1.5))
    view = await ana.open(number, "job_ticket.close.v1", "modal.close.v1")
    since = len(ana.person.events)

    assert await ana.submit(view) is None  # before the platform has answered
    await ana.modal("modal.close.v1", "Not closed")

    await until(lambda: "hash_conflict" in _updates(ana), what="the late word, and Slack's refusal of it")
    stacks = [event["stack"] for event in ana.person.events[since:] if event["type"] == "modal"]
    seen = [shown_text(stack[-1]) for stack in stacks if stack]
    assert "Looking at the picture" in seen[0]
    again = [words for words in seen if "What is it?" in words and "Not closed" not in words]
    assert again == [], "the form came back unanswered"
    assert await ana.state(number) == "contained"


async def test_a_note_that_was_cancelled_stands_in_the_next_closing_modal(ana: Walker) -> None:
    number = await ana.failing()
    await ana.act(number, "contain")
    await ana.until_state(number, "contained")
    view = await ana.open(number, "job_ticket.close.v1", "modal.close.v1")
    half = state_of(view, {"note": "The token was ren"})
    await ana.person.post("/ui/view/close", view_id=view["id"], all=True, state={"values": half})
    traffic = ana.world.slack.workspace.hub.traffic
    await until(lambda: any(c["kind"] == "view_closed" for c in traffic(500)), what="that it was closed")

    again = await ana.open(number, "job_ticket.close.v1", "modal.close.v1")

    assert "This is your draft" in shown_text(again)
    (note,) = [b["element"] for b in again["blocks"] if b.get("block_id") == "note"]
    assert note["initial_value"] == "The token was ren"


async def test_the_proof_outlives_the_file_in_slack(ana: Walker) -> None:
    """Acceptance 17: Andon keeps the picture itself."""
    number = await ana.ready_to_close()
    view = await ana.open(number, "job_ticket.close.v1", "modal.close.v1")
    uploaded = await ana.person.upload("run.png", fresh_screenshot())
    assert await ana.submit(view, screenshot=[uploaded]) is None
    await ana.until_state(number, "closed")
    shown = await until(lambda: _files_in_thread(ana, number), what="the picture in the thread")

    for file in (uploaded, *shown):
        ana.world.slack.workspace.files.remove(file["id"])

    (piece,) = await _pictures(ana, number)
    kept = await ana.world.http.get(ana.world.andon.url + piece["picture"])
    assert (kept.status, (await kept.read())[:4]) == (200, b"\x89PNG")
    await ana.press(number, "job_ticket.proof.v1")
    await ana.modal("modal.detail.v1", "run.png")


async def _pictures(who: Walker, number: int) -> list[Json]:
    status, told = await who.world.api("GET", f"/v1/cases/{number}/evidence")
    assert status == 200
    return [piece for piece in told["evidence"] if piece["picture"]]


def _files_in_thread(who: Walker, number: int) -> list[Json]:
    thread = who.world.thread(who.channel_id, who.card(number)["ts"])
    return [file for message in thread for file in message.get("files") or ()]


def _updates(ana: Walker) -> list[str]:
    """How each update of a view ended."""
    calls = ana.world.slack.workspace.hub.traffic(500)
    return [str(call["status"]) for call in calls if call["kind"] == "views.update"]
