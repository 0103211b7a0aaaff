"""The gallery in Chromium: everything is drawn, in every language, checked, harmless, and asks nobody outside."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.blocks.examples.drawings import Drawing, drawings
from bot.blocks.validator import Surface
from bot.words import Say, load
from sandbox.gallery import add_gallery
from sandbox.gallery.exhibits import Text, drawn
from sandbox.slack import SandboxSlack, demo_config, run_sandbox_slack
from tests.sandbox.page.conftest import chromium  # noqa: F401 - one Chromium for this folder too

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(240)]

WORDS = load(strict=True)
NAMES = set(drawings(WORDS["en"], WORDS))
PATIENCE_MS = 60_000  # for seven hundred drawings on a machine that is busy with other tests
LAPTOP, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=844)


@pytest_asyncio.fixture(loop_scope="package")
async def slack() -> AsyncIterator[SandboxSlack]:
    async with run_sandbox_slack(demo_config(), mount=add_gallery) as running:
        yield running


@asynccontextmanager
async def visit(
    browser: Browser, slack: SandboxSlack, query: str, size: ViewportSize = LAPTOP
) -> AsyncIterator[Page]:
    """A window on the finished gallery. A script error, a dialog or a request to elsewhere fails the test."""
    context = await browser.new_context(viewport=size, locale="en-US")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if is_outside(request.url) else None)
    await page.goto(f"{slack.base_url}/gallery/?{query}")
    await page.locator("body[data-complete=true]").wait_for()
    yield page
    await context.close()
    assert faults == []


def is_outside(url: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"


EXHIBITS = "[data-testid=exhibit]:not([hidden])"
CELLS = f"{EXHIBITS} [data-testid=cell]:not([hidden])"


async def test_everything_is_drawn_and_taken_in_every_language(
    chromium: Browser,  # noqa: F811
    slack: SandboxSlack,
) -> None:
    assert set(WORDS) == {"en", "es", "fr", "pt"}
    async with visit(chromium, slack, "") as page:
        names = await page.get_by_test_id("exhibit").evaluate_all("all => all.map(one => one.dataset.name)")
        assert set(names) == NAMES
        cells = page.locator("[data-testid=cell]")
        assert await cells.count() == len(NAMES) * len(WORDS)
        assert await page.locator("[data-testid=cell][data-drawn]").count() == len(NAMES) * len(WORDS)
        assert await page.locator("[data-testid=good]").count() == len(NAMES) * len(WORDS)
        assert await page.locator(".stage:empty, .unknown").count() == 0
        assert await page.get_by_text("Too broken to be drawn").count() == 0
        verdict = page.get_by_test_id("verdict")
        await expect(verdict).to_have_text(f"{len(NAMES)} drawings, 4 languages, none refused")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_languages_stand_side_by_side_or_one_at_a_time(
    chromium: Browser,  # noqa: F811
    slack: SandboxSlack,
    size: ViewportSize,
) -> None:
    async with visit(chromium, slack, "name=card.job_ticket.closed_duplicate", size) as page:
        assert await page.locator(CELLS).count() == (4 if size is LAPTOP else 1)
        tops = await page.locator(CELLS).evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().top)"
        )
        assert len(set(tops)) == 1
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def test_names_kinds_and_languages_are_filters_that_stand_in_the_address(
    chromium: Browser,  # noqa: F811
    slack: SandboxSlack,
) -> None:
    async with visit(chromium, slack, "languages=en,pt&name=modal.closing") as page:
        wanted = {name for name in NAMES if "modal.closing" in name}
        assert await page.locator(EXHIBITS).count() == len(wanted)
        assert await page.locator(CELLS).count() == 2 * len(wanted)
        await page.get_by_test_id("gallery-search").fill("duplicate card")
        assert await page.locator(EXHIBITS).count() == 2
        await page.get_by_test_id("language-en").click()
        assert await page.locator(CELLS).count() == 2
        await page.get_by_test_id("gallery-search").fill("")
        await page.get_by_test_id("kind-home").click()
        homes = [name for name in NAMES if name.startswith("screen.home")]
        assert await page.locator(EXHIBITS).count() == len(homes)
        assert "kind=home" in page.url and "languages=pt" in page.url


async def test_a_menu_opens_and_nothing_is_sent(chromium: Browser, slack: SandboxSlack) -> None:  # noqa: F811
    async with visit(chromium, slack, "languages=en&name=card.job_ticket.open") as page:
        await page.get_by_role("button", name="Take it").first.click()
        await expect(page.get_by_test_id("toast").first).to_contain_text("nothing was sent")
        await page.get_by_text("JSON", exact=True).first.click()
        await expect(page.locator(".json-lines").first).to_contain_text("case.take.v1")
    assert slack.workspace.hub.traffic() == []


async def test_hostile_texts_are_words_everywhere(chromium: Browser, slack: SandboxSlack) -> None:  # noqa: F811
    async with visit(chromium, slack, "text=hostile&languages=en,fr") as page:
        assert await page.title() == "Gallery"
        assert await page.locator(".stage script, .stage img[src='x'], .stage [onerror]").count() == 0
        assert await page.locator(".stage a[href^='javascript']").count() == 0
        assert await page.locator("[data-testid=cell][data-refused]").count() == 0
        await expect(page.locator(".stage").first).to_contain_text("<script>document.title='taken'</script>")


async def test_what_slack_would_refuse_is_marked_with_its_pointer(chromium: Browser) -> None:  # noqa: F811
    too_long = {"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}
    bad = {"text": "x", "blocks": [{"type": "divider"}, too_long]}

    def with_a_bad_one(say: Say, words: dict[str, Say], text: Text) -> Mapping[str, Drawing]:
        return {
            "card.bad": Drawing(bad, Surface.MESSAGE),
            "card.good": drawn(say, words, text)["card.issue.open"],
        }

    def mount(app: web.Application) -> None:
        add_gallery(app, with_a_bad_one)

    async with (
        run_sandbox_slack(demo_config(), mount=mount) as slack,
        visit(chromium, slack, "languages=en") as page,
    ):
        await expect(page.get_by_test_id("verdict")).to_have_text("2 drawings, 1 language, 1 refused")
        await page.get_by_test_id("kind-refused").click()
        assert await page.locator(EXHIBITS).count() == 1
        reasons = page.locator(f"{CELLS} [data-testid=reasons]")
        await expect(reasons).to_contain_text("must be less than 3001 characters /blocks/1/text/text")
        assert await page.locator(".stage .block[data-block-type=section] .offending").count() == 1


async def test_the_page_may_ask_for_drawings_only(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession(slack.base_url) as session:
        async with session.get("/gallery/") as page:
            assert page.headers["Content-Security-Policy"] == f"connect-src {slack.base_url}/gallery/"
        async with session.get("/gallery") as moved:
            assert str(moved.url).endswith("/gallery/")
        async with session.get("/gallery/drawings", params={"language": "xx"}) as unknown:
            assert unknown.status == 404
