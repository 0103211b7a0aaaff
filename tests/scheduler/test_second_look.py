"""The look at what was sent again: one of two goes, always the same, and what Slack refuses is not forgotten."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from core.errors import OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.second_looks import SecondLook
from scheduler.second_look import LOOKS_A_ROUND, TRIED_FOR, Healer
from tests.scheduler.simulated_slack import Faults, Message, SimulatedSlack
from tests.scheduler.simulation import BEGIN, SimulatedClock, simulate


@dataclass(kw_only=True)
class PaperLooks:
    """The port of second looks on paper."""

    rows: list[SecondLook] = field(default_factory=list)

    async def due(self, *, limit: int) -> tuple[SecondLook, ...]:
        return tuple(self.rows[:limit])

    async def forget(self, delivery_id: str) -> None:
        self.rows = [look for look in self.rows if look.delivery_id != delivery_id]


@dataclass(kw_only=True)
class Scene:
    looks: PaperLooks = field(default_factory=PaperLooks)
    slack: SimulatedSlack = field(default_factory=lambda: SimulatedSlack(random=Random(1)))

    def stands(self, delivery_id: str, *stamps: str, place: str = "C1") -> None:
        for ts in stamps:
            self.slack.messages.append(Message(ts=ts, channel_id=place, delivery_id=delivery_id, at_s=0.0))

    def look(self, delivery_id: str, kept_ts: str | None, *, place: str = "C1") -> None:
        times = {"since": BEGIN, "due_at": BEGIN}
        self.looks.rows.append(
            SecondLook(delivery_id=delivery_id, place=place, thread_ts=None, kept_ts=kept_ts, **times)
        )

    def healer(self) -> Healer:
        return Healer(self.looks, self.slack, SimulatedClock())

    def standing(self, place: str = "C1") -> list[str]:
        return [message.ts for message in self.slack.standing(place)]


def healed(*prepare: Callable[[Scene], None], rounds: int = 1, replicas: int = 1) -> Scene:
    """The scene after that many rounds, a minute apart, of that many replicas at once."""

    async def main() -> Scene:
        scene = Scene()
        for step in prepare:
            step(scene)
        for _ in range(rounds):
            await asyncio.gather(*(scene.healer().heal() for _ in range(replicas)))
            await asyncio.sleep(60)
        return scene

    return simulate(main())


def twice(scene: Scene) -> None:
    scene.stands("d-1", "1.1", "1.2")
    scene.look("d-1", "1.1")


def failing(method: str, *errors: Exception) -> Callable[[Scene], None]:
    return lambda scene: scene.slack.fails[method].extend(errors)


def test_of_two_the_one_that_is_not_on_record_goes(caplog: pytest.LogCaptureFixture) -> None:
    scene = healed(twice)
    assert scene.standing() == ["1.1"]
    assert scene.looks.rows == []
    assert "d-1 stood twice in C1" in caplog.text


def test_what_stands_once_is_let_be() -> None:
    scene = healed(
        lambda s: s.stands("d-1", "1.1"), lambda s: s.stands("d-2", "1.2"), lambda s: s.look("d-1", "1.1")
    )
    assert scene.standing() == ["1.1", "1.2"]
    assert scene.slack.calls == ["repeats"]
    assert scene.looks.rows == []


@pytest.mark.parametrize("kept", ["1.1", "1.2", "gone"])
def test_replicas_that_look_at_once_keep_the_same_one(kept: str) -> None:
    scene = healed(lambda s: s.stands("d-1", "1.1", "1.2"), lambda s: s.look("d-1", kept_ts=kept), replicas=3)
    assert len(scene.standing()) == 1


def test_where_somebody_deleted_the_one_on_record_another_stays() -> None:
    scene = healed(lambda s: s.stands("d-1", "1.2", "1.3"), lambda s: s.look("d-1", "1.1"))
    assert scene.standing() == ["1.2"]


def test_a_copy_that_was_posted_afresh_leaves_none_behind_under_its_old_name() -> None:
    scene = healed(
        lambda s: s.stands("d-1", "1.2"), lambda s: s.stands("d-9", "2.1"), lambda s: s.look("d-1", None)
    )
    assert scene.standing() == ["2.1"]


@pytest.mark.parametrize(
    "error", [Temporary("service_unavailable"), OutcomeUnknown("HTTP 503")], ids=["not done", "unknown"]
)
@pytest.mark.parametrize("method", ["repeats", "take_back"])
def test_without_an_answer_it_is_looked_at_again_the_next_time(method: str, error: Exception) -> None:
    unhealed = healed(twice, failing(method, error))
    assert unhealed.standing() == ["1.1", "1.2"] and len(unhealed.looks.rows) == 1
    assert healed(twice, failing(method, error), rounds=2).standing() == ["1.1"]


def test_a_slack_that_never_answers_holds_nobody_up() -> None:
    async def main() -> tuple[Scene, float]:
        scene = Scene()
        twice(scene)
        scene.slack.faults = Faults(accepted_timeout=1.0)
        await scene.healer().heal()
        return scene, asyncio.get_running_loop().time()

    scene, took_s = simulate(main())
    assert took_s <= 10.1
    assert len(scene.looks.rows) == 1


def test_after_an_hour_without_an_answer_it_is_left_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    minutes = TRIED_FOR // timedelta(minutes=1)
    troubles = [Temporary("probe: too many messages") for _ in range(minutes + 2)]
    assert len(healed(twice, failing("repeats", *troubles), rounds=minutes).looks.rows) == 1
    assert healed(twice, failing("repeats", *troubles), rounds=minutes + 2).looks.rows == []
    assert "d-1 may stand twice in C1 and is left so: probe: too many messages" in caplog.text


@pytest.mark.parametrize("error", [Parked("channel_not_found"), Permanent("cant_delete_message")])
@pytest.mark.parametrize("method", ["repeats", "take_back"])
def test_what_can_never_be_read_or_deleted_is_left_with_a_word(
    method: str, error: Permanent, caplog: pytest.LogCaptureFixture
) -> None:
    scene = healed(twice, failing(method, error))
    assert scene.looks.rows == []
    assert f"left so: {error.reason}" in caplog.text


def test_the_trouble_of_one_place_is_not_that_of_another() -> None:
    def second(scene: Scene) -> None:
        scene.stands("d-2", "2.1", "2.2", place="U7")
        scene.look("d-2", "2.2", place="U7")

    scene = healed(twice, second, failing("repeats", Temporary("probe: too many messages")))
    assert (scene.standing(), scene.standing("U7")) == (["1.1", "1.2"], ["2.2"])


@pytest.mark.parametrize(
    "error", [Temporary("conversations.history: ratelimited"), Temporary("no network", scope="all")]
)
def test_what_all_would_meet_ends_the_round(error: Temporary) -> None:
    scene = healed(twice, twice, failing("repeats", error))
    assert scene.slack.calls == ["repeats"]


def test_a_round_asks_slack_no_more_often_than_it_may() -> None:
    def many(scene: Scene) -> None:
        for n in range(LOOKS_A_ROUND + 5):
            scene.look(f"d-{n}", "1.1")

    assert len(healed(many).slack.calls) == LOOKS_A_ROUND
    assert healed(many, rounds=2).looks.rows == []
