"""How messages read: text, people, dates, pictures, threads, and that hostile words stay words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import canned
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]


async def post_text(slack: FakeSlack, page: Page, text: str, **more: Any) -> Any:
    """Puts a message of Luis into #jobs; the locator of its text."""
    message = canned.said(canned.LUIS, "1790001000.000100", text, **more)
    slack.push(type="message", channel=canned.JOBS, message=message)
    return page.locator('.message[data-ts="1790001000.000100"]')


async def test_marks_become_styles_and_entities_are_decoded_exactly_once(page: Page) -> None:
    text = page.locator('.message[data-ts="1789990030.000100"] .text')
    await expect(text.locator("strong")).to_have_text("bold")
    await expect(text.locator("em")).to_have_text("it")
    await expect(text.locator("s")).to_have_text("gone")
    await expect(text.locator("code")).to_have_text("code")
    await expect(text.locator(".mention")).to_have_text("@Luis Ortega")
    await expect(text).to_contain_text("<b> &amp;")
    await expect(text.locator("a.link")).to_have_text("a_link_")
    await expect(text.locator("a.link")).to_have_attribute("href", "https://a.example/x_y_z")


async def test_quotes_code_blocks_and_lists_have_their_own_lines(page: Page) -> None:
    text = page.locator('.message[data-ts="1789990200.000100"] .text')
    await expect(text.locator("blockquote")).to_have_text("quoted words")
    assert await text.locator("pre").evaluate("node => node.textContent") == "a <b>\n  c"
    await expect(text.locator(".bullet-line")).to_have_count(2)


@pytest.mark.parametrize(
    ("typed", "shown", "styled"),
    [
        ("2*3*4 a_b_c x~y~z", "2*3*4 a_b_c x~y~z", 0),
        ("* not bold *", "* not bold *", 0),
        ("*a _b_ c*", "a b c", 2),
        ("`*not bold*`", "*not bold*", 0),
        ("*<https://a.example/*|x*y>*", "x*y", 1),
        ("a &lt;!channel&gt; b", "a <!channel> b", 0),
        ("<!subteam^S1|@ops> <!here>", "@ops @here", 0),
        ("12:30:45 :nosuchname:", "12:30:45 :nosuchname:", 0),
    ],
)
async def test_marks_inside_words_links_and_code_stay_as_they_are(
    slack: FakeSlack, page: Page, typed: str, shown: str, styled: int
) -> None:
    message = await post_text(slack, page, typed)
    await expect(message.locator(".text")).to_have_text(shown)
    await expect(message.locator(".text strong, .text em, .text s")).to_have_count(styled)


async def test_marks_that_never_close_cost_no_more_than_their_length(slack: FakeSlack, page: Page) -> None:
    message = await post_text(slack, page, "*a _b ~c <e " * 25_000)  # far beyond what Slack stores
    await message.wait_for()
    assert await message.locator(".text").evaluate("node => node.textContent.length") == 12 * 25_000


async def test_hostile_text_runs_nothing_and_offers_no_script_link(page: Page) -> None:
    message = page.locator('.message[data-ts="1790000400.000100"]')
    await expect(message).to_contain_text("<script>window.hacked=1</script>")
    await expect(message).to_contain_text("<img src=x onerror=window.hacked=1>")
    await expect(message).to_contain_text("click me")
    assert await message.locator("script, img, a[href^=javascript]").count() == 0
    assert await page.evaluate("window.hacked") is None


async def test_the_page_forbids_itself_markup_from_strings(slack: FakeSlack, page: Page) -> None:
    slack.expected_faults.append("TrustedHTML")
    refused = await page.evaluate(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return false; } catch (e) { return true; } })()"
    )
    assert refused


