"""How the sandbox says no: the words of Slack's own Web API."""

from collections.abc import Sequence

from sandbox.slack.documents import Json


class Refusal(Exception):
    """A Web API error. `code` is Slack's word for it; `fields` go into the reply as they are."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields

    def body(self) -> Json:
        return {"ok": False, "error": self.code, **self.fields}

    @property
    def pointers(self) -> list[str]:
        """What is wrong and where, one line each."""
        return pointers_in(self.fields)


def pointers_in(body: Json) -> list[str]:
    """The errors of a reply, "message [json-pointer:/blocks/0]", whichever of their two shapes they have."""
    errors = body.get("errors")
    if not isinstance(errors, list):
        return []
    return [
        f"{error.get('message')} [json-pointer:{error.get('pointer')}]"
        if isinstance(error, dict)
        else str(error)
        for error in errors
    ]


def refuse_invalid(code: str, problems: Sequence[str]) -> Refusal:
    """The refusal of arguments that do not hold, with Slack's list of what and where.

    `problems` read "must be less than 3001 characters [json-pointer:/blocks/0/text/text]".
    Shape: https://docs.slack.dev/reference/methods/chat.postMessage (errors, response_metadata.messages).
    """
    return Refusal(
        code,
        errors=list(problems),
        response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]},
    )
