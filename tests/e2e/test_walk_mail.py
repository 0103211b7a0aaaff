"""Mail both ways: customer and retailer answer our letters, a stranger and a machine do, and one comes back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from sandbox.slack.demo import ORDERS
from tests.e2e.hands import number_of
from tests.e2e.test_walk_support import TICKET, answer_by_mail, hold, in_thread
from tests.e2e.walker import EBAY_CARD, LETTER, Walker, fail_once
from tests.e2e.world import new_world, shown_text, until
from tests.mail.imap_server import PASSWORD, USER, imap_server
from tests.mail.inbound.mails import customers_mail

NOOR = "noor@kitchenware.example"
IMAP = """
[mail.imap]
host = "127.0.0.1"
port = {port}
username = "{user}"
password = "env:CARE_PASSWORD"
security = "none"
every_seconds = 1
"""


async def test_a_customers_answer_wakes_the_hold_and_a_bounce_calls_the_owner(ana: Walker) -> None:
    ana = replace(ana, channel_id=ORDERS)
    await ana.typed("subscribe support")
    ana.world.platform.do("ticket.open", TICKET)
    number = number_of(await ana.world.until_card(ORDERS, "Return: Mug arrived broken"))
    await ana.press(number, "case.take.v1")
    await ana.until_card(number, "In progress")
    await answer_by_mail(ana, number)
    await ana.until_card(number, "Our answer", "needs: the customer")
    await hold(ana, number)

    said = await answer(ana, "Send it to my house.", sender="eve@evil.example")
    assert said == {"outcome": "stranger", "case": number}
    assert (await answer(ana, "I am away.", automatic=True))["outcome"] == "automatic"
    await until(lambda: in_thread(ana, number, "I am away."), what="the automatic answer in the thread")
    assert await ana.state(number) == "on_hold", "neither is her word"

    assert await answer(ana, "The handle came off.") == {"outcome": "heard", "case": number}
    await ana.until_card(number, "In progress", "The handle came off.")
    (words,) = await until(lambda: in_thread(ana, number, "The handle came off."), what="her words")
    assert "please send us a photo" not in shown_text(words), "our own letter is not quoted back"

    await answer_again(ana, number)
    letter = ana.world.mailbox.messages()[0]
    assert letter["in_reply_to"].endswith("@mailbox.sandbox>"), "our letter answers her mail"
    bounced = await ana.world.mailbox.bounce(found(ana, letter["id"]))
    assert bounced == {"outcome": "bounced", "case": number}
    await ana.until_card(number, "The last letter came back", "5.1.1")
    await until(lambda: in_thread(ana, number, "came back"), what="the bounce in the thread")


async def test_the_retailers_answer_begins_the_confirmation_and_closes_nothing(ana: Walker) -> None:
    fail_once(ana.world.platform)
    number = number_of(await ana.world.until_card(ana.channel_id, EBAY_CARD))
    await ana.act(number, "contain")
    await ana.until_state(number, "contained")
    await ana.act(number, "notify", **LETTER)
    await until(lambda: ana.world.mailbox.messages(), what="the letter")

    said = await answer(ana, "We signed in again this morning.")
    assert said == {"outcome": "heard", "case": number}
    thread = ana.card(number)["ts"]
    await until(
        lambda: [m for m in ana.world.thread(ana.channel_id, thread) if "signed in again" in shown_text(m)],
        what="the answer in the thread",
    )
    assert await ana.state(number) == "retailer_notified", "an answer closes nothing"
    menu = await ana.open(number, "case.more.v1", "modal.menu.v1")
    await ana.person.click_in_view(menu, "job_ticket.confirmation.v1")
    form = await ana.modal("modal.confirmation.v1")
    typed = {b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"}
    assert (typed["text"], typed["author"]) == ("We signed in again this morning.", NOOR)
    assert await ana.submit(form, said="change") is None
    status, kept = await ana.world.api("GET", f"/v1/cases/{number}/evidence")
    assert status == 200
    assert {"answer", "confirmation"} <= {piece["type"] for piece in kept["evidence"]}


def found(ana: Walker, mail_id: str) -> Any:
    mail = ana.world.mailbox.find(mail_id)
    assert mail is not None
    return mail


async def answer(ana: Walker, text: str, **more: Any) -> dict[str, Any]:
    """The newest letter is answered."""
    newest = ana.world.mailbox.messages()[0]["id"]
    return await ana.world.mailbox.answer(found(ana, newest), text, **more)


async def answer_again(ana: Walker, number: int) -> None:
    before = len(ana.world.mailbox.messages())
    form = await ana.open(number, "support.reply.v1", "modal.reply.v1")
    assert await ana.submit(form, text="A new one is on its way.") is None
    preview = await ana.modal("modal.reply_preview.v1", "on its way")
    assert await ana.submit(preview) is None
    await until(lambda: len(ana.world.mailbox.messages()) > before, what="the second letter")


async def test_a_mail_in_a_folder_opens_a_ticket_and_is_marked_once_it_is_on_record(tmp_path: Path) -> None:
    async with (
        imap_server() as folder,
        new_world(tmp_path / "demo", environment={"CARE_PASSWORD": PASSWORD}) as world,
    ):
        toml = world.places.folder / "andon.toml"
        toml.write_text(toml.read_text("utf-8") + IMAP.format(port=folder.port, user=USER), "utf-8")
        uid = folder.add(customers_mail("Where is it?", Subject="My order", In_Reply_To="", References=""))
        world.platform.freeze(frozen=True)
        await world.andon.start()
        await until(lambda: uid in folder.seen, what="the mail marked as seen")
        status, page = await world.api("GET", "/v1/cases", params={"kind": "support_ticket"})
        assert status == 200
        assert [(case["title"], case["channel"]) for case in page["cases"]] == [("My order", "Mail")]
