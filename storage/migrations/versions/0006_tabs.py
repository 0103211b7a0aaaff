"""Under which tab of its kind a case stands in lists."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    op.add_column("case", sa.Column("tab", sa.String(), nullable=False, server_default=""))
    case = sa.table("case", sa.column("tab"), sa.column("state"))
    op.execute(case.update().values(tab=case.c.state))
    with op.batch_alter_table("case") as table:
        table.alter_column("tab", server_default=None)