async def test_dates_stand_in_the_zone_and_language_of_who_acts(slack: FakeSlack, page: Page) -> None:
    text = "<!date^1790000000^{date_long} {time}^https://a.example|early> <!date^1790000000^{date_num}|x>"
    message = await post_text(slack, page, text)
    await expect(message.locator(".text time").first).to_have_text("Segunda-feira, 21 de setembro 15:13")
    await page.goto(f"{slack.url}/?user={canned.LUIS}&channel={canned.JOBS}")
    await page.locator("body[data-live=true]").wait_for()
    await post_text(slack, page, text)
    await expect(message.locator(".text time").first).to_have_text("Monday, September 21st 10:13 AM")
    await expect(message.locator(".text time").last).to_have_text("2026-09-21")
    await expect(message.locator("a.link").first).to_have_attribute("href", "https://a.example/")


async def test_a_date_that_is_no_number_shows_its_fallback(slack: FakeSlack, page: Page) -> None:
    message = await post_text(slack, page, "<!date^soon^{time}|in a while>")
    await expect(message.locator(".text")).to_have_text("in a while")


async def test_emoji_names_are_drawn_and_copy_as_characters(slack: FakeSlack, page: Page) -> None:
    message = await post_text(slack, page, ":one::lock: :skull:")
    await expect(message.locator(".text .emoji")).to_have_count(3)
    await expect(message.locator("[data-emoji=lock] svg")).to_be_visible()
    await expect(message.locator(".text")).to_have_text("1️⃣🔒 💀")


async def test_layout_blocks_are_drawn_and_an_unknown_one_is_named(page: Page) -> None:
    message = page.locator('.message[data-ts="1789999000.000100"]')
    await expect(message.locator(".header")).to_contain_text("Morning digest")
    await expect(message.locator(".fields .text")).to_have_count(3)
    await expect(message.locator("hr.divider")).to_have_count(1)
    await expect(message.locator(".rich-text li")).to_have_text(["first", "second"])
    await expect(message.locator(".rich-section").first).to_contain_text("bold &amp; raw")
    await expect(message.locator("[data-testid=unknown-block]")).to_contain_text("hologram")


async def test_a_picture_from_elsewhere_is_named_but_not_fetched(slack: FakeSlack, page: Page) -> None:
    await expect(page.locator(".picture-outside")).to_contain_text("A far picture")
    await expect(page.locator(".picture-outside a")).to_have_attribute("href", "https://far.example/a.png")
    assert slack.outside == []


async def test_the_colour_bar_stands_beside_its_words(page: Page) -> None:
    strip = page.locator(f'.message[data-ts="{canned.CARD_TS}"] .attachment')
    await expect(strip).to_contain_text("Open  ·  needs: anyone here")
    await expect(strip.locator(".attachment-bar")).to_have_css("background-color", "rgb(215, 43, 63)")


