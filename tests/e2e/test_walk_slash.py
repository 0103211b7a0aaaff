"""The main job by typed commands: the same steps, guards and refusals as the buttons."""

import re
from dataclasses import replace

from sandbox.slack.demo import GENERAL, GUEST, LUIS, OPS_JOBS, ORDERS
from tests.e2e.hands import number_of
from tests.e2e.walker import (
    EBAY_CONNECTION,
    LETTER,
    Walker,
    fresh_screenshot,
    operations_of,
    run_once,
    runs_of,
)
from tests.e2e.world import until


async def test_a_failing_job_is_stopped_told_decided_proven_and_closed_by_commands(ana: Walker) -> None:
    platform = ana.world.platform
    number = await ana.failing()

    assert "is yours now" in await ana.typed(f"take {number}")
    assert "stopping it" in await ana.typed("pause “eBay AU”")  # as a phone types it
    await ana.until_state(number, "contained")
    before = runs_of(platform)
    platform.tick(60)
    assert runs_of(platform) == before, "it was stopped and ran all the same"

    await ana.person.command(OPS_JOBS, f"/andon close {number}")
    assert await ana.submit(await ana.modal("modal.close.v1", str(number))) is None
    await ana.modal(
        "modal.close.v1", "Not closed", "the retailer has not been told yet", "attach a screenshot"
    )
    await ana.person.close(await ana.modal("modal.close.v1"), everything=True)

    await ana.person.command(OPS_JOBS, f"/andon notify {number}")
    assert await ana.submit(await ana.modal("modal.notify.v1")) is None
    assert await ana.submit(await ana.modal("modal.notify_preview.v1", "Noor Visser")) is None
    letter = await until(lambda: next(iter(ana.world.mailbox.messages()), None), what="the letter")
    assert "noor@kitchenware.example" in str(letter)
    assert str(number) in str(letter)

    assert "the decision is on record" in await ana.typed(f"decide {number} reactivate")
    platform.do("token.renew", EBAY_CONNECTION)
    assert "reactivating" in await ana.typed(f"reactivate {number}")
    await ana.until_state(number, "verifying")
    assert "a run was asked for" in await ana.typed(f"verify {number}")
    await until(lambda: "run.start" in operations_of(platform), what="the run that was asked for")
    run_once(platform)

    await ana.person.command(OPS_JOBS, f"/andon close <{_link(ana, number)}>")
    view = await ana.modal("modal.close.v1", "Successful run*: done")
    assert await ana.attach(view, "run.png", fresh_screenshot(), note="The token was renewed.") is None
    await ana.until_state(number, "closed")
    await ana.until_card(number, "works again", "technically verified", f"<@{ana.person.user_id}>")


async def test_an_order_is_looked_at_retried_archived_and_brought_back_by_commands(ana: Walker) -> None:
    here = replace(ana, channel_id=ORDERS)
    number = number_of(await ana.world.until_card(ORDERS, "Order 1002-B"))
    order = ana.world.platform.world.orders["1002-B"]

    looked = await here.typed("RETRY order=1002-B dry-run")
    assert "reading the platform" in looked or "Nothing was sent" in looked
    await until(lambda: any("Nothing was sent" in str(w) for w in here.whispers()), what="the dry run")
    assert order.attempts == 1
    assert "sending it again" in await here.typed("retry order:1002-B")
    await _sent_again(here, "1002-B")
    await here.until_state(number, "resolved")
    assert order.status == "sent"
    assert "is archived" in await here.typed(f"archive {number} actioned")
    assert f"#{number}" in await here.typed("list archived")
    assert f"#{number}" not in await here.typed("list open")
    assert "is back" in await here.typed(f"unarchive {number}")
    assert (await here.case(number))["archived_at"] is None
    await here.typed(f"archive {number} no_action_needed")
    assert "taken back" in await here.typed(f"undo {number}")
    assert (await here.case(number))["archived_at"] is None


async def test_a_retry_that_would_make_a_second_order_is_asked_about_first(ana: Walker) -> None:
    here = replace(ana, channel_id=ORDERS)
    number = number_of(await ana.world.until_card(ORDERS, "Order 1004-D"))

    await here.person.command(ORDERS, f"/andon retry {number}")
    view = await here.modal("modal.retry.v1")
    assert "duplicate_checked" in (await here.submit(view) or {})
    assert ana.world.platform.world.orders["1004-D"].attempts == 1
    await here.person.close(view, everything=True)

    assert "sending it again" in await here.typed(f"retry {number} checked")
    await _sent_again(here, "1004-D")
    await here.until_state(number, "resolved")
    assert len(ana.world.platform.world.orders["1004-D"].downstream) == 1, "a second order was made"


