"""What is typed reaches what does it, and its exit status tells."""

import io
import json
from pathlib import Path

import pytest

from andon.cli import parser
from andon.settings import Settings

GOOD = json.dumps({"text": "hello", "blocks": [{"type": "divider"}]})
BAD = json.dumps([{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}])


def typed(*words: str) -> int:
    parsed = parser().parse_args(words)
    status: int = parsed.action(parsed, Settings())
    return status


def test_blocks_of_a_file_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "card.json"
    path.write_text(BAD)
    assert typed("check", "--blocks", str(path)) == 1
    assert "/blocks/0/text/text: must be less than 3001 characters" in capsys.readouterr().out


def test_blocks_are_read_from_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD))
    assert typed("check", "--blocks", "-") == 0
