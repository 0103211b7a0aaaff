"""Trigger ids: the short-lived right to open a modal for the person who just did something."""

from dataclasses import dataclass

from sandbox.slack.clock import Clock
from sandbox.slack.ids import Mint
from sandbox.slack.refusal import Refusal

FORGET_AFTER_S = 120.0  # how long a dead trigger is still told apart from one that never was


@dataclass(kw_only=True)
class Trigger:
    """Given with one interaction; `view_id` is the modal it came from, if any."""

    user_id: str
    view_id: str | None
    made_at_s: float
    used: bool = False


class Triggers:
    """A trigger lives 3 s and opens one view. https://docs.slack.dev/interactivity/handling-user-interaction"""

    def __init__(self, clock: Clock, mint: Mint, lifetime_s: float) -> None:
        self._clock, self._mint, self._lifetime_s = clock, mint, lifetime_s
        self._given: dict[str, Trigger] = {}

    def give(self, user_id: str, view_id: str | None = None) -> str:
        now_s = self._clock.now_s()
        self._given = {k: t for k, t in self._given.items() if now_s - t.made_at_s < FORGET_AFTER_S}
        trigger_id = self._mint.trigger_id()
        self._given[trigger_id] = Trigger(user_id=user_id, view_id=view_id, made_at_s=now_s)
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """The trigger, still unused. Raises the refusals that Slack gives for a bad one."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise Refusal(
                "invalid_trigger_id",
                response_metadata={
                    "messages": ["[ERROR] trigger_id must be of the form 132456.7890123.abcdef"]
                },
            )
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._clock.now_s() - trigger.made_at_s > self._lifetime_s:
            raise Refusal("expired_trigger_id")
        return trigger
