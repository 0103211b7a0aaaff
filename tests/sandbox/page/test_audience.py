"""Who is meant and who sees it: user groups, replies sent to the channel too, lines for one person, bots."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import canned
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

TS = "1790008000.000100"


async def test_a_user_group_is_called_by_its_handle_and_marked_for_its_members(
    slack: FakeSlack, page: Page
) -> None:
    group = {"type": "usergroup", "usergroup_id": canned.LEADS}
    section = {"type": "rich_text_section", "elements": [group]}
    blocks: list[canned.Json] = [
        {"type": "section", "block_id": "m", "text": canned.mrkdwn(f"<!subteam^{canned.LEADS}> look")},
        {"type": "rich_text", "block_id": "r", "elements": [section]},
        {"type": "section", "block_id": "u", "text": canned.mrkdwn("<!subteam^S0UNKNOWN1|@others>")},
    ]
    slack.push(type="message", channel=canned.JOBS, message=canned.posted(TS, "x", blocks))
    mentions = page.locator(f'.message[data-ts="{TS}"] .mention')
    await expect(mentions).to_have_text(["@leads", "@leads", "@others"])
    await expect(page.locator(f'.message[data-ts="{TS}"] .mention-me')).to_have_count(2)


async def test_a_reply_is_also_sent_to_the_channel_when_asked(slack: FakeSlack, page: Page) -> None:
    await page.get_by_test_id("open-thread").click()
    box = page.get_by_label("Also send to #jobs")
    await box.check()
    await page.get_by_test_id("thread-composer-input").fill("It is green again")
    await page.get_by_test_id("thread-send").click()
    body = await slack.posted("/ui/message")
    assert (body["thread_ts"], body["broadcast"]) == (canned.CARD_TS, True)
    await expect(box).not_to_be_checked()
    await page.get_by_test_id("thread-composer-input").fill("Only here")
    await page.get_by_test_id("thread-send").click()
    assert "broadcast" not in await slack.posted("/ui/message")


async def test_a_reply_in_the_channel_says_which_thread_it_belongs_to(slack: FakeSlack, page: Page) -> None:
    reply = canned.said(canned.LUIS, TS, "It is green again", thread_ts=canned.CARD_TS)
    root = canned.job_card()
    reply |= {"subtype": "thread_broadcast", "root": root}
    slack.push(type="message", channel=canned.JOBS, message=reply)
    line = page.locator(f'.message[data-ts="{TS}"]').get_by_test_id("replied-to")
    await expect(line).to_have_text(root["text"])
    await line.click()
    await expect(page.get_by_test_id("thread-pane")).to_contain_text("I look at it")


async def test_dismissing_a_line_for_one_person_tells_the_server_which_takes_it_away(
    slack: FakeSlack, page: Page
) -> None:
    whisper = canned.posted(TS, "Just for you", [], is_ephemeral=True)
    slack.push(type="ephemeral", channel=canned.JOBS, message=whisper)
    line = page.locator(".message.ephemeral")
    await line.hover()
    await line.get_by_role("button", name="Dismiss message").click()
    body = await slack.posted("/ui/ephemeral/dismiss")
    assert body == {"user": canned.ANA, "channel": canned.JOBS, "ts": TS}
    slack.push(type="ephemeral_gone", channel=canned.JOBS, ts=TS)
    await expect(line).to_have_count(0)


async def test_conversations_with_bots_are_left_out_when_the_app_asks(slack: FakeSlack, page: Page) -> None:
    pick = {
        "type": "conversations_select",
        "action_id": "c",
        "filter": {"include": ["im"], "exclude_bot_users": True},
    }
    block = {"type": "actions", "block_id": "b", "elements": [pick]}
    slack.push(type="message", channel=canned.JOBS, message=canned.posted(TS, "x", [block]))
    await page.locator(f'.message[data-ts="{TS}"] [data-action-id=c]').click()
    await expect(page.get_by_role("option")).to_have_text(["Luis Ortega"])
