"""The seam between the sandbox and the Block Kit validator: one place that knows how to ask it.

What the validator finds becomes the refusal that the calling method would get from Slack.
"""

from collections.abc import Sequence

from bot.blocks.validator import MESSAGE_TOO_LONG, ONE_TABLE, VIEW_TOO_LARGE, Problem, Surface, validate
from sandbox.slack.documents import Json
from sandbox.slack.refusal import Refusal, refuse_invalid

WHOLE_VIEW = "failed to match all allowed schemas [json-pointer:/view]"
_OWN_CODES = frozenset({MESSAGE_TOO_LONG, VIEW_TOO_LARGE})


def check_message(blocks: object, attachments: object) -> None:
    """Raises `invalid_blocks` or `invalid_attachments` with Slack's messages and pointers."""
    problems = validate({"blocks": blocks, "attachments": attachments}, Surface.MESSAGE)
    if not problems:
        return
    _refuse_by_own_code(problems)
    raise refuse_invalid(
        "invalid_attachments" if all(map(_in_attachments, problems)) else "invalid_blocks", _words(problems)
    )


def check_view(view: Json) -> None:
    """Raises `invalid_arguments` with pointers from `/view` on, as the views methods do."""
    problems = validate(view, _surface_of(view))
    if problems:
        _refuse_by_own_code(problems)
        raise refuse_invalid("invalid_arguments", [*_words(problems), WHOLE_VIEW])


def check_blocks_argument(name: str, document: object) -> None:
    """What blocks.validate checks: `name` is blocks, message or view; raises `invalid_<name>`.

    Its errors are objects, and its pointers start below the argument.
    https://docs.slack.dev/reference/methods/blocks.validate
    """
    code = f"invalid_{name}"
    if name == "blocks" and isinstance(document, list):
        problems, prefix = validate({"blocks": document}, Surface.MESSAGE), "/blocks"
    elif name == "message" and isinstance(document, dict):
        problems, prefix = validate(document, Surface.MESSAGE), ""
    elif name == "view" and isinstance(document, dict):
        problems, prefix = validate(document, _surface_of(document)), "/view"
    else:
        raise Refusal(code)
    if problems:
        raise Refusal(code, errors=[_as_object(problem, prefix) for problem in problems])


def _in_attachments(problem: Problem) -> bool:
    """Slack keeps tables as attachments, so a second table is told as one wherever it stands."""
    return problem.pointer.startswith("/attachments") or problem.message == ONE_TABLE


def _refuse_by_own_code(problems: Sequence[Problem]) -> None:
    """The two problems that are the `error` of the call themselves, when nothing else is wrong."""
    if all(problem.message in _OWN_CODES for problem in problems):
        raise Refusal(problems[0].message)


def _surface_of(view: Json) -> Surface:
    return Surface.HOME if view.get("type") == "home" else Surface.MODAL


def _words(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems if problem.message not in _OWN_CODES]


def _as_object(problem: Problem, prefix: str) -> Json:
    missing = problem.message.startswith("missing required field")
    told: Json = {
        "code": "missing_field" if missing else "failed_constraint",
        "message": problem.message,
        "pointer": problem.pointer.removeprefix(prefix),
    }
    return told if problem.constraint is None else {**told, "constraint": dict(problem.constraint)}
