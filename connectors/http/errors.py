"""The platform's refusals, as errors of ours. One table, by HTTP status; the problem code says which rule."""

from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError

from connectors.http.answers import ProblemShape
from connectors.kit import MAX_WAIT_S, wait_s
from core.errors import AdapterError, Parked, Permanent, Temporary

RETRY_IN_S = 5.0
"""When a platform says "too many" and not how long to wait."""


def refusal(status: int, body: bytes, retry_after: str | None, now: datetime) -> AdapterError:
    """The error for an answer of 300 to 499. `reason` is the contract's problem code where the platform gave one.

    A 404 is Permanent("not_found") here; reads turn it into NotFound.
    """
    problem = problem_in(body)
    if status == 429 or problem.code == "rate_limited":
        otherwise = float(min(problem.retry_after_s or RETRY_IN_S, MAX_WAIT_S))
        return Temporary(
            "rate_limited", retry_in_s=wait_s(retry_after, now, otherwise=otherwise), scope="all"
        )
    if status in (408, 425):
        return Temporary(f"http_{status}", retry_in_s=RETRY_IN_S)
    make, usual = BY_STATUS.get(status, (Permanent, "redirected" if status < 400 else f"http_{status}"))
    return make(problem.code or usual)


def problem_in(body: bytes) -> ProblemShape:
    """The RFC 9457 problem in *body*, empty if there is none to be read."""
    try:
        return ProblemShape.model_validate_json(body)
    except ValidationError:
        return ProblemShape()


BY_STATUS: dict[int, tuple[Callable[[str], AdapterError], str]] = {
    400: (Permanent, "validation"),
    401: (Parked, "unauthorised"),
    403: (Permanent, "forbidden"),
    404: (Permanent, "not_found"),
    405: (Permanent, "not_supported"),
    409: (Permanent, "conflict"),
    410: (Permanent, "not_found"),
    413: (Permanent, "validation"),
    422: (Permanent, "validation"),
}
