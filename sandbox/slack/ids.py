"""Ids and timestamps that look like Slack's, each given out once."""

import random
import secrets
import string

from sandbox.slack.clock import Clock

ALPHABET = string.ascii_uppercase + string.digits
ID_LENGTH = 11  # characters with the leading letter; Slack's current ids have 9 to 11
BLOCK_ID_LENGTH = 5  # what Slack gives a block that came without an id


class Mint:
    """Gives ids and message timestamps. A ts is never repeated nor smaller than one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_us = 0

    def ts(self) -> str:
        """The next message timestamp, "1790000000.000100": a string, unique in the workspace."""
        self._last_us = max(int(self._clock.now_s() * 1_000_000), self._last_us + 1)
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"

    def resume_after(self, ts: str) -> None:
        """Never give `ts` or an earlier one again; called for what was read back from disk."""
        seconds, _, micros = ts.partition(".")
        self._last_us = max(self._last_us, int(seconds) * 1_000_000 + int(micros or 0))

    def id(self, letter: str) -> str:
        return letter + "0" + "".join(random.choices(ALPHABET, k=ID_LENGTH - 2))

    def block_id(self) -> str:
        return "".join(random.choices(string.ascii_letters + string.digits, k=BLOCK_ID_LENGTH))

    def view_hash(self) -> str:
        """As Slack's: seconds, a dot, eight characters."""
        return f"{int(self._clock.now_s())}.{''.join(random.choices(string.ascii_letters, k=8))}"

    def trigger_id(self) -> str:
        """Three parts with dots, the form that Slack's `invalid_trigger_id` asks for."""
        number = random.randrange(10**9, 10**10)
        return f"{number}.{number + 7}.{secrets.token_hex(16)}"

    def secret_path(self) -> str:
        """The unguessable last part of a response url or an upload url."""
        return secrets.token_urlsafe(18)
