"""Events: at least once, with the same event_id again when no ack came.

https://docs.slack.dev/apis/events-api#responding_to_events
"""

import copy

from sandbox.slack.clock import Clock
from sandbox.slack.config import SlackConfig
from sandbox.slack.delivery import Delivery
from sandbox.slack.documents import Json
from sandbox.slack.envelope import Envelope
from sandbox.slack.ids import Mint


class Events:
    """Sends what the app subscribed to; everything else it never hears of."""

    def __init__(self, config: SlackConfig, clock: Clock, mint: Mint, delivery: Delivery) -> None:
        self._config, self._clock, self._mint, self._delivery = config, clock, mint, delivery
        self.subscribed = set(config.app.bot_events)
        self._last: Json | None = None

    def emit(self, subscription: str, event: Json) -> None:
        """Send `event` if the app subscribed to `subscription` ("message.im", "app_mention", ...)."""
        if subscription not in self.subscribed:
            return
        event = {**copy.deepcopy(event), "event_ts": event.get("event_ts") or self._mint.ts()}
        self._last = self._enveloped(event)
        self._delivery.start(self._send(self._last))

    def repeat_last(self) -> bool:
        """Deliver the last event once more under the same event_id, as Slack now and then does."""
        if self._last is None:
            return False
        self._delivery.start(self._send(self._last))
        return True

    async def _send(self, payload: Json) -> None:
        """The first try, then the retries: at once, after a minute, after five."""
        reason, word = "", payload["event"]["type"]
        for attempt, delay_s in enumerate((None, *self._config.event_retry_delays_s)):
            if delay_s:
                await self._clock.sleep_s(delay_s)
            envelope = Envelope(
                kind="events_api", payload=payload, retry_attempt=attempt, retry_reason=reason
            )
            ack = await self._delivery.send(envelope, f"event {word}")
            if ack.ok or ack.no_retry:
                return
            reason = ack.reason

    def _enveloped(self, event: Json) -> Json:
        app = self._config.app
        return {
            "token": "sandbox-verification-token",
            "team_id": self._config.team_id,
            "context_team_id": self._config.team_id,
            "context_enterprise_id": None,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._mint.id("Ev"),
            "event_time": int(self._clock.now_s()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self._config.team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{self._mint.secret_path()}",
        }
