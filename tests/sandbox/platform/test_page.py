"""The demo platform's page and its controls."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, async_playwright, expect
from yarl import URL

from sandbox.platform import DemoConfig
from tests.sandbox.platform.running import Running, running_demo

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> <b>bold</b> \u202eover"


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    async with running_demo(DemoConfig(frozen=True)) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as http:
        yield http


@pytest.fixture
async def page(running: Running) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = await browser.new_page(viewport={"width": 1280, "height": 900})
            await page.goto(f"{running.page}/")
            yield page
        finally:
            await browser.close()


async def order(http: ClientSession, running: Running, path: str, **body: object) -> tuple[int, str]:
    async with http.post(f"{running.page}/control/{path}", json=body) as answer:
        return answer.status, (await answer.json())["told"]


async def test_the_page_and_its_files_take_nothing_from_elsewhere(
    running: Running, http: ClientSession
) -> None:
    for name, kind in (("", "text/html"), ("page.css", "text/css"), ("page.js", "text/javascript")):
        async with http.get(f"{running.page}/{name}") as answer:
            text = await answer.text()
            assert (answer.status, answer.content_type) == (200, kind)
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "http://" not in text and "https://" not in text and "@import" not in text


async def test_the_address_without_its_slash_leads_to_the_page(running: Running, http: ClientSession) -> None:
    async with http.get(running.page) as answer:
        assert str(answer.url) == f"{running.page}/"


async def test_whoever_leaves_the_page_leaves_no_error_behind(
    running: Running, http: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    page = URL(f"{running.page}/stream")
    for _ in range(20):  # the page is left while its first news is on the way
        _, asks = await asyncio.open_connection(page.host, page.port)
        asks.write(f"GET {page.path} HTTP/1.1\r\nHost: {page.host}:{page.port}\r\n\r\n".encode())
        await asks.drain()
        asks.transport.abort()
        await order(http, running, "clock", do="tick", seconds=30)
    assert [r.getMessage() for r in caplog.records if r.levelname == "ERROR"] == []


async def test_a_control_takes_json_alone(running: Running, http: ClientSession) -> None:
    form = "act=job.pause&id=ebay-au-orders"
    for content in ("application/x-www-form-urlencoded", "text/plain"):
        headers = {"Content-Type": content}
        async with http.post(f"{running.page}/control/act", data=form, headers=headers) as answer:
            assert answer.status == 415
    assert not running.demo.world.jobs["ebay-au-orders"].paused


async def test_each_control_does_what_it_says(running: Running, http: ClientSession) -> None:
    demo = running.demo
    assert (await order(http, running, "act", act="job.pause", id="ebay-au-orders"))[0] == 200
    assert demo.world.jobs["ebay-au-orders"].paused

    new = {"id": "extra", "name": HOSTILE, "connection_id": "kitchenware-ebay-au", "interval_s": 5}
    assert (await order(http, running, "job", **new))[0] == 200
    assert (await order(http, running, "clock", do="tick", seconds=10))[0] == 200
    newest = demo.world.newest_ended("extra")
    assert newest is not None and newest.state == "failed"

    assert (await order(http, running, "fault", kind="rate_limited", on="all", times=2))[0] == 200
    assert [fault.times for fault in demo.faults.planned()] == [2]
    assert (await order(http, running, "mended"))[0] == 200
    assert demo.faults.planned() == ()

    assert (await order(http, running, "clock", do="run"))[0] == 200
    assert demo.world.frozen_at is None
    assert (await order(http, running, "events")) == (
        200,
        f"{len(demo.waiting_events())} events are waiting.",
    )
    assert (await order(http, running, "reset"))[0] == 200
    assert "extra" not in demo.world.jobs


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("act", {"act": "job.pause"}, 422),
        ("act", {"act": "job.explode", "id": "x"}, 404),
        ("act", {"act": "job.pause", "id": "x"}, 404),
        ("clock", {"do": "tick", "seconds": -1}, 422),
        ("fault", {"kind": "meteor"}, 422),
        ("job", {"id": "a b", "name": "x", "connection_id": "y"}, 422),
        ("job", {"id": "a", "name": "x", "connection_id": "nothing"}, 409),
    ],
)
async def test_a_control_that_makes_no_sense_says_why(
    running: Running, http: ClientSession, path: str, body: dict[str, object], status: int
) -> None:
    got, told = await order(http, running, path, **body)
    assert got == status
    assert told


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
class TestInABrowser:
    async def test_mending_the_cause_on_the_page_makes_the_next_run_succeed(
        self, running: Running, page: Page
    ) -> None:
        running.demo.tick(15)
        card = page.locator("#job-ebay-au-orders")
        await expect(card.locator(".cause")).to_contain_text("invalid_grant")

        await card.get_by_role("button", name="Renew token").click()
        await expect(card).to_contain_text("Mended")
        running.demo.tick(20)

        await expect(card.locator(".pill")).to_have_text("succeeded")
        await expect(card.locator(".cause")).to_have_count(0)

    async def test_what_is_paused_from_outside_shows_by_itself(self, running: Running, page: Page) -> None:
        card = page.locator("#job-ebay-au-orders")
        await expect(card).to_be_visible()
        running.demo.do("job.pause", "ebay-au-orders")
        await expect(card.locator(".pill")).to_have_text("paused")
        await expect(card).to_contain_text("no runs while paused")

    async def test_hostile_text_stays_text(self, running: Running, page: Page) -> None:
        job = running.demo.world.jobs["themarket-prices"]
        job.name = HOSTILE
        running.demo.changed()
        await expect(page.locator("#job-themarket-prices h3")).to_have_text(HOSTILE)
        assert await page.locator("#job-themarket-prices").locator("img, b").count() == 0
        assert "taken" not in await page.title()

    @pytest.mark.parametrize("width", [1280, 390])
    async def test_nothing_hangs_over_the_edge(self, running: Running, page: Page, width: int) -> None:
        running.demo.world.jobs["themarket-prices"].name = "x" * 400
        running.demo.tick(30)
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(page.locator("#job-themarket-prices h3")).to_have_text("x" * 400)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width

    async def test_a_link_to_a_job_marks_that_job(self, running: Running, page: Page) -> None:
        await page.goto(f"{running.page}/#job-bluebird-stock")
        await expect(page.locator("#job-bluebird-stock")).to_have_class("card succeeded target")
