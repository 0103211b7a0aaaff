"""Modals: opened from the card, filled in, corrected, sent; and the menu behind More."""

import asyncio
from typing import Any

from bot.routes import (
    ArchiveButton,
    ArchiveModal,
    AssignButton,
    AssignModal,
    CommentButton,
    CommentModal,
    DetailModal,
    HistoryButton,
    HistoryModal,
    HoldButton,
    HoldModal,
    MenuModal,
    MoreButton,
    NotifyButton,
    NotifyModal,
    NotifyPreviewModal,
    RetryButton,
    RetryModal,
    StateRunButton,
    StateRunModal,
    TakeButton,
    UndoButton,
    ViewButton,
)
from core.domain.job_ticket_table import State
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS
from sandbox.slack.person import Person, sit_down
from tests.bot import payloads
from tests.bot.payloads import chosen, click, send, typed
from tests.bot.scene import CONTACT, SAY, Scene, issue, open_scene, ticket

Json = dict[str, Any]


async def menu(live: Scene, person: Person) -> Json:
    message = await live.post("case-1")
    await person.click(OPS_JOBS, message, MoreButton.name)
    view = await person.until_modal()
    assert view["callback_id"] == MenuModal.name
    return view


async def on_top(live: Scene, person: Person, view: Json, action_id: str) -> Json:
    """Press in a modal; the modal that stands on top of it then."""
    await person.click_in_view(view, action_id)
    return await person.until_modal(lambda v: v["id"] != view["id"])


