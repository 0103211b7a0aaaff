"""Cases of the validator's corpus as calls of blocks.validate, and what is to be answered.

https://docs.slack.dev/reference/methods/blocks.validate
"""

import json
from collections.abc import Awaitable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.validator import Surface
from tests.bot.blocks.corpus import Case

Answer = tuple[str, list[Any]]
"""The `error` of a reply and its `errors`; ("", []) for one that is ok."""

MOST_VALIDATED_CHARS = 100_000
"""Of JSON; blocks.validate refuses more."""


def validatable(case: Case) -> bool:
    """blocks.validate is not told the surface of a view: its type says it."""
    kind = case.payload.get("type", case.surface) if isinstance(case.payload, dict) else case.surface
    return case.surface is Surface.MESSAGE or bool(kind == case.surface)


def argument(case: Case) -> tuple[str, object]:
    """Blocks alone where the message is no more than that."""
    if case.surface is not Surface.MESSAGE:
        return "view", case.payload
    message = case.payload if isinstance(case.payload, dict) else {}
    alone = "blocks" in message and set(message) <= {"text", "blocks"}
    if alone and isinstance(message.get("text", ""), str):
        return "blocks", message["blocks"]
    return "message", case.payload


def validated(client: AsyncWebClient, case: Case) -> Awaitable[object]:
    """As a form, since `client.blocks_validate` sends a query, which servers cut at some length."""
    name, document = argument(case)
    return client.api_call("blocks.validate", data={name: json.dumps(document)})


def expected_of_validate(case: Case) -> Answer:
    name, document = argument(case)
    if len(json.dumps(document)) > MOST_VALIDATED_CHARS:
        return "invalid_arguments", []
    if not case.expected:
        return "", []
    if not isinstance(document, list if name == "blocks" else dict):
        return f"invalid_{name}", []
    prefix = {"blocks": "/blocks", "view": "/view", "message": ""}[name]
    told = [error.removesuffix("]").split(" [json-pointer:") for error in case.expected]
    return f"invalid_{name}", [(message, pointer.removeprefix(prefix)) for message, pointer in told]


def places(answered: Answer) -> Answer:
    error, errors = answered
    return error, [(told["message"], told["pointer"]) for told in errors]


async def answer(call: Awaitable[object]) -> Answer:
    try:
        await call
    except SlackApiError as refused:
        return str(refused.response["error"]), list(refused.response.get("errors") or [])
    return "", []
