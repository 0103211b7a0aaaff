"""Every error Andon raises on purpose.

    AndonError
    +-- CoreError              told to the person who asked, in their words; never paged
    |   +-- NotFound           no such case, job, channel ...
    |   +-- Stale              somebody changed it since the card was drawn
    |   +-- TransitionRefused  the state machine has no such arrow
    |   +-- NotAllowed         the role is too small; says who can
    |   +-- Invalid            a value cannot be taken; names the field
    |   +-- Repeated           this very act was already recorded
    |   +-- CloseRefused       the closing policy says what is missing
    |   +-- GuardRefused       the state allows it, a rule of the work does not
    +-- AdapterError           raised by adapters, decided on by the loops
        +-- Temporary          certainly not done; try again in retry_in_s
        +-- Permanent          certainly not done; trying again would not help
        |   +-- Parked         the destination is gone or shut; wait for it to come back
        +-- OutcomeUnknown     may have been done; read before doing anything else

Anything else is a bug: logged with a short reference that the person sees.
"""

from collections.abc import Mapping


class AndonError(Exception):
    """The root. Raise a leaf."""


class CoreError(AndonError):
    """Told to the person. `code` keys the words, `facts` fills their placeholders."""

    code = "error.unknown"

    def __init__(self, log: str = "", **facts: object) -> None:
        super().__init__(log or self.code)
        self.facts: Mapping[str, object] = facts


class NotFound(CoreError):
    """What was named does not exist, or not for this person."""

    code = "error.not_found"


class Stale(CoreError):
    """Somebody was first. Facts: by (member id or name), at (aware UTC), state."""

    code = "error.stale"


class TransitionRefused(CoreError):
    """The state machine has no such arrow. Facts: number, kind, state, action."""

    code = "error.transition_refused"


class NotAllowed(CoreError):
    """The role is too small. Facts: needs (role name); who can, three at most: groups and who (ids), names (of
    both), and more (how many others). case_id and act (the name of the command or query) where the person may ask
    one of them for help with that case."""

    code = "error.not_allowed"


class Invalid(CoreError):
    """A value that cannot be taken. `field` is the form field, `code` keys the words.

    The code is given per case since each wrong value deserves its own sentence.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code, **facts)
        self.code = code
        self.field = field


class GuardRefused(CoreError):
    """The state allows it, a rule of the work does not (a retry too early, say)."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.code = code


class Repeated(CoreError):
    """The same act, by its idempotency key, is already on record. Facts: by, at."""

    code = "error.repeated"


class CloseRefused(CoreError):
    """The closing policy refused. `missing` are its reasons, in the order of the checklist."""

    code = "error.close_refused"

    def __init__(self, missing: tuple[str, ...], **facts: object) -> None:
        super().__init__(", ".join(missing), **facts)
        self.missing = missing


class AdapterError(AndonError):
    """An adapter's failure. `reason` is a short word of ours or a documented outside code, never a body."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Temporary(AdapterError):
    """Certainly not done. Try again after `retry_in_s` seconds.

    `scope` says what has to wait: "place" one channel or target, "method" one method for the whole
    workspace, "all" everything that goes to that outside system.
    """

    def __init__(self, reason: str, *, retry_in_s: float = 1.0, scope: str = "place") -> None:
        super().__init__(reason)
        self.retry_in_s = retry_in_s
        self.scope = scope


class Permanent(AdapterError):
    """Certainly not done, and the same call can never succeed."""


class Parked(Permanent):
    """The destination is shut (archived channel, revoked token). Wait until it opens again."""


class OutcomeUnknown(AdapterError):
    """The call may have taken effect: time-out, reset, 5xx. Read first, then decide."""
