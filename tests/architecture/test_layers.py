"""One direction: the import contracts of pyproject.toml are kept."""

import subprocess
import sys

from tests.architecture.sources import ROOMS, ROOT

BOUND_S = 55


def test_the_import_contracts_are_kept() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert " 0 broken" in ran.stdout


def test_every_folder_with_code_is_under_a_contract() -> None:
    known = {*ROOMS, "tests", "benchmarks", "tools"}
    with_code = {path.parts[len(ROOT.parts)] for path in ROOT.glob("*/**/*.py")} - {".venv"}
    assert {name for name in with_code if not name.startswith(".")} <= known
