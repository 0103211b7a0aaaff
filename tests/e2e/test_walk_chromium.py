"""What the issue asks to be seen, at the page in Chromium: the main job from its first card to the proof."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, expect

from sandbox.slack.demo import ANA, LUIS, OPS_JOBS, OPS_LEADS, ORDERS
from tests.e2e.order_desk import stick_order
from tests.e2e.walker import EBAY_JOB, fresh_screenshot, operations_of, runs_of
from tests.e2e.window import CHROMIUM, PHONE, Window, browser, opened, plain
from tests.e2e.world import World, until

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.timeout(150),
    pytest.mark.skipif(CHROMIUM is None, reason="NO CHROMIUM ON THE PATH: install the package `chromium`"),
]

EBAY = "eBay AU order sync"


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as running:
        yield running


@pytest.fixture
async def window(world: World, chromium: Browser) -> AsyncIterator[Window]:
    """Ana on #ops-jobs, on a desk."""
    window = await opened(chromium, f"{world.page_url}?user={ANA}&channel={OPS_JOBS}")
    yield window
    assert window.complaints == []


async def test_a_failing_job_is_stopped_mended_proven_and_closed(
    world: World, window: Window, chromium: Browser
) -> None:
    card = window.card(EBAY)
    await expect(card).to_contain_text("keeps failing")
    await expect(card).to_contain_text("token expired")
    await window.photograph("channel")
    await _stop(world, window, card)
    await _closing_is_refused(window, card)
    await _tell_the_retailer(world, window, card, chromium)
    await _decide(window, card)
    await _mend_and_reactivate(world, window, card, chromium)
    number = await _close(world, window, card)
    await _every_place_agrees(world, window, chromium, number)


async def _stop(world: World, window: Window, card: Locator) -> None:
    await window.press(card, "job_ticket.pause.v1")
    await expect(card).to_contain_text("is stopped")
    await expect(card).to_contain_text("Stopped by @Ana Ruiz")
    job = world.platform.world.jobs[EBAY_JOB]
    assert job.paused
    ran = runs_of(world.platform)
    due = world.platform.now()
    await until(
        lambda: (world.platform.now() - due).total_seconds() > 2 * job.interval_s, what="two intervals"
    )
    assert runs_of(world.platform)[-1] == ran[-1], "it was stopped and ran all the same"


async def _closing_is_refused(window: Window, card: Locator) -> None:
    await window.press(card, "job_ticket.close.v1")
    dialog = await window.dialog("Retailer notified")
    await window.submit()
    dialog = await window.dialog("Not closed.")
    for missing in (
        "the retailer has not been told yet",
        "nobody decided to reactivate the account",
        "it has not run since it was stopped",
        "attach a screenshot of the successful run",
        "Assumptions are not verification.",
    ):
        await expect(dialog).to_contain_text(missing)
    await window.photograph("closing-refused")
    await window.dismiss()
    await expect(card).to_contain_text("is stopped")


async def _tell_the_retailer(world: World, window: Window, card: Locator, chromium: Browser) -> None:
    await window.press(card, "job_ticket.notify.v1")
    await window.dialog("Change every word you like")
    await window.photograph("letter-form")
    await window.submit()
    await window.dialog("noor@kitchenware.example")
    await window.photograph("letter-preview")
    await window.submit()
    await expect(card).to_contain_text("Retailer notified by @Ana Ruiz")
    mailbox = await plain(chromium, f"{world.page_url}mailbox/")
    await expect(mailbox.page.locator("#letters")).to_contain_text("eBay AU")
    await expect(mailbox.page.locator("#letters")).to_contain_text("Noor Visser")
    await mailbox.photograph("mailbox")
    await mailbox.page.close()


async def _decide(window: Window, card: Locator) -> None:
    await window.press(card, "job_ticket.decide.v1")
    dialog = await window.dialog("Reactivate")
    await dialog.get_by_role("radio").first.click()
    await window.photograph("decide")
    await window.submit()
    await expect(card).to_contain_text("Reactivation decided by @Ana Ruiz")


async def _mend_and_reactivate(world: World, window: Window, card: Locator, chromium: Browser) -> None:
    platform = await plain(chromium, f"{world.page_url}platform/")
    await platform.page.get_by_role("button", name="Renew").first.click()
    await expect(platform.page.locator("body")).to_contain_text("signed in again")
    await platform.photograph("platform")
    await platform.page.close()
    await window.press(card, "job_ticket.reactivate.v1")
    await window.confirm()
    await expect(card).to_contain_text("runs again, not yet proven")
    before = world.platform.world.newest_ended(EBAY_JOB)
    ended = await until(
        lambda: run if (run := world.platform.world.newest_ended(EBAY_JOB)) is not before else None,
        what="the next run",
    )
    assert ended.state == "succeeded"
    assert not world.platform.world.jobs[EBAY_JOB].paused


