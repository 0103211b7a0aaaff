"""/andon: every verb answers, in its ack, with the same guards and refusals as the buttons."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.grammar import VERBS
from bot.handlers.slash import RUNS
from bot.routes import CloseModal, RetryModal
from core.domain.job_ticket_table import State
from core.domain.platform_facts import Downstream, Order
from core.ports.checks import FoundTicket, JobCheckReport
from sandbox.slack.demo import ANA, GUEST, LUIS, OPS_JOBS, ORDERS
from sandbox.slack.person import Person
from tests.bot.payloads import command
from tests.bot.scene import SAY, TEAM_URL, Scene, issue, ticket
from tests.fakes.clock import MONDAY_MORNING

Json = dict[str, Any]

REPORT = JobCheckReport(checked_at=MONDAY_MORNING, platforms=2, opened=1, known=0, reopened=0, recovered=0)


async def told(scene: Scene, text: str, **more: Any) -> str:
    """The words that leave with the ack, blocks included."""
    status, ack = await scene.carry(command(text, **more))
    assert status == 200 and ack is not None and ack["response_type"] == "ephemeral"
    return f"{ack['text']} {ack.get('blocks')} {ack.get('attachments')}"


def test_every_verb_of_the_grammar_does_something() -> None:
    assert set(RUNS) == set(VERBS)


async def test_bare_it_shows_a_menu(scene: Scene) -> None:
    assert "menu.open.v1" in await told(scene, "")
    assert "menu.open.v1" in await told(scene, "  “”  ")


async def test_a_number_alone_shows_the_case(scene: Scene) -> None:
    await scene.add(ticket())
    assert "eBay orders" in await told(scene, "20260001")


async def test_an_unknown_verb_is_answered_with_the_nearest(scene: Scene) -> None:
    assert "/andon close" in await told(scene, "clsoe 20260001")
    assert SAY("help.unknown", typed="`xyzzy`") in await told(scene, "xyzzy")


@pytest.mark.parametrize("verb", VERBS)
async def test_help_knows_every_verb(scene: Scene, verb: str) -> None:
    assert f"`/andon {verb}" in await told(scene, f"help {verb}")


@pytest.mark.parametrize(
    "text", ["take 20260001", "20260001 TAKE", "take #20260001", "prendre 20260001", "tomar job:job-7"]
)
async def test_a_case_is_taken_in_any_order_case_and_language(scene: Scene, text: str) -> None:
    await scene.add(ticket())
    said = await told(scene, text)
    assert "#20260001" in said and "case.undo.v1" in said
    assert (await scene.card("case-1")).owner == ANA


async def test_the_link_of_a_card_names_it(scene: Scene) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    link = f"<https://x.slack.com/archives/{OPS_JOBS}/p{message['ts'].replace('.', '')}>"
    await told(scene, f"take {link}")
    assert (await scene.card("case-1")).owner == ANA


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("pause “eBay orders”", State.OPEN),
        ("decide reactivate 20260001", State.RETAILER_NOTIFIED),
        ("20260001 decide paused", State.RETAILER_NOTIFIED),
        ("hold 20260001 until:tomorrow reason:'awaiting payment'", State.DECIDED_REMAIN_PAUSED),
        ("assign 20260001 <@U07LUISPRAD|luis>", State.OPEN),
        ("reactivate 20260001", State.DECIDED_REACTIVATE),
    ],
)
async def test_the_acts_on_a_ticket(scene: Scene, text: str, state: State) -> None:
    await scene.add(ticket(state=state, connection_id="c1"))
    said = await told(scene, text)
    assert (await scene.card("case-1")).version == 2, said


async def test_an_issue_is_archived_and_brought_back(scene: Scene) -> None:
    await scene.add(issue(state="resolved"))
    await told(scene, "archive 20260002 no_action", trigger="1.1.a")
    assert (await scene.card("case-2")).archived_reason == "no_action_needed"
    await told(scene, "unarchive 20260002", trigger="1.1.b")
    assert (await scene.card("case-2")).archived_at is None
    await told(scene, "archive order:4711", trigger="1.1.c")
    await told(scene, "undo 20260002", trigger="1.1.d")
    assert (await scene.card("case-2")).archived_at is None


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("take", "error.which_case", {}),
        ("take 20269999", "error.not_found", {}),
        ("assign 20260001", "error.assign_to_whom", {}),
        ("decide 20260001", "error.decide_what", {"choices": "reactivate, remain_paused, remove"}),
        ("hold 20260001 until:whenever", "error.until_unclear", {"text": "whenever"}),
        ("hold 20260001 until:2h for:weather", "error.unknown_hold_kind", None),
        ("hold 20260001 untl:2h", "error.unknown_key", {"key": "untl:", "known": "until"}),
        ("close 20260002", "error.not_closable", {"number": 20260002}),
        ("retry 20260001", "error.not_retryable", {"number": 20260001}),
        ("list kind:spaceship", "error.unknown_kind", None),
        ("list -severity:low", "error.key_alone", {"key": "severity"}),
        ("list colour:red", "error.unknown_key", None),
        ("unsubscribe jobs code:x", "error.no_keys_here", {"verb": "unsubscribe", "key": "code:"}),
        ("subscribe jbos", "error.unknown_topic", {"word": "jbos", "topics": "jobs"}),
        ("subscribe jobs severity>=hihg", "error.unknown_severity", None),
        ("subscribe", "error.no_topic", None),
    ],
)
async def test_a_refusal_says_what_is_missing(scene: Scene, text: str, code: str, facts: Json | None) -> None:
    await scene.add(ticket(), issue())
    said = await told(scene, text)
    expected = SAY(code, **facts) if facts is not None else None
    start = str(expected or _opening(code))
    assert said.startswith(start) or start in said, said
    assert (await scene.card("case-1")).version == 1


def _opening(code: str) -> str:
    """The words of an error up to its first fact."""
    return SAY._translations.gettext(code).partition("{")[0]


async def test_a_guest_is_told_who_can(scene: Scene) -> None:
    await scene.add(ticket())
    assert f"<@{ANA}>" in await told(scene, "take 20260001", user=GUEST)
    assert f"<@{ANA}>" in await told(scene, "jobcheck", user=GUEST)
    assert scene.outside.asked == []


async def test_a_subscription_is_shown_back_as_it_was_understood(scene: Scene) -> None:
    text = "subscribe jobs,orders severity&gt;=high connection:“eBay AU” –code:low_stock"
    said = await told(scene, text)
    assert f"<#{OPS_JOBS}>" in said
    assert all(part in said for part in ("eBay AU", "low_stock", SAY("severity.high"))), said
    (kept,) = scene.store.tables.subscriptions.values()
    assert {str(t) for t in kept.topics} == {"jobs", "orders"}
    assert kept.filters.severity_at_least == "high"
    assert kept.filters.wanted == {"connection": ("eBay AU",)}
    assert kept.filters.unwanted == {"code": ("low_stock",)}
    assert "eBay AU" in await told(scene, "subscriptions")


async def test_another_channel_is_subscribed_by_naming_it(scene: Scene) -> None:
    await told(scene, f"subscribe issues <#{ORDERS}|orders>")
    assert list(scene.store.tables.subscriptions) == [ORDERS]


async def test_unsubscribing_takes_away_what_is_named(scene: Scene) -> None:
    await told(scene, "subscribe jobs orders", trigger="1.1.a")
    await told(scene, "unsubscribe orders", trigger="1.1.b")
    (left,) = scene.store.tables.subscriptions.values()
    assert {str(t) for t in left.topics} == {"jobs"}


async def test_a_preview_subscribes_to_nothing(scene: Scene) -> None:
    await scene.add(ticket())
    assert "eBay orders" in await told(scene, "subscribe jobs preview")
    assert scene.store.tables.subscriptions == {}


async def test_a_list_is_filtered_and_counted(scene: Scene) -> None:
    await scene.add(ticket(), issue(), ticket("case-3", 20260003, owner=ANA, state=State.CONTAINED))
    jobs = await told(scene, "list kind:job severity>=high")
    assert "20260001" in jobs and "20260002" not in jobs
    mine = await told(scene, "list mine")
    assert "20260003" in mine and "20260001" not in mine


async def test_why_answers_at_once_and_again_when_the_platform_has_spoken(live: Scene, ana: Person) -> None:
    await live.add(ticket(state=State.CONTAINED))
    live.outside.gate = asyncio.Event()
    await ana.command(OPS_JOBS, "/andon why 20260001")
    first = await ana.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
    assert first["text"].endswith(SAY("answer.asking_platform", number="#20260001"))
    live.outside.gate.set()
    await ana.until_message(OPS_JOBS, lambda m: "job_ticket.close.v1" in str(m.get("blocks")))


async def test_a_job_check_reports_when_it_is_done(live: Scene, ana: Person) -> None:
    live.outside.report = REPORT
    await ana.command(OPS_JOBS, "/andon jobcheck")
    await live.settled()
    texts = [m["text"] for m in await ana.messages(OPS_JOBS)]
    assert len(texts) == 2 and SAY("answer.checking_jobs") in texts[0]


async def test_a_job_check_names_the_tickets_and_links_those_whose_card_stands(scene: Scene) -> None:
    await scene.add(ticket(), ticket("case-3", 20260003, job_id="job-8"))
    posted = await scene.post("case-1")
    tickets = (
        FoundTicket(number=20260001, case_id="case-1", found="opened"),
        FoundTicket(number=20260003, case_id="case-3", found="known"),
        FoundTicket(number=20260009, case_id="elsewhere", found="known"),
    )
    scene.outside.report = replace(REPORT, known=2, tickets=tickets)
    await scene.carry(command("jobcheck"))
    await scene.settled()
    drawn = str(scene.calls("chat.postEphemeral")[-1]["arguments"]["blocks"])
    card = f"{TEAM_URL}archives/{OPS_JOBS}/p{posted['ts'].replace('.', '')}"
    assert f"1 new ticket: <{card}|#20260001>" in drawn
    assert "2 already known: #20260003, #20260009" in drawn


async def test_a_job_check_that_breaks_says_so_with_a_reference(
    live: Scene, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await ana.command(OPS_JOBS, "/andon jobcheck")
    await live.settled()
    last = (await ana.messages(OPS_JOBS))[-1]
    assert "Reference" in last["text"] and "reference" in caplog.text


async def test_a_dry_run_sends_nothing(live: Scene, ana: Person) -> None:
    await live.add(issue())
    copy = Downstream(id="77", url="https://platform.example/orders/77")
    live.outside.order = Order(
        order_id="4711", status="failed", attempts=2, checked_at=MONDAY_MORNING, downstream=(copy,)
    )
    await ana.command(OPS_JOBS, "/andon retry 20260002 dry-run")
    await ana.until_message(OPS_JOBS, lambda m: SAY("dry_run.would_duplicate") in m["text"])
    assert live.store.tables.operations == {}


async def test_a_retry_that_may_double_an_order_asks_first(live: Scene, ana: Person) -> None:
    await live.add(issue(code="order.sync_timeout"))
    await ana.command(OPS_JOBS, "/andon retry 20260002")
    assert (await ana.until_modal())["callback_id"] == RetryModal.name
    await ana.command(OPS_JOBS, "/andon retry 20260002 checked")
    assert (await live.card("case-2")).state == "retrying"


async def test_a_modal_that_a_command_opens_leaves_an_empty_ack(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    assert await scene.carry(command("close 20260001")) == (200, None)
    await scene.settled()
    assert CloseModal.name in str(scene.calls("views.open")[0]["arguments"])


async def test_a_bug_becomes_a_reference(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(query: object, *, by: object) -> Any:
        raise ZeroDivisionError("customer 4711")

    app = scene.build(scene.changed(ask=broken))
    status, ack = await scene.carry(command("list"), app)
    assert status == 200 and ack is not None and "Reference" in ack["text"] and "4711" not in ack["text"]
    assert "reference" in caplog.text


async def test_what_takes_too_long_is_answered_in_time(scene: Scene) -> None:
    async def stuck(query: object, *, by: object) -> Any:
        await asyncio.Event().wait()

    app = scene.build(scene.changed(ask=stuck), answer_s=0.05)
    _, ack = await scene.carry(command("list"), app)
    assert ack is not None and ack["text"] == SAY("error.slow")


async def test_a_reader_hears_their_own_language_in_any_channel(scene: Scene) -> None:
    french = replace(scene.store.tables.members[LUIS], locale="fr")
    scene.store.tables.members[LUIS] = french
    words = scene.house.words["fr"]
    assert words.language == "fr"
    await scene.add(ticket())
    assert words("state.job_ticket.open") in await told(scene, "view 20260001", user=LUIS)
