"""The environment is read in one place, so that what can be configured can be listed."""

import ast

from tests.architecture.sources import files, shown, tree

HOME = "andon/settings.py"


def reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
        return node.attr in {"environ", "getenv", "environb", "putenv"}
    from_os = isinstance(node, ast.ImportFrom) and node.module == "os"
    return from_os and any(n.name in {"environ", "getenv"} for n in getattr(node, "names", ()))


def test_only_the_settings_read_the_environment() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files()
        if shown(path) != HOME
        for node in ast.walk(tree(path))
        if reads_environment(node) and isinstance(node, ast.Attribute | ast.ImportFrom)
    ]
    assert found == []


def test_the_rule_bites() -> None:
    for line in ("import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ"):
        assert any(reads_environment(node) for node in ast.walk(ast.parse(line)))
