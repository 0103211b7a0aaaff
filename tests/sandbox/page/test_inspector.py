"""The inspector: what a line of traffic was about, and what Slack refused, drawn and marked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.sandbox.page import canned, canned_traffic
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]


async def opened(page: Page) -> Locator:
    """The drawer with its traffic."""
    await page.get_by_test_id("traffic-toggle").click()
    drawer = page.get_by_test_id("traffic")
    await expect(drawer.get_by_test_id("traffic-row")).to_have_count(1)
    return drawer


async def refuse(slack: FakeSlack, page: Page, arguments: dict[str, Any], *reasons: str) -> Locator:
    """A refused call arrives and its line is opened."""
    drawer = await opened(page)
    entry = {**canned_traffic.REFUSED, "pointers": list(reasons), "pointer": reasons[0]}
    reply = {"ok": False, "error": "invalid_blocks", "errors": list(reasons)}
    slack.bodies["2"] = {"payload": None, "ack": None, "arguments": arguments, "reply": reply}
    slack.push(type="traffic", entry=entry)
    row = drawer.locator(".traffic-row.failed")
    await row.get_by_role("button").first.click()
    await expect(row.get_by_test_id("refused")).to_be_visible()
    return row


async def test_a_click_opens_to_its_payload_and_the_ack_with_its_milliseconds(page: Page) -> None:
    drawer = await opened(page)
    line = drawer.locator(".traffic-line")
    await line.click()
    await expect(line).to_have_attribute("aria-expanded", "true")
    await expect(drawer.get_by_test_id("json-payload")).to_contain_text('"action_id": "job_ticket.take.v1"')
    ack = drawer.get_by_test_id("json-ack")
    await expect(ack).to_contain_text("acked · HTTP 200 · 12.4 ms")
    await expect(ack).to_contain_text('"text": "<b>taken</b>"')
    await expect(drawer.locator(".facts")).to_contain_text("5e1c0a0e")
    await line.click()
    await expect(drawer.get_by_test_id("json-payload")).to_be_hidden()


async def test_an_ack_that_never_came_says_why(slack: FakeSlack, page: Page) -> None:
    nothing = {"outcome": "timeout", "status": None, "reason": "http_timeout", "body": None}
    slack.bodies["1"] = {**canned_traffic.click_bodies(), "ack": nothing}
    drawer = await opened(page)
    await drawer.locator(".traffic-line").click()
    await expect(drawer.get_by_test_id("json-ack")).to_contain_text("http_timeout")


async def test_a_refusal_lists_every_pointer_and_draws_each_block_with_its_mistake_marked(
    slack: FakeSlack, page: Page
) -> None:
    arguments = {"channel": canned.JOBS, "blocks": json.dumps(canned_traffic.refused_blocks())}
    row = await refuse(slack, page, arguments, *canned_traffic.REASONS)
    blocks = row.get_by_test_id("refused-block")
    await expect(blocks).to_have_count(2)
    first, second = blocks.first, blocks.last
    await expect(first).to_contain_text("/blocks/1/fields/1/text")
    await expect(first.locator("[data-offending]")).to_contain_text("Why")
    await expect(first.locator(".text", has_text="Shop").first).not_to_have_attribute(
        "data-offending", "true"
    )
    await expect(first).to_contain_text("2007 characters")
    await expect(second.locator("[data-offending]")).to_have_text("Leave it")
    await expect(second).to_contain_text('`action_id` "take" already exists')
    await expect(row.locator(".json-marked")).to_have_count(2)


async def test_what_is_drawn_of_a_refusal_cannot_be_pressed(slack: FakeSlack, page: Page) -> None:
    arguments = {"blocks": canned_traffic.refused_blocks()}
    row = await refuse(slack, page, arguments, canned_traffic.REASONS[1])
    await row.get_by_text("Leave it", exact=True).click(force=True)
    assert await row.locator(".refused-drawing").evaluate("node => node.inert")
    assert slack.posts == []


async def test_the_view_of_a_refused_modal_is_followed_as_well(slack: FakeSlack, page: Page) -> None:
    element = {"type": "plain_text_input", "action_id": "note"}
    field = {"type": "input", "block_id": "n", "label": canned.plain("Note"), "element": element}
    view = {"type": "modal", "title": canned.plain("T"), "blocks": [field]}
    words = "bolt-app must define `submit` to use an `input` block in modals"
    row = await refuse(
        slack, page, {"view": json.dumps(view)}, f"{words} [json-pointer:/view/blocks/0/input]"
    )
    block = row.get_by_test_id("refused-block")
    await expect(block).to_have_attribute("data-pointer", "/view/blocks/0")
    await expect(block.locator('[data-offending][data-block-type="input"]')).to_contain_text("Note")


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "section", "text": {"type": "mrkdwn"}},
        {"type": "actions", "elements": "none"},
        {"type": "sections"},
        {"type": "constructor"},
        ["not", "a", "block"],
        None,
    ],
)
async def test_a_block_too_broken_to_draw_still_shows_its_reason(
    slack: FakeSlack, page: Page, broken: object
) -> None:
    row = await refuse(slack, page, {"blocks": [broken]}, "must provide an object [json-pointer:/blocks/0]")
    await expect(row.get_by_test_id("refused")).to_contain_text("must provide an object")
    await expect(row.get_by_test_id("json-arguments")).to_be_visible()


async def test_hostile_words_in_traffic_stay_words(slack: FakeSlack, page: Page) -> None:
    hostile = [{"type": "section", "text": canned.mrkdwn(canned.HOSTILE)}]
    row = await refuse(slack, page, {"blocks": hostile}, f"{canned.HOSTILE} [json-pointer:/blocks/0/text]")
    await expect(row.get_by_test_id("refused")).to_contain_text("<script>window.hacked=1</script>")
    assert await page.evaluate("window.hacked") is None


async def test_an_open_line_stays_open_while_more_arrives_and_the_filter_narrows(
    slack: FakeSlack, page: Page
) -> None:
    drawer = await opened(page)
    await drawer.locator(".traffic-line").click()
    await expect(drawer.get_by_test_id("json-payload")).to_be_visible()
    slack.push(type="traffic", entry={**canned_traffic.CLICK, "id": 3, "kind": "event_callback"})
    await expect(drawer.get_by_test_id("traffic-row")).to_have_count(2)
    await expect(drawer.get_by_test_id("json-payload")).to_be_visible()
    await drawer.get_by_test_id("traffic-filter").fill("event_call")
    await expect(drawer.get_by_test_id("traffic-row")).to_have_count(1)
    await drawer.get_by_test_id("drawer-close").click()
    await expect(drawer.get_by_test_id("traffic-row")).to_have_count(0)
