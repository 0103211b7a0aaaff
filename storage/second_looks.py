"""The second looks that are due, until they are forgotten. `storage/repeats.py` writes them."""

from sqlalchemy import Connection, delete, select

from core.ports.second_looks import SecondLook
from storage.tables import second_look
from storage.transactions import SqlTransactions

_S = second_look.c


class SqlSecondLooks:
    """The port SecondLooks, on either database."""

    def __init__(self, transactions: SqlTransactions) -> None:
        self._transactions = transactions

    async def due(self, *, limit: int) -> tuple[SecondLook, ...]:
        def work(conn: Connection) -> tuple[SecondLook, ...]:
            late = select(second_look).where(_S.due_at <= self._transactions.now(conn))
            first = late.order_by(_S.due_at, _S.delivery_id).limit(limit)
            return tuple(SecondLook(**row._mapping) for row in conn.execute(first))

        return await self._transactions.look(work)

    async def forget(self, delivery_id: str) -> None:
        done = delete(second_look).where(_S.delivery_id == delivery_id)
        await self._transactions.write(lambda conn, now: conn.execute(done).rowcount)
