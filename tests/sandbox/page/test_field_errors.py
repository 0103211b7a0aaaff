"""An error at a field stays until the person edits that field or the app changes the view."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import canned_views
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]

LONGER_THAN_A_PAUSE_MS = 1000  # the page gathers keystrokes before it says that somebody typed


async def test_an_error_stays_when_the_same_view_is_told_again(slack: FakeSlack, page: Page) -> None:
    view = canned_views.closing_view()
    slack.show_modals(view)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_test_id("modal-submit").click()
    error = dialog.locator(".input[data-block-id=outcome] .input-error")
    await expect(error).not_to_be_empty()
    slack.show_modals(view)
    slack.push(type="toast", level="info", text="told")
    await expect(page.get_by_test_id("toast")).to_have_text("told")
    await expect(error).not_to_be_empty()
    slack.show_modals({**view, "hash": "2.a"})
    await expect(error).to_be_empty()


async def test_an_error_outlives_the_pause_after_the_last_keystroke(slack: FakeSlack, page: Page) -> None:
    await page.clock.install()
    note = canned_views.closing_view()["blocks"][3]
    slack.show_modals(canned_views.closing_view(blocks=[note]))
    slack.submit_answer = {"ok": True, "errors": {"note": "Say more"}}
    field = page.get_by_role("dialog").get_by_label("Note")
    await field.fill("x")
    await page.get_by_test_id("modal-submit").click()
    error = page.locator(".input[data-block-id=note] .input-error")
    await expect(error).to_have_text("Say more")
    await page.clock.run_for(LONGER_THAN_A_PAUSE_MS)
    await expect(error).to_have_text("Say more")
    await field.fill("xy")
    await expect(error).to_be_empty()
