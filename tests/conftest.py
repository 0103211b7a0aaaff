"""What every test may ask for, and what holds for all of them."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("search")
settings.load_profile("search" if os.environ.get("ANDON_TEST_SEARCH") else "same")
"""A gate says the same of the same code twice. ANDON_TEST_SEARCH=1 looks for new examples each time."""

FORBID_SKIPS = "ANDON_TEST_FORBID_SKIPS"
UNSTEADY_AT_MOST = 3
"""How many tests of one run may need a second look (`--reruns 1`, see .ci/run) before the run has failed."""
WHY_CHARS = 6000
"""How much of its failure is told."""

for _name in [n for n in os.environ if n.startswith("ANDON_") and not n.startswith("ANDON_TEST_")]:
    del os.environ[_name]  # what is set where the tests happen to run must not steer them


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless",
        action="store_true",
        help="write the golden drawings afresh; look at the difference before you commit",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed, a test that does not run is a failure: nobody reads of skips."""
    report = yield
    if report.skipped and os.environ.get(FORBID_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"skipped, where skips are forbidden ({FORBID_SKIPS}): {report.longrepr}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A machine that is busy excuses a test or two, never more: then it is the code that is unsteady."""
    if len(_unsteady(session.config)) > UNSTEADY_AT_MOST:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = len(terminalreporter.stats.get("skipped", ()))
    if skipped:
        terminalreporter.write_line(
            f"{skipped} TESTS DID NOT RUN because something is not installed here; the reasons stand above.",
            yellow=True,
            bold=True,
        )
    for name, why in _unsteady(config).items():
        terminalreporter.write_line(why[-WHY_CHARS:])
        terminalreporter.write_line(
            f"UNSTEADY: {name} failed and passed at a second look", yellow=True, bold=True
        )


def _unsteady(config: pytest.Config) -> dict[str, str]:
    """What was run again and passed then: its name, and why it failed at first."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    told = reporter.stats if reporter else {}
    failed = {report.nodeid for report in told.get("failed", ())}
    first = {report.nodeid: report.longreprtext for report in reversed(told.get("rerun", ()))}
    return {name: why for name, why in sorted(first.items()) if name not in failed}
