"""The environment is read in one place, and every variable is documented."""

from pathlib import Path

from andon.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_documents() -> None:
    missing = [name for name in Settings.model_fields if f"ANDON_{name.upper()}" not in PAGE]

    assert missing == []


def test_secrets_do_not_print_themselves() -> None:
    shown = repr(Settings(slack_bot_token="xoxb-canary", token="canary"))

    assert "canary" not in shown
