"""Pages of lists: cursors, limits, and pages that are shorter than asked for."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.paging import page
from tests.sandbox.slack.levers import control, refused


def test_short_pages_hold_half_then_nothing_then_all_and_lose_nothing() -> None:
    sizes, cursor, found = [], "", []
    while True:
        items, cursor = page(range(11), cursor=cursor, limit=4, short=True)
        sizes.append(len(items))
        found += items
        if not cursor:
            break
    assert sizes == [2, 0, 4, 2, 0, 3]
    assert found == list(range(11))


def test_an_empty_list_is_one_empty_page_without_a_cursor() -> None:
    assert page([], cursor="", limit=1, short=True) == ([], "")


async def test_a_client_that_follows_the_cursor_reads_everything_from_short_pages(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    parent = await client.chat_postMessage(channel=OPS_JOBS, text="0")
    for number in range(1, 7):
        await client.chat_postMessage(channel=OPS_JOBS, text=str(number))
        await client.chat_postMessage(channel=OPS_JOBS, text=f"reply {number}", thread_ts=parent["ts"])
    await control(slack, "paging", short=True)
    sizes, texts = [], []
    async for each in await client.conversations_history(channel=OPS_JOBS, limit=3):
        sizes.append(len(each["messages"]))
        texts += [message["text"] for message in each["messages"]]
    assert texts == [str(number) for number in range(6, -1, -1)]
    assert sizes == [1, 0, 3, 1, 0, 2]
    replies = [
        message["text"]
        async for each in await client.conversations_replies(channel=OPS_JOBS, ts=parent["ts"], limit=2)
        for message in each["messages"]
    ]
    assert replies == ["0", *(f"reply {number}" for number in range(1, 7))]
    people = [user["id"] async for each in await client.users_list(limit=2) for user in each["members"]]
    assert len(people) == len(set(people)) == 6
    await control(slack, "paging", short=False)
    whole = await client.conversations_history(channel=OPS_JOBS)
    assert (len(whole["messages"]), whole["has_more"]) == (7, False)


@pytest.mark.parametrize("limit", [0, 1000, "many"])
async def test_a_limit_that_is_none_is_refused(client: AsyncWebClient, limit: object) -> None:
    call = client.api_call("conversations.history", params={"channel": OPS_JOBS, "limit": limit})
    assert await refused(call) == "invalid_limit"
