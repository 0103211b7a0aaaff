"""`andon check --blocks` says in words what Slack would refuse, and where."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from andon.block_check import check_blocks, lines, look_at
from bot.blocks.validator import Surface

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}
TITLE = {"type": "plain_text", "text": "Title"}
INPUT = {"type": "input", "label": TITLE, "element": {"type": "plain_text_input"}}


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(document: object) -> str:
        path = tmp_path / "blocks.json"
        path.write_text(json.dumps(document), "utf-8")
        return str(path)

    return write


def test_a_good_message_is_taken(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_blocks(written({"text": "A sentence.", "blocks": [SECTION]})) == 0
    assert capsys.readouterr().out.strip() == "Slack would take this message."


def test_each_error_is_told_with_its_pointer_and_what_stands_there(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    typo = {"type": "sections"}
    assert check_blocks(written({"text": "A sentence.", "blocks": [long, typo]})) == 1
    told = capsys.readouterr().out.splitlines()
    shown = "x" * 60
    assert (
        told[0]
        == f'wrong  /blocks/0/text/text: must be less than 151 characters (151 characters: "{shown}"…)'
    )
    assert told[1] == 'wrong  /blocks/1/type: unsupported type: sections ("sections")'
    assert told[-1] == "Slack would refuse this message: 2 to mend."


def test_blocks_alone_are_a_message_without_text(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_blocks(written([SECTION])) == 0
    told = capsys.readouterr().out
    assert told.startswith("note   the message: there is no `text`")
    assert told.endswith("Slack would take this message.\n")


def test_the_standard_input_is_read_for_a_dash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"type": "home", "blocks": []}'))
    assert check_blocks("-") == 1
    assert "wrong  /view/blocks: no fewer than 1 items allowed\n" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{not json", "", "[" * 100_000])
def test_what_is_no_json_is_said_to_be_none(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "blocks.json"
    path.write_text(text, "utf-8")
    assert check_blocks(str(path)) == 1
    assert "cannot be read as JSON" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_blocks(str(tmp_path / "none.json")) == 1
    assert "No such file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("document", "surface"),
    [
        ([SECTION], Surface.MESSAGE),
        ({"blocks": [SECTION]}, Surface.MESSAGE),
        ({"type": "modal", "title": TITLE, "blocks": [SECTION]}, Surface.MODAL),
        ({"type": "home", "blocks": [SECTION]}, Surface.HOME),
        ({"trigger_id": "1.2.3", "view": {"type": "home", "blocks": [SECTION]}}, Surface.HOME),
        ({"type": 7, "blocks": []}, Surface.MESSAGE),
        ("words", Surface.MESSAGE),
    ],
)
def test_the_document_says_what_it_is(document: object, surface: Surface) -> None:
    assert look_at(document).surface is surface


def test_a_surface_may_be_named() -> None:
    alert = {"type": "alert", "text": TITLE}
    assert [str(error) for error in look_at([alert], Surface.HOME).errors] == [
        "unsupported type: alert [json-pointer:/view/blocks/0/type]"
    ]


def test_a_pointer_to_nothing_that_is_there_shows_nothing() -> None:
    [line] = lines(look_at({"type": "modal", "title": TITLE, "blocks": [INPUT]}))
    assert line == (
        "wrong  /view/blocks/0/input: bolt-app must define `submit` to use an `input` block in modals"
    )
