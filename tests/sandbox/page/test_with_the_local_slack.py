"""The page on the real local Slack with a Bolt app behind it: what a person sees is what the app did."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FileChooser, FilePayload, Locator, Page, expect
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, demo_config, run_sandbox_slack
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS, ORDERS
from tests.sandbox.page import canned, canned_views
from tests.sandbox.page.conftest import PATIENCE_MS, note_outside_requests
from tests.sandbox.page.fake_server import PNG

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

SHOT: FilePayload = {"name": "run.png", "mimeType": "image/png", "buffer": PNG}


@pytest_asyncio.fixture(loop_scope="package")
async def real() -> AsyncIterator[SandboxSlack]:
    """The demo workspace with an app connected over Socket Mode."""
    async with run_sandbox_slack(demo_config(port=0, rate_scale=None)) as running:
        logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
        client = AsyncWebClient(token=running.bot_token, base_url=running.api_url, retry_handlers=[])
        app = AsyncApp(client=client, signing_secret=running.signing_secret, process_before_response=True)
        add_listeners(app)
        handler = AsyncSocketModeHandler(app, running.app_token)
        await handler.connect_async()
        await running.workspace.delivery.socket.wait_connected()
        yield running
        await handler.close_async()


@pytest_asyncio.fixture(loop_scope="package")
async def window(chromium: Browser, real: SandboxSlack) -> AsyncIterator[Page]:
    """A laptop-sized window on the demo workspace, as Ana; an outside request fails the test."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    outside: list[str] = []
    note_outside_requests(page, outside)
    await page.goto(f"{real.base_url}/?user={ANA}&channel={OPS_JOBS}")
    await page.locator("body[data-live=true]").wait_for()
    yield page
    await context.close()
    assert outside == []


def add_listeners(app: AsyncApp) -> None:
    """A small app: a card whose button opens the closing modal, a command, a Home tab."""

    async def open_modal(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        place = f"{body['container']['channel_id']} {body['container']['message_ts']}"
        view = {key: value for key, value in canned_views.closing_view().items() if key not in {"id", "hash"}}
        await client.views_open(trigger_id=body["trigger_id"], view={**view, "private_metadata": place})

    async def closed(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        values = view["state"]["values"]
        if values["note"]["text"]["value"] is None:
            await ack(response_action="errors", errors={"note": "Say what was done"})
            return
        await ack()
        channel, ts = view["private_metadata"].split()
        name = values["proof"]["shot"]["files"][0]["name"]
        text = f"Closed with {name}: {values['outcome']['choice']['selected_option']['value']}"
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f":white_check_mark: *{text}*"}}
        await client.chat_update(channel=channel, ts=ts, text=text, blocks=[section], attachments=[])

    async def told(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"You said `{command['text']}`")

    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Your queue"}}]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    app.action("job_ticket.take.v1")(open_modal)
    app.view("job_ticket.close.v1")(closed)
    app.command("/andon")(told)
    app.event("app_home_opened")(home)


async def post_card(real: SandboxSlack, channel: str = OPS_JOBS) -> None:
    """The app posts the job card."""
    card = canned.job_card()
    client = AsyncWebClient(token=real.bot_token, base_url=real.api_url, retry_handlers=[])
    await client.chat_postMessage(
        channel=channel, text=card["text"], blocks=card["blocks"], attachments=card["attachments"]
    )


async def test_a_case_is_closed_by_button_modal_picture_and_note(real: SandboxSlack, window: Page) -> None:
    await post_card(real)
    await window.get_by_role("button", name="Take it").click()
    dialog = window.get_by_role("dialog", name="Close #20262010")
    await dialog.locator("input[type=file]").set_input_files(SHOT)
    await expect(dialog.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await dialog.get_by_role("combobox", name="Outcome").click()
    await window.get_by_role("option", name="Technically verified").click()
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog.locator(".input[data-block-id=note] .input-error")).to_have_text("Say what was done")
    await expect(dialog.get_by_test_id("upload")).to_contain_text("run.png")
    await dialog.get_by_label("Note").fill("Restarted & checked <it>")
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog).to_have_count(0)
    card = window.get_by_test_id("message").last
    await expect(card).to_contain_text("Closed with run.png: verified")
    await expect(window.get_by_role("button", name="Take it")).to_have_count(0)


async def test_a_command_is_answered_only_to_who_typed_it(real: SandboxSlack, window: Page) -> None:
    await window.get_by_test_id("composer-input").fill("/andon list mine")
    await window.keyboard.press("Enter")
    answer = window.locator(".message.ephemeral")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer.locator("code")).to_have_text("list mine")
    await window.goto(f"{real.base_url}/?user={LUIS}&channel={OPS_JOBS}")
    await window.locator("body[data-live=true]").wait_for()
    await expect(window.locator(".message.ephemeral")).to_have_count(0)


async def test_opening_the_home_tab_makes_the_app_publish_it(real: SandboxSlack, window: Page) -> None:
    await window.get_by_test_id("app-home-link").click()
    await expect(window.get_by_test_id("home-tab")).to_contain_text("Your queue")


