"""A support ticket in Slack: answered after a preview, on hold with a reason, sorted, looked at, closed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.routes import (
    CategoryModal,
    CloseButton,
    CloseSupportModal,
    CustomerButton,
    HoldButton,
    HoldModal,
    MergeModal,
    ReplyButton,
    ReplyModal,
    ReplyPreviewModal,
    SendToSupportButton,
    SendToSupportModal,
)
from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_table import State
from core.domain.workspace import CannedReply
from core.services.reading import GetHistory
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person
from tests.bot import payloads
from tests.bot.payloads import chosen, click, command, send, typed
from tests.bot.scene import Scene, issue, ticket
from tests.core.domain import cases_at_hand

Json = dict[str, Any]


def support(**more: Any) -> SupportTicket:
    fields: dict[str, Any] = {"id": "case-3", "number": 20260003, "team_id": ticket().team_id}
    return cases_at_hand.support_ticket(more.pop("state", State.OPEN), **(fields | more))


async def pressed(live: Scene, person: Person, action_id: str) -> Json:
    """A button of the card, and the modal that opens."""
    message = await live.post("case-3")
    await person.click(OPS_JOBS, message, action_id)
    return await person.until_modal()


async def test_a_reply_is_previewed_and_only_then_sent(live: Scene, ana: Person) -> None:
    await live.add(support())
    view = await pressed(live, ana, ReplyButton.name)
    assert view["callback_id"] == ReplyModal.name
    await send(ana, view, text=typed("Please send a photo."))
    preview = await ana.until_modal(lambda v: v["callback_id"] == ReplyPreviewModal.name)
    assert "joana@mail.example" in str(preview["blocks"]) and live.store.waiting("letter") == ()
    assert await send(ana, preview) is None
    (letter,) = live.store.waiting("letter")
    assert (letter.letter["to_address"], letter.letter["body"]) == (
        "joana@mail.example",
        "Please send a photo.",
    )
    assert (await live.card("case-3")).state == "in_progress"


async def test_a_letter_begins_with_the_canned_reply(scene: Scene) -> None:
    workspace = scene.store.workspace
    canned = (CannedReply(name="Photo", text="Dear {name},"),)
    scene.store.workspace = lambda: _with(workspace(), canned)
    await scene.add(support())
    route = ReplyModal(case_id="case-3", version=1)
    _, ack = await scene.carry(payloads.submit(route, canned=chosen("0"), text=typed("A photo, please.")))
    assert ack is not None
    assert "Dear Joana Reis,\\n\\nA photo, please." in ack["view"]["private_metadata"]


@pytest.mark.parametrize("picked", [None, "7", "x"])
async def test_an_empty_letter_is_refused_at_its_field(scene: Scene, picked: str | None) -> None:
    await scene.add(support())
    values: Json = {"text": typed(" ")} | ({"canned": chosen(picked)} if picked else {})
    _, ack = await scene.carry(payloads.submit(ReplyModal(case_id="case-3", version=1), **values))
    assert ack is not None and list(ack["errors"]) == ["text"]


async def test_on_hold_without_a_reason_is_refused_and_with_one_it_waits(live: Scene, ana: Person) -> None:
    await live.add(support())
    view = await pressed(live, ana, HoldButton.name)
    assert view["callback_id"] == HoldModal.name
    errors = await send(ana, view, kind=chosen("customer"), reason=typed(" "))
    assert errors is not None and list(errors) == ["reason"]
    assert await send(ana, view, kind=chosen("customer"), reason=typed("asked for a photo")) is None
    assert (await live.card("case-3")).state == "on_hold"


async def test_the_category_is_changed_in_place(scene: Scene) -> None:
    await scene.add(support())
    route = CategoryModal(case_id="case-3", version=1)
    assert await scene.carry(payloads.submit(route, category=chosen("return"))) is not None
    assert (await scene.card("case-3")).code == "return"


async def test_the_customer_is_shown_to_one_person_and_the_history_knows(live: Scene, ana: Person) -> None:
    await live.add(support())
    await live.carry(click(CustomerButton(case_id="case-3", version=1)))
    rows = await live.house.ask(GetHistory(case_id="case-3"), by=live.system)
    assert [row.event for row in rows if row.action == "show_customer"] == ["CustomerShown"]
    assert all("joana@" not in str(call) for call in live.calls("chat.postMessage"))


async def test_close_asks_how_it_ends_and_for_the_reference_of_a_refund(live: Scene, ana: Person) -> None:
    await live.add(support(state=State.IN_PROGRESS))
    view = await pressed(live, ana, CloseButton.name)
    assert view["callback_id"] == CloseSupportModal.name
    errors = await send(ana, view, outcome=chosen("refunded"))
    assert errors is not None and list(errors) == ["reference"]
    assert await send(ana, view, outcome=chosen("refunded"), reference=typed("R-2210")) is None
    card = await live.card("case-3")
    assert (card.state, card.close_outcome) == ("closed", "refunded")


async def test_the_command_opens_the_same_closing(scene: Scene) -> None:
    await scene.add(support(state=State.IN_PROGRESS))
    assert await scene.carry(command("close 20260003")) == (200, None)
    await scene.settled()
    assert CloseSupportModal.name in str(scene.calls("views.open"))


async def test_the_command_holds_it_for_the_customer(scene: Scene) -> None:
    await scene.add(support())
    await scene.carry(command('hold 20260003 reason:"asked for a photo"'))
    card = await scene.card("case-3")
    assert card.hold is not None and card.hold.kind == "customer"


async def test_an_issue_goes_to_support_from_its_menu(live: Scene, ana: Person) -> None:
    await live.add(issue())
    seen = (await live.card("case-2")).version
    await live.carry(click(SendToSupportButton(case_id="case-2", version=seen)))
    route = SendToSupportModal(case_id="case-2", version=seen)
    asked: Json = {"category": chosen("claim"), "text": typed("Lost."), "customer": typed("Joana Reis")}
    _, wrong = await live.carry(payloads.submit(route, **asked, email=typed("nowhere")))
    assert wrong is not None and list(wrong["errors"]) == ["email"]
    await live.carry(payloads.submit(route, **asked, email=typed("joana@mail.example")))
    card = await live.card("case-2")
    assert [link.relation for link in card.links] == ["support"]


async def test_what_is_no_support_ticket_says_so(scene: Scene) -> None:
    await scene.add(issue())
    _, ack = await scene.carry(payloads.submit(ReplyModal(case_id="case-2", version=1), text=typed("x")))
    await scene.settled()
    assert "no support ticket" in str(ack) + str(await scene.whispers())


async def test_only_a_lead_merges(scene: Scene) -> None:
    await scene.add(support(), support(id="case-4", number=20260004, dedup_key="two"))
    route = MergeModal(case_id="case-3", version=1)
    await scene.carry(payloads.submit(route, into_number=typed("#20260004")))
    assert (await scene.card("case-3")).state == "open"


def _with(workspace: Any, canned: tuple[CannedReply, ...]) -> Any:
    return replace(workspace, canned_replies=canned)
