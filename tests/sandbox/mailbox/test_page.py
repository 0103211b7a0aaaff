"""The mailbox's page as a person sees it, in Chromium, on a desk and on a phone."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.sandbox.mailbox.conftest import Corner, letter

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
HOSTILE = (
    "<img src=x onerror=\"document.body.dataset.hit='1'\"><script>document.body.dataset.hit='1'</script>"
)

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def opened(browser: Browser, corner: Corner, size: dict[str, int]) -> tuple[Page, list[str]]:
    """The page, and whatever it complains about."""
    context = await browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    await page.goto(corner.url)
    await expect(page.locator("#live")).to_have_attribute("title", "live")
    return page, complaints


async def photographed(page: Page, name: str) -> None:
    """A picture for whoever asks for one: set ANDON_TEST_PICTURES to a folder."""
    if folder := os.environ.get("ANDON_TEST_PICTURES"):
        await page.screenshot(path=f"{folder}/mailbox-{name}.png")


async def no_sideways_scroll(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


async def test_a_letter_appears_by_itself_and_opens(browser: Browser, corner: Corner) -> None:
    page, complaints = await opened(browser, corner, DESK)
    await expect(page.locator("#letters")).to_contain_text("No letters yet")
    await photographed(page, "empty")
    await corner.mail.send(letter(id="1", subject="Ihre Anbindung ist angehalten", body=LONG, language="de"))
    await corner.mail.send(letter(id="1", subject="Ihre Anbindung ist angehalten", body=LONG, language="de"))
    await corner.mail.send(letter(id="2", to_name="Hartley & Sons", to_address="desk@hartley.example"))
    await expect(page.locator(".letter")).to_have_count(3)
    await expect(page).to_have_title("(3) Mailbox · Andon sandbox")
    await page.locator(".letter").nth(1).click()
    reader = page.locator("#reader")
    await expect(reader.locator("h1")).to_have_text("Ihre Anbindung ist angehalten")
    await expect(reader.locator(".pills")).to_contain_text("#20262010")
    await expect(reader.locator(".pill.wait")).to_have_text("came 2 times")
    await expect(reader.locator(".body")).to_contain_text("Bitte melden Sie sich neu an")
    assert await reader.locator(".body a").get_attribute("href") == "https://shop.example/reconnect?a=1"
    await expect(page).to_have_title("(2) Mailbox · Andon sandbox")
    await photographed(page, "desk")
    await page.locator("summary").click()
    await expect(reader.locator("table")).to_contain_text("auto-generated")
    await photographed(page, "desk-headers")
    await page.fill("#search", "hartley")
    await expect(page.locator(".letter")).to_have_count(1)
    await expect(page.locator("#count")).to_have_text("1 of 3")
    assert complaints == []
    assert await no_sideways_scroll(page)


async def test_on_a_phone_list_and_letter_take_turns(browser: Browser, corner: Corner) -> None:
    await corner.mail.send(letter(subject="w" * 150, body=LONG))
    page, complaints = await opened(browser, corner, PHONE)
    await expect(page.locator(".letter")).to_have_count(1)
    await photographed(page, "phone-list")
    assert await no_sideways_scroll(page)
    await page.locator(".letter").click()
    await expect(page.locator(".list")).to_be_hidden()
    await expect(page.locator("#reader .body")).to_be_visible()
    await photographed(page, "phone-letter")
    assert await no_sideways_scroll(page)
    await page.go_back()
    await expect(page.locator(".list")).to_be_visible()
    await expect(page.locator("#reader")).to_be_hidden()
    assert complaints == []


async def test_hostile_words_are_words(browser: Browser, corner: Corner) -> None:
    await corner.mail.send(
        letter(subject=HOSTILE, body=HOSTILE + "\njavascript:alert(1)", to_name=HOSTILE, case_number=HOSTILE)
    )
    page, complaints = await opened(browser, corner, DESK)
    await page.locator(".letter").click()
    await expect(page.locator("#reader h1")).to_have_text(HOSTILE)
    await expect(page.locator("#reader .body")).to_contain_text("<script>")
    assert await page.evaluate("document.body.dataset.hit") is None
    assert await page.locator("#reader img, #reader script, #reader .body a").count() == 0
    assert complaints == []


async def test_a_letter_that_is_gone_says_so(browser: Browser, corner: Corner) -> None:
    await corner.mail.send(letter())
    page, _ = await opened(browser, corner, DESK)
    await page.locator(".letter").click()
    corner.mailbox.clear()
    await expect(page.locator("#reader")).to_contain_text("This letter is gone")


LONG = """Guten Tag,

wir haben die Auftragsübernahme von eBay AU angehalten, weil die Anmeldung abgelaufen ist
("refresh token revoked"). Es gehen keine Aufträge verloren; 14 warten.

Was Sie tun können:

  1. Bitte melden Sie sich neu an: https://shop.example/reconnect?a=1.
  2. Antworten Sie auf diesen Brief, sobald das geschehen ist.

Danach nehmen wir den Abgleich wieder auf und prüfen den nächsten Lauf.

Mit freundlichen Grüßen
Andon
"""


async def test_a_letter_is_answered_and_what_became_of_it_stands_below(
    browser: Browser, corner: Corner
) -> None:
    for size, name in ((DESK, "desk"), (PHONE, "phone")):
        page, complaints = await opened(browser, corner, size)
        await corner.mail.send(letter(id=name, subject=f"Letter {name}"))
        await page.locator(".letter", has_text=f"Letter {name}").click()
        await page.get_by_label("Answer", exact=True).fill(HOSTILE)
        await page.get_by_role("button", name="Answer", exact=True).click()
        await expect(page.locator(".answer")).to_contain_text("heard · #20262010")
        await expect(page.get_by_label("Answer", exact=True)).to_have_value("")
        await page.get_by_role("button", name="Bounce").click()
        await expect(page.locator(".answer")).to_have_count(2)
        assert await page.locator("body").get_attribute("data-hit") is None
        assert await no_sideways_scroll(page)
        await photographed(page, f"answered-{name}")
        assert complaints == []
        await page.context.close()
    assert len(corner.taken) == 4
