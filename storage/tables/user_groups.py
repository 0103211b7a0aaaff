"""Who is in which user group of the workspace."""

from sqlalchemy import Column, String, Table, Text

from storage.tables.schema import metadata

user_group_table = Table(
    "user_group",
    metadata,
    Column("team_id", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("body", Text, nullable=False),
)
"""Those that andon.toml names, some dozen rows at most; read whole."""