async def test_words_and_files_of_a_person_arrive_as_typed(real: SandboxSlack, window: Page) -> None:
    await window.get_by_test_id("composer-file").set_input_files(SHOT)
    await expect(window.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await window.get_by_test_id("composer-input").fill("a < b && &amp; @Luis Prado *bold*")
    await window.get_by_test_id("send").click()
    message = window.get_by_test_id("message").last
    await expect(message.locator(".text")).to_have_text("a < b && &amp; @Luis Prado bold")
    await expect(message.locator(".mention")).to_have_attribute("data-user-id", LUIS)
    await expect(message.get_by_role("button", name="Open picture")).to_be_visible()


async def test_a_post_elsewhere_is_counted_until_it_is_read(real: SandboxSlack, window: Page) -> None:
    await post_card(real, ORDERS)
    orders = window.locator(f'[data-channel-id="{ORDERS}"]')
    await expect(orders.get_by_test_id("badge")).to_have_text("1")
    await orders.click()
    await expect(orders.get_by_test_id("badge")).to_have_count(0)
    await window.goto(f"{real.base_url}/?user={ANA}&channel={OPS_JOBS}")
    await expect(orders).to_have_attribute("data-unread", "0")


async def test_a_first_visit_acts_as_the_first_person(real: SandboxSlack, window: Page) -> None:
    await window.goto(real.base_url)
    await expect(window.get_by_test_id("user-switcher")).to_contain_text("Ana Ruiz")
    await window.locator("body[data-live=true]").wait_for()


async def tab_to(window: Page, wanted: Locator) -> None:
    """Presses Tab until the control has the keyboard, at most once around a card and its modal."""
    for _ in range(40):
        if await wanted.evaluate("node => node === document.activeElement"):
            return
        await window.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


async def test_a_whole_case_is_walked_by_keyboard_alone(real: SandboxSlack, window: Page) -> None:
    choosers: asyncio.Queue[FileChooser] = asyncio.Queue()
    window.on("filechooser", choosers.put_nowait)  # from the start: the key must not overtake the listening
    await post_card(real)
    card = window.get_by_test_id("message").last
    await expect(card).to_contain_text("eBay AU order sync")
    await window.keyboard.press("F6")
    await expect(window.get_by_test_id("channel-ops-jobs")).to_be_focused()
    await window.keyboard.press("F6")
    await expect(card).to_be_focused()
    await tab_to(window, card.get_by_role("button", name="Take it"))
    await window.keyboard.press("Enter")
    dialog = window.get_by_role("dialog", name="Close #20262010")
    await expect(dialog.get_by_role("combobox", name="Outcome")).to_be_focused()
    await window.keyboard.press("ArrowDown")
    await expect(window.get_by_role("option").first).to_be_visible()
    await window.keyboard.press("Enter")
    await tab_to(window, dialog.locator("input[type=file]"))
    await window.keyboard.press("Enter")
    async with asyncio.timeout(PATIENCE_MS / 1000):
        await (await choosers.get()).set_files(SHOT)
    await expect(dialog.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await tab_to(window, dialog.get_by_label("Note"))
    await window.keyboard.type("Green again")
    await tab_to(window, dialog.get_by_test_id("modal-submit"))
    await window.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(card).to_contain_text("Closed with run.png: verified")
    await window.keyboard.press("Shift+F6")
    await window.keyboard.press("Escape")
    await expect(window.locator(":focus")).to_have_count(1)


async def test_a_real_refusal_is_drawn_and_a_real_fault_is_pulled_and_seen(
    real: SandboxSlack, window: Page
) -> None:
    client = AsyncWebClient(token=real.bot_token, base_url=real.api_url, retry_handlers=[])
    await window.get_by_test_id("traffic-toggle").click()
    section = {"type": "section", "text": canned.mrkdwn("x" * 3001)}
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[{"type": "divider"}, section])
    row = window.locator(".traffic-row.failed")
    await row.get_by_role("button").first.click()
    refused = row.get_by_test_id("refused-block")
    await expect(refused).to_have_attribute("data-pointer", "/blocks/1")
    await expect(refused.locator("[data-offending]")).to_be_visible()
    await expect(refused).to_contain_text("3001 characters")
    await window.get_by_test_id("drawer-faults").click()
    await window.get_by_label("What", exact=True).select_option(label="Refuse with an error")
    await window.get_by_role("button", name="Add fault").click()
    active = window.get_by_test_id("faults-active").get_by_role("listitem")
    await expect(active).to_have_count(1)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client.chat_postMessage(channel=OPS_JOBS, text="x")
    await expect(active).to_have_count(0)


async def test_a_lost_click_leaves_its_triangle(real: SandboxSlack, window: Page) -> None:
    await post_card(real)
    await window.get_by_test_id("faults-toggle").click()
    await window.get_by_role("button", name="Refuse connections").click()
    await window.get_by_role("button", name="Disconnect", exact=True).click()
    await expect(window.get_by_test_id("app-state")).to_have_attribute("data-connected", "false")
    await window.get_by_role("button", name="Take it").click()
    await expect(window.get_by_test_id("failure")).to_have_count(1)
    lasting = window.get_by_test_id("faults-active")
    await expect(lasting).to_contain_text("Socket Mode refuses connections")
    await window.get_by_role("button", name="Allow connections").click()
    await expect(lasting).not_to_contain_text("Socket Mode refuses connections")
