"""A file is one thought, a function one step of it: the walls of CONTRIBUTING.md, for rooms and tests alike."""

import ast

from tests.architecture.sources import ROOMS, files, shown, tree

FILE_LINES = 300
FUNCTION_LINES = 40

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_file_is_longer_than_the_wall() -> None:
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in files(*ROOMS, "tests")}
    long = {name: lines for name, lines in lengths.items() if lines > FILE_LINES}
    assert long == {}, "split by noun: a file holds one thought"


def test_no_function_is_longer_than_the_wall() -> None:
    long = {
        f"{shown(path)}:{node.lineno} {node.name}": lines
        for path in files(*ROOMS, "tests")
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}, "a step of it has a name of its own"


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    named = [shown(p) for p in files(*ROOMS, "tests") if set(p.stem.split("_")) & empty_words]
    assert named == []
