"""A member subscribes by mail; an order gets stuck; the letter in their mailbox leads to the card."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession

from sandbox.slack.demo import ORDERS
from tests.e2e.order_desk import stick_order
from tests.e2e.walker import Walker
from tests.e2e.world import Json, World, shown_text, until

ADDRESS = "ana.ruiz@harbour.example"
ORDER = "3001"
LINK = re.compile(r"In Slack: (http\S+)")


async def test_a_subscribed_member_gets_a_letter_that_leads_to_the_card(ana: Walker) -> None:
    here = replace(ana, channel_id=ORDERS)
    assert ADDRESS in await here.typed("notifications both"), "Slack tells the address"
    assert "This is yours alone" in await here.typed("subscribe me orders severity>=high")
    assert "1 subscription of your own" in await here.typed("subscriptions me")

    stick_order(here.world.platform, ORDER)
    letter = await until(lambda: letter_on(here.world, ORDER), what="the letter")
    assert ADDRESS in str(letter) and "New: #" in str(letter)
    assert "/andon notifications direct" in str(letter), "how to end it"

    card = await here.world.until_card(ORDERS, f"Order {ORDER}")
    assert await message_behind(link_in(letter)) == (ORDERS, card["ts"])
    direct = here.world.slack.workspace.channels.direct(here.person.user_id).id
    told = await until(
        lambda: [m for m in here.world.messages(direct) if f"Order {ORDER}" in str(m)], what="the message"
    )
    assert len(told) == 1 and link_in(letter) in str(told), "the same link, once"

    assert "direct messages" in await here.typed("notifications direct")
    assert "You subscribed to nothing yourself yet" in await here.typed("unsubscribe me")


def letter_on(world: World, order: str) -> Json | None:
    return next((m for m in world.mailbox.messages() if f"Order {order}" in str(m)), None)


def link_in(letter: Json) -> str:
    found = LINK.search(str(letter).replace("\\n", "\n"))
    assert found is not None, shown_text(letter)
    return found[1]


async def message_behind(link: str) -> tuple[str, str]:
    """Channel and ts of the message that the page shows for that link."""
    async with ClientSession() as http, http.get(link) as page:
        assert page.status == 200
        asked = parse_qs(urlsplit(str(page.url)).query)
    return asked["channel"][0], asked["message"][0]
