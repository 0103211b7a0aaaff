"""docs/sandbox.md promises nothing that is not there, and leaves nothing out."""

import ast
import re
import tomllib

from aiohttp import web

from sandbox.slack.config_sections import SECTIONS, File
from sandbox.slack.control import Control
from sandbox.slack.faults import CALL_FAULTS, DELIVERY_FAULTS
from sandbox.slack.teammate import Teammate
from sandbox.slack.workspace import Workspace
from tests.architecture.sources import ROOT, files, tree

PAGE = (ROOT / "docs" / "sandbox.md").read_text("utf-8")
EXAMPLE = tomllib.loads(PAGE.partition("```toml\n")[2].partition("```")[0])
BEHAVIOURS = 21


def rows() -> dict[int, list[str]]:
    """Number -> the tests named in that row."""
    found = re.findall(r"^\| (\d+) \|.*$", PAGE, re.MULTILINE)
    lines = [line for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]
    return {int(number): re.findall(r"`(test_\w+)`", line) for number, line in zip(found, lines, strict=True)}


def names_of_tests() -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.name
        for path in files("tests/sandbox")
        for node in ast.walk(tree(path))
        if isinstance(node, functions)
    }


def test_each_behaviour_has_tests_and_each_of_them_exists() -> None:
    assert sorted(rows()) == list(range(1, BEHAVIOURS + 1))
    assert [number for number, names in rows().items() if not names] == []
    assert {name for names in rows().values() for name in names} - names_of_tests() == set()


def test_every_section_and_key_of_the_file_is_shown() -> None:
    assert set(EXAMPLE) == set(File.model_fields)
    for name, section in SECTIONS.items():
        shown = EXAMPLE[name][0] if isinstance(EXAMPLE[name], list) else EXAMPLE[name]
        assert set(shown) == set(section.model_fields), name
    File.model_validate(EXAMPLE)


def test_every_lever_and_every_fault_is_described() -> None:
    app = web.Application()
    Control(Workspace.__new__(Workspace)).add_routes(app.router)
    paths = {resource.canonical for resource in app.router.resources()}
    assert paths == set(re.findall(r"`(/control/\w+)`", PAGE))
    assert [kind for kind in (*CALL_FAULTS, *DELIVERY_FAULTS) if f"| `{kind}` |" not in PAGE] == []


def test_everything_a_person_can_do_is_described() -> None:
    table = PAGE.partition("| a person | |")[2].partition("Acts return")[0]
    acts = {name for name, item in vars(Teammate).items() if callable(item) and not name.startswith("_")}
    assert set(re.findall(r"`(\w+)`", table)) == acts - {"page"}
