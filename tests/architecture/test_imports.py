"""Importing is not working: every module imports with an empty environment, opens nothing and starts nothing."""

import json
import subprocess
import sys

from tests.architecture.sources import ROOT, files, module_of

BOUND_S = 50

CHILD = """
import importlib, json, sys

sys.path.insert(0, "")
worked = []
QUIET = ("socket.", "subprocess.", "os.system", "os.exec", "os.mkdir", "os.remove", "os.rename", "sqlite3.")

def watch(event, args):
    if event.startswith(QUIET) or event == "_thread.start_new_thread":
        worked.append([module, event])
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        worked.append([module, f"open {args[0]}"])

module = ""
sys.dont_write_bytecode = True
failed = []
ours = json.load(sys.stdin)
for outside in ("aiohttp", "slack_bolt.async_app", "sqlalchemy", "psycopg", "alembic", "apscheduler", "PIL.Image"):
    importlib.import_module(outside)
sys.addaudithook(watch)
for module in ours:
    try:
        importlib.import_module(module)
    except BaseException as error:
        failed.append([module, repr(error)])
print(json.dumps({"worked": worked, "failed": failed}))
"""

RUN_AS_PROGRAMS = ("__main__", "env")
"""A main module and Alembic's env.py do their work when they are run, which is what they are for."""


def test_every_module_imports_with_an_empty_environment_and_does_no_work() -> None:
    modules = [
        module_of(path)
        for path in files()
        if path.stem not in RUN_AS_PROGRAMS and "versions" not in path.parts
    ]
    ran = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(modules),
        env={"PATH": "/usr/bin:/bin"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"worked": [], "failed": []}
