"""Orders get stuck, one after the other, and somebody sees to each."""

import asyncio
from contextlib import suppress

from sandbox.platform import telling
from sandbox.platform.demo import DemoPlatform
from sandbox.platform.world import Order
from sandbox.slack.demo import ORDERS
from tests.e2e.hands import GONE, Hand
from tests.e2e.hours import Hours
from tests.e2e.world import World

SOON_S = 0.2
ORDER_EVERY_S = 1.2
ORDERS_AT_ONCE = 8
"""More would only wait: a call that was cut off holds its channel back for 16 s."""


class OrderDesk:
    def __init__(self, world: World, hand: Hand, hours: Hours) -> None:
        self._world, self._hand, self._hours = world, hand, hours

    async def work(self) -> None:
        waiting = iter(range(3001, 9999))
        async with asyncio.TaskGroup() as group:
            running: set[asyncio.Task[None]] = set()
            while self._hours.open:
                if len(running) < ORDERS_AT_ONCE:
                    order = stick_order(self._world.platform, str(next(waiting)))
                    task = group.create_task(self._see_to(order))
                    running.add(task)
                    task.add_done_callback(running.discard)
                await self._hours.rest(ORDER_EVERY_S)

    async def _see_to(self, order: Order) -> None:
        """Take it, say something, send the order again, put the case away."""
        number = await self._number(order)
        if number is None:
            return
        await self._take(order, number)
        for n in range(3):
            await self._hand.rest(number, "comment", repeats=n + 1, text=f"words {n} on {order.id}")
        while self._hours.open and order.attempts == 1:
            if self._hand.dice.random() < 0.5:
                await self._hand.rest(number, "retry", duplicate_checked=True)
            else:
                await self._hand.slash(ORDERS, f"retry {number} checked", "retry", number)
            await self._hours.rest(0.5)
        while self._hours.open and order.status != "sent":
            await self._hours.rest(SOON_S)
        while self._hours.open and await self._hand.rest(number, "archive", reason="actioned") != 200:
            await self._hours.rest(0.5)  # Andon has yet to read what became of the retry

    async def _take(self, order: Order, number: int) -> None:
        """By the button, where the card stands already. Until it was acked, or the card says that an earlier
        press was heard."""
        while self._hours.open:
            card = next(iter(self._world.cards(ORDERS, f"Order {order.id}")), None)
            try:
                if card is not None:
                    ack = await self._hand.press(ORDERS, card, "case.take.v1", "take")
                else:
                    ack = await self._hand.slash(ORDERS, f"take {number}", "take", number)
            except (*GONE, LookupError):
                return
            if ack.ok:
                return
            await self._hours.rest(SOON_S)

    async def _number(self, order: Order) -> int | None:
        """Of the case, once Andon knows of the order."""
        wanted = {"group": "all", "kind": "issue", "subject_id": order.id}
        while self._hours.open:
            with suppress(*GONE):
                _, page = await self._world.api("GET", "/v1/cases", params=wanted)
                if page.get("cases"):
                    return int(page["cases"][0]["number"])
            await self._hours.rest(SOON_S)
        return None


def stick_order(platform: DemoPlatform, id_: str) -> Order:
    """An order that could not be sent and can be now: Andon is told."""
    order = Order(
        id=id_,
        number=id_,
        retailer_id="bluebird",
        connection_id="bluebird-themarket",
        title=f"Order {id_} could not be sent: out of stock",
        description="Out of stock.",
        amount="10.00",
        currency="AUD",
        trouble="stock_out",
        severity="high",
        sku=f"SKU-{id_}",
        stock=3,
    )
    platform.world.orders[id_] = order
    telling.order_event(platform.world, "order.issue.opened", order, platform.now())
    platform.changed()
    return order
