"""Response urls: five answers within half an hour, to one interaction, without a token."""

from dataclasses import dataclass

from sandbox.slack.clock import Clock
from sandbox.slack.documents import Json, Shelf, Store
from sandbox.slack.ids import Mint
from sandbox.slack.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class ResponseUrl:
    """Where it answers to. `message_ts` is the message the interaction came from, None after a command."""

    user_id: str
    channel_id: str
    message_ts: str | None
    is_ephemeral: bool
    thread_ts: str | None
    made_at_s: float
    uses: int = 0


class ResponseUrls:
    """Source of the two limits: https://docs.slack.dev/interactivity/handling-user-interaction"""

    def __init__(self, store: Store, clock: Clock, mint: Mint, *, lifetime_s: float, uses: int) -> None:
        self._clock, self._mint = clock, mint
        self._lifetime_s, self._uses = lifetime_s, uses
        self._shelf: Shelf[ResponseUrl] = Shelf(
            store, "response_url", encode=_encode, decode=lambda document: ResponseUrl(**document)
        )

    def make(
        self,
        *,
        user_id: str,
        channel_id: str,
        message_ts: str | None = None,
        is_ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> str:
        """The secret last part of a new url."""
        key = self._mint.secret_path()
        made = ResponseUrl(
            user_id=user_id,
            channel_id=channel_id,
            message_ts=message_ts,
            is_ephemeral=is_ephemeral,
            thread_ts=thread_ts,
            made_at_s=self._clock.now_s(),
        )
        self._shelf.put(key, made)
        return key

    def look(self, key: str) -> ResponseUrl:
        """The url, still good for one answer; raises `expired_url`, `used_url` or `invalid_url`."""
        found = self._shelf.get(key)
        if found is None:
            raise Refusal("invalid_url")
        if self._clock.now_s() - found.made_at_s > self._lifetime_s:
            raise Refusal("expired_url")
        if found.uses >= self._uses:
            raise Refusal("used_url")
        return found

    def channel_of(self, key: str) -> str:
        """Where the url answers to, whether it still lives or not; "" for one that never was."""
        found = self._shelf.get(key)
        return found.channel_id if found else ""

    def spend(self, key: str) -> None:
        found = self.look(key)
        self._shelf.put(key, ResponseUrl(**{**_encode(found), "uses": found.uses + 1}))


def _encode(url: ResponseUrl) -> Json:
    return dict(vars(url))
