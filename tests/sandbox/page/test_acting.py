"""What a person can do: click, confirm, choose, write, run a command, act as somebody else."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import canned, canned_views
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

CARD = f'.message[data-ts="{canned.CARD_TS}"]'
ON_CARD = {"type": "message", "channel": canned.JOBS, "message_ts": canned.CARD_TS}


async def test_a_click_names_the_message_the_block_and_the_action(slack: FakeSlack, page: Page) -> None:
    await page.locator(f'{CARD} [data-action-id="job_ticket.take.v1"]').click()
    body = await slack.posted("/ui/action")
    assert body == {
        "user": canned.ANA,
        "container": ON_CARD,
        "block_id": "acts",
        "action_id": "job_ticket.take.v1",
        "action": {"value": "20262010"},
        "state": {"values": {}},
    }


async def test_a_button_is_disabled_until_its_ack_also_across_a_redraw(slack: FakeSlack, page: Page) -> None:
    slack.holds_acks = True
    take = page.locator(f'{CARD} [data-action-id="job_ticket.take.v1"]')
    await take.click()
    await slack.posted("/ui/action")
    await expect(take).to_be_disabled()
    slack.push(type="message_changed", channel=canned.JOBS, message={**canned.job_card(), "text": "again"})
    await expect(page.locator(CARD)).to_have_attribute("aria-label", "Andon: again")
    await expect(take).to_be_disabled()
    slack.push(type="busy", key="K1", on=False)
    await expect(take).to_be_enabled()
    assert len([path for path, _ in slack.posts if path == "/ui/action"]) == 1


async def test_a_dangerous_click_asks_first_and_a_no_sends_nothing(slack: FakeSlack, page: Page) -> None:
    stop = page.get_by_role("button", name="Pause eBay AU")
    await stop.click()
    dialog = page.get_by_role("alertdialog", name="Pause eBay AU?")
    await expect(dialog).to_contain_text("No order of eBay AU is fetched")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(stop).to_be_focused()
    assert slack.posts == []
    await stop.click()
    await dialog.get_by_role("button", name="Pause it").click()
    assert (await slack.posted("/ui/action"))["action_id"] == "job_ticket.pause.v1"


async def test_an_overflow_menu_is_walked_by_keyboard(slack: FakeSlack, page: Page) -> None:
    await page.locator(f"{CARD} .overflow-button").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="View history")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    body = await slack.posted("/ui/action")
    assert body["action"] == {"selected_option": canned.option("Put on hold…", "hold")}


async def test_a_select_filters_chooses_and_sends_its_option_with_the_state(
    slack: FakeSlack, page: Page
) -> None:
    await page.locator('[data-action-id="filter.pick.v1"]').fill("ama")
    await expect(page.get_by_role("option")).to_have_text(["Amazon"])
    await page.keyboard.press("Enter")
    body = await slack.posted("/ui/action")
    chosen = {"selected_option": canned.option("Amazon", "amazon")}
    assert body["action"] == chosen
    assert body["state"]["values"]["pick"]["filter.pick.v1"] == {"type": "static_select", **chosen}


async def test_a_refused_click_is_told(slack: FakeSlack, page: Page) -> None:
    slack.refusal = (404, {"ok": False, "error": "not_found", "detail": "This message is gone"})
    await page.get_by_role("button", name="Take it").click()
    await expect(page.get_by_test_id("toast")).to_contain_text("This message is gone")
    await expect(page.get_by_role("button", name="Take it")).to_be_enabled()


async def test_a_late_ack_shows_the_servers_words(slack: FakeSlack, page: Page) -> None:
    slack.push(type="toast", level="error", text='/andon failed with the error "operation_timeout"')
    await expect(page.get_by_role("alert").get_by_text("operation_timeout")).to_be_visible()


async def test_a_message_mentions_people_and_channels_by_id(slack: FakeSlack, page: Page) -> None:
    box = page.get_by_test_id("composer-input")
    await box.fill("look @lui")
    await expect(page.get_by_role("option", name=re.compile("Luis Ortega"))).to_be_visible()
    await page.keyboard.press("Enter")
    await box.press_sequentially("in #orders a<b")
    await page.keyboard.press("Enter")
    body = await slack.posted("/ui/message")
    assert body == {
        "user": canned.ANA,
        "channel": canned.JOBS,
        "text": f"look <@{canned.LUIS}> in <#{canned.ORDERS}|orders> a<b",
    }
    await expect(box).to_have_value("")


async def test_a_slash_is_answered_with_the_apps_commands_and_sent_as_one(
    slack: FakeSlack, page: Page
) -> None:
    box = page.get_by_test_id("composer-input")
    await box.press_sequentially("/an")
    await expect(page.get_by_test_id("suggestions")).to_contain_text("subscribe jobs | list | help")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("/andon ")
    await box.press_sequentially("list mine")
    await page.keyboard.press("Enter")
    body = await slack.posted("/ui/command")
    assert body == {
        "user": canned.ANA,
        "channel": canned.JOBS,
        "command": "/andon",
        "text": "list mine",
    }


async def test_an_unknown_command_is_refused_and_kept(slack: FakeSlack, page: Page) -> None:
    box = page.get_by_test_id("composer-input")
    await box.fill("/nosuch thing")
    await page.keyboard.press("Enter")
    said = page.locator(".message.ephemeral")
    await expect(said).to_contain_text("Only visible to you")
    await expect(said).to_contain_text("/nosuch is not a valid command")
    await expect(box).to_have_value("/nosuch thing")
    assert slack.posts == []


async def test_a_file_is_sent_with_the_message(slack: FakeSlack, page: Page) -> None:
    await page.get_by_test_id("composer-file").set_input_files(
        {"name": "log.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    await expect(page.get_by_test_id("upload")).to_have_attribute("data-state", "done")
    await page.get_by_test_id("composer-input").fill("see")
    await page.get_by_test_id("send").click()
    assert (await slack.posted("/ui/message"))["file_ids"] == ["F0FILE0001"]
    await expect(page.get_by_test_id("upload")).to_have_count(0)


async def test_a_global_shortcut_starts_from_the_message_box(slack: FakeSlack, page: Page) -> None:
    await page.get_by_test_id("shortcuts").click()
    await page.get_by_role("menuitem", name="Open a case").click()
    assert (await slack.posted("/ui/shortcut"))["callback_id"] == "case.open.v1"


async def test_the_home_tab_opens_tells_the_app_and_acts(slack: FakeSlack, page: Page) -> None:
    await page.get_by_test_id("app-home-link").click()
    home = page.get_by_test_id("home-tab")
    await expect(home).to_contain_text("My queue")
    assert await slack.posted("/ui/home/open") == {"user": canned.ANA}
    await home.get_by_label("All").check()
    body = await slack.posted("/ui/action")
    assert body["container"] == {"type": "home", "view_id": "V0HOME0001"}
    assert body["action"] == {"selected_option": canned.option("All", "all")}
    view = canned_views.home_view()
    view["blocks"][0]["text"] = canned.plain("Nothing open")
    slack.push(type="home", view=view)
    await expect(home).to_contain_text("Nothing open")
    await expect(home.get_by_label("All")).to_be_checked()


async def test_acting_as_another_changes_the_stream_and_the_callers_name(
    slack: FakeSlack, page: Page
) -> None:
    switcher = page.get_by_test_id("user-switcher")
    await expect(switcher).to_contain_text("Ana Reis")
    await expect(switcher).to_contain_text(re.compile(r"português · Lisbon \d"))
    await switcher.click()
    await expect(page.get_by_test_id(f"act-as-{canned.CHLOE}")).to_contain_text("français · Paris")
    await page.get_by_test_id(f"act-as-{canned.CHLOE}").click()
    await expect(switcher).to_contain_text("Chloé Martin")
    await page.locator("body[data-live=true]").wait_for()
    await page.get_by_role("button", name="Take it").click()
    assert (await slack.posted("/ui/action"))["user"] == canned.CHLOE
    assert set(slack.streams.values()) == {canned.CHLOE}


async def test_unread_counts_stand_at_the_channel_until_it_is_opened(slack: FakeSlack, page: Page) -> None:
    orders = page.get_by_test_id("channel-orders")
    await expect(orders.get_by_test_id("badge")).to_have_text("1")
    await orders.click()
    await expect(page.get_by_test_id("channel-title")).to_have_text("orders")
    await expect(page.get_by_role("separator", name="New messages")).to_have_count(1)
    await expect(orders.get_by_test_id("badge")).to_have_count(0)
    slack.push(type="unread", channel=canned.JOBS, unread=7, mentions=2)
    await expect(page.get_by_test_id("channel-jobs").get_by_test_id("badge")).to_have_text("2")


async def test_a_conversation_that_begins_now_appears_in_the_sidebar(slack: FakeSlack, page: Page) -> None:
    slack.snapshot["channels"].append(canned.channel("C0NEW00001", "returns", unread=1))
    slack.push(type="unread", channel="C0NEW00001", unread=1, mentions=0)
    await expect(page.get_by_test_id("channel-returns").get_by_test_id("badge")).to_have_text("1")


async def test_an_archived_channel_can_be_read_but_not_written_in(slack: FakeSlack, page: Page) -> None:
    slack.push(type="channel", channel={"id": canned.JOBS, "is_archived": True})
    await expect(page.get_by_test_id("archived")).to_contain_text("#jobs is archived")
    await expect(page.get_by_test_id("composer")).to_have_count(0)


async def test_a_lost_stream_comes_back_and_what_was_missed_is_read(slack: FakeSlack, page: Page) -> None:
    slack.messages[canned.JOBS].append(canned.said(canned.LUIS, "1790009000.000100", "said meanwhile"))
    slack.show_modals()
    slack.stack = [canned_views.closing_view()]
    slack.lose_streams()
    await expect(page.get_by_test_id("messages")).to_contain_text("said meanwhile")
    await expect(page.get_by_role("dialog", name="Close #20262010")).to_be_visible()


async def test_the_inspector_lists_what_was_said_to_the_app_and_what_was_refused(
    slack: FakeSlack, page: Page
) -> None:
    await page.get_by_test_id("traffic-toggle").click()
    await expect(page.get_by_test_id("traffic-row")).to_contain_text("12.4 ms")
    refused = {
        "id": "2",
        "at": 1790000001,
        "direction": "from_app",
        "transport": "http",
        "kind": "chat.postMessage",
        "ms": 3,
        "status": "invalid_blocks",
        "summary": "1 error",
        "pointer": "/blocks/0/text/text",
    }
    slack.push(type="traffic", entry=refused)
    await expect(page.locator(".traffic-row.failed")).to_contain_text("/blocks/0/text/text")
