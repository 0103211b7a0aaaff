"""The decision table of DOMAIN 3: what refuses a closing, with exactly what is missing."""

import pytest

from core.policies.closing import decide
from tests.core.policies.closing_edge_cases import BY_EDGE_CASE
from tests.core.policies.closing_refusals import BY_RULE
from tests.core.policies.test_closing import CLOSES
from tests.core.services import test_closing_duplicates, test_pictures

REFUSES = BY_RULE | BY_EDGE_CASE


@pytest.mark.parametrize("rule", REFUSES)
def test_it_refuses_and_names_exactly_what_is_missing(rule: str) -> None:
    missing, given = REFUSES[rule]
    verdict = decide(given)

    assert verdict.missing == missing
    assert (verdict.rule, verdict.outcome, verdict.evidence_ids) == (None, None, ())


ELSEWHERE = {
    "E25": test_closing_duplicates.test_a_duplicate_closes_and_its_evidence_goes_to_the_one_that_stays,
    "E26": test_pictures.test_the_bytes_go_and_the_digest_and_the_history_stay,
}
"""Merged tickets and pictures with secrets: acts, not decisions, so their tests stand with the services."""


def test_every_rule_and_edge_case_that_the_policy_decides_has_a_row() -> None:
    named = {name.split()[0] for name in (*CLOSES, *REFUSES)}
    wanted = {f"R{n}" for n in range(1, 6)} | {f"N{n}" for n in range(1, 6)} | {f"E{n}" for n in range(1, 27)}
    assert wanted - named == set(ELSEWHERE)
