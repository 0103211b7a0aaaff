"""The fault panel pulls the server's levers and shows what is in force."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.sandbox.page import canned, canned_traffic
from tests.sandbox.page.fake_server import FakeSlack

pytestmark = [pytest.mark.chromium, pytest.mark.asyncio(loop_scope="package")]


async def opened(page: Page) -> Locator:
    """The drawer with its levers."""
    await page.get_by_test_id("faults-toggle").click()
    drawer = page.get_by_test_id("traffic")
    await expect(drawer.get_by_test_id("fault-form")).to_be_visible()
    return drawer


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Commit, then drop the connection", {"kind": "drop", "commit": True}),
        ("Commit, then answer slowly", {"kind": "slow", "commit": True, "delay_s": 5}),
        ("Answer 5xx, nothing happens", {"kind": "status", "commit": False, "status": 503}),
        ("429 with Retry-After, once", {"kind": "ratelimited", "retry_after_s": 10}),
        ("429 until Retry-After is over", {"kind": "pause", "retry_after_s": 10}),
        ("A proxy's HTML page", {"kind": "html", "status": 503}),
        ("Refuse with an error", {"kind": "refuse", "error": "internal_error"}),
        ("Slow ack", {"kind": "slow_ack", "commit": True, "delay_s": 5}),
        ("Lost on the way", {"kind": "lost"}),
    ],
)
async def test_each_fault_is_a_rule_in_the_server(
    slack: FakeSlack, page: Page, words: str, rule: dict[str, Any]
) -> None:
    drawer = await opened(page)
    await drawer.get_by_label("What", exact=True).select_option(label=words)
    await drawer.get_by_role("button", name="Add fault").click()
    assert await slack.posted("/control/faults") == {"method": "*", "times": 1, **rule}
    await expect(drawer.get_by_test_id("faults-active")).to_contain_text(words)


async def test_a_fault_names_its_method_its_channel_and_how_often(slack: FakeSlack, page: Page) -> None:
    drawer = await opened(page)
    await drawer.get_by_label("What", exact=True).select_option(label="429 with Retry-After, once")
    await drawer.get_by_label("Of", exact=True).select_option("chat.update")
    await drawer.get_by_label("In", exact=True).select_option(label="#orders")
    await drawer.get_by_label("How often").select_option(label="Every time")
    await drawer.get_by_label("Retry-After, seconds").fill("30")
    await page.keyboard.press("Enter")
    body = await slack.posted("/control/faults")
    assert body["channel"] == canned.ORDERS
    assert (body["method"], body["times"], body["retry_after_s"]) == ("chat.update", None, 30)
    await expect(drawer.get_by_test_id("faults-active").get_by_role("listitem")).to_have_text(
        ["429 with Retry-After, once · 30 s · chat.update · in #orders · every time"]
    )


async def test_deliveries_are_named_by_their_type(page: Page) -> None:
    drawer = await opened(page)
    methods = drawer.get_by_label("Of", exact=True).locator("option")
    await expect(methods.filter(has_text="chat.postMessage")).to_have_count(1)
    await drawer.get_by_label("What", exact=True).select_option(label="Delivered twice")
    await expect(methods).to_have_text(["Anything", "block_actions"])


async def test_a_random_day_has_a_seed_and_is_cleared_with_the_rest(slack: FakeSlack, page: Page) -> None:
    drawer = await opened(page)
    await drawer.get_by_label("Percent of calls").fill("50")
    await drawer.get_by_label("Seed").fill("42")
    await drawer.get_by_role("button", name="Start").click()
    active = drawer.get_by_test_id("faults-active").get_by_role("listitem")
    await expect(active).to_have_count(5)
    rules = [body for path, body in slack.posts if path == "/control/faults"]
    assert [rule["kind"] for rule in rules] == ["drop", "slow", "status", "ratelimited", "html"]
    assert rules[0]["seed"] == 42
    assert {(rule["at_random"], rule["times"]) for rule in rules} == {(0.1, None)}
    await drawer.get_by_test_id("faults-clear").click()
    await slack.posted("DELETE /control/faults")
    await expect(active).to_have_count(0)


async def test_a_rule_used_up_by_a_call_leaves_the_list(slack: FakeSlack, page: Page) -> None:
    drawer = await opened(page)
    await drawer.get_by_role("button", name="Add fault").click()
    active = drawer.get_by_test_id("faults-active").get_by_role("listitem")
    await expect(active).to_have_count(1)
    slack.levers |= {"faults": [], "hits": {"drop": 1}}
    slack.push(type="traffic", entry=canned_traffic.REFUSED)
    await expect(active).to_have_count(0)
    await expect(drawer).to_contain_text("drop 1")


@pytest.mark.parametrize(
    ("lever", "path", "said"),
    [
        ("Archive", "channel", {"channel": canned.JOBS, "act": "archive"}),
        ("Remove the app", "channel", {"channel": canned.JOBS, "act": "remove_bot"}),
        ("Delete the app's last message", "delete", {"channel": canned.JOBS, "ts": canned.CARD_TS}),
        ("Revoke", "token", {"act": "revoke"}),
        ("Disconnect", "socket", {"act": "abort"}),
        ("Refresh", "socket", {"act": "refresh_requested"}),
        ("1 min later", "clock", {"advance_s": 60}),
        ("Repeat the last event", "repeat", {}),
    ],
)
async def test_each_lever_reaches_the_server(
    slack: FakeSlack, page: Page, lever: str, path: str, said: dict[str, Any]
) -> None:
    drawer = await opened(page)
    await drawer.get_by_role("button", name=lever, exact=True).click()
    assert await slack.posted(f"/control/{path}") == said


async def test_what_stays_wrong_is_listed_with_the_lever_that_mends_it(slack: FakeSlack, page: Page) -> None:
    room = {**slack.levers["channels"][0], "is_archived": True}
    dead = {"dead": "token_revoked", "scopes": []}
    slack.levers |= {"token": dead, "socket_open": False, "channels": [room]}
    drawer = await opened(page)
    active = drawer.get_by_test_id("faults-active")
    for words in ("#jobs is archived", "token_revoked", "Socket Mode refuses connections"):
        await expect(active).to_contain_text(words)
    for mend in ("Unarchive", "Restore", "Allow connections"):
        await expect(drawer.get_by_role("button", name=mend)).to_be_visible()
