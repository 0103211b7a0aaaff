"""The newer blocks are drawn as themselves, act, and keep how far a person has come in them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.sandbox.page import canned, canned_blocks
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

TS = "1790007000.000100"


def post(slack: FakeSlack, page: Page, *blocks: dict[str, Any], **more: Any) -> Locator:
    """The app posts blocks to #jobs, again under the same ts when called again."""
    message = canned.posted(TS, "Newer blocks", list(blocks), **more)
    slack.push(type="message", channel=canned.JOBS, message=message)
    return page.locator(f'.message[data-ts="{TS}"]')


async def test_no_newer_block_is_a_mere_box(slack: FakeSlack, page: Page) -> None:
    blocks = canned_blocks.all_newer()
    message = post(slack, page, *blocks)
    await expect(message.locator(".message-body > .block")).to_have_count(len(blocks))
    await expect(message.locator(".unknown")).to_have_count(0)


async def test_the_button_of_a_card_in_a_carousel_names_the_card_as_its_block(
    slack: FakeSlack, page: Page
) -> None:
    message = post(slack, page, canned_blocks.carousel())
    card = message.get_by_role("article", name="Amazon DE")
    await expect(card).to_contain_text("Failed 6 times since 09:10")
    await card.get_by_role("button", name="Take it").click()
    body = await slack.posted("/ui/action")
    assert (body["block_id"], body["action_id"]) == ("card Amazon DE", "take")


async def test_a_container_folds_and_stays_as_it_was_left_when_the_message_changes(
    slack: FakeSlack, page: Page
) -> None:
    message = post(slack, page, canned_blocks.container())
    inner = message.get_by_text("What was tried so far")
    await expect(inner).to_be_hidden()
    await message.get_by_role("button", name="Details").click()
    await expect(inner).to_be_visible()
    changed = canned_blocks.container()
    changed["child_blocks"][0]["text"] = canned.mrkdwn("What was tried and failed")
    post(slack, page, changed)
    await expect(message.get_by_text("What was tried and failed")).to_be_visible()
    await message.get_by_role("button", name="Try again").click()
    assert (await slack.posted("/ui/action"))["block_id"] == "inner acts"


async def test_a_plan_counts_what_is_done_and_opens_the_task_at_work(slack: FakeSlack, page: Page) -> None:
    message = post(slack, page, canned_blocks.plan())
    await expect(message.locator(".plan-count")).to_have_text("1 of 3 done")
    await expect(message.get_by_role("img", name="Complete")).to_have_count(1)
    await expect(message.get_by_text("The letter is written")).to_be_visible()
    await expect(message.get_by_role("link", name="The letter")).to_have_attribute(
        "href", "https://a.example/letter"
    )


async def test_a_data_table_turns_its_pages_and_sorts_numbers_as_numbers(
    slack: FakeSlack, page: Page
) -> None:
    message = post(slack, page, canned_blocks.data_table())
    names = message.locator("tbody th")
    await expect(names).to_have_text(["Website", "eBay", "Amazon"])
    await message.get_by_role("button", name="Next page").click()
    await expect(names).to_have_text(["Otto", "Etsy", "Zalando"])
    await expect(message.locator(".data-pager")).to_contain_text("4–6 of 6")
    await message.get_by_role("button", name="Sort by Orders").click()
    await expect(names).to_have_text(["Otto", "Etsy", "eBay"])
    await message.get_by_role("button", name="Sort by Orders").click()
    await expect(names).to_have_text(["Amazon", "Zalando", "Website"])


@pytest.mark.parametrize(
    ("kind", "shape", "said"),
    [
        ("bar", "rect", "Website: Mon 4, Tue 5, Wed 6. eBay: Mon 2, Tue 3, Wed 4"),
        ("line", "path", "Website: Mon 4"),
        ("area", "path", "Website: Mon 4"),
        ("pie", "path", "failed 1, green 3"),
    ],
)
async def test_a_chart_is_drawn_and_its_numbers_are_said(
    slack: FakeSlack, page: Page, kind: str, shape: str, said: str
) -> None:
    message = post(slack, page, canned_blocks.chart(kind))
    drawing = message.get_by_role("img", name=f"Failed runs, {kind} chart. {said}")
    await expect(drawing).to_be_visible()
    assert await drawing.locator(shape).count() >= 2


async def test_thumbs_send_the_side_that_was_chosen(slack: FakeSlack, page: Page) -> None:
    message = post(slack, page, canned_blocks.context_actions())
    await message.get_by_role("button", name="Bad answer").click()
    body = await slack.posted("/ui/action")
    assert body["action"] == {"value": "bad", "text": canned.plain("Bad answer")}
    await message.get_by_role("button", name="Throw away").click()
    assert (await slack.posted("/ui/action"))["action_id"] == "answer.drop.v1"


async def test_a_button_meant_for_others_is_not_shown(slack: FakeSlack, page: Page) -> None:
    for_luis = canned.button("Only Luis", "l", visible_to_user_ids=[canned.LUIS])
    for_ana = canned.button("Ana too", "a", visible_to_user_ids=[canned.LUIS, canned.ANA])
    message = post(slack, page, {"type": "actions", "block_id": "b", "elements": [for_luis, for_ana]})
    await expect(message.get_by_role("button", name="Ana too")).to_be_visible()
    await expect(message.get_by_role("button", name="Only Luis")).to_have_count(0)


async def test_legacy_buttons_are_drawn_and_say_that_they_lead_nowhere(slack: FakeSlack, page: Page) -> None:
    actions = [
        {"type": "button", "name": "go", "text": "Restart <now>", "style": "primary"},
        {"type": "button", "text": "Open", "url": "https://a.example/run"},
    ]
    message = post(slack, page, attachments=[{"text": "A run failed", "actions": actions}])
    await expect(message.get_by_role("link", name="Open")).to_have_attribute("href", "https://a.example/run")
    await message.get_by_role("button", name="Restart <now>").click()
    await expect(page.get_by_test_id("toast")).to_contain_text("does not send presses of legacy buttons")
    assert slack.posts == []
