"""Every control that the page draws says its name to a screen reader."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import canned, canned_blocks, canned_traffic, canned_views
from tests.sandbox.page.accessible import nameless
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

FIELDS: tuple[dict[str, Any], ...] = (
    {"type": "datepicker"},
    {"type": "timepicker"},
    {"type": "datetimepicker"},
    {"type": "users_select"},
    {"type": "multi_conversations_select"},
    {"type": "radio_buttons", "options": [canned.option("One", "1")]},
    {"type": "checkboxes", "options": [canned.option("One", "1")]},
    {"type": "overflow", "options": [canned.option("One", "1")]},
)
INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")


def every_element() -> list[dict[str, Any]]:
    """An actions block of every kind of element, and legacy buttons' modern neighbours beside them."""
    elements = [{**field, "action_id": str(n)} for n, field in enumerate(FIELDS)]
    return [{"type": "actions", "block_id": "every", "elements": elements}]


def every_input() -> list[dict[str, Any]]:
    """A field of every kind of input."""
    kinds: list[dict[str, Any]] = [*({"type": kind} for kind in INPUTS), *FIELDS[:7], {"type": "file_input"}]
    return [
        {
            "type": "input",
            "block_id": f"i{n}",
            "label": canned.plain(f"Field {n}"),
            "element": {**kind, "action_id": "a"},
        }
        for n, kind in enumerate(kinds)
    ]


async def test_every_control_of_a_channel_its_thread_and_the_newer_blocks_has_a_name(
    slack: FakeSlack, page: Page
) -> None:
    blocks = [*canned_blocks.all_newer(), *every_element()]
    attachments = [{"text": "x", "actions": [{"type": "button", "text": "Old button", "name": "o"}]}]
    message = canned.posted("1790007000.000100", "All", blocks, attachments=attachments)
    slack.push(type="message", channel=canned.JOBS, message=message)
    await expect(page.get_by_role("button", name="Old button")).to_be_visible()
    await page.get_by_test_id("open-thread").click()
    await expect(page.get_by_test_id("thread-messages")).to_contain_text("I look at it")
    assert await nameless(page) == []


async def test_every_field_of_a_modal_has_a_name(slack: FakeSlack, page: Page) -> None:
    slack.show_modals(canned_views.closing_view(blocks=every_input()))
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await nameless(page) == []


async def test_every_control_of_home_menus_and_pickers_has_a_name(slack: FakeSlack, page: Page) -> None:
    await page.get_by_test_id("user-switcher").click()
    assert await nameless(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Emoji", exact=True).click()
    assert await nameless(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_test_id("app-home-link").click()
    await expect(page.get_by_test_id("home-tab")).to_contain_text("My queue")
    assert await nameless(page) == []


async def test_every_control_of_the_inspector_and_the_levers_has_a_name(slack: FakeSlack, page: Page) -> None:
    arguments = {"blocks": canned_traffic.refused_blocks()}
    slack.bodies["2"] = {"payload": None, "ack": None, "arguments": arguments, "reply": {"ok": False}}
    await page.get_by_test_id("traffic-toggle").click()
    slack.push(type="traffic", entry=canned_traffic.REFUSED)
    await page.locator(".traffic-row.failed .traffic-line").click()
    await expect(page.get_by_test_id("refused")).to_be_visible()
    assert await nameless(page) == []
    await page.get_by_test_id("drawer-faults").click()
    await expect(page.get_by_test_id("fault-form")).to_be_visible()
    assert await nameless(page) == []


async def test_a_control_without_a_name_would_be_found(page: Page) -> None:
    await page.evaluate("document.getElementById('main').append(document.createElement('button'))")
    assert await nameless(page) == ["button <button></button>"]
