"""What is drawn for the steps of a life: mostly what is right, so that lives get somewhere."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from core.domain.close_attempt import Claim
from core.domain.job_ticket_table import Choice
from core.domain.platform_facts import RunState
from tests.core.lives.platform import JOBS
from tests.core.services.office import ADA, ANA, LEA, LUIS, STRANGER, VIC

WHO = st.sampled_from((LEA, LEA, ANA, LUIS, ADA, VIC, STRANGER))
"""A lead most of all, since a lead may do everything that moves a case."""

ANY = st.integers(min_value=0, max_value=10_000)
"""Which of the cases, events or operations that there are: taken modulo their number."""

LATE_S = st.sampled_from([0, 0, 0, 1, 90, 4000, 90_000])
PASSING_S = st.sampled_from([1, 20, 31, 61, 700, 3700, 30_000, 90_000, 700_000, 1_300_000])
LATER = st.sampled_from([False, False, True])
JOB = st.sampled_from(JOBS)
FLAWS = st.sampled_from(["none", "none", "none", "by hand", "in part"])
ENDS = st.sampled_from([RunState.SUCCEEDED, RunState.SUCCEEDED, RunState.FAILED, *RunState])
CHOICES = st.sampled_from([Choice.REACTIVATE, *Choice])
MENDED = st.sampled_from([Choice.REACTIVATE, Choice.REACTIVATE, Choice.REMOVE])
CLAIMS = st.sampled_from([Claim.WORKS_AGAIN, Claim.WORKS_AGAIN, Claim.WORKS_AGAIN, *Claim])
PICTURED = ("fresh", "none", "old", "used", "no image")
PICTURES = st.sampled_from(["fresh", *PICTURED])
SEEN = ("now", "nothing", "old reading")
RUNS: Mapping[str, dict[str, Any]] = {
    "by hand": {"state": RunState.SUCCEEDED, "forced": True},
    "in part": {"state": RunState.SUCCEEDED, "items_failed": 3},
    "in flight": {"state": RunState.RUNNING},
    "failed again": {"state": RunState.FAILED, "later": True},
}
"""What the job did last, of which the ticket may not have heard."""

WRONG = st.sampled_from(
    [
        *["nothing"] * 4,
        *PICTURED[1:],
        *SEEN[1:],
        *RUNS,
        *("a viewer", "an operator", *map(str, Claim)),
    ]
)
