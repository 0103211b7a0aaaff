"""A link to a message leads to it on the page, as from a letter."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import OPS_JOBS


async def led(address: str) -> tuple[int, str]:
    """Status, and where it leads."""
    async with aiohttp.ClientSession() as session, session.get(address, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", "")


async def test_a_permalink_leads_to_its_message_on_the_page(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    ts = (await client.chat_postMessage(channel=OPS_JOBS, text="It failed."))["ts"]
    link = (await client.chat_getPermalink(channel=OPS_JOBS, message_ts=ts))["permalink"]

    assert await led(link) == (302, f"/?channel={OPS_JOBS}&message={ts}")
    async with aiohttp.ClientSession() as session, session.get(link) as page:
        assert page.status == 200 and "text/html" in page.headers["Content-Type"]


async def test_a_link_to_a_reply_leads_into_its_thread(slack: SandboxSlack, client: AsyncWebClient) -> None:
    parent = (await client.chat_postMessage(channel=OPS_JOBS, text="It failed."))["ts"]
    ts = (await client.chat_postMessage(channel=OPS_JOBS, text="Again.", thread_ts=parent))["ts"]
    link = (await client.chat_getPermalink(channel=OPS_JOBS, message_ts=ts))["permalink"]

    assert await led(link) == (302, f"/?channel={OPS_JOBS}&message={ts}&thread={parent}")


async def test_a_link_to_what_does_not_stand_leads_nowhere(slack: SandboxSlack) -> None:
    for place in (f"{OPS_JOBS}/p1795338600000100", "C0NOWHERE/p1795338600000100", f"{OPS_JOBS}/p12"):
        status, _ = await led(f"{slack.base_url}/archives/{place}")
        assert status == 404, place
