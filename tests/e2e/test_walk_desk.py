"""The walk of a support desk's guide: the counters, the filter by sales channel, one ticket viewed, sorted, talked
about with the customer by mail, held (refused without a reason), and closed; and the counters say so."""

import re
from dataclasses import replace

import pytest

from sandbox.slack.demo import ORDERS
from sandbox.slack.stored_blocks import all_blocks, elements
from tests.e2e.hands import number_of
from tests.e2e.test_walk_mail import answer
from tests.e2e.test_walk_support import history, in_thread
from tests.e2e.walker import Walker
from tests.e2e.world import Json, shown_text, until

pytestmark = pytest.mark.timeout(300)

AMAZON, EBAY, WEBSITE = "T-1182", "T-1190", "T-1201"
ADDRESS, PHONE = "joana.reis@mail.example", "+351 900 000 118"
ASKS, THANKS = "Please send us a photo of the mug.", "Thank you, a new mug is on its way."
COUNTERS = ("Open", "Overdue", "On hold", "Closed", "Total")
FILTER, ROW = "home.show.v1", "home.row.v1"


async def test_the_desk_is_walked_from_the_counters_to_the_closing(ana: Walker) -> None:
    ana = replace(ana, channel_id=ORDERS)
    numbers = await three_tickets(ana)
    home = await open_desk(ana)
    assert counters_of(home) == {"Open": 3, "Overdue": 0, "On hold": 0, "Closed": 0, "Total": 3}
    assert rows_of(home) == set(numbers.values())

    home = await only_channel(ana, home, "eBay")
    assert rows_of(home) == {numbers[EBAY]}
    assert counters_of(home)["Total"] == 1
    number = numbers[AMAZON]
    await view_from_its_row(ana, await only_channel(ana, home, "Amazon"), number)
    await categorised(ana, number)
    await talked_about(ana, number)
    await held_with_a_reason(ana, number)
    held = counters_of(await open_desk(ana))
    assert held == {"Open": 3, "Overdue": 0, "On hold": 1, "Closed": 0, "Total": 3}

    await customer_answers(ana, number, "Here is the photo.")
    await ana.until_card(number, "In progress")
    form = await ana.open(number, "job_ticket.close.v1", "modal.close_support.v1")
    assert await ana.submit(form, outcome="solved", note="A new mug was sent.") is None
    await ana.until_card(number, "Closed", "solved")
    home = await open_desk(ana)
    assert counters_of(home) == {"Open": 2, "Overdue": 0, "On hold": 0, "Closed": 1, "Total": 3}
    assert rows_of(home) == {numbers[EBAY], numbers[WEBSITE]}, "what is closed is out of the way"
    assert await history(ana, number) == [
        *("SupportOpened", "CustomerShown", "CategorySet", "CustomerAnswered"),
        *("CustomerAnswered", "Held", "CustomerCameBack", "SupportClosed"),
    ]


async def three_tickets(ana: Walker) -> dict[str, int]:
    """One from each of three sales channels."""
    await ana.typed("subscribe support")
    words = {
        AMAZON: "Mug arrived broken",
        EBAY: "Colis jamais arrivé",
        WEBSITE: "¿La tienda resiste la lluvia?",
    }
    numbers = {}
    for ticket, title in words.items():
        ana.world.platform.do("ticket.open", ticket)
        numbers[ticket] = number_of(await ana.world.until_card(ORDERS, title))
    return numbers


async def open_desk(ana: Walker) -> Json:
    """App Home, at the tickets of customers."""
    before = await ana.person.home()
    await ana.person.open_home()
    home = await redrawn(ana, before)
    await ana.person.click_in_view(home, f"{FILTER}.kind_support_ticket")
    return await redrawn(ana, home)


async def redrawn(ana: Walker, before: Json | None) -> Json:
    async def drawn() -> Json | None:
        view = await ana.person.home()
        return view if view and (before is None or view["hash"] != before["hash"]) else None

    return await until(drawn, what="App Home drawn anew")


def counters_of(home: Json) -> dict[str, int]:
    words = next(shown_text(block) for block in home["blocks"] if "Total *" in shown_text(block))
    return {name: int(re.findall(rf"{name} \*(\d+)\*", words)[0]) for name in COUNTERS}


