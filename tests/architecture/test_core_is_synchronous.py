"""Nobody can wait inside a transaction: in core, only the door and the signatures of ports are async."""

import ast

from tests.architecture.sources import ROOT, files, shown, tree

WAITS = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)


def may_wait(path_name: str) -> bool:
    return path_name == "core/dispatch.py" or path_name.startswith("core/ports/")


def test_no_service_policy_or_aggregate_can_wait() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files("core")
        if not may_wait(shown(path))
        for node in ast.walk(tree(path))
        if isinstance(node, WAITS)
    ]
    assert found == []


def test_ports_promise_and_do_nothing() -> None:
    """An async method of a port has a docstring or an ellipsis, and never a body that waits."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files("core/ports")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]
    assert found == []


def test_the_rule_bites() -> None:
    waiting = ast.parse("async def close(cmd, uow):\n    await uow.cases.get(cmd.case_id)")
    assert sum(isinstance(node, WAITS) for node in ast.walk(waiting)) == 2
    assert may_wait("core/dispatch.py") and not may_wait("core/services/closing.py")
    assert (ROOT / "core" / "dispatch.py").exists()


def test_no_decision_looks_at_the_clock_by_itself() -> None:
    clocks = {"now", "utcnow", "today", "time", "monotonic"}
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files("core")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
    ]
    assert found == [], "time comes in as a fact"
