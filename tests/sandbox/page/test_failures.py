"""What a person sees when the app did not answer: a triangle at the control, words of Slackbot for a command."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import canned
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

LATE = "This app is taking too long to respond (operation_timeout). Please try again."


def fail(slack: FakeSlack, words: str) -> None:
    """The app fails the last act, told as the server tells it."""
    key = f"K{len(slack.posts)}"
    slack.push(type="failed", key=key, words=words)
    slack.push(type="toast", key=key, level="warning", text=words)
    slack.push(type="busy", key=key, on=False)


async def test_a_late_app_leaves_a_triangle_at_the_button_until_the_next_try(
    slack: FakeSlack, page: Page
) -> None:
    slack.holds_acks = True
    take = page.get_by_role("button", name="Take it")
    await take.click()
    await slack.posted("/ui/action")
    fail(slack, LATE)
    triangle = page.locator('[data-action-id="job_ticket.take.v1"] + [data-testid=failure]')
    await expect(triangle).to_have_attribute("title", LATE)
    await expect(triangle).to_have_role("alert")
    await expect(take).to_be_enabled()
    await expect(page.get_by_test_id("toast")).to_have_count(0)
    await expect(page.get_by_test_id("failure")).to_have_count(1)
    slack.holds_acks = False
    await take.click()
    await slack.posted("/ui/action")
    await expect(triangle).to_have_count(0)


async def test_a_triangle_outlives_the_redrawing_of_its_message(slack: FakeSlack, page: Page) -> None:
    slack.holds_acks = True
    await page.get_by_role("button", name="Take it").click()
    await slack.posted("/ui/action")
    fail(slack, LATE)
    await expect(page.get_by_test_id("failure")).to_have_count(1)
    changed = {**canned.job_card(), "text": "changed", "edited": {"ts": canned.CARD_TS}}
    slack.push(type="message_changed", channel=canned.JOBS, message=changed)
    await expect(page.locator(f'.message[data-ts="{canned.CARD_TS}"] .edited')).to_have_count(1)
    await expect(page.get_by_test_id("failure")).to_have_count(1)


async def test_a_failed_menu_has_its_triangle_too(slack: FakeSlack, page: Page) -> None:
    slack.holds_acks = True
    await page.locator('[data-action-id="filter.pick.v1"]').click()
    await page.get_by_role("option", name="Website").click()
    await slack.posted("/ui/action")
    fail(slack, LATE)
    await expect(page.locator(".choice.has-failed + [data-testid=failure]")).to_have_count(1)


async def test_a_failed_command_is_said_by_slackbot_to_the_person_alone(slack: FakeSlack, page: Page) -> None:
    slack.holds_acks = True
    await page.get_by_test_id("composer-input").fill("/andon list")
    await page.keyboard.press("Enter")
    await slack.posted("/ui/command")
    fail(slack, '/andon failed with the error "operation_timeout" <b>')
    said = page.locator('.message.ephemeral[data-author="Slackbot"]')
    await expect(said).to_contain_text("Only visible to you")
    await expect(said.locator(".text")).to_have_text('/andon failed with the error "operation_timeout" <b>')
    await said.hover()
    await said.get_by_role("button", name="Dismiss message").click()
    await expect(said).to_have_count(0)
    assert [path for path, _ in slack.posts] == ["/ui/command"]


async def test_a_failed_shortcut_has_no_control_and_is_told_in_passing(slack: FakeSlack, page: Page) -> None:
    slack.holds_acks = True
    await page.get_by_test_id("shortcuts").click()
    await page.get_by_role("menuitem", name="Open a case").click()
    await slack.posted("/ui/shortcut")
    fail(slack, LATE)
    await expect(page.get_by_test_id("toast")).to_have_text(LATE)
