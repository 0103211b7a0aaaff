"""What follows when something cannot be sent, by kind of error."""

import asyncio

import pytest

from core.errors import NotFound, OutcomeUnknown, Parked, Permanent, Repeated, Temporary
from core.ports.chat import MessageGone
from core.services.deliveries import ReportDestinationShut, ReportLetterFailed
from core.services.reading import GetCard
from scheduler import senders
from storage import delivery_queue
from tests.scheduler.delivery_scene import LETTER, played, somebody_asked_to_close
from tests.scheduler.delivery_world import COMMENT, PICTURE, World


def test_a_rate_limit_waits_as_long_as_slack_says_and_searches_for_nothing() -> None:
    def scene(world: World) -> None:
        world.slack.fails["tell"].append(Temporary("chat.postMessage: ratelimited", retry_in_s=7.0))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")

    world = played(scene)
    assert world.slack.calls == ["tell", "tell"]
    assert world.slack.standing("C1")[0].at_s >= 7
    assert ("retry", "ratelimited") in world.deliveries.log


@pytest.mark.parametrize(("scope", "held"), [("method", "chat.postMessage"), ("all", "all")])
def test_a_limit_on_more_than_one_channel_holds_the_method(scope: str, held: str) -> None:
    def scene(world: World) -> None:
        world.slack.fails["tell"].append(Temporary("ratelimited", retry_in_s=30.0, scope=scope))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        world.deliveries.want_note("n2", COMMENT, channel_id="C2")

    world = played(scene)
    assert set(world.deliveries.held) == {held}


def test_a_mail_relay_that_is_down_holds_back_mail_only() -> None:
    def scene(world: World) -> None:
        world.mail.fails.append(Temporary("unreachable", retry_in_s=3.0, scope="all"))
        world.deliveries.want(LETTER, "mail:kitchenware.example")

    world = played(scene)
    assert set(world.deliveries.held) == {"mail.send"}
    assert [letter.id for letter in world.mail.letters] == ["letter-1"]


def test_the_method_names_are_those_that_the_storage_holds_back() -> None:
    ours = {senders.POST, senders.UPDATE, senders.ANSWER, senders.MAIL}
    theirs = {delivery_queue.POST, delivery_queue.UPDATE, delivery_queue.VIEW, delivery_queue.MAIL}
    assert ours == theirs


def test_a_shut_channel_is_parked_the_admins_are_told_and_it_goes_on_when_reopened() -> None:
    async def scene(world: World) -> None:
        world.slack.fails["tell"].append(Parked("is_archived"))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        await asyncio.sleep(20)
        assert await world.deliveries.parked() == (("channel:C1", "is_archived"),)
        assert world.slack.standing("C1") == []
        assert await world.deliveries.reopen("C1") == 1

    world = played(scene)
    assert [(r.lane, r.reason) for r in world.dispatch.of(ReportDestinationShut)] == [
        ("channel:C1", "is_archived")
    ]
    assert len(world.slack.standing("C1")) == 1


def test_a_token_without_rights_shuts_no_channel() -> None:
    def scene(world: World) -> None:
        world.slack.fails["tell"].append(Parked("missing_scope"))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")

    world = played(scene)
    assert world.dispatch.commands == []
    assert set(world.deliveries.held) == {"all"}
    assert world.slack.standing("C1")[0].at_s >= 60


def test_what_slack_will_never_take_is_given_up_and_the_lane_goes_on() -> None:
    def scene(world: World) -> None:
        world.slack.fails["tell"].append(Permanent("invalid_blocks"))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        world.deliveries.want_note("n2", COMMENT, channel_id="C1")

    world = played(scene)
    assert world.deliveries.rows["n1"].state == "dead"
    assert [m.delivery_id for m in world.slack.standing("C1")] == ["n2"]


