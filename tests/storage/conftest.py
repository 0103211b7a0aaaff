"""The databases of the contract suites, here too."""

from tests.contracts.databases import (
    postgres_database,
    postgres_server,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = ["postgres_database", "postgres_server", "postgres_url", "sqlite_template", "sqlite_url"]