def rows_of(home: Json) -> set[int]:
    """The numbers below the filters; what is on the reader's own queue stands above them."""
    below = max(n for n, block in enumerate(home["blocks"]) if f"{FILTER}.channel" in str(block))
    words = "\n".join(shown_text(block) for block in home["blocks"][below:])
    return {int(number) for number in re.findall(r"#(2026\d{4,})", words)}


async def only_channel(ana: Walker, home: Json, name: str) -> Json:
    """The menu of sales channels (S6)."""
    await ana.person.click_in_view(
        home, f"{FILTER}.channel", selected_option=option(home, f"{FILTER}.channel", name)
    )
    return await redrawn(ana, home)


def option(view: Json, action_id: str, words: str) -> Json:
    """The first option that begins with these words."""
    found = (e for block, _ in all_blocks(view) for e in elements(block) if e["action_id"] == action_id)
    options: list[Json] = next(found)["options"]
    return next(o for o in options if str(o["text"]["text"]).startswith(words))


async def view_from_its_row(ana: Walker, home: Json, number: int) -> None:
    """The three dots of its row (S12): name, order number and words; the address only where it is asked for."""
    assert rows_of(home) == {number}
    await ana.person.click_in_view(home, ROW, selected_option=option(home, ROW, "View"))
    view = await ana.modal("modal.detail.v1", "Joana Reis", "403-118", "The mug came in pieces")
    assert ADDRESS not in str(view) and PHONE not in str(view)
    await ana.person.click_in_view(view, "support.customer.v1")
    await ana.person.close(await ana.modal("modal.customer.v1", ADDRESS, PHONE), everything=True)


async def categorised(ana: Walker, number: int) -> None:
    menu = await ana.open(number, "case.more.v1", "modal.menu.v1")
    await ana.person.click_in_view(menu, "support.category.v1")
    assert await ana.submit(await ana.modal("modal.category.v1"), category="damage") is None
    await ana.until_card(number, "Damage: Mug arrived broken")


async def talked_about(ana: Walker, number: int) -> None:
    """A conversation by real mail: ours, the customer's, ours again below the first. The thread is our own."""
    first = await written(ana, number, ASKS)
    assert first["to"] and ADDRESS in str(first["to"]) and ASKS in first["text"]
    await ana.person.say(ORDERS, "She sounds upset.", thread_ts=ana.card(number)["ts"])
    second = await written(ana, number, THANKS)
    assert second["in_reply_to"] == first["message_id"], "a mail program shows one conversation"
    assert second["subject"] == first["subject"] == f"Re: Mug arrived broken [#{number}]"
    assert [m for m in ana.world.mailbox.messages() if "upset" in str(m)] == []


async def written(ana: Walker, number: int, text: str) -> Json:
    """Seen, then sent; the letter as it came to the mailbox."""
    before = len(ana.world.mailbox.messages())
    form = await ana.open(number, "support.reply.v1", "modal.reply.v1")
    assert await ana.submit(form, text=text) is None
    preview = await ana.modal("modal.reply_preview.v1", text, ADDRESS)
    assert len(ana.world.mailbox.messages()) == before, "nothing leaves before it was seen"
    assert await ana.submit(preview) is None

    def arrived() -> Json | None:
        return next((m for m in ana.world.mailbox.messages() if text in m["text"]), None)

    letter = await until(arrived, what=f"a letter that says {text!r}")
    await ana.until_card(number, "Our answer", text)
    return letter


async def held_with_a_reason(ana: Walker, number: int) -> None:
    form = await ana.open(number, "job_ticket.hold.v1", "modal.hold.v1")
    errors = await ana.submit(form, kind="customer", reason="")
    assert errors is not None and list(errors) == ["reason"], "on hold is refused without a reason"
    assert await ana.submit(form, kind="customer", reason="waits for the photo") is None
    await ana.until_card(number, "On hold", "waits for the photo")


async def customer_answers(ana: Walker, number: int, words: str) -> None:
    """By mail, to the newest letter."""
    assert await answer(ana, words) == {"outcome": "heard", "case": number}
    await until(lambda: in_thread(ana, number, words), what="the customer's words in the thread")
