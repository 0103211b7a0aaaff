"""docs/requirements.md: every requirement has its row, and every test it names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "requirements.md"
COUNTS = {"C": 25, "D": 30, "J": 23, "S": 20}
ROW = re.compile(r"^\| ([CDJS]\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
ROWS = {found[1]: found[3] for found in ROW.finditer(PAGE.read_text("utf-8"))}


def written() -> frozenset[str]:
    """The name of every test."""
    files = (file for file in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    )


@pytest.mark.parametrize("letter", COUNTS)
def test_every_requirement_has_its_row(letter: str) -> None:
    wanted = {f"{letter}{n}" for n in range(1, COUNTS[letter] + 1)}
    assert {row for row in ROWS if row.startswith(letter)} == wanted


def test_every_row_names_tests_that_exist_or_a_reason() -> None:
    known = written()
    named = {row: re.findall(r"`(test_\w+)`", shown) for row, shown in ROWS.items()}
    assert {
        row: [n for n in names if n not in known] for row, names in named.items() if set(names) - known
    } == {}
    assert [row for row, names in named.items() if not names and "reason: " not in ROWS[row]] == []
