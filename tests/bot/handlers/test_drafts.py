"""A form that was closed unsent comes back as it stood, to whoever typed in it, until it is sent."""

from typing import Any

from bot.form_fields import VALUE_AFRESH
from bot.routes import (
    AssignButton,
    CheckAgainButton,
    CloseButton,
    CommentButton,
    HoldButton,
    NotifyButton,
    NotifyModal,
    PriorityButton,
    Route,
    StartEmptyButton,
    TakeButton,
)
from core.command import Query
from core.domain.draft import Draft
from core.domain.job_ticket_table import State
from core.domain.member import Actor
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS
from sandbox.slack.person import Person, sit_down
from tests.bot import payloads
from tests.bot.payloads import abandon, chosen, click, send, typed
from tests.bot.scene import CONTACT, SAY, Scene, ticket

Json = dict[str, Any]


def drafts(scene: Scene) -> list[Draft]:
    return list(scene.store.tables.drafts.values())


def fields(view: Json) -> dict[str, Json]:
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


def says_draft(view: Json) -> bool:
    return StartEmptyButton.name in str(view["blocks"])


async def opened(live: Scene, who: Person, button: type[Route], message: Json) -> Json:
    """The modal behind a button of the card or of its menu, when all that fills it in has come."""
    if button.name in str(message["blocks"]):
        await who.click(OPS_JOBS, message, button.name)
    else:
        await who.click(OPS_JOBS, message, "case.more.v1")
        menu = await who.until_modal()
        await who.click_in_view(menu, button.name)
        await who.until_modal(lambda v: v["id"] != menu["id"])
    await who.until_modal()
    await live.settled()
    return await who.modal() or {}


async def closed_half_written(live: Scene, who: Person, view: Json, **values: Json) -> None:
    """Cancelled, and the app has heard of it."""
    before = len(live.calls("view_closed"))
    await abandon(who, view, everything=True, **values)

    async def heard() -> bool:
        return len(live.calls("view_closed")) > before

    await who.until(heard)


async def test_a_form_that_was_closed_comes_back_filled_in_and_says_so(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.DECIDED_REMAIN_PAUSED))
    message = await live.post("case-1")
    view = await opened(live, ana, HoldButton, message)
    assert view["notify_on_close"] and not says_draft(view)
    until = {"type": "datetimepicker", "selected_date_time": 1_800_000_000}
    await closed_half_written(
        live, ana, view, reason=typed("awaiting pay"), kind=chosen("customer"), until=until
    )
    again = await opened(live, ana, HoldButton, message)
    assert says_draft(again) and "This is your draft from <!date^" in str(again["blocks"])
    shown = fields(again)
    assert shown["reason"]["initial_value"] == "awaiting pay"
    assert shown["kind"]["initial_option"]["value"] == "customer"
    assert shown["until"]["initial_date_time"] == 1_800_000_000
    assert await send(ana, again, reason=typed("awaiting payment"), kind=chosen("customer")) is None
    await live.settled()
    assert drafts(live) == [], "sent is sent"


