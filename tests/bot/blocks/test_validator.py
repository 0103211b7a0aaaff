"""The corpus says what Slack takes and refuses; here it is held against the validator."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.validator import Problem, Surface, notes, validate, validate_options
from bot.blocks.validator.blocks import BLOCKS, SURFACES
from bot.blocks.validator.elements import ELEMENTS
from tests.bot.blocks.corpus import Case, corpus

CASES = [case for cases in corpus().values() for case in cases]
LEAST_CASES = 350


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_corpus_is_answered_as_slack_answers_it(case: Case) -> None:
    assert [str(problem) for problem in validate(case.payload, case.surface)] == case.expected


def test_the_corpus_is_large_and_names_each_case_once() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= LEAST_CASES
    assert len(set(names)) == len(names)


def test_the_corpus_has_every_block_and_element_in_a_case_that_is_taken() -> None:
    taken = {kind for case in CASES if not case.expected for kind in types_in(case.payload)}
    assert (set(BLOCKS) | set(ELEMENTS)) - taken == set()


def test_every_block_has_its_surfaces() -> None:
    assert set(SURFACES) == set(BLOCKS)


def test_a_problem_reads_as_slack_writes_it() -> None:
    problem = Problem("must be less than 3001 characters", "/blocks/0/text/text")
    assert str(problem) == "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"type": "section", "text": {"type": "invalid", "text": "x"}}, ["plain_text", "mrkdwn"]),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, ["plain_text"]),
        ({"type": "file", "external_id": "x", "source": "local"}, ["remote"]),
        ({"type": "context_actions", "elements": [{"type": "button"}]}, ["feedback_buttons", "icon_button"]),
    ],
)
def test_where_only_certain_words_will_do_the_problem_lists_them(
    block: dict[str, Any], expected: list[str]
) -> None:
    [problem] = validate({"blocks": [block]}, Surface.MESSAGE)
    assert problem.constraint == {"type": "enum", "expected": expected}


def test_the_list_of_words_has_only_what_the_surface_takes() -> None:
    [problem] = validate({"type": "home", "blocks": [{"type": "alert"}]}, Surface.HOME)
    assert problem.constraint is not None
    assert set(problem.constraint["expected"]) == {kind for kind in BLOCKS if Surface.HOME in SURFACES[kind]}  # type: ignore[call-overload]  # a list of words


def test_a_length_has_no_list_of_words() -> None:
    [problem] = validate(
        {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": ""}}]}, Surface.MESSAGE
    )
    assert problem.constraint is None


def types_in(value: Any) -> set[str]:
    if isinstance(value, list):
        return {kind for entry in value for kind in types_in(entry)}
    if not isinstance(value, dict):
        return set()
    own = {value["type"]} if isinstance(value.get("type"), str) else set()
    return own | {kind for entry in value.values() for kind in types_in(entry)}


NAMES = """type text blocks elements element options option_groups accessory fields attachments block_id action_id
value rows initial_option initial_options title label submit child_blocks chart confirm tasks series data color
initial_value min_value max_value min_length max_length max_selected_items"""
names = st.sampled_from(sorted(NAMES.split()))
words = st.sampled_from(sorted({*BLOCKS, *ELEMENTS, "modal", "home", "rich_text_section"})) | st.text(
    max_size=5
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | words
documents = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(names | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None)
@given(document=documents, surface=st.sampled_from(Surface))
def test_no_json_makes_it_raise(document: Any, surface: Surface) -> None:
    problems = [*validate(document, surface), *notes(document, surface), *validate_options(document)]
    assert all(problem.message and (not problem.pointer or problem.pointer[0] == "/") for problem in problems)


@settings(max_examples=300, deadline=None)
@given(block=st.dictionaries(names, documents, max_size=5), kind=st.sampled_from(sorted(BLOCKS)))
def test_no_field_of_a_known_block_makes_it_raise(block: dict[str, Any], kind: str) -> None:
    message = {"blocks": [block | {"type": kind}]}
    assert isinstance(validate(message, Surface.MESSAGE) + notes(message, Surface.MESSAGE), list)


def test_json_as_deep_as_a_parser_takes_is_refused_and_not_followed() -> None:
    deep: Any = "x"
    for _ in range(50_000):
        deep = [deep]
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "T"},
        "blocks": [{"type": "divider", "x": deep}],
    }
    assert [str(problem) for problem in validate(view, Surface.MODAL)] == [
        "invalid additional property: x [json-pointer:/view/blocks/0]",
        "view_too_large [json-pointer:/view]",
    ]
