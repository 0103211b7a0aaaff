"""The walk of a support ticket (S1 to S20): it arrives, is taken, sorted, answered by mail, held, and closed."""

from dataclasses import replace

from sandbox.slack.demo import ORDERS
from tests.e2e.hands import number_of
from tests.e2e.walker import Walker
from tests.e2e.world import Json, shown_text, until

TICKET = "T-1182"
ADDRESS = "joana.reis@mail.example"
TOLD = [
    *("SupportOpened", "Taken", "CategorySet", "CustomerAnswered"),
    *("Held", "CustomerCameBack", "SupportClosed"),
]
LETTER = "Dear Joana,\n\nplease send us a photo of the mug."


async def test_a_ticket_is_taken_sorted_answered_held_woken_and_closed(ana: Walker) -> None:
    ana = replace(ana, channel_id=ORDERS)
    platform = ana.world.platform
    await ana.typed("subscribe support")
    platform.do("ticket.open", TICKET)
    number = number_of(await ana.world.until_card(ORDERS, "Return: Mug arrived broken"))
    card = await ana.until_card(number, "Joana Reis", "Amazon", "order 403-118", "Open")
    assert ADDRESS not in str(card) and "+351" not in str(card), "neither address nor telephone in a channel"

    await ana.press(number, "case.take.v1")
    await ana.until_card(number, "In progress")
    await change_category(ana, number, "damage")
    await ana.until_card(number, "Damage: Mug arrived broken")

    await answer_by_mail(ana, number)
    await ana.until_card(number, "Our answer", "needs: the customer")

    await hold(ana, number)
    platform.do("ticket.write", TICKET)
    await ana.until_card(number, "In progress", "the handle is off")
    await until(lambda: in_thread(ana, number, "the handle is off"), what="her words in the thread")

    form = await ana.open(number, "job_ticket.close.v1", "modal.close_support.v1")
    assert await ana.submit(form, outcome="solved", note="A new mug is on its way.") is None
    await ana.until_card(number, "Closed", "solved")
    assert await history(ana, number) == TOLD

    platform.do("ticket.write", TICKET)
    await ana.until_card(number, "In progress", "still waiting")
    assert "#" + str(number) in await ana.typed("list kind:support")


async def change_category(ana: Walker, number: int, category: str) -> None:
    """Behind More, in place (S15)."""
    menu = await ana.open(number, "case.more.v1", "modal.menu.v1")
    await ana.person.click_in_view(menu, "support.category.v1")
    form = await ana.modal("modal.category.v1")
    assert await ana.submit(form, category=category) is None


async def hold(ana: Walker, number: int) -> None:
    """Refused without a reason (S18), then waiting."""
    form = await ana.open(number, "job_ticket.hold.v1", "modal.hold.v1")
    errors = await ana.submit(form, kind="customer", reason="")
    assert errors is not None and list(errors) == ["reason"]
    assert await ana.submit(form, kind="customer", reason="asked for a photo") is None
    await ana.until_card(number, "On hold", "asked for a photo")


async def answer_by_mail(ana: Walker, number: int) -> None:
    """Written, seen, sent; and then it stands in the customer's mailbox."""
    form = await ana.open(number, "support.reply.v1", "modal.reply.v1")
    assert await ana.submit(form, text=LETTER) is None
    preview = await ana.modal("modal.reply_preview.v1", "please send us a photo", ADDRESS)
    assert ana.world.mailbox.messages() == [], "nothing leaves before it was seen"
    assert await ana.submit(preview) is None
    letter = await until(lambda: next(iter(ana.world.mailbox.messages()), None), what="the letter")
    assert ADDRESS in str(letter) and "please send us a photo" in str(letter)
    assert f"Re: Mug arrived broken [#{number}]" in str(letter)


async def history(ana: Walker, number: int) -> list[str]:
    status, told = await ana.world.api("GET", f"/v1/cases/{number}/history")
    assert status == 200
    return [str(row["event"]) for row in told["rows"]]


def in_thread(who: Walker, number: int, words: str) -> list[Json]:
    thread = who.world.thread(ORDERS, who.card(number)["ts"])
    return [m for m in thread if words in shown_text(m)]
