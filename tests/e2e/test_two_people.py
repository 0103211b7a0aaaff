"""Two people press the same button in the same moment: one effect outside, and both are answered."""

import asyncio
from dataclasses import replace

from sandbox.slack.demo import ANA, LUIS, OPS_LEADS, ORDERS
from tests.e2e.hands import number_of
from tests.e2e.walker import EBAY_CARD, Walker, fresh_screenshot, operations_of
from tests.e2e.world import shown_text, until


async def test_one_of_two_stops_the_job_and_the_other_is_told_who(ana: Walker, luis: Walker) -> None:
    number = await ana.failing()

    await asyncio.gather(ana.press(number, "job_ticket.pause.v1"), luis.press(number, "job_ticket.pause.v1"))

    await ana.until_state(number, "contained")
    assert operations_of(ana.world.platform) == ["job.pause"]
    winner, loser = _by(await ana.case(number), ana, luis)
    told = await loser.next_whisper(0)
    assert f"<@{winner.person.user_id}>" in told  # in the language of whoever lost
    assert winner.whispers() == []
    card = await winner.until_card(number, "is stopped")
    assert f"<@{winner.person.user_id}>" in shown_text(card)


async def test_a_double_click_is_one_act(ana: Walker) -> None:
    number = await ana.failing()

    await asyncio.gather(ana.press(number, "job_ticket.pause.v1"), ana.press(number, "job_ticket.pause.v1"))

    await ana.until_state(number, "contained")
    assert operations_of(ana.world.platform) == ["job.pause"]
    assert "You did that already" in await ana.next_whisper(0)


async def test_one_of_two_retries_the_order_and_it_is_sent_once(ana: Walker, luis: Walker) -> None:
    ana, luis = replace(ana, channel_id=ORDERS), replace(luis, channel_id=ORDERS)
    number = number_of(await ana.world.until_card(ORDERS, "Order 1002-B"))
    order = ana.world.platform.world.orders["1002-B"]
    before = order.attempts

    await asyncio.gather(ana.press(number, "issue.retry.v1"), luis.press(number, "issue.retry.v1"))
    _, answered = await asyncio.gather(
        until(lambda: operations_of(ana.world.platform), what="the retry"),
        until(lambda: ana.whispers() + luis.whispers(), what="an answer to the second"),
    )

    assert order.attempts == before + 1
    assert len(order.downstream) <= 1
    assert operations_of(ana.world.platform) == ["order.retry"]
    (told,) = answered
    first = next(u for u in (ANA, LUIS) if f"<@{u}>" in shown_text(told))
    assert told in (luis if first == ANA else ana).whispers(), "whoever came second is told who was first"


async def test_a_ticket_that_two_close_at_once_is_closed_once_and_both_see_it(
    ana: Walker, luis: Walker
) -> None:
    number = await ana.ready_to_close()
    views = [await who.open(number, "job_ticket.close.v1", "modal.close.v1") for who in (ana, luis)]

    await asyncio.gather(
        ana.attach(views[0], "ana.png", fresh_screenshot()),
        luis.attach(views[1], "luis.png", fresh_screenshot()),
    )

    await ana.until_state(number, "closed")
    winner, loser = _closer(await ana.case(number), ana, luis)
    shown = shown_text(await winner.modal("modal.detail.v1"))
    assert "R1" in shown  # in the words of whoever won
    ended = shown_text(await loser.person.until_modal(lambda v: v["callback_id"] != "modal.close.v1"))
    assert f"<@{winner.person.user_id}>" in ended, ended
    for channel in (ana.channel_id, OPS_LEADS):
        card = await ana.world.until_card(channel, f"#{number} {EBAY_CARD} works again")
        said = [m for m in ana.world.thread(channel, card["ts"]) if "closed" in shown_text(m)]
        assert [bool(m.get("files")) for m in said].count(True) <= 1, "the picture stands there twice"
        assert [bool(m.get("files")) for m in said].count(False) <= 1, "the closing is told twice"


def _by(case: dict[str, object], ana: Walker, luis: Walker) -> tuple[Walker, Walker]:
    """Who stopped it, and the other one."""
    ticket = case["job_ticket"]
    assert isinstance(ticket, dict)
    by = next(step["by"] for step in ticket["steps"] if step["name"] == "stop")
    return _first(by, ana, luis)


def _closer(case: dict[str, object], ana: Walker, luis: Walker) -> tuple[Walker, Walker]:
    return _first(str(case["closed_by"]), ana, luis)


def _first(by: str, ana: Walker, luis: Walker) -> tuple[Walker, Walker]:
    assert by in (ANA, LUIS)
    return (ana, luis) if by == ANA else (luis, ana)
