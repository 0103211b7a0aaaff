"""The source files of the rooms, read once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

ROOMS = ("andon", "api", "bot", "connectors", "core", "evidence", "mail", "sandbox", "scheduler", "storage")


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """Every Python file below *folders*, all rooms where none is named."""
    return tuple(path for folder in folders or ROOMS for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
