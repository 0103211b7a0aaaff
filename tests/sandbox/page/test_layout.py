"""The page on a phone, by keyboard, and the blocks that are seen less often."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.sandbox.page import canned, canned_views
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]


async def is_wider_than_the_window(page: Page) -> bool:
    """Whether something sticks out at the right."""
    return bool(await page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth"))


async def post_blocks(slack: FakeSlack, page: Page, *blocks: dict[str, Any], **more: Any) -> Any:
    """The app posts blocks to #jobs; the locator of the message."""
    message = canned.posted("1790007000.000100", "Blocks", list(blocks), **more)
    slack.push(type="message", channel=canned.JOBS, message=message)
    return page.locator('.message[data-ts="1790007000.000100"]')


async def test_on_a_phone_the_sidebar_slides_in_and_a_choice_closes_it(slack: FakeSlack, page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    orders = page.get_by_test_id("channel-orders")
    await expect(orders).not_to_be_visible()
    assert not await is_wider_than_the_window(page)
    await page.get_by_role("button", name="Channels", exact=True).click()
    await orders.click()
    await expect(page.get_by_test_id("channel-title")).to_have_text("orders")
    await expect(orders).not_to_be_visible()


async def test_on_a_phone_modal_thread_and_home_fit_the_width(chromium: Browser, slack: FakeSlack) -> None:
    context = await chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = await context.new_page()
    for place in (f"channel={canned.JOBS}&thread={canned.CARD_TS}", "home=1"):
        await page.goto(f"{slack.url}/?user={canned.ANA}&{place}")
        await page.locator("body[data-live=true]").wait_for()
        assert not await is_wider_than_the_window(page)
    slack.show_modals(canned_views.closing_view())
    box = await page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    await expect(page.get_by_test_id("modal-submit")).to_be_in_viewport()
    await context.close()


async def test_messages_are_walked_by_arrow_keys(page: Page) -> None:
    messages = page.get_by_test_id("messages").get_by_role("listitem")
    await messages.last.focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(f'.message[data-ts="{canned.CARD_TS}"]')).to_be_focused()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.closest('.message')?.dataset.ts") == canned.CARD_TS


async def test_an_open_menu_outlives_news_about_other_messages(slack: FakeSlack, page: Page) -> None:
    await page.locator('[data-action-id="filter.pick.v1"]').click()
    said = canned.said(canned.LUIS, "1790006000.000100", "news")
    slack.push(type="message", channel=canned.JOBS, message=said)
    await expect(page.get_by_test_id("messages")).to_contain_text("news")
    await page.get_by_role("option", name="Website").click()
    await slack.posted("/ui/action")
    await expect(page.locator('[data-action-id="filter.pick.v1"]')).to_have_attribute("data-chosen", "web")


async def test_the_place_of_reading_stays_when_news_arrive_below(slack: FakeSlack, page: Page) -> None:
    scroller = page.locator("#main .scroller")
    await scroller.evaluate("node => { node.scrollTop = 0; }")
    said = canned.said(canned.LUIS, "1790006000.000100", "news")
    slack.push(type="message", channel=canned.JOBS, message=said)
    await expect(page.get_by_test_id("messages")).to_contain_text("news")
    assert await scroller.evaluate("node => node.scrollTop") == 0


async def test_tables_videos_and_markdown_are_drawn(slack: FakeSlack, page: Page) -> None:
    rows = [[{"type": "raw_text", "text": "Shop"}], [{"type": "raw_text", "text": "<b>eBay</b>"}]]
    video = {"type": "video", "title": canned.plain("How to stop"), "title_url": "https://v.example/1"}
    markdown = {"type": "markdown", "text": "**bold** and [a link](https://a.example)"}
    message = await post_blocks(slack, page, {"type": "table", "rows": rows}, video, markdown)
    await expect(message.locator("td")).to_have_text("<b>eBay</b>")
    await expect(message.get_by_role("link", name="How to stop")).to_have_attribute(
        "href", "https://v.example/1"
    )
    await expect(message.locator("strong")).to_have_text("bold")