async def test_start_empty_draws_it_without_the_draft_and_forgets_it(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    message = await live.post("case-1")
    await closed_half_written(
        live, ana, await opened(live, ana, CommentButton, message), text=typed("half a thou")
    )
    view = await opened(live, ana, CommentButton, message)
    await ana.click_in_view(view, StartEmptyButton.name)
    empty = await ana.until_modal(lambda v: v["hash"] != view["hash"])
    assert empty["id"] == view["id"] and not says_draft(empty)
    assert [e["action_id"] for e in fields(empty).values()] == [VALUE_AFRESH], (
        "Slack keeps what has the same ids"
    )
    assert "half a thou" not in str(empty)
    assert drafts(live) == []
    assert await send(ana, empty, text=typed("something else")) is None
    (waiting,) = live.store.waiting("thread")
    assert "something else" in str(waiting.notice)


async def test_a_draft_is_its_writers_alone_and_of_one_case(live: Scene, ana: Person) -> None:
    await live.add(ticket(), ticket("case-8", 20260008, dedup_key="other"))
    message, other = await live.post("case-1"), await live.post("case-8")
    view = await opened(live, ana, CommentButton, message)
    await closed_half_written(live, ana, view, text=typed("between us"))
    assert not says_draft(await opened(live, ana, CommentButton, other))
    assert not says_draft(await opened(live, ana, PriorityButton, message))
    async with sit_down(live.slack.base_url, LUIS) as luis:
        assert "between us" not in str(await opened(live, luis, CommentButton, message))


async def test_a_form_in_which_nobody_typed_leaves_nothing_and_takes_nothing(
    live: Scene, ana: Person
) -> None:
    await live.add(ticket(owner=ANA))
    message = await live.post("case-1")
    for button in (AssignButton, PriorityButton, CommentButton):
        await closed_half_written(live, ana, await opened(live, ana, button, message))
    assert drafts(live) == []
    view = await opened(live, ana, CommentButton, message)
    await closed_half_written(live, ana, view, text=typed("half a thou"))
    (kept,) = drafts(live)
    live.clock.advance(60)
    await closed_half_written(live, ana, await opened(live, ana, CommentButton, message))
    assert drafts(live) == [kept], "looked at and closed again"
    view = await opened(live, ana, CommentButton, message)
    await closed_half_written(live, ana, view, text=typed(""))
    assert drafts(live) == [], "emptied by hand"


async def test_the_closing_note_survives_a_cancel_a_refusal_and_check_again(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    message = await live.post("case-1")
    view = await opened(live, ana, CloseButton, message)
    picture = {"type": "file_input", "files": [await ana.upload("run.png", b"\x89PNG")]}
    note = "The token was renewed at nine."
    await closed_half_written(live, ana, view, note=typed(note), screenshot=picture)
    (kept,) = drafts(live)
    assert kept.values == {"claim": "works_again", "note": note} | dict.fromkeys(
        ("duplicate_of", "confirmation_text", "confirmation_author", "confirmation_said")
    ), "and no file"
    view = await opened(live, ana, CloseButton, message)
    assert says_draft(view) and fields(view)["note"]["initial_value"] == note, (
        "when the platform has spoken too"
    )
    await ana.click_in_view(view, CheckAgainButton.name)
    await live.settled()
    view = await ana.modal() or {}
    assert fields(view)["note"]["initial_value"] == note
    assert await send(ana, view) is None
    await live.settled()
    assert drafts(live) == [kept], "until the closing is granted"


async def test_what_is_typed_after_start_empty_stays_through_check_again(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    message = await live.post("case-1")
    await closed_half_written(
        live, ana, await opened(live, ana, CloseButton, message), note=typed("an old note")
    )
    view = await opened(live, ana, CloseButton, message)
    await ana.click_in_view(view, StartEmptyButton.name)
    await live.settled()
    empty = await ana.modal() or {}
    assert "an old note" not in str(empty)
    element = {"type": "plain_text_input", "value": "a new note"}
    empty["state"] = {"values": {"note": {VALUE_AFRESH: element}}}
    await ana.click_in_view(empty, CheckAgainButton.name)
    await live.settled()
    after = await ana.modal() or {}
    assert after["state"]["values"]["note"][VALUE_AFRESH]["value"] == "a new note"


async def test_a_letter_stays_a_draft_until_it_is_sent(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    message = await live.post("case-1")
    form = await opened(live, ana, NotifyButton, message)
    parts = {name: typed(f"about {name}") for name in ("subject", "issue", "actions", "next_steps")}
    assert await send(ana, form, to=chosen(CONTACT.email), **parts) is None
    await live.settled()
    (kept,) = drafts(live)
    assert (kept.form, kept.values["issue"]) == ("notify", "about issue"), "seen, and not sent"
    await closed_half_written(live, ana, await ana.modal() or {})
    form = await opened(live, ana, NotifyButton, message)
    assert says_draft(form) and fields(form)["issue"]["initial_value"] == "about issue"
    assert await send(ana, form) is None
    assert await send(ana, await ana.modal() or {}) is None
    await live.settled()
    assert drafts(live) == [] and len(live.store.waiting("letter")) == 1


async def test_a_form_on_a_case_that_moved_on_says_that_it_is_kept_and_is(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    message = await live.post("case-1")
    view = await opened(live, ana, CommentButton, message)
    await live.carry(click(TakeButton(case_id="case-1", version=1), user=LUIS))
    assert await send(ana, view, text=typed("a long thought")) is None
    answer = await ana.modal() or {}
    assert f"<@{LUIS}>" in str(answer["blocks"]) and SAY("answer.draft_kept") in str(answer["blocks"])
    again = await opened(live, ana, CommentButton, await live.post("case-1"))
    assert fields(again)["text"]["initial_value"] == "a long thought"
    assert await send(ana, again) is None, "on the case as it stands now"


async def test_a_draft_costs_one_question_more(scene: Scene) -> None:
    await scene.add(ticket())
    asked: list[str] = []

    async def counted(query: Query[Any], *, by: Actor) -> Any:
        asked.append(type(query).__name__)
        return await scene.house.ask(query, by=by)

    app = scene.build(scene.changed(ask=counted))
    await scene.carry(click(CommentButton(case_id="case-1", version=1)), app)
    assert asked == ["GetCard", "GetDraft"]


async def test_start_empty_for_a_form_that_is_gone_is_too_old_and_no_bug(scene: Scene) -> None:
    await scene.add(ticket())
    route = StartEmptyButton(case_id="case-1", version=1, form="sonnet")
    view = payloads.view_of(NotifyModal(case_id="case-1", version=1))
    assert await scene.carry(click(route, **payloads.in_modal(view))) == (200, None)
    await scene.settled()
    assert SAY("answer.too_old") in str(scene.calls("views.push")[0]["arguments"])
