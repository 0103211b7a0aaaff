"""The same policy by every other way in: a mention, a reaction, a message shortcut, the REST API."""

from functools import partial

from sandbox.slack.demo import OPS_JOBS
from tests.e2e.hands import number_of
from tests.e2e.walker import Walker, fresh_screenshot, operations_of
from tests.e2e.world import Json, shown_text, until


async def test_a_mention_in_the_thread_acts_on_its_ticket(ana: Walker) -> None:
    number = await ana.failing()

    assert "is yours now" in await ana.mentioned(number, "take")
    assert "stopping it" in await ana.mentioned(number, "PAUSE")
    await ana.until_state(number, "contained")
    assert operations_of(ana.world.platform) == ["job.pause"]
    why = await ana.mentioned(number, "close")
    assert "the retailer has not been told yet" in why
    assert "attach a screenshot" in why
    assert "In a thread you can tell me" in await ana.mentioned(number, "do something clever")
    assert await ana.state(number) == "contained"


async def test_a_mention_that_says_nothing_known_is_answered_where_it_was_said(ana: Walker) -> None:
    number = await ana.failing()
    ts = ana.card(number)["ts"]
    await ana.mentioned(number, "hello?")
    assert ana.whispers()[-1]["thread_ts"] == ts


async def test_eyes_take_a_ticket_and_a_check_mark_shows_what_is_missing(ana: Walker) -> None:
    number = await ana.failing()

    assert "is yours now" in await ana.reacted(number, "eyes")
    assert (await ana.case(number))["owner"] == ana.person.user_id
    refused = await ana.reacted(number, "white_check_mark")

    assert "it has not been stopped yet" in refused
    assert "Assumptions are not verification" in refused
    assert await ana.state(number) == "open"


async def test_a_reaction_on_anything_else_is_nobodys_command(ana: Walker) -> None:
    number = await ana.failing()
    ts = await ana.person.say(OPS_JOBS, "Coffee?")
    await ana.person.post("/ui/reaction", channel=OPS_JOBS, ts=ts, name="eyes")
    await ana.reacted(number, "eyes")  # whatever the first one brought about has happened by now
    assert len(ana.whispers()) == 1


async def test_a_picture_in_the_thread_becomes_the_proof_by_the_message_shortcut(ana: Walker) -> None:
    number = await ana.ready_to_close()
    ts = await _reply(ana, number, "run.png", fresh_screenshot())

    await _use_as_evidence(ana, ts)

    await ana.until_state(number, "closed")
    case = await ana.case(number)
    assert (case["closed_by"], case["close_outcome"]) == (ana.person.user_id, "technically_verified")


async def test_the_shortcut_refuses_what_the_button_refuses(ana: Walker) -> None:
    number = await ana.failing()
    picture = await _reply(ana, number, "run.png", fresh_screenshot())
    words = await ana.person.say(OPS_JOBS, "It works now!", thread_ts=ana.card(number)["ts"])

    await _use_as_evidence(ana, words)
    assert "There is no picture in this message" in await ana.next_whisper(0)
    before = len(ana.whispers())
    await _use_as_evidence(ana, picture)
    await until(lambda: any("has not been stopped" in t for t in _texts(ana, before)), what="a refusal")

    assert any("Assumptions are not verification" in t for t in _texts(ana, before))
    assert await ana.state(number) == "open"


async def test_the_api_refuses_with_the_same_checklist_and_closes_on_the_same_proof(ana: Walker) -> None:
    number = await ana.failing()
    status, said = await ana.world.api("POST", f"/v1/cases/{number}/close?wait=10", json={})
    assert (status, said["code"]) == (409, "close_refused")
    reasons = {tick["reason"] for tick in said["checklist"] if not tick["ok"]}
    assert {"not_contained", "retailer_not_notified", "account_not_decided", "screenshot_missing"} <= reasons
    assert await ana.state(number) == "open"


async def test_a_case_changed_elsewhere_changes_on_every_card(ana: Walker, luis: Walker) -> None:
    """By a program through the API: every copy follows by itself (acceptance 5)."""
    number = await ana.failing()
    leads = Walker(world=luis.world, person=luis.person, channel_id="C07OPSLEADS")
    await leads.until_card(number, "keeps failing")

    await ana.act(number, "contain")

    for who in (ana, leads):
        await until(partial(_is_stopped, who, number), what=f"the card in {who.channel_id}")


async def test_a_card_that_somebody_deleted_is_posted_again_and_still_works(ana: Walker) -> None:
    number = await ana.failing()
    gone = ana.card(number)
    await ana.world.http.post(
        f"{ana.world.slack.base_url}/control/delete", json={"channel": OPS_JOBS, "ts": gone["ts"]}
    )
    again = await until(
        lambda: next((c for c in ana.world.cards(OPS_JOBS, f"#{number}") if c["ts"] != gone["ts"]), None),
        what="the card, posted again",
    )
    assert number_of(again) == number
    await ana.press(number, "case.take.v1")
    await ana.until_card(number, f"<@{ana.person.user_id}>")


async def _reply(ana: Walker, number: int, name: str, content: bytes) -> str:
    file = await ana.person.upload(name, content)
    thread = ana.card(number)["ts"]
    return await ana.person.say(OPS_JOBS, "Here it is", thread_ts=thread, file_ids=[file["id"]])


async def _use_as_evidence(ana: Walker, ts: str) -> None:
    shortcut = next(s for s in ana.world.slack.workspace.people.app.shortcuts if s.type == "message")
    await ana.person.post("/ui/shortcut", callback_id=shortcut.callback_id, channel=OPS_JOBS, message_ts=ts)


def _texts(ana: Walker, since: int) -> list[str]:
    return [shown_text(whisper) for whisper in ana.whispers()[since:]]


def _is_stopped(who: Walker, number: int) -> Json | None:
    card = who.card(number)
    return card if "is stopped" in shown_text(card) else None