async def test_checkboxes_in_a_message_act_at_once_and_a_refused_confirm_takes_them_back(
    slack: FakeSlack, page: Page
) -> None:
    ticks = {
        "type": "checkboxes",
        "action_id": "t",
        "options": [canned.option("Mute", "mute")],
        "confirm": {
            "title": canned.plain("Sure?"),
            "text": canned.plain("Really"),
            "deny": canned.plain("No"),
        },
    }
    message = await post_blocks(slack, page, {"type": "actions", "block_id": "b", "elements": [ticks]})
    await message.get_by_label("Mute").click()
    await page.get_by_test_id("confirm-no").click()
    await expect(message.get_by_label("Mute")).not_to_be_checked()
    await message.get_by_label("Mute").click()
    await page.get_by_test_id("confirm-yes").click()
    body = await slack.posted("/ui/action")
    assert body["action"] == {"selected_options": [canned.option("Mute", "mute")]}


async def test_a_legacy_attachment_shows_title_fields_and_footer(slack: FakeSlack, page: Page) -> None:
    attachment = {
        "color": "good",
        "title": "Run 8841",
        "title_link": "https://a.example/8841",
        "fields": [{"title": "State", "value": "*green*", "short": True}],
        "footer": "Demo",
    }
    message = await post_blocks(slack, page, attachments=[attachment])
    await expect(message.get_by_role("link", name="Run 8841")).to_be_visible()
    await expect(message.locator(".fields")).to_contain_text("green")
    await expect(message.locator(".attachment-bar")).to_have_css("background-color", "rgb(46, 182, 125)")


async def test_an_address_that_is_no_colour_changes_no_style(slack: FakeSlack, page: Page) -> None:
    hostile = {"color": "red;background:url(https://far.example/x)", "text": "x"}
    message = await post_blocks(slack, page, attachments=[hostile])
    await expect(message.locator(".attachment-bar")).to_have_css("background-color", "rgb(221, 221, 221)")


async def test_a_link_button_opens_only_addresses_of_the_web_and_tells_the_app(
    slack: FakeSlack, page: Page
) -> None:
    good = canned.button("Open order", "open", url=f"{slack.url}/favicon.svg")
    bad = canned.button("Run it", "run", url="javascript:alert(1)")
    message = await post_blocks(slack, page, {"type": "actions", "block_id": "b", "elements": [good, bad]})
    async with page.context.expect_page() as opened:
        await message.get_by_role("link", name="Open order").click()
    assert (await opened.value).url.endswith("/favicon.svg")
    assert (await slack.posted("/ui/action"))["action_id"] == "open"
    await expect(message.get_by_role("link", name="Run it")).to_have_count(0)
    await expect(message.get_by_role("button", name="Run it")).to_have_count(1)


async def test_a_permalink_to_a_known_channel_is_followed_inside_the_page(
    slack: FakeSlack, page: Page
) -> None:
    address = f"https://kitchenware.slack.com/archives/{canned.ORDERS}/p1790001002000100"
    message = await post_blocks(
        slack, page, {"type": "section", "block_id": "s", "text": canned.mrkdwn(f"<{address}|the order>")}
    )
    await message.get_by_role("link", name="the order").click()
    await expect(page.get_by_test_id("channel-title")).to_have_text("orders")
    await expect(page.locator('.message[data-ts="1790001002.000100"]')).to_be_in_viewport()


async def test_the_finder_jumps_to_a_channel(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await page.keyboard.type("lead")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("channel-title")).to_have_text("leads")


async def test_a_reaction_is_found_by_name(slack: FakeSlack, page: Page) -> None:
    message = page.locator('.message[data-ts="1789990000.000100"]')
    await message.hover()
    await message.get_by_role("button", name="Find another reaction").click()
    await page.get_by_role("searchbox", name="Search emoji").fill("pushpin")
    await page.get_by_test_id("emoji-picker").get_by_role("button", name="pushpin", exact=True).click()
    assert (await slack.posted("/ui/reaction"))["name"] == "pushpin"
