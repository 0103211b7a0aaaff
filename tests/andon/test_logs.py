"""No secret reaches the log, whoever writes it, and nobody can write a line of their own."""

import logging

import pytest

from andon.logs import FORMAT, REDACTED, Redacting

CANARIES = (
    "xoxb-12345-canary",
    "xapp-1-canary",
    "whsec_Y2FuYXJ5LXNlY3JldA==",
    "andon_canarycanarycanarycanary",
    "https://hooks.slack.com/actions/T1/canary",
)


def written(message: str, *args: object, error: BaseException | None = None) -> str:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("somebody", logging.ERROR, "file.py", 1, message, args, info)
    return Redacting(FORMAT).format(record)


@pytest.mark.parametrize("secret", CANARIES)
def test_a_secret_is_taken_out_of_message_arguments_and_traceback(secret: str) -> None:
    for line in (
        written(f"token {secret} refused"),
        written("token %s refused", secret),
        written("refused", error=ValueError(f"bad {secret}")),
    ):
        assert "canary" not in line.casefold().replace("y2fuyxj5", "canary")
        assert REDACTED in line


def test_bearers_and_passwords_in_addresses_are_taken_out() -> None:
    line = written("Authorization: Bearer abc.def and postgresql://ops:hunter2@db/andon")

    assert "abc.def" not in line
    assert "hunter2" not in line


def test_a_message_cannot_begin_a_line_of_its_own() -> None:
    assert "\n" not in written("from outside: %s", "x\n12:00:00 ERROR core forged")
