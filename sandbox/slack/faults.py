"""Faults on demand: the answers of a bad day, so that an app can be tested against them."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, TypeAlias, get_args

PROXY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
CallFault: TypeAlias = Literal["drop", "late", "slow", "status", "ratelimited", "pause", "html", "refuse"]
DeliveryFault: TypeAlias = Literal["slow_ack", "lost", "twice", "bad_signature", "old_timestamp"]
FaultKind: TypeAlias = CallFault | DeliveryFault
CALL_FAULTS: tuple[str, ...] = get_args(CallFault)
DELIVERY_FAULTS: tuple[str, ...] = get_args(DeliveryFault)
OF_SIGNATURES = frozenset({"bad_signature", "old_timestamp"})  # nothing is signed in Socket Mode


@dataclass(kw_only=True)
class Fault:
    """One rule; the first that matches a call of the app, or a delivery to it, applies to that.

    Of a call:
    drop         close the connection without an answer
    late         close the connection at once; the call takes effect `delay_s` later
    slow         answer after `delay_s`
    status       HTTP `status` (5xx) with a JSON body
    ratelimited  HTTP 429 with Retry-After `retry_after_s`, once
    pause        the same, and the method (for posts: in that channel) stays closed for so long
    html         HTTP `status` with a proxy's HTML page
    refuse       HTTP 200 (404 outside the Web API) and `error` (internal_error, fatal_error, ...)

    Of a delivery, `method` being its type (block_actions, view_submission, slash_command, event_callback ...):
    slow_ack       the ack is held back for `delay_s`; with `commit` false it is the envelope that is held
    lost           it never reaches the app
    twice          it reaches the app twice
    bad_signature  signed with another secret
    old_timestamp  signed `age_s` ago, or in the future when negative

    `commit` says whether the call takes effect: the case that costs duplicates. Left out, it does for drop,
    slow and slow_ack, and does not for the others; a slow call that does not commit first takes effect after
    the wait.
    `method` is a name or a pattern ("chat.*"), `channel` an id or None for all; `times` None is for ever.
    `at_random` applies to that share of the matching calls.
    """

    kind: FaultKind
    method: str = "*"
    channel: str | None = None
    commit: bool | None = None
    times: int | None = 1
    skip: int = 0
    status: int = 503
    delay_s: float = 1.0
    retry_after_s: int = 1
    age_s: int = 360
    error: str = "internal_error"
    at_random: float = 1.0

    @property
    def commits_first(self) -> bool:
        if self.kind in ("late", "ratelimited", "pause"):
            return False
        return self.kind in ("drop", "slow", "slow_ack") if self.commit is None else self.commit


class Faults:
    """The rules in force, and how many calls each kind has hit."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []
        self._dice = random.Random(0)
        self.hits: dict[str, int] = {}

    def add(self, fault: Fault) -> None:
        self._rules.append(fault)

    def clear(self) -> None:
        self._rules.clear()

    def seed(self, seed: int) -> None:
        """Make the random ones repeatable."""
        self._dice = random.Random(seed)

    def rules(self) -> list[Fault]:
        return list(self._rules)

    def match(self, method: str, channel: str) -> Fault | None:
        """The fault for this call, used up by it."""
        return self._matching(CALL_FAULTS, method, channel)

    def match_delivery(self, word: str, channel: str, *, signed: bool) -> Fault | None:
        """The fault for this delivery, used up by it."""
        kinds = DELIVERY_FAULTS if signed else [kind for kind in DELIVERY_FAULTS if kind not in OF_SIGNATURES]
        return self._matching(kinds, word, channel)

    def _matching(self, kinds: Collection[str], method: str, channel: str) -> Fault | None:
        for rule in self._rules:
            if rule.kind not in kinds:
                continue
            if not fnmatchcase(method, rule.method) or rule.channel not in (None, channel):
                continue
            if rule.at_random < 1.0 and self._dice.random() >= rule.at_random:
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            self.hits[rule.kind] = self.hits.get(rule.kind, 0) + 1
            return rule
        return None