async def test_everything_that_is_allowed_stands_behind_more(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    view = await menu(live, ana)
    drawn = str(view["blocks"])
    assert all(r.name in drawn for r in (TakeButton, CommentButton, AssignButton, ViewButton, HistoryButton))
    assert UndoButton.name not in drawn, "nothing was done yet"


async def test_an_act_in_the_menu_draws_it_afresh(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    view = await menu(live, ana)
    await ana.click_in_view(view, TakeButton.name)
    after = await ana.until_modal(lambda v: v["hash"] != view["hash"])
    assert after["id"] == view["id"] and UndoButton.name in str(after["blocks"])
    assert (await live.card("case-1")).owner == ANA


async def test_undo_in_the_menu_takes_it_back(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    view = await menu(live, ana)
    await ana.click_in_view(view, TakeButton.name)
    after = await ana.until_modal(lambda v: v["hash"] != view["hash"])
    await ana.click_in_view(after, UndoButton.name)
    last = await ana.until_modal(lambda v: v["hash"] != after["hash"])
    assert (await live.card("case-1")).owner is None
    assert UndoButton.name not in str(last["blocks"])


async def test_a_comment_is_written_on_top_of_the_menu_and_closes_both(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    view = await menu(live, ana)
    form = await on_top(live, ana, view, CommentButton.name)
    assert form["callback_id"] == CommentModal.name
    assert await send(ana, form, text=typed("looking at it")) is None
    assert await ana.modal() is None
    (waiting,) = live.store.waiting("thread")
    assert "looking at it" in str(waiting.notice)


async def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(
    live: Scene, ana: Person
) -> None:
    await live.add(ticket(state=State.DECIDED_REMAIN_PAUSED))
    message = await live.post("case-1")
    await ana.click(OPS_JOBS, message, HoldButton.name)
    form = await ana.until_modal()
    assert form["callback_id"] == HoldModal.name
    long_ago = {"type": "datetimepicker", "selected_date_time": 1_000_000_000}
    typed_in = {"reason": typed("awaiting payment"), "kind": chosen("retailer"), "until": long_ago}
    assert await send(ana, form, **typed_in) == {"until": SAY("error.until_past")}
    kept = await ana.modal()
    assert kept is not None and kept["id"] == form["id"]
    assert kept["state"]["values"]["reason"]["value"]["value"] == "awaiting payment"


async def test_a_form_on_a_case_that_moved_on_stays_below_the_answer(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    view = await menu(live, ana)
    form = await on_top(live, ana, view, CommentButton.name)
    await live.carry(click(TakeButton(case_id="case-1", version=1), user=LUIS))
    assert await send(ana, form, text=typed("a long thought")) is None
    answer = await ana.modal()
    assert answer is not None and f"<@{LUIS}>" in str(answer["blocks"])
    await ana.close(answer)
    below = await ana.modal()
    assert below is not None and below["id"] == form["id"]
    assert below["state"]["values"]["text"]["value"]["value"] == "a long thought"


async def test_an_archived_issue_can_be_brought_back_from_the_whisper(live: Scene, ana: Person) -> None:
    await live.add(issue(state="resolved"))
    message = await live.post("case-2")
    await ana.click(OPS_JOBS, message, ArchiveButton.name)
    form = await ana.until_modal()
    assert form["callback_id"] == ArchiveModal.name
    assert await send(ana, form, reason=chosen("actioned")) is None
    told = await ana.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
    assert (await live.card("case-2")).archived_at is not None
    await ana.click(OPS_JOBS, told, UndoButton.name)
    assert (await live.card("case-2")).archived_at is None


async def test_somebody_never_seen_can_be_given_a_case(live: Scene, ana: Person) -> None:
    del live.store.tables.members[LUIS]
    await live.add(ticket())
    view = await menu(live, ana)
    form = await on_top(live, ana, view, AssignButton.name)
    assert form["callback_id"] == AssignModal.name
    await send(ana, form, to={"type": "users_select", "selected_user": LUIS})
    assert (await live.card("case-1")).owner == LUIS


async def test_details_and_history_open_on_top(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    view = await menu(live, ana)
    assert (await on_top(live, ana, view, ViewButton.name))["callback_id"] == DetailModal.name
    await ana.close((await ana.modal()) or {})
    assert (await on_top(live, ana, view, HistoryButton.name))["callback_id"] == HistoryModal.name


async def test_the_letter_is_seen_before_it_leaves(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    message = await live.post("case-1")
    await ana.click(OPS_JOBS, message, NotifyButton.name)
    form = await ana.until_modal()
    assert form["callback_id"] == NotifyModal.name
    parts = {name: typed(f"about {name}") for name in ("subject", "issue", "actions", "next_steps")}
    assert await send(ana, form, to=chosen(CONTACT.email), **parts) is None
    preview = await ana.modal()
    assert preview is not None and preview["callback_id"] == NotifyPreviewModal.name
    assert live.store.waiting("letter") == () and "about issue" in str(preview["blocks"])
    assert await send(ana, preview) is None
    assert await ana.modal() is None
    (letter,) = live.store.waiting("letter")
    assert letter.letter["to_address"] == CONTACT.email
    assert (await live.card("case-1")).state == "retailer_notified"


async def test_a_letter_to_somebody_else_is_refused_at_the_field(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    parts: dict[str, Any] = {name: typed("x") for name in ("subject", "issue", "actions", "next_steps")}
    route = NotifyModal(case_id="case-1", version=1)
    _, ack = await scene.carry(payloads.submit(route, to=chosen("thief@example.com"), **parts))
    assert ack is not None and list(ack["errors"]) == ["to"]


async def test_a_letter_that_no_view_can_carry_is_refused_at_the_field(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    parts: dict[str, Any] = {name: typed("ü" * 1400) for name in ("issue", "actions", "next_steps")}
    route = NotifyModal(case_id="case-1", version=1)
    body = payloads.submit(route, to=chosen(CONTACT.email), subject=typed("x"), **parts)
    _, ack = await scene.carry(body)
    assert ack is not None and list(ack["errors"]) == ["issue"]
    assert scene.store.waiting("letter") == ()


async def test_a_retry_that_may_double_an_order_asks_for_a_look_first(live: Scene, ana: Person) -> None:
    await live.add(issue(code="order.sync_timeout"))
    message = await live.post("case-2")
    await ana.click(OPS_JOBS, message, RetryButton.name)
    form = await ana.until_modal()
    assert form["callback_id"] == RetryModal.name
    assert list(await send(ana, form, duplicate_checked=ticks()) or ()) == ["duplicate_checked"]
    assert (await live.card("case-2")).state == "open"
    assert await send(ana, form, duplicate_checked=ticks("yes")) is None
    assert (await live.card("case-2")).state == "retrying"


def ticks(*values: str) -> Json:
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}


async def test_a_run_that_somebody_saw_can_be_stated(scene: Scene) -> None:
    """The button stands in the checklist where no platform can be asked."""
    await scene.add(ticket(state=State.VERIFYING))
    await scene.carry(click(StateRunButton(case_id="case-1", version=1)))
    await scene.settled()
    (call,) = scene.calls("views.open")
    assert StateRunModal.name in str(call["arguments"])
    route = StateRunModal(case_id="case-1", version=1)
    moment = {"selected_date_time": int(scene.clock.now().timestamp()) - 60}
    _, ack = await scene.carry(payloads.submit(route, run_id=typed("8841"), ended_at=moment))
    assert ack is not None and "asks for a run" in str(ack), "the switch of the workspace is off"


async def test_a_modal_that_opens_too_late_is_explained_where_one_clicked() -> None:
    async with open_scene(connected=True, trigger_lifetime_s=0.0) as live:
        await live.add(ticket())
        message = await live.post("case-1")
        async with sit_down(live.slack.base_url, ANA) as ana:
            await ana.click(OPS_JOBS, message, MoreButton.name)
            told = await ana.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
    assert told["text"] == SAY("answer.expired")


async def test_two_submits_of_one_form_are_one_act(scene: Scene) -> None:
    await scene.add(ticket())
    body = payloads.submit(CommentModal(case_id="case-1", version=1), text=typed("once"))
    first, second = await asyncio.gather(scene.carry(body), scene.carry(body))
    assert {str((ack or {}).get("response_action")) for _, ack in (first, second)} == {"clear", "update"}
    assert len(scene.store.waiting("thread")) == 1