async def test_a_ticket_waits_on_hold_goes_to_somebody_else_and_shows_itself(ana: Walker) -> None:
    number = await ana.failing()
    await ana.act(number, "contain")
    await ana.until_state(number, "contained")

    early = await ana.typed(f"hold {number} until:tomorrow reason:payment")
    assert "stands at *Stopped*" in early
    assert f"/andon notify {number}" in early
    await ana.act(number, "notify", **LETTER)
    assert "on record" in await ana.typed(f"decide {number} remain_paused")
    held = await ana.typed(f'hold {number} until:tomorrow reason:"awaiting payment"')
    assert "is on hold" in held
    assert (await ana.case(number))["hold"]["reason"] == "awaiting payment"
    assert f"#{number}" in await ana.typed("list held")
    assert "the waiting is over" in await ana.typed(f"resume {number}")
    assert "was assigned" in await ana.typed(f"assign {number} <@{LUIS}|luis>")
    assert (await ana.case(number))["owner"] == LUIS
    shown = await ana.typed(f"view {number}")
    assert "eBay AU order sync" in shown
    assert "Kitchenware Co" in shown
    assert f"#{number}" not in await ana.typed("list mine")


async def test_what_a_channel_hears_is_asked_for_shown_and_ended(ana: Walker) -> None:
    here = replace(ana, channel_id=GENERAL)
    await ana.failing()

    looked = await here.typed("subscribe jobs severity>=high preview")
    assert "eBay AU order sync" in looked
    assert ana.world.cards(GENERAL) == [], "a preview posts nothing"
    kept = await here.typed('subscribe jobs,orders severity>=high -code:low_stock connection:"eBay AU"')
    for word in ("job", "order", "high", "low_stock", "eBay AU"):
        assert word in kept
    assert f"<#{GENERAL}" in await here.typed("subscriptions")
    left = await here.typed("unsubscribe orders")
    assert "job" in left
    assert "order" not in left.casefold().replace("order sync", "")
    await here.typed("unsubscribe")
    assert f"<#{GENERAL}" not in await here.typed("subscriptions")


async def test_the_job_check_reads_every_platform_and_reports(ana: Walker) -> None:
    number = await ana.failing()
    assert "Reading every platform" in await ana.typed("jobcheck")
    report = await ana.next_whisper(1)
    assert "1 job is failing" in report
    assert "1 already known" in report
    assert re.search(rf"<http[^|>]+/archives/{OPS_JOBS}/p\d{{16}}\|#{number}>", report), "linked to its card"


async def test_whatever_is_typed_is_answered_with_what_to_do(ana: Walker) -> None:
    await ana.world.until_card(ORDERS, "Order 1002-B")
    here = replace(ana, channel_id=ORDERS)
    for typed, answer in ANSWERS:
        said = await here.typed(typed)
        assert answer in said, f"/andon {typed}: {said}"


async def test_a_guest_may_look_and_is_told_who_can_act(ana: Walker) -> None:
    number = await ana.failing()
    gus = Walker(world=ana.world, person=await ana.world.person(GUEST))

    assert "eBay AU order sync" in await gus.typed(f"view {number}")
    refused = await gus.typed(f"pause {number}")

    assert "You may not do this" in refused
    assert "operator" in refused
    assert operations_of(ana.world.platform) == []
    assert await ana.state(number) == "open"


async def _sent_again(here: Walker, order_id: str) -> None:
    """The platform's clock stands still until the retry has come."""
    platform = here.world.platform
    await until(lambda: operations_of(platform), what="the retry")
    platform.tick(10)


def _link(ana: Walker, number: int) -> str:
    ts = ana.card(number)["ts"]
    return f"https://harbour.slack.com/archives/{OPS_JOBS}/p{ts.replace('.', '')}"


ANSWERS = (
    ("", "andon"),
    ("help", "/andon pause"),
    ("help close", "close on proof"),
    ("recieve 20260001", "I do not know"),
    ("clsoe 20260001", "Did you mean `/andon close`"),
    ("close", "Say which case"),
    ("view 20269999", "I cannot find that"),
    ("decide order:1002-B", "Say what was decided"),
    ("assign order:1002-B", "Say to whom"),
    ("subscribe jbos", "You can subscribe to jobs"),
    ("subscribe jobs severity>=hgih", "high"),
    ("hold order:1002-B until:whenever", "I do not understand whenever"),
    ("close order:1002-B", "is not closed by hand"),
    ("list kind:parcel", "I do not know the kind parcel"),
)
"""What is typed in #orders, and words of the answer."""
