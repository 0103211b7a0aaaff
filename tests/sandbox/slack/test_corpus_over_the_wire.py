"""The validator's corpus, sent by an unmodified slack_sdk: what the server answers is what the corpus expects.

Each case goes where its surface is made (chat.postMessage, views.open, views.publish) and to blocks.validate.
"""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.validator import MESSAGE_TOO_LONG, ONE_TABLE, VIEW_TOO_LARGE, Surface
from sandbox.slack import SandboxSlack
from sandbox.slack.demo import ANA, OPS_JOBS
from tests.bot.blocks.corpus import Case, corpus
from tests.sandbox.slack.levers import refusal
from tests.sandbox.slack.shapes import section
from tests.sandbox.slack.validating import (
    Answer,
    answer,
    expected_of_validate,
    places,
    validatable,
    validated,
)

CORPUS = corpus()
OWN_CODES = (MESSAGE_TOO_LONG, VIEW_TOO_LARGE)
WHOLE_VIEW = "failed to match all allowed schemas [json-pointer:/view]"
MOST_ATTACHMENTS = 100
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


@pytest.fixture
async def picture(client: AsyncWebClient) -> AsyncIterator[dict[str, str]]:
    """A file that the bot may show; the corpus only says that there is one."""
    done = await client.files_upload_v2(content=PNG, filename="a.png", channel=OPS_JOBS)
    file = done["files"][0]
    yield {"id": file["id"], "url": (await client.files_info(file=file["id"]))["file"]["url_private"]}


@pytest.mark.parametrize("about", CORPUS)
async def test_messages_and_views_are_answered_as_the_corpus_says(
    client: AsyncWebClient, slack: SandboxSlack, picture: dict[str, str], about: str
) -> None:
    cases = [with_picture(case, picture) for case in CORPUS[about] if sendable(case)]
    expected = {case.name: expected_of_method(case) for case in cases}
    assert {case.name: await answer(sent(client, slack, case)) for case in cases} == expected


@pytest.mark.parametrize("about", CORPUS)
async def test_blocks_validate_answers_as_the_corpus_says(client: AsyncWebClient, about: str) -> None:
    cases = [case for case in CORPUS[about] if validatable(case)]
    expected = {case.name: expected_of_validate(case) for case in cases}
    assert {case.name: places(await answer(validated(client, case))) for case in cases} == expected


def test_nearly_all_of_the_corpus_can_be_sent() -> None:
    cases = [case for cases in CORPUS.values() for case in cases]
    assert [case.name for case in cases if not sendable(case)] == [
        "shapes: a message that is a list",
        "shapes: a message whose text is a number",
        "views: a view without a type",
    ]
    assert [case.name for case in cases if not validatable(case)] == [
        "views: a home tab opened as a modal",
        "views: a modal published as a home tab",
    ]


async def test_blocks_validate_says_which_words_will_do(client: AsyncWebClient) -> None:
    blocks = [section("x") | {"text": {"type": "invalid", "text": "x"}}]
    assert (await refusal(client.blocks_validate(blocks=blocks))).response["errors"] == [
        {
            "code": "failed_constraint",
            "message": "unsupported type: invalid",
            "pointer": "/0/text/type",
            "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"]},
        }
    ]


async def test_blocks_validate_says_what_is_missing_without_a_constraint(client: AsyncWebClient) -> None:
    [error] = (await refusal(client.blocks_validate(view={"type": "home"}))).response["errors"]
    assert error == {"code": "missing_field", "message": "missing required field: blocks", "pointer": ""}


def sendable(case: Case) -> bool:
    """Whether a method gets to look at it: slack_sdk sends a message as arguments and asks its text for its
    length, and a view without a type is not known to be one that the method takes."""
    if case.surface is not Surface.MESSAGE:
        return not isinstance(case.payload, dict) or "type" in case.payload
    return isinstance(case.payload, dict) and isinstance(case.payload.get("text", ""), str)


def sent(client: AsyncWebClient, slack: SandboxSlack, case: Case) -> Awaitable[object]:
    if case.surface is Surface.MODAL:
        return client.views_open(trigger_id=slack.workspace.triggers.give(ANA), view=case.payload)
    if case.surface is Surface.HOME:
        return client.views_publish(user_id=ANA, view=case.payload)
    content = {name: case.payload[name] for name in ("text", "blocks", "attachments") if name in case.payload}
    return client.chat_postMessage(**{"text": "A sentence.", **content}, channel=OPS_JOBS)


def expected_of_method(case: Case) -> Answer:
    codes = {error.split(" [")[0] for error in case.expected}
    if not case.expected:
        return "", []
    if len(codes) == 1 and codes <= set(OWN_CODES):
        return codes.pop(), []
    if case.surface is Surface.MESSAGE:
        return expected_of_message(case)
    if not isinstance(case.payload, dict) or case.payload["type"] != case.surface:
        return "invalid_arguments", case.expected
    errors = [error for error in case.expected if not error.startswith(OWN_CODES)]
    return "invalid_arguments", [*errors, WHOLE_VIEW]


def expected_of_message(case: Case) -> Answer:
    """Arguments of a wrong type are refused before anyone looks into them."""
    blocks, attachments = case.payload.get("blocks", []), case.payload.get("attachments", [])
    if not isinstance(blocks, list):
        return "invalid_blocks_format", []
    if not isinstance(attachments, list):
        return "invalid_attachments", []
    if len(attachments) > MOST_ATTACHMENTS:
        return "too_many_attachments", []
    attached = all("pointer:/attachments" in error or error.startswith(ONE_TABLE) for error in case.expected)
    return "invalid_attachments" if attached else "invalid_blocks", case.expected


def with_picture(case: Case, picture: dict[str, str]) -> Case:
    """The case with every file it names replaced by one that is there."""
    return replace(case, payload=pictured(case.payload, picture))


def pictured(value: Any, picture: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [pictured(entry, picture) for entry in value]
    if not isinstance(value, dict):
        return value
    return {
        name: {key: picture.get(key, kept) for key, kept in entry.items()}
        if name == "slack_file" and isinstance(entry, dict)
        else pictured(entry, picture)
        for name, entry in value.items()
    }