async def _close(world: World, window: Window, card: Locator) -> str:
    await window.press(card, "job_ticket.close.v1")
    await window.dialog("Successful run: done")
    await window.attach("green-run.png", fresh_screenshot())
    await window.photograph("closing")
    await window.submit()
    await until(lambda: world.cards(OPS_JOBS, "works again"), what="a closed card")
    await expect(window.page.get_by_role("dialog").last).to_contain_text("technically verified")
    await window.photograph("closed-modal")
    title = await window.page.get_by_role("dialog").last.get_by_role("heading").first.inner_text()
    await window.dismiss()
    await expect(card).to_contain_text("Closed")
    await expect(card).to_contain_text("closed by @Ana Ruiz")
    return title.split("#")[1][:8]


async def _every_place_agrees(world: World, window: Window, chromium: Browser, number: str) -> None:
    """The thread shows the proof; the copy in the leads' channel and App Home say the same."""
    page = window.page
    await window.card(EBAY).get_by_test_id("open-thread").click()
    thread = page.get_by_test_id("thread-messages")
    await expect(thread).to_contain_text(f"The screenshot that #{number} was closed with")
    picture = thread.locator("img[src*='/ui/file']").first
    await expect(picture).to_be_visible()
    assert await picture.evaluate("img => img.complete && img.naturalWidth > 0")
    await window.photograph("closed-thread")
    leads = await opened(chromium, f"{world.page_url}?user={LUIS}&channel={OPS_LEADS}")
    copy = leads.card(EBAY)
    for words in ("works again", "technically verified", "closed by @Ana Ruiz", f"#{number}"):
        await expect(copy).to_contain_text(words)
    await leads.page.goto(f"{world.page_url}?user={LUIS}&home=1")
    home = leads.page.get_by_test_id("home-tab")
    await home.locator("button[data-action-id$=group_closed]").click()
    await expect(home).to_contain_text(f"#{number}")
    await expect(home).to_contain_text("eBay AU order sync vuelve a funcionar")  # Luis reads Spanish
    await leads.photograph("home-closed")
    assert leads.complaints == []


async def test_an_order_is_retried_archived_and_found_again_in_app_home(world: World, window: Window) -> None:
    page = window.page
    await page.get_by_test_id("channel-orders").click()
    card = window.card("Order 1002-B")
    await expect(card).to_contain_text("out of stock")
    await window.photograph("orders")
    await window.press(card, "issue.retry.v1")
    await window.confirm()
    await expect(card).to_contain_text("Resolved")
    assert operations_of(world.platform) == ["order.retry"]
    assert world.platform.world.orders["1002-B"].status == "sent"

    await window.press(card, "case.archive.v1")
    dialog = await window.dialog("Archive")
    await dialog.get_by_role("radio").first.click()
    await window.photograph("archive")
    await window.submit()
    await expect(card).to_contain_text("Archived")

    await page.get_by_test_id("app-home-link").click()
    home = page.get_by_test_id("home-tab")
    await home.get_by_role("button", name="Archived").click()
    await expect(home).to_contain_text("Order 1002-B")
    await window.photograph("home-archived")


async def test_app_home_counts_filters_pages_and_opens_rows(world: World, window: Window) -> None:
    page = window.page
    for n in range(3001, 3013):
        stick_order(world.platform, str(n))
    await until(lambda: len(world.cards(ORDERS)) >= 17, what="all the orders' cards")
    await page.get_by_test_id("app-home-link").click()
    home = page.get_by_test_id("home-tab")
    await expect(home).to_contain_text("Open")
    await home.get_by_role("button", name="Issues").click()
    await expect(home).to_contain_text("1 to 10 of 17")
    await window.photograph("home")
    await home.get_by_role("button", name="Older").click()
    await expect(home).to_contain_text("11 to 17 of 17")
    await expect(home).to_contain_text("Order 1001-A")
    await home.get_by_role("button", name="Newer").click()
    await expect(home).to_contain_text("Order 3012")
    await home.get_by_role("button", name="Job tickets").click()
    await expect(home).to_contain_text(EBAY)
    await expect(home).not_to_contain_text("Order 3012")

    row = home.locator(".block").filter(has_text=EBAY).last
    await window.choose(row.get_by_role("button").last, "Close")
    dialog = await window.dialog("Failure stopped")
    await expect(dialog).to_contain_text("it has not been stopped yet")
    await window.dismiss()
    await window.choose(row.get_by_role("button").last, "View")
    await window.dialog("Kitchenware Co")
    await window.photograph("view")


async def test_everything_fits_a_phone(world: World, chromium: Browser) -> None:
    phone = await opened(chromium, f"{world.page_url}?user={ANA}&channel={OPS_JOBS}", PHONE)
    card = phone.card(EBAY)
    await expect(card).to_contain_text("keeps failing")
    await phone.photograph("phone-channel")
    await phone.fits()
    await phone.press(card, "case.more.v1")
    await phone.dialog("What comes next")
    await phone.photograph("phone-menu")
    await phone.fits()
    await phone.page.get_by_role("dialog").get_by_role("button", name="Close #").click()
    await phone.dialog("Screenshot of the successful run")
    await phone.photograph("phone-closing")
    await phone.fits()
    await phone.dismiss()
    await phone.page.goto(f"{world.page_url}?user={ANA}&home=1")
    await expect(phone.page.get_by_test_id("home-tab")).to_contain_text("Open")
    await phone.photograph("phone-home")
    await phone.fits()
    assert phone.complaints == []
