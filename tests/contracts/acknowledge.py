"""A program to be killed: it adds and takes cases, sixteen at a time, and prints each id once that is kept."""

import asyncio
import sys
from itertools import count

from core.ports.unit_of_work import UnitOfWork
from storage.sqlite import SqliteTransactions
from tests.contracts.conftest import workspace
from tests.contracts.world import ANA, ticket
from tests.fakes.clock import SetClock
from tests.fakes.ids import CountingIds

AT_ONCE = 16


async def main(url: str, prefix: str) -> None:
    transactions = SqliteTransactions(url, clock=SetClock(), ids=CountingIds(), workspace=workspace)
    numbers = count(1)

    async def keep_adding() -> None:
        for number in numbers:
            case_id = f"{prefix}-{number}"

            def add_and_take(uow: UnitOfWork, case_id: str = case_id) -> None:
                uow.cases.add(ticket(case_id, uow.cases.next_number(2026)))
                uow.cases.get(case_id).take(by=uow.actor.id, at=uow.now)

            await transactions.run(add_and_take, ANA)
            sys.stdout.write(f"{case_id}\n")
            sys.stdout.flush()

    await asyncio.gather(*(keep_adding() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
