"""docs/standard.md: every sentence of the closing standard has its row, and what the row names exists."""

import re
from pathlib import Path

from tests.architecture.test_requirements import written
from tests.core.policies.test_closing import CLOSES
from tests.core.policies.test_closing_refusals import REFUSES
from tests.core.products.test_products import ROWS as PRODUCTS

PAGE = Path(__file__).parents[2] / "docs" / "standard.md"
SENTENCES = 30
ROW = re.compile(r"^\| (O\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
ROWS = {found[1]: found[3] for found in ROW.finditer(PAGE.read_text("utf-8"))}
NAMED = {row: re.findall(r"`(test_\w+)(?:\[([^\]]+)\])?`", shown) for row, shown in ROWS.items()}
TABLES = {
    "test_it_closes": frozenset(CLOSES),
    "test_it_refuses_and_names_exactly_what_is_missing": frozenset(REFUSES),
    "test_an_act_does_in_each_state_what_the_table_says": frozenset(
        f"{kind}-{act}" for kind, acts in PRODUCTS.items() for act in acts
    ),
}
"""Tests that are tables, and their rows: for these a row has to be named."""


def test_every_sentence_has_its_row_in_order() -> None:
    assert list(ROWS) == [f"O{n}" for n in range(1, SENTENCES + 1)]


def test_every_sentence_names_tests_that_exist() -> None:
    known = written()
    assert [row for row, named in NAMED.items() if not named] == []
    assert {name for named in NAMED.values() for name, _ in named} - known == set()


def test_where_a_test_is_a_table_its_row_is_named_and_exists() -> None:
    wrong = [
        (row, name, part)
        for row, named in NAMED.items()
        for name, part in named
        if (part not in TABLES[name] if name in TABLES else part)
    ]
    assert wrong == []