async def test_pictures_are_previewed_and_other_files_are_cards(slack: FakeSlack, page: Page) -> None:
    files = [
        {"id": "F1", "name": "run.png", "title": "run.png", "mimetype": "image/png", "size": 2048},
        {"id": "F2", "name": "log.csv", "mimetype": "text/csv", "pretty_type": "CSV", "size": 2048},
        {"id": "F3", "mode": "tombstone"},
    ]
    message = await post_text(slack, page, "see", files=files)
    await expect(message.locator("[data-file-id=F1] img")).to_have_attribute(
        "src", f"/ui/file?user={canned.ANA}&id=F1"
    )
    await expect(message.locator("[data-file-id=F2]")).to_contain_text("CSV · 2 KB")
    await expect(message).to_contain_text("This file was deleted")
    await message.get_by_role("button", name="Open picture: run.png").click()
    await expect(page.get_by_role("dialog", name="run.png")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_changed_message_is_redrawn_in_place_and_a_deleted_one_goes(
    slack: FakeSlack, page: Page
) -> None:
    card = page.locator(f'.message[data-ts="{canned.CARD_TS}"]')
    changed = canned.posted(
        canned.CARD_TS, "Stopped", [{"type": "section", "block_id": "t", "text": canned.mrkdwn("*Stopped*")}]
    )
    slack.push(
        type="message_changed", channel=canned.JOBS, message={**changed, "edited": {"user": canned.BOT}}
    )
    await expect(card).to_contain_text("Stopped(edited)")
    await expect(card.get_by_role("button", name="Take it")).to_have_count(0)
    slack.push(type="message_deleted", channel=canned.JOBS, ts=canned.CARD_TS)
    await expect(card).to_have_count(0)


async def test_an_ephemeral_message_says_that_only_you_see_it(slack: FakeSlack, page: Page) -> None:
    message = canned.posted("1790002000.000100", "Not allowed", [], is_ephemeral=True)
    slack.push(type="ephemeral", channel=canned.JOBS, message=message)
    shown = page.locator('.message[data-ts="1790002000.000100"]')
    await expect(shown).to_contain_text("Only visible to you")
    slack.push(type="ephemeral_gone", channel=canned.JOBS, ts="1790002000.000100")
    await expect(shown).to_have_count(0)


async def test_a_screen_reader_hears_the_complete_text_of_a_new_message(slack: FakeSlack, page: Page) -> None:
    message = canned.posted("1790003000.000100", "#7 is closed by <@U0LUIS0001>", canned.job_card()["blocks"])
    slack.push(type="message", channel=canned.JOBS, message=message)
    await expect(page.locator("#announcer")).to_have_text("Andon: #7 is closed by @Luis Ortega")
    listed = page.get_by_role("list", name="Messages in jobs").get_by_role("listitem").last
    await expect(listed).to_have_attribute("aria-label", "Andon: #7 is closed by @Luis Ortega")


async def test_a_thread_opens_at_the_right_and_takes_a_reply(slack: FakeSlack, page: Page) -> None:
    await page.locator(f'.message[data-ts="{canned.CARD_TS}"]').get_by_test_id("open-thread").click()
    pane = page.get_by_test_id("thread-pane")
    await expect(pane.get_by_test_id("message")).to_have_count(3)
    await pane.get_by_test_id("thread-composer-input").fill("on it & done")
    await page.keyboard.press("Enter")
    body = await slack.posted("/ui/message")
    assert body == {
        "user": canned.ANA,
        "channel": canned.JOBS,
        "text": "on it & done",
        "thread_ts": canned.CARD_TS,
    }
    reply = canned.said(canned.LUIS, "1790005000.000100", "thanks", thread_ts=canned.CARD_TS)
    slack.push(type="message", channel=canned.JOBS, message=reply)
    await expect(pane.get_by_test_id("message").last).to_contain_text("thanks")
    await expect(page.get_by_test_id("messages").get_by_text("thanks")).to_have_count(0)
    await pane.get_by_test_id("thread-close").click()
    await expect(pane.get_by_test_id("message")).to_have_count(0)


async def test_reactions_are_put_and_taken(slack: FakeSlack, page: Page) -> None:
    message = page.locator('.message[data-ts="1789990030.000100"]')
    await message.locator("[data-reaction=eyes]").click()
    body = await slack.posted("/ui/reaction")
    assert (body["name"], body["on"], body["ts"]) == ("eyes", True, "1789990030.000100")


async def test_a_message_shortcut_and_a_deletion_go_by_the_message_menu(slack: FakeSlack, page: Page) -> None:
    message = page.locator('.message[data-ts="1789990000.000100"]')
    await message.hover()
    await message.get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="Use as closing evidence").click()
    body = await slack.posted("/ui/shortcut")
    assert (body["callback_id"], body["message_ts"]) == ("evidence.use.v1", "1789990000.000100")
    await message.hover()
    await message.get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="Delete message…").click()
    await page.get_by_test_id("confirm-yes").click()
    assert (await slack.posted("/ui/delete"))["ts"] == "1789990000.000100"
