"""Text that means harm, in every field that others fill: it pings nobody, breaks no card, and is all kept."""

import json

import pytest

from bot.blocks.validator import Surface, validate
from sandbox.platform import telling
from sandbox.platform.world import Order
from sandbox.slack.demo import GUEST, LUIS, OPS_JOBS, OPS_LEADS, ORDERS
from tests.e2e.hands import number_of
from tests.e2e.walker import EBAY_CONNECTION, EBAY_JOB, Walker, fail_once
from tests.e2e.world import Json, World, shown_text, until

PIECE = (
    f"<!channel> <!here> <@{LUIS}> <!subteam^S07OPSLEADS> <#C07GENERAL1> <https://evil.example|eBay> "
    "&lt;!channel&gt; &amp; `code` *bold* _it_ ~gone~ \u202etxet\u202c \u200f\u2066x\u2069 "
    "\x07\x1b[31m\x7f \r\n\t> quote :rotating_light: \U0001f600 {number} %s </script>\n"
)
PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam", f"<@{LUIS}", f"<@{GUEST}", "<#C07GENERAL1")
PAUSE, MORE = "job_ticket.pause.v1", "case.more.v1"
#: A view that its reader had left before the platform's word arrived: the late drawing rightly loses by its hash.
OUTRUN = (("views.update", "hash_conflict"), ("views.publish", "hash_conflict"))


def hostile(length: int) -> str:
    return (PIECE * (length // len(PIECE) + 1))[:length]


@pytest.fixture
async def struck(ana: Walker) -> int:
    """The number of a ticket about a job whose every name is hostile; the same for an order."""
    world = ana.world.platform.world
    world.jobs[EBAY_JOB].name = hostile(10_000)
    for retailer in world.retailers.values():
        retailer.name = hostile(10_000)
    world.connections[EBAY_CONNECTION].name = hostile(10_000)
    world.connections[EBAY_CONNECTION].marketplace = hostile(10_000)
    world.orders["6666"] = order = Order(
        id="6666",
        number=hostile(150),
        retailer_id="bluebird",
        connection_id="bluebird-themarket",
        title=hostile(200),
        description=hostile(4000),
        amount="1.00",
        currency="AUD",
        trouble="stock_out",
        severity="high",
        sku=hostile(10_000),
        stock=1,
    )
    telling.order_event(world, "order.issue.opened", order, ana.world.platform.now())
    fail_once(ana.world.platform)
    await until(lambda: len(ana.world.cards(ORDERS)) == 6, what="the order's card")
    return number_of(await ana.world.until_card(OPS_JOBS, "keeps failing"))


async def test_hostile_names_ping_nobody_break_no_card_and_are_kept_whole(ana: Walker, struck: int) -> None:
    await ana.press(struck, PAUSE)
    await ana.until_card(struck, "is stopped", f"<@{ana.person.user_id}>")

    _harmless(ana.world)
    case = await ana.case(struck)
    assert case["title"] == case["job_ticket"]["job_name"] == hostile(10_000)
    assert case["account"] == case["job_ticket"]["retailer"] == hostile(10_000)
    assert case["job_ticket"]["connection_name"] == hostile(10_000)
    order = await _order_case(ana)
    assert (order["title"], order["description"]) == (hostile(200), hostile(4000))
    assert order["subject"]["label"] == f"Order {hostile(150)}"


async def test_every_window_about_a_hostile_case_opens(ana: Walker, struck: int) -> None:
    menu = await ana.open(struck, MORE, "modal.menu.v1")
    _pings_nobody(menu)
    await ana.person.click_in_view(menu, "case.comment.v1")
    _pings_nobody(await ana.modal("modal.comment.v1"))
    await ana.person.close(await ana.modal("modal.comment.v1"), everything=True)
    await ana.person.command(OPS_JOBS, f"/andon close {struck}")
    assert await ana.submit(await ana.modal("modal.close.v1", str(struck)), note=hostile(2000)) is None
    refused = await ana.modal("modal.close.v1", "Not closed")
    _pings_nobody(refused)
    kept = next(b["element"]["initial_value"] for b in refused["blocks"] if b.get("block_id") == "note")
    assert kept.split() == hostile(2000).split()
    await ana.person.close(refused, everything=True)
    await ana.person.open_home()
    home = await ana.person.until(ana.person.home)
    assert f"#{struck}" in shown_text(home)
    _pings_nobody(home)
    assert f"#{struck}" in await ana.typed("list open")
    await ana.typed(f"view {struck}")
    _harmless(ana.world)


async def test_hostile_words_of_people_are_kept_whole_and_ping_nobody(ana: Walker, struck: int) -> None:
    said = hostile(3000).strip()
    await ana.act(struck, "comment", text=said)
    await ana.press(struck, PAUSE)
    await ana.until_state(struck, "contained")
    letter = {name: hostile(1400) for name in ("issue", "actions", "next_steps")}
    status, _ = await ana.world.api(
        "POST",
        f"/v1/cases/{struck}/notify",
        json={"to": "noor@kitchenware.example", "subject": "Eve\r\nBcc: all@evil.example", **letter},
    )
    assert status in (200, 422)
    await ana.typed(f'hold {struck} until:tomorrow reason:"{PIECE[:200]}"')

    await until(
        lambda: any("rotating" in shown_text(m) for m in ana.world.thread(OPS_JOBS, ana.card(struck)["ts"])),
        what="the comment in the thread",
    )
    _harmless(ana.world)
    status, whole = await ana.world.api("GET", "/v1/export", params={"number": str(struck)})
    assert status == 200
    assert said in _strings(whole)
    for mail in ana.world.mailbox.messages():
        assert "all@evil.example" not in json.dumps([mail.get("to"), mail.get("cc"), mail.get("bcc")])


async def _order_case(ana: Walker) -> Json:
    query = {"kind": "issue", "subject_id": "6666"}
    _, page = await ana.world.api("GET", "/v1/cases", params=query)
    return dict(page["cases"][0])


def _harmless(world: World) -> None:
    """Nothing that Andon posted or whispered pings, and Slack would take all of it."""
    messages = world.slack.workspace.messages
    whispers = [m for user in world.people for m in messages.ephemerals(OPS_JOBS, user)]
    posted = [m for channel in (OPS_JOBS, OPS_LEADS, ORDERS) for m in world.messages(channel)]
    assert len(posted) >= 8
    for message in [*posted, *whispers]:
        assert validate(message, Surface.MESSAGE) == []
        _pings_nobody(message)
    refused = [
        (call["kind"], call["status"])
        for call in world.slack.workspace.hub.traffic(2000)
        if call["direction"] == "from_app" and call["status"] not in ("ok", "200", 200, "open")
    ]
    assert [call for call in refused if call not in OUTRUN] == []
    assert "Traceback" not in world.andon.log()


def _pings_nobody(document: Json) -> None:
    """In marked-up text; plain text pings nobody whatever stands in it."""
    for shown in [str(document.get("text") or ""), *_marked_up(document)]:
        for ping in PINGS:
            assert ping not in shown, f"{ping} in {shown[:500]}"


def _marked_up(document: object) -> list[str]:
    if isinstance(document, dict):
        own = [str(document["text"])] if document.get("type") == "mrkdwn" else []
        return own + [text for value in document.values() for text in _marked_up(value)]
    return [text for item in document for text in _marked_up(item)] if isinstance(document, list) else []


def _strings(document: object) -> list[str]:
    if isinstance(document, dict):
        return [s for value in document.values() for s in _strings(value)]
    if isinstance(document, list):
        return [s for item in document for s in _strings(item)]
    return [document] if isinstance(document, str) else []
