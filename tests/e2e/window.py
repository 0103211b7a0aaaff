"""Somebody at the sandbox's page in Chromium: what they see and press."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK, PHONE = (1280, 1000), (390, 844)
PATIENCE_MS = 15_000


@dataclass(kw_only=True)
class Window:
    """One page. `complaints` are script errors, and requests that leave this machine."""

    page: Page
    complaints: list[str]

    def card(self, words: str) -> Locator:
        """A message of the channel before them."""
        return self.page.get_by_test_id("messages").get_by_test_id("message").filter(has_text=words).first

    async def press(self, card: Locator, action_id: str) -> None:
        await card.locator(f'button[data-action-id="{action_id}"]').click()

    async def confirm(self) -> None:
        await self.page.get_by_test_id("confirm-yes").click()

    async def dialog(self, words: str) -> Locator:
        """The modal on top, once it says that."""
        top = self.page.get_by_role("dialog").filter(has_text=words).last
        await expect(top).to_be_visible()
        return top

    async def submit(self) -> None:
        await self.page.get_by_test_id("modal-submit").click()

    async def dismiss(self) -> None:
        """Close what stands open, the whole stack."""
        await self.page.get_by_test_id("modal-dismiss").click()
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def attach(self, name: str, content: bytes) -> None:
        file = FilePayload(name=name, mimeType="image/png", buffer=content)
        await self.page.get_by_role("dialog").locator("input[type=file]").set_input_files(file)
        await expect(self.page.get_by_test_id("upload").first).to_have_attribute("data-state", "done")

    async def choose(self, menu: Locator, item: str) -> None:
        """One entry of a three-dot menu or a select."""
        await menu.click()
        await (
            self.page.get_by_role("option", name=item)
            .or_(self.page.get_by_role("menuitem", name=item))
            .first.click()
        )

    async def act_as(self, user_id: str) -> None:
        await self.page.get_by_test_id("user-switcher").click()
        await self.page.get_by_test_id(f"act-as-{user_id}").click()

    async def photograph(self, name: str) -> None:
        """A picture for whoever asks for one: set ANDON_TEST_PICTURES to a folder."""
        if folder := os.environ.get("ANDON_TEST_PICTURES"):
            await self.page.screenshot(path=Path(folder) / f"{name}.png")

    async def fits(self) -> None:
        """Nothing has to be scrolled sideways."""
        wide = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{wide} px wider than the window"


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield running
        finally:
            await running.close()


async def opened(chromium: Browser, address: str, size: tuple[int, int] = DESK) -> Window:
    """A window on the sandbox's page."""
    window = await plain(chromium, address, size)
    await window.page.locator("body[data-live=true]").wait_for()
    return window


async def plain(chromium: Browser, address: str, size: tuple[int, int] = DESK) -> Window:
    """A window on any page of this machine."""
    context = await chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, timezone_id="Europe/Madrid", locale="en-US"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if _is_here(asked.url) else complaints.append(asked.url))
    await page.goto(address)
    return Window(page=page, complaints=complaints)


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"http", "https", "ws", "wss"} or parts.hostname == "127.0.0.1"
