"""What an app may answer when Slack asks for the options of an external select."""

from typing import Any

import pytest

from bot.blocks.validator import validate_options


def option(text: str = "One", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": value, **more}


def group(*options: dict[str, Any], label: str = "Group") -> dict[str, Any]:
    return {"label": {"type": "plain_text", "text": label}, "options": list(options)}


@pytest.mark.parametrize(
    "reply",
    [
        {"options": [option()]},
        {"options": []},
        {"option_groups": []},
        {"option_groups": [group(option()), group(option(), label="Other")]},
        {"options": [option(value=str(n)) for n in range(100)]},
        {"option_groups": [group(*[option(value=str(n)) for n in range(100)])] * 100},
        {"options": [option("x" * 75, "v" * 150, description={"type": "plain_text", "text": "y" * 75})]},
        {"options": [option()], "more": True},
    ],
)
def test_these_options_are_shown(reply: dict[str, Any]) -> None:
    assert validate_options(reply) == []


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("options", "must provide an object [json-pointer:]"),
        ({}, "must provide exactly one of `options` or `option_groups` [json-pointer:]"),
        (
            {"options": [], "option_groups": []},
            "must provide exactly one of `options` or `option_groups` [json-pointer:]",
        ),
        ({"options": {"a": 1}}, "must provide an array [json-pointer:/options]"),
        ({"options": [option()] * 101}, "no more than 100 items allowed [json-pointer:/options]"),
        ({"options": ["a"]}, "must provide an object [json-pointer:/options/0]"),
        (
            {"options": [option("x" * 76)]},
            "must be less than 76 characters [json-pointer:/options/0/text/text]",
        ),
        (
            {"options": [option(value="v" * 151)]},
            "must be less than 151 characters [json-pointer:/options/0/value]",
        ),
        (
            {"options": [{"text": "One", "value": "1"}]},
            "must provide an object [json-pointer:/options/0/text]",
        ),
        (
            {"options": [option(url="https://shop.example")]},
            "invalid additional property: url [json-pointer:/options/0]",
        ),
        ({"options": [{"value": "1"}]}, "missing required field: text [json-pointer:/options/0]"),
        ({"option_groups": [group()] * 101}, "no more than 100 items allowed [json-pointer:/option_groups]"),
        (
            {"option_groups": [group(*[option()] * 101)]},
            "no more than 100 items allowed [json-pointer:/option_groups/0/options]",
        ),
        (
            {"option_groups": [group(option(), label="x" * 76)]},
            "must be less than 76 characters [json-pointer:/option_groups/0/label/text]",
        ),
    ],
)
def test_these_options_are_not(reply: object, expected: str) -> None:
    assert [str(problem) for problem in validate_options(reply)] == [expected]