def test_a_note_whose_thread_is_gone_is_given_up_and_not_taken_for_a_card() -> None:
    def scene(world: World) -> None:
        world.slack.fails["tell"].append(MessageGone())
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")

    assert ("dead", "message_gone") in played(scene).deliveries.log


def test_a_case_that_is_gone_ends_its_card() -> None:
    def scene(world: World) -> None:
        world.ask.answers[GetCard] = lambda _: NotFound("case")
        world.deliveries.want_card("case-1", "C1")

    world = played(scene)
    assert ("dead", "error.not_found") in world.deliveries.log
    assert world.slack.calls == []


def test_a_bug_is_logged_by_reference_without_its_words_and_the_loop_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def scene(world: World) -> None:
        world.slack.fails["tell"].append(ValueError("a customer's words"))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")

    world = played(scene)
    assert len(world.slack.standing("C1")) == 1
    (line,) = [r.getMessage() for r in caplog.records if "reference" in r.getMessage()]
    assert "ValueError" in line
    assert "customer" not in caplog.text
    assert world.slack.calls == ["tell", "find", "find", "tell"]


def test_a_database_that_fails_for_a_while_stops_nothing() -> None:
    async def scene(world: World) -> None:
        claim, failures = world.deliveries.claim, 3

        async def flaky(owner: str, *, limit: int) -> object:
            nonlocal failures
            if failures:
                failures -= 1
                raise ConnectionError
            return await claim(owner, limit=limit)

        world.deliveries.claim = flaky  # type: ignore[assignment, method-assign]
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")

    assert len(played(scene).slack.standing("C1")) == 1


def test_an_upload_that_slack_forgot_is_made_anew() -> None:
    def scene(world: World) -> None:
        world.slack.fails["share_picture"].append(Permanent("file_not_found"))
        world.deliveries.want_note("p1", PICTURE, channel_id="C1")

    world = played(scene)
    assert world.slack.uploads == 2
    assert [f for f, _, _ in world.slack.shares] == ["F2"]


def test_a_picture_that_slack_forgets_each_time_is_given_up() -> None:
    def scene(world: World) -> None:
        world.slack.fails["share_picture"] += [Permanent("file_not_found")] * 9
        world.deliveries.want_note("p1", PICTURE, channel_id="C1")

    world = played(scene)
    assert world.deliveries.rows["p1"].state == "dead"
    assert world.slack.uploads == 3


def test_pictures_that_may_not_be_uploaded_hold_no_message_back() -> None:
    def scene(world: World) -> None:
        world.slack.fails["upload_picture"].append(Parked("missing_scope"))
        world.deliveries.want_note("p1", PICTURE, channel_id="C1")
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")

    world = played(scene)
    assert world.deliveries.held == {}
    assert world.deliveries.rows["p1"].state == "dead"
    assert [m.delivery_id for m in world.slack.standing("C1")] == ["n1"]


def test_an_answer_is_drawn_again_when_its_outcome_is_unknown_and_let_go_after_three() -> None:
    def scene(world: World) -> None:
        somebody_asked_to_close(world)
        world.slack.fails["answer"] += [OutcomeUnknown("timeout")] * 5

    world = played(scene)
    assert world.slack.calls == ["answer"] * 3
    assert world.deliveries.rows["answer-1"].state == "dead"


@pytest.mark.parametrize("told_before", [False, True])
def test_a_refused_letter_is_told_to_the_owner_and_given_up(told_before: bool) -> None:
    def scene(world: World) -> None:
        if told_before:
            world.dispatch.answers[ReportLetterFailed] = lambda _: Repeated("told")
        world.mail.fails.append(Permanent("mailbox_unavailable"))
        world.deliveries.want(LETTER, "mail:kitchenware.example")

    world = played(scene)
    (report,) = world.dispatch.of(ReportLetterFailed)
    assert (report.case_id, report.reason, report.key) == (
        "case-1",
        "mailbox_unavailable",
        "letter-failed:letter-1",
    )
    assert world.deliveries.rows["letter-1"].state == "dead"
