"""No sequence of commands and events, in any order, with duplicates, closes a job ticket without proof, loses an
event, or skips a line of history: thousands of steps over the real door, in memory and on SQLite."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from core.domain.job_ticket_table import State
from storage.sqlite import SqliteTransactions
from tests.contracts.databases import sqlite_template
from tests.core.lives.ledger import Store
from tests.core.lives.machine import Lives
from tests.core.services.office import WORKSPACE
from tests.fakes.ids import CountingIds

__all__ = ["sqlite_template"]

SEARCHES = bool(os.environ.get("ANDON_TEST_SEARCH"))
LIVES = settings(
    max_examples=2000 if SEARCHES else 100,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LIVES_ON_A_DISK = settings(LIVES, max_examples=200 if SEARCHES else 8)


ON_THE_WAY = frozenset(State) - {State.ON_HOLD, State.DECIDED_REMAIN_PAUSED}
"""States that a life has to come through, or the search above has proven nothing."""

MOST_S = 1800 if SEARCHES else 300
"""Seconds, on a machine that is busy with other things; alone it is a tenth of that."""


@pytest.mark.timeout(MOST_S)
def test_no_order_of_things_closes_without_proof_loses_an_event_or_skips_a_line() -> None:
    Lives.reached.clear()
    run_state_machine_as_test(Lives, settings=LIVES)

    if not SEARCHES:  # what a search meets is another thing each time
        assert {f"job_ticket {state}" for state in ON_THE_WAY} - set(Lives.reached) == set()
        assert Lives.reached["closed by R1"] > 0
        assert Lives.reached["closed by R3"] > 0
        assert Lives.reached["refused error.repeated"] > 20


@pytest.mark.timeout(MOST_S)
def test_the_same_holds_on_a_disk(sqlite_template: Path) -> None:
    class LivesOnADisk(Lives):
        def open_store(self) -> Store:
            self.folder = tempfile.mkdtemp(prefix="andon-lives-")
            shutil.copy(sqlite_template, self.folder)
            url = f"sqlite:///{self.folder}/{sqlite_template.name}"
            return SqliteTransactions(url, clock=self.clock, ids=CountingIds(), workspace=lambda: WORKSPACE)

        def teardown(self) -> None:
            super().teardown()
            shutil.rmtree(self.folder)

    run_state_machine_as_test(LivesOnADisk, settings=LIVES_ON_A_DISK)
