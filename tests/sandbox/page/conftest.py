"""One Chromium for the folder; a fresh server and a fresh window for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.sandbox.page import canned
from tests.sandbox.page.fake_server import FakeSlack

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 5000  # how long a check on the page may take to come true


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium, or a skip that says how to get one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("NO CHROMIUM ON THE PATH: the page is not tested. Install the package `chromium`.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="package")
async def slack() -> AsyncIterator[FakeSlack]:
    """The page's test server, listening."""
    server = FakeSlack()
    await server.start()
    yield server
    await server.close()


@pytest_asyncio.fixture(loop_scope="package")
async def page(chromium: Browser, slack: FakeSlack) -> AsyncIterator[Page]:
    """A laptop-sized window on #jobs, acting as Ana; a script error or an outside request fails the test."""
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 800}, timezone_id="UTC", locale="en-US"
    )
    window = await context.new_page()
    window.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    window.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    note_outside_requests(window, slack.outside)
    await window.goto(f"{slack.url}/?user={canned.ANA}&channel={canned.JOBS}")
    await window.locator("body[data-live=true]").wait_for()
    yield window
    await context.close()
    surprises = [fault for fault in faults if not any(word in fault for word in slack.expected_faults)]
    assert surprises == []
    assert slack.outside == []


def note_outside_requests(window: Page, outside: list[str]) -> None:
    """Writes down each address that the window asks for beyond this machine."""
    window.on("request", lambda request: outside.append(request.url) if _is_outside(request.url) else None)
    window.on("websocket", lambda socket: outside.append(socket.url) if _is_outside(socket.url) else None)


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"
