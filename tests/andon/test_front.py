"""What the front is built from: the tokens of andon.toml keep to what is written there."""

from datetime import UTC, datetime
from pathlib import Path

from andon.config import read_config
from andon.front import tokens_of
from api.tokens import new_token
from core.domain.member import Path as Way
from core.domain.member import Role

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_token_has_the_role_the_accounts_and_the_time_of_its_section(tmp_path: Path) -> None:
    (narrow, narrow_hash), (wide, wide_hash) = new_token(), new_token()
    file = tmp_path / "andon.toml"
    file.write_text(
        f"""
[[tokens]]
name = "narrow"
role = "lead"
sha256 = "{narrow_hash}"
accounts = ["acme"]
expires_at = 2026-11-24T00:00:00Z

[[tokens]]
name = "wide"
role = "viewer"
sha256 = "{wide_hash}"
""",
        encoding="utf-8",
    )
    tokens = tokens_of(read_config(file))

    found = tokens.find(narrow, NOW)
    assert found is not None
    actor = found.actor("T1", Way.REST)
    assert (actor.role, actor.accounts) == (Role.LEAD, frozenset({"acme"}))
    assert tokens.find(narrow, datetime(2026, 11, 25, tzinfo=UTC)) is None

    other = tokens.find(wide, datetime(2030, 1, 1, tzinfo=UTC))
    assert other is not None and (other.role, other.accounts) == (Role.VIEWER, None)
