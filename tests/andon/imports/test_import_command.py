"""`andon import` against a running API: what it says, what it keeps, and what a kill -9 leaves."""

import asyncio
import csv
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest

from andon.client import NOBODY
from andon.demo import free_port
from andon.imports import resume
from andon.imports.progress_bar import ProgressBar
from andon.imports.run import MOST_SHOWN, Wish, import_file
from andon.settings import Settings
from core.domain.case_parts import Kind
from core.domain.member import Role
from core.errors import Temporary
from tests.api.running import TOKENS, Running, running
from tests.contracts.databases import sqlite_template, sqlite_url
from tests.e2e.world import until
from tests.fakes.clock import SetClock

__all__ = ["sqlite_template", "sqlite_url"]

WITHIN_S = 60
EXAMPLES = sorted((Path(__file__).parents[3] / "docs" / "import").iterdir())
COLUMNS = ("kind", "source", "external_id", "opened_at", "code", "subject_id", "state", "description")


@pytest.fixture
async def api(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(sqlite_url, tmp_path, SetClock()) as opened:
        yield opened


def settings(api: Running, role: Role = Role.ADMIN) -> Settings:
    return Settings.model_validate({"url": api.address, "token": TOKENS[role]})


def issue(n: int, **more: str) -> dict[str, str]:
    told = {"kind": "issue", "source": "desk", "external_id": f"i-{n}", "opened_at": "2026-10-01T00:00:00Z"}
    return told | {"code": "order.stock_out", "subject_id": str(n)} | more


def as_csv(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def as_jsonl(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


async def ids(api: Running) -> list[str]:
    """Of every case, by what it is about."""
    found: list[str] = []
    while True:
        page = (
            await api.get("/v1/cases", params={"group": "all", "limit": "50", "offset": str(len(found))})
        ).body
        found += [case["subject"]["id"] for case in page["cases"]]
        if len(found) >= page["total"]:
            return sorted(found, key=int)


def numbers(count: int) -> list[str]:
    return [str(n) for n in range(count)]


async def test_a_file_of_more_than_one_batch_is_imported_whole(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "issues.csv", (issue(n, description="zwei\nZeilen") for n in range(230)))

    assert await import_file(settings(api), Wish(file=file)) == 0

    assert "230 rows: 230 created, 0 already there, 0 refused" in capsys.readouterr().out
    assert await ids(api) == numbers(230)
    assert not resume.place_of(file).exists()
    assert await import_file(settings(api), Wish(file=file)) == 0
    assert "0 created, 230 already there" in capsys.readouterr().out


async def test_refused_rows_are_named_by_line_and_reason_and_kept_to_be_mended(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [issue(0, description="a\nb"), issue(1, state="lost"), issue(2), issue(3, code="")]
    file, bad = as_csv(tmp_path / "issues.csv", rows), tmp_path / "bad.csv"

    assert await import_file(settings(api), Wish(file=file, refused=bad)) == 1

    said = capsys.readouterr()
    assert "4 rows: 2 created, 0 already there, 2 refused" in said.out
    assert "line 4: state: " in said.err and "line 6: code: Field required" in said.err
    assert str(bad) in said.err
    kept = list(csv.DictReader(io.StringIO(bad.read_text("utf-8"), newline="")))
    assert [(row["external_id"], bool(row["refused"])) for row in kept] == [("i-1", True), ("i-3", True)]

    mended = bad.read_text("utf-8").replace("lost", "open").replace(",,3,", ",order.unpaid,3,")
    bad.write_text(mended, encoding="utf-8")
    assert await import_file(settings(api), Wish(file=bad)) == 0
    assert await ids(api) == numbers(4)


async def test_a_jsonl_row_is_kept_with_its_reason_and_a_broken_line_as_it_stood(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, bad = tmp_path / "cases.jsonl", tmp_path / "bad.jsonl"
    as_jsonl(file, [issue(0), issue(1, state="lost")])
    file.write_text(file.read_text("utf-8") + '{"kind": \n' + '{"kind": "issue\\ud800"}\n', encoding="utf-8")

    assert await import_file(settings(api), Wish(file=file, refused=bad)) == 1

    assert "line 3: is no JSON" in capsys.readouterr().err
    lines = bad.read_text("utf-8").splitlines()
    assert json.loads(lines[0])["refused"].startswith("state")
    assert lines[1] == '{"kind": '
    assert json.loads(lines[2])["refused"]
    assert await ids(api) == numbers(1)


async def test_no_old_file_of_refused_rows_is_left_when_none_is_refused(api: Running, tmp_path: Path) -> None:
    file, bad = as_csv(tmp_path / "issues.csv", [issue(0)]), tmp_path / "bad.csv"
    bad.write_text("from another time")
    assert await import_file(settings(api), Wish(file=file, refused=bad)) == 0
    assert not bad.exists()


async def test_a_dry_run_tells_and_changes_nothing(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, bad = as_csv(tmp_path / "issues.csv", [issue(0), issue(1, state="lost")]), tmp_path / "bad.csv"
    before = await api.stored()

    assert await import_file(settings(api), Wish(file=file, dry_run=True, refused=bad)) == 1

    said = capsys.readouterr()
    assert (
        "2 rows: 1 would be created, 0 already there, 1 refused" in said.out and "line 3: state" in said.err
    )
    assert await api.stored() == before
    assert sorted(path.name for path in tmp_path.glob("*.csv*")) == ["issues.csv"]


async def test_a_report_names_the_first_refusals_and_counts_the_rest(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "issues.csv", (issue(n, state="lost") for n in range(MOST_SHOWN + 7)))
    assert await import_file(settings(api), Wish(file=file)) == 1
    said = capsys.readouterr().err
    assert said.count("  line ") == MOST_SHOWN and "  and 7 more" in said


async def test_a_token_that_is_no_admins_is_told_so(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "issues.csv", [issue(0)])
    assert await import_file(settings(api, Role.LEAD), Wish(file=file)) == 1
    assert "role of this token is too small" in capsys.readouterr().err
    assert await ids(api) == []


async def test_it_says_so_when_no_andon_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"http://127.0.0.1:{free_port(0)}"
    file = as_csv(tmp_path / "issues.csv", [issue(0)])
    assert await import_file(Settings.model_validate({"url": url, "token": "x"}), Wish(file=file)) == NOBODY
    assert f"No Andon answers at {url}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "cannot be used"),
        ("cases.xlsx", b"PK", "--format"),
        ("cases.csv", b"\xff\xfek\x00", "UTF-16"),
        ("cases.csv", b"kind,sauce,external_id,opened_at\n", "Did you mean source?"),
    ],
)
async def test_a_file_that_cannot_be_read_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert await import_file(Settings(), Wish(file=tmp_path / name)) == 1
    assert said in capsys.readouterr().err


async def test_the_imported_file_is_not_overwritten_with_its_refused_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "issues.csv", [issue(0)])
    before = file.read_bytes()
    assert await import_file(Settings(), Wish(file=file, refused=file)) == 1
    assert "choose another name" in capsys.readouterr().err
    assert file.read_bytes() == before


async def test_an_andon_that_is_busy_for_a_moment_is_asked_again(api: Running, tmp_path: Path) -> None:
    file = as_csv(tmp_path / "issues.csv", [issue(n) for n in range(3)])
    api.door.fails_with += [Temporary("busy", retry_in_s=0.1)]
    assert await import_file(settings(api), Wish(file=file)) == 0
    assert await ids(api) == numbers(3)


async def killed_in_the_middle(api: Running, file: Path, bad: Path, *, after: int) -> None:
    """A real `andon import`, killed while its server holds back the answer to the row after *after*."""
    api.door.shuts_after = after
    environment = os.environ | {"ANDON_URL": api.address, "ANDON_TOKEN": TOKENS[Role.ADMIN]}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "andon", "import", str(file), "--refused", str(bad)), env=environment
    )
    try:
        await until(lambda: not api.door.open.is_set(), within_s=WITHIN_S, what="an import under way")
        assert process.returncode is None, "it ended before it was killed"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()
    api.door.shuts_after = None
    api.door.open.set()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
async def test_killed_in_the_middle_it_goes_on_and_nothing_is_missing_or_there_twice(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    rows = [issue(n, **({"state": "lost"} if n % 50 == 7 else {})) for n in range(330)]
    good = [str(n) for n in range(330) if n % 50 != 7]
    file, bad = tmp_path / f"cases.{form}", tmp_path / f"bad.{form}"
    (as_csv if form == "csv" else as_jsonl)(file, rows)

    await killed_in_the_middle(api, file, bad, after=150)
    done = resume.load(resume.place_of(file))
    assert done is not None and done.rows == 100, "one batch was answered, the second was not"

    assert await import_file(settings(api), Wish(file=file, refused=bad)) == 1

    said = capsys.readouterr()
    assert f"Going on with line {done.line}; 100 rows are done." in said.err
    assert "330 rows: " in said.out and "7 refused" in said.out
    assert await ids(api) == good
    kept = [line for line in bad.read_text("utf-8").splitlines() if "lost" in line]
    assert len(kept) == 7 and not resume.place_of(file).exists()


async def test_a_file_that_changed_meanwhile_is_read_from_the_beginning(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = as_csv(tmp_path / "issues.csv", (issue(n) for n in range(230)))
    await killed_in_the_middle(api, file, tmp_path / "bad.csv", after=150)
    as_csv(file, (issue(n) for n in range(240)))

    assert await import_file(settings(api), Wish(file=file, refused=tmp_path / "bad.csv")) == 0

    assert "from the beginning" in capsys.readouterr().err
    assert await ids(api) == numbers(240)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
async def test_every_example_file_is_imported_without_a_refusal(
    api: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str], example: Path
) -> None:
    file = tmp_path / example.name
    file.write_bytes(example.read_bytes())
    assert await import_file(settings(api), Wish(file=file)) == 0, capsys.readouterr().err
    kinds = {case["kind"] for case in (await api.get("/v1/cases?group=all")).body["cases"]}
    assert kinds and (example.suffix == ".jsonl" or kinds == {example.stem.removesuffix("s")})


def test_there_is_an_example_of_each_kind() -> None:
    assert {path.stem for path in EXAMPLES} >= {f"{kind}s" for kind in Kind}


def test_the_bar_is_drawn_for_a_person_only() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, log = Screen(), io.StringIO()
    for out in (screen, log):
        bar = ProgressBar(200, out)
        bar.show(50, 1200, 3)
        bar.clear()
    assert "[#######......................." in screen.getvalue()
    assert "25%  1,200 rows, 3 refused" in screen.getvalue()
    assert log.getvalue() == ""
