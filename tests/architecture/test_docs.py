"""The documents name everything that can be typed, and nothing that cannot."""

import re
from pathlib import Path

from andon.cli import parser
from andon.config import File
from bot.grammar import VERBS

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
CONFIGURATION = (DOCS / "configuration.md").read_text(encoding="utf-8")
EXAMPLE = (DOCS.parent / "andon.example.toml").read_text(encoding="utf-8")


def test_every_verb_of_the_slash_command_is_documented() -> None:
    typed = COMMANDS.partition("## andon\n")[0]

    assert [verb for verb in VERBS if not re.search(rf"\b{verb}\b", typed)] == []


def test_every_command_of_the_command_line_is_documented() -> None:
    choices = next(a.choices for a in parser()._actions if a.choices and "serve" in a.choices)
    assert choices is not None

    assert [name for name in choices if f"    andon {name}" not in COMMANDS] == []


def test_every_section_of_the_file_is_documented_and_shown() -> None:
    for name in File.model_fields:
        assert f"[{name}" in CONFIGURATION, name
        assert f"[{name}" in EXAMPLE, name


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in (DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md", *DOCS.rglob("*.md"))
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []
