"""What the page is told when it asks for something that cannot be."""

from typing import NoReturn

from sandbox.slack.documents import Json


class UiProblem(Exception):
    """Answered as HTTP `status` {ok: false, error, detail}."""

    def __init__(self, error: str, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.error, self.detail, self.status = error, detail, status


def not_there(what: str) -> NoReturn:
    """Answer 404 for something that is gone or never was."""
    raise UiProblem("not_found", f"There is no such {what}; reload the page.", 404)


def part(said: Json, name: str) -> Json:
    """An object inside what the page sent; {} when it is left out."""
    value = said.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UiProblem("invalid_arguments", f"`{name}` must be an object.")
    return value
