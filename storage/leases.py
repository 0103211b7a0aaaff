"""Who leads, and which tick has run. The unique row of a tick is the guarantee; the lease saves work."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_
from sqlalchemy.dialects.postgresql import insert

from storage.tables import job_run, lease
from storage.transactions import SqlTransactions

_C = lease.c


class SqlLeases:
    """The port Leases, on either database."""

    def __init__(self, transactions: SqlTransactions) -> None:
        self._transactions = transactions

    async def hold(self, name: str, owner: str, *, lease_s: float) -> bool:
        def work(conn: Connection, now: datetime) -> bool:
            until = now + timedelta(seconds=lease_s)
            taken = insert(lease).values(name=name, owner=owner, until=until)
            free = or_(_C.owner == taken.excluded.owner, _C.until <= now)
            again = taken.on_conflict_do_update(
                index_elements=[_C.name], set_={"owner": owner, "until": until}, where=free
            )
            return conn.execute(again.returning(_C.name)).first() is not None

        return await self._transactions.write(work)

    async def release(self, name: str, owner: str) -> None:
        mine = delete(lease).where(_C.name == name, _C.owner == owner)
        await self._transactions.write(lambda conn, now: conn.execute(mine).rowcount)

    async def first(self, job: str, scheduled_for: datetime) -> bool:
        def work(conn: Connection, now: datetime) -> bool:
            row = insert(job_run).values(job=job, scheduled_for=scheduled_for, recorded_at=now)
            return conn.execute(row.on_conflict_do_nothing().returning(job_run.c.job)).first() is not None

        return await self._transactions.write(work)
