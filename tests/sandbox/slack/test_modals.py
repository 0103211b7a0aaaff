"""Modals and App Home, through Bolt over both transports."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import Person, Refused, sit_down
from tests.sandbox.slack.conftest import config, connected
from tests.sandbox.slack.levers import calls, refusal, refused
from tests.sandbox.slack.shapes import button, buttons, field, home, modal, plain, section

Json = dict[str, Any]


@pytest.fixture
async def opener(app: AsyncApp) -> Any:
    """Opens a modal for the person who types /andon."""

    async def open_modal(ana: Person, view: Json) -> Json:
        wanted.put_nowait(view)
        await ana.command(OPS_JOBS, "/andon open")
        callback_id = view["callback_id"]
        return await ana.until_modal(lambda shown: bool(shown["callback_id"] == callback_id))

    wanted: asyncio.Queue[Json] = asyncio.Queue()

    @app.command("/andon")
    async def open_it(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=wanted.get_nowait())

    return open_modal


async def test_a_submission_has_every_input_and_closes_the_modal(
    app: AsyncApp, ana: Person, opener: Any
) -> None:
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.view("m")
    async def take(ack: Any, body: Json) -> None:
        got.put_nowait(body)
        await ack()

    blocks = [field("b1", "a1"), field("b2", "a2", optional=True)]
    view = await opener(ana, modal(*blocks, private_metadata="case 7"))
    assert await ana.submit(view, a1="because", a2="") is None
    body = got.get_nowait()
    assert body["view"]["state"]["values"] == {
        "b1": {"a1": {"type": "plain_text_input", "value": "because"}},
        "b2": {"a2": {"type": "plain_text_input", "value": None}},
    }
    assert body["view"]["private_metadata"] == "case 7"
    assert body["response_urls"] == []
    assert not {"channel", "message", "container"} & body.keys()
    assert {
        "id", "team_id", "callback_id", "hash", "root_view_id", "previous_view_id", "external_id", "bot_id",
        "app_installed_team_id", "notify_on_close", "clear_on_close",
    } <= body["view"].keys()  # fmt: skip
    assert await ana.modal() is None


async def test_errors_stand_at_their_fields_and_the_modal_stays(
    app: AsyncApp, ana: Person, opener: Any
) -> None:
    @app.view("m")
    async def refuse(ack: Any) -> None:
        await ack(response_action="errors", errors={"b1": "Say more."})

    view = await opener(ana, modal(field("b1", "a1")))
    assert await ana.submit(view, a1="x") == {"b1": "Say more."}
    still = await ana.modal()
    assert still is not None
    assert still["state"]["values"]["b1"]["a1"]["value"] == "x"


async def test_an_empty_required_field_never_reaches_the_app(ana: Person, opener: Any) -> None:
    view = await opener(ana, modal(field("b1", "a1")))
    errors = await ana.submit(view)
    assert errors == {"b1": "Please complete this required field."}


async def test_errors_for_a_block_that_is_no_input_are_trouble(
    app: AsyncApp, ana: Person, opener: Any
) -> None:
    @app.view("m")
    async def refuse(ack: Any) -> None:
        await ack(response_action="errors", errors={"nowhere": "?"})

    view = await opener(ana, modal(field("b1", "a1")))
    with pytest.raises(Refused, match="invalid_answer"):
        await ana.submit(view, a1="x")


async def test_an_ack_may_update_push_or_clear(app: AsyncApp, ana: Person, opener: Any) -> None:
    answers: asyncio.Queue[Json] = asyncio.Queue()

    @app.view("m")
    async def answer(ack: Any) -> None:
        await ack(**answers.get_nowait())

    view = await opener(ana, modal(field("b1", "a1")))
    answers.put_nowait({"response_action": "update", "view": modal(field("b1", "a1"), section("Working"))})
    assert await ana.submit(view, a1="typed") is None
    updated = await ana.until_modal(lambda shown: len(shown["blocks"]) == 2)
    assert (updated["id"], updated["hash"] != view["hash"]) == (view["id"], True)
    assert updated["state"]["values"]["b1"]["a1"]["value"] == "typed", "equal ids keep what was typed"
    answers.put_nowait({"response_action": "push", "view": modal()})
    await ana.submit(updated, a1="typed")
    pushed = await ana.until_modal(lambda shown: bool(shown["previous_view_id"] == view["id"]))
    assert pushed["root_view_id"] == view["id"]
    answers.put_nowait({"response_action": "clear"})
    await ana.submit(pushed)
    assert await ana.modal() is None


async def test_a_view_that_is_wrong_in_the_ack_is_trouble(app: AsyncApp, ana: Person, opener: Any) -> None:
    @app.view("m")
    async def answer(ack: Any) -> None:
        await ack(response_action="update", view=modal(section("a" * 3001)))

    view = await opener(ana, modal())
    with pytest.raises(Refused, match="invalid_answer"):
        await ana.submit(view)


async def test_a_fourth_view_is_refused_and_a_stale_hash_too(
    app: AsyncApp, ana: Person, opener: Any, client: AsyncWebClient
) -> None:
    triggers: asyncio.Queue[str] = asyncio.Queue()

    @app.action("deeper")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
        assert not {"channel", "message", "response_url"} & body.keys()
        triggers.put_nowait(body["trigger_id"])

    top = await opener(ana, modal(buttons("deeper")))
    for _ in range(2):
        await ana.click_in_view(top, "deeper")
        pushed = await client.views_push(trigger_id=triggers.get_nowait(), view=modal(buttons("deeper")))
        top = pushed["view"]
    await ana.click_in_view(top, "deeper")
    fourth = client.views_push(trigger_id=triggers.get_nowait(), view=modal())
    assert await refused(fourth) == "push_limit_reached"
    first_hash = top["hash"]
    await client.views_update(view_id=top["id"], hash=first_hash, view=modal())
    again = client.views_update(view_id=top["id"], hash=first_hash, view=modal())
    assert await refused(again) == "hash_conflict"
    await ana.close(top, everything=True)
    assert await refused(client.views_update(view_id=top["id"], view=modal())) == "not_found"


async def test_closing_is_told_only_to_who_asked(
    app: AsyncApp, ana: Person, opener: Any, slack: SandboxSlack
) -> None:
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.view_closed("told")
    async def closed(ack: Any, body: Json) -> None:
        await ack()
        got.put_nowait(body)

    quiet = await opener(ana, modal(callback_id="quiet"))
    await ana.close(quiet)
    loud = await opener(ana, modal(callback_id="told", notify_on_close=True))
    await ana.close(loud)
    body = await asyncio.wait_for(got.get(), 10)
    assert (body["view"]["callback_id"], body["is_cleared"]) == ("told", False)
    crossed = await opener(ana, modal(callback_id="told", notify_on_close=True))
    await ana.close(crossed, everything=True)
    assert (await asyncio.wait_for(got.get(), 10))["is_cleared"] is True
    assert [call["summary"] for call in await calls(slack, "view_closed")] == ["closed told", "closed told"]


async def test_who_is_told_of_a_closing_is_told_what_stood_there_but_no_file(
    app: AsyncApp, ana: Person, opener: Any, slack: SandboxSlack
) -> None:
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.view_closed("told")
    async def closed(ack: Any, body: Json) -> None:
        await ack()
        got.put_nowait(body)

    shot = {"type": "file_input", "action_id": "a3"}
    blocks = [field("b1", "a1"), field("b2", "a2", optional=True), {**field("b3", "a3"), "element": shot}]
    view = await opener(ana, modal(*blocks, callback_id="told", notify_on_close=True))
    file = await ana.upload("run.png", b"bytes")
    await ana.close(view, a1="half a thou", a3=[file])
    body = await asyncio.wait_for(got.get(), 10)
    assert body["view"]["state"]["values"] == {
        "b1": {"a1": {"type": "plain_text_input", "value": "half a thou"}},
        "b2": {"a2": {"type": "plain_text_input", "value": None}},
        "b3": {"a3": {"type": "file_input", "files": []}},
    }
    assert body["view"]["blocks"] == view["blocks"]


async def test_the_home_tab_is_published_and_its_buttons_work(
    app: AsyncApp, ana: Person, client: AsyncWebClient
) -> None:
    clicked: asyncio.Queue[Json] = asyncio.Queue()

    @app.event("app_home_opened")
    async def draw(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            view = home("Three cases are yours")
            view["blocks"].append({"type": "actions", "elements": [button("mine")]})
            await client.views_publish(user_id=event["user"], view=view)

    @app.action("mine")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        clicked.put_nowait(body)

    await ana.open_home()
    shown = await ana.until(ana.home)
    await ana.click_in_view(shown, "mine")
    body = clicked.get_nowait()
    assert body["view"]["type"] == "home"
    assert body["container"]["type"] == "view"
    stale = client.views_publish(user_id=ANA, view=home("x"), hash="1.stale")
    assert await refused(stale) == "hash_conflict"


async def test_a_bad_view_is_refused_with_pointers(ana: Person, opener: Any, client: AsyncWebClient) -> None:
    shown = await opener(ana, modal())
    error = await refusal(client.views_update(view_id=shown["id"], view=modal(section("a" * 3001))))
    assert error.response["error"] == "invalid_arguments"
    assert error.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
        "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
    ]


async def test_an_external_id_finds_the_view_and_is_unique(
    ana: Person, opener: Any, client: AsyncWebClient, slack: SandboxSlack
) -> None:
    shown = await opener(ana, modal(external_id="case-7"))
    updated = await client.views_update(external_id="case-7", view=modal(external_id="case-7"))
    assert updated["view"]["id"] == shown["id"]
    taken = client.views_publish(user_id=ANA, view=home("x") | {"external_id": "case-7"})
    assert await refused(taken) == "duplicate_external_id"


async def test_a_modal_whose_app_is_silent_shows_trouble_and_stays() -> None:
    async with (
        run_sandbox_slack(config(ack_deadline_s=0.5)) as slack,
        connected(slack, "socket") as app,
        sit_down(slack.base_url, ANA) as ana,
    ):
        release = asyncio.Event()

        @app.command("/andon")
        async def open_it(ack: Any, body: Json, client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=modal(title=plain("Close")))

        @app.view("m")
        async def hang(ack: Any) -> None:
            await release.wait()

        await ana.command(OPS_JOBS, "/andon open")
        view = await ana.until_modal()
        with pytest.raises(Refused, match="operation_timeout"):
            await ana.submit(view)
        release.set()
        assert await ana.modal() is not None
