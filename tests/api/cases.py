"""Cases that the REST tests begin with."""

from core.domain.case_parts import Severity
from tests.api.running import Running
from tests.contracts.world import issue, ticket

TICKET = 20261001
ISSUE = 20261002
"""Beyond the numbers that events of a test are given."""


async def two_cases(api: Running) -> None:
    """An open ticket of acme, and an order issue of theirs that can be retried."""
    await api.world.add(
        ticket(number=TICKET, severity=Severity.CRITICAL, connection_id="c1"),
        issue(number=ISSUE),
    )
