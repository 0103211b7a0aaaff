"""The pictures of docs/images: the main job at the page in Chromium, at a laptop's and a phone's width.

    .venv/bin/python -m tools.pictures [folder]

Slack's own typeface is Lato; install it (`fonts-lato`) before taking pictures that are to be kept.
"""

import asyncio
import io
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect

from andon.demo import demo_world, start_andon, stop_andon
from andon.example import DemoPlaces
from sandbox.slack.demo import ANA, OPS_JOBS

FOLDER = Path(__file__).parents[1] / "docs" / "images"
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
PATIENCE_MS = 30_000
PACE_S = 3.0  # of the platform's busiest job: fast enough that nobody waits for its next run
COLOURS = 255  # a page of flat colours keeps its looks, and a third of its bytes
LOOK_S = 0.1
EBAY, EBAY_JOB = "eBay AU order sync", "ebay-au-orders"


class Camera:
    """Ana's window, and the folder that the pictures go to."""

    def __init__(self, page: Page, places: DemoPlaces, folder: Path) -> None:
        self.page, self.places, self.folder = page, places, folder

    async def go(self, **where: str) -> None:
        asked = "&".join(f"{name}={value}" for name, value in {"user": ANA, **where}.items())
        await self.page.goto(f"{self.places.slack.base_url}/?{asked}")
        await self.page.locator("body[data-live=true]").wait_for()

    async def keep(self, name: str, middle: Locator | None = None) -> None:
        """The window as it stands at both widths; `middle` is scrolled there."""
        for suffix, size in (("", WIDE), ("-390", NARROW)):
            await self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            await self.page.mouse.move(size["width"] / 2, 4)
            if middle is not None:
                await middle.evaluate("node => node.scrollIntoView({ block: 'center' })")
            await _still(self.page)
            small = Image.open(io.BytesIO(await self.page.screenshot())).convert("RGB")
            small.quantize(COLOURS, dither=Image.Dither.NONE).save(
                self.folder / f"{name}{suffix}.png", optimize=True
            )
        await self.page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})

    def card(self) -> Locator:
        return self.page.get_by_test_id("messages").get_by_test_id("message").filter(has_text=EBAY).first

    async def press(self, action_id: str) -> None:
        await self.card().locator(f'button[data-action-id="{action_id}"]').click()

    async def dialog(self, words: str) -> Locator:
        top = self.page.get_by_role("dialog").filter(has_text=words).last
        await expect(top).to_be_visible()
        return top

    async def submit(self) -> None:
        await self.page.get_by_test_id("modal-submit").click()


async def take_all(camera: Camera) -> None:
    """The main job, from its first card to the proof."""
    await camera.go(channel=OPS_JOBS)
    await expect(camera.page.get_by_test_id("message").filter(has_text="keeps failing")).to_have_count(3)
    await camera.keep("channel")
    await camera.press("job_ticket.pause.v1")
    await expect(camera.card()).to_contain_text("is stopped")
    await _refused(camera)
    await _told_and_decided(camera)
    proof = await _mended(camera)
    await _closed(camera, proof)
    await camera.go(home="1")
    await expect(camera.page.get_by_test_id("home-tab")).to_contain_text("#2026")
    await camera.keep("home")
    await camera.page.goto(f"{camera.places.slack.base_url}/gallery/")
    await camera.page.wait_for_load_state("networkidle")  # every language is there
    await camera.keep("gallery")


async def _refused(camera: Camera) -> None:
    """Closing too early: the checklist says what is missing. A word that is no number: the field says so."""
    await camera.press("job_ticket.close.v1")
    dialog = await camera.dialog("Retailer notified")
    await dialog.get_by_label("Note").first.fill(
        "The token was renewed at eBay, the next run has to show it."
    )
    await camera.submit()
    await camera.dialog("Not closed.")
    await camera.keep("closing")
    field = camera.page.locator(".input[data-block-id=duplicate_of]")
    await field.locator("input").fill("the one of yesterday")
    await camera.submit()
    await expect(field.locator(".input-error")).not_to_be_empty()
    await camera.keep("closing-error", middle=field)
    await field.locator("input").fill("")  # a draft would bring it back
    await camera.page.get_by_test_id("modal-dismiss").click()


async def _told_and_decided(camera: Camera) -> None:
    await camera.press("job_ticket.notify.v1")
    await camera.dialog("Change every word you like")
    await camera.submit()
    await camera.dialog("noor@kitchenware.example")
    await camera.submit()
    await expect(camera.card()).to_contain_text("Retailer notified by @Ana Ruiz")
    await camera.press("job_ticket.decide.v1")
    dialog = await camera.dialog("Reactivate")
    await dialog.get_by_role("radio").first.click()
    await camera.submit()
    await expect(camera.card()).to_contain_text("Reactivation decided by @Ana Ruiz")


async def _mended(camera: Camera) -> bytes:
    """The cause is mended on the platform's own page, which then shows the green run."""
    platform = await camera.page.context.new_page()
    await platform.goto(f"{camera.places.slack.base_url}/platform/")
    await platform.get_by_role("button", name="Renew").first.click()
    await expect(platform.locator("body")).to_contain_text("signed in again")
    before = camera.places.platform.world.newest_ended(EBAY_JOB)
    await camera.press("job_ticket.reactivate.v1")
    await camera.page.get_by_test_id("confirm-yes").click()
    await expect(camera.card()).to_contain_text("runs again, not yet proven")
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while camera.places.platform.world.newest_ended(EBAY_JOB) is before:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(LOOK_S)
    await platform.reload()
    await platform.get_by_text("last success").first.wait_for()
    proof = await platform.screenshot(clip={"x": 0, "y": 0, "width": 1000, "height": 520})
    await platform.close()
    return proof


async def _closed(camera: Camera, proof: bytes) -> None:
    await camera.press("job_ticket.close.v1")
    dialog = await camera.dialog("Successful run: done")
    file = FilePayload(name="green-run.png", mimeType="image/png", buffer=proof)
    await dialog.locator("input[type=file]").set_input_files(file)
    await expect(dialog.get_by_test_id("upload").first).to_have_attribute("data-state", "done")
    await camera.submit()
    await camera.dialog("technically verified")
    await camera.page.get_by_test_id("modal-dismiss").click()
    await expect(camera.card()).to_contain_text("closed by @Ana Ruiz")
    await camera.go(channel=OPS_JOBS, thread=str(await camera.card().get_attribute("data-ts")))
    await expect(camera.page.get_by_test_id("thread-messages").get_by_role("img").first).to_be_visible()
    await camera.keep("thread")


async def _still(page: Page) -> None:
    """Two frames after all pictures and typefaces are there."""
    await page.evaluate(
        """async () => {
          await document.fonts.ready;
          await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
    )


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[DemoPlaces]:
    async with demo_world(folder, pace_s=PACE_S, posts_per_s=20.0) as places:
        andon = await start_andon(places)
        try:
            await places.slack.app_connected()
            yield places
        finally:
            await stop_andon(andon)


async def _photograph(browser: Browser, places: DemoPlaces, folder: Path) -> None:
    context = await browser.new_context(timezone_id="Europe/Madrid", locale="en-US", reduced_motion="reduce")
    page = await context.new_page()
    await page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    await take_all(Camera(page, places, folder))
    await context.close()


async def main(folder: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as scratch:
        async with _running(Path(scratch)) as places, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            try:
                await _photograph(browser, places, folder)
            finally:
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
