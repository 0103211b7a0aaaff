"""Rows of a file as people save them: line numbers that are right, and one bad row that costs one row."""

import io
import json

import pytest

from andon.imports.lines import BOM, MOST_ROW_BYTES, BadFile
from andon.imports.records import CsvRows, JsonRows, Record, notes_of

HEADER = "kind,source,external_id,opened_at,title,notes\n"
ROW = "issue,desk,{},2026-10-01T00:00:00Z,{}\n"


def csv_rows(text: str | bytes) -> CsvRows:
    return CsvRows(io.BytesIO(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")))


def all_of(rows: CsvRows | JsonRows) -> list[Record]:
    return list(rows.read(rows.start))


def read(text: str | bytes) -> list[Record]:
    return all_of(csv_rows(text))


def read_json(text: str | bytes) -> list[Record]:
    return all_of(JsonRows(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def seen(records: list[Record]) -> list[tuple[int, str]]:
    """Line and id, or line and problem."""
    return [(r.line, r.problem or (r.told or {}).get("external_id", "")) for r in records]


def test_a_row_is_named_by_the_line_it_begins_on() -> None:
    text = (
        HEADER
        + ROW.format("a", '"two\nlines"')
        + "\n"
        + ROW.format("b", "x")
        + ",,,,\n"
        + ROW.format("c", "")
    )
    assert seen(read(text)) == [(2, "a"), (5, "b"), (7, "c")]
    assert (read(text)[0].told or {})["title"] == "two\nlines"


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_the_mark_and_the_line_ends_of_a_spreadsheet_are_no_part_of_the_text(ending: str) -> None:
    text = (HEADER + ROW.format("á", '"x"')).replace("\n", ending)
    records = read(BOM + text.encode())
    assert records[0].told == {
        "kind": "issue",
        "source": "desk",
        "external_id": "á",
        "opened_at": "2026-10-01T00:00:00Z",
        "title": "x",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_as_the_country_of_the_spreadsheet_does(delimiter: str) -> None:
    text = (HEADER + ROW.format("a", "x")).replace(",", delimiter)
    assert seen(read(text)) == [(2, "a")]


def test_the_last_row_needs_no_line_end() -> None:
    assert seen(read((HEADER + ROW.format("a", "x")).rstrip("\n"))) == [(2, "a")]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    text = HEADER + ROW.format("a", '"open') + ROW.format("b", "x") + ROW.format("c", "y")
    assert seen(read(text)) == [(2, "has a quote that is never closed"), (3, "b"), (4, "c")]


def test_a_quote_inside_a_cell_is_a_quote() -> None:
    assert (read(HEADER + ROW.format("a", '27" screen'))[0].told or {})["title"] == '27" screen'


def test_a_cell_without_end_is_given_up_and_the_next_line_is_read() -> None:
    endless = ROW.format("a", '"' + "x" * 50) + ("y" * 99 + "\n") * (MOST_ROW_BYTES // 100 + 10)
    records = read(HEADER + endless)
    assert records[0].line == 2 and "is a quote missing?" in records[0].problem


def test_a_line_longer_than_any_row_is_one_refused_row() -> None:
    long = "z" * (MOST_ROW_BYTES * 3)
    text = HEADER + ROW.format("a", long) + ROW.format("b", "x")
    assert seen(read(text)) == [(2, "is longer than 256 kB"), (3, "b")]
    assert [r.line for r in read_json(f'{{"a": "{long}"}}\n{{}}\n')] == [1, 2]


def test_bytes_that_are_no_utf_8_cost_one_row() -> None:
    text = HEADER.encode() + ROW.format("a", "caf\xe9").encode("latin-1") + ROW.format("b", "café").encode()
    assert seen(read(text)) == [(2, "is not UTF-8: save the file as UTF-8"), (3, "b")]
    assert seen(read_json(b'{"x": "\xe9"}\n{"external_id": "b"}\n'))[1] == (2, "b")


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    assert seen(read(HEADER + "a,b,c,d,e,f,g\n")) == [(2, "has 7 cells, the header 6")]
    assert read(HEADER + "a,b,c,d,e,f,,,\n")[0].problem == ""


def test_reading_goes_on_at_any_row() -> None:
    rows = csv_rows(HEADER + ROW.format("a", '"1\n2"') + ROW.format("b", "x") + ROW.format("c", "y"))
    first = next(iter(rows.read(rows.start)))
    assert seen(list(rows.read(first.after))) == [(4, "b"), (5, "c")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"a": 1', "is no JSON"),
        ("[1]", "is no JSON object"),
        ('"text"', "is no JSON object"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ("[" * 100_000, "is nested too deeply"),
    ],
)
def test_a_line_that_is_no_json_object_is_refused_by_its_line(line: str, problem: str) -> None:
    records = read_json('{"external_id": "a"}\n\n' + line + '\n{"external_id": "b"}\n')
    assert [r.line for r in records] == [1, 3, 4]
    assert problem in records[1].problem
    assert [r.told for r in (records[0], records[2])] == [{"external_id": "a"}, {"external_id": "b"}]


def test_the_reason_of_an_earlier_refusal_is_not_read_again() -> None:
    assert read_json('{"external_id": "a", "refused": "state: no"}')[0].told == {"external_id": "a"}
    text = HEADER.replace("notes", "refused") + ROW.format("a", "x,state: no")
    assert "refused" not in (read(text)[0].told or {})


def test_notes_are_lines_with_or_without_their_time_and_author() -> None:
    cell = "2026-10-03T08:15:00+02:00 | Marta | nadie en casa\ncalled again | no answer | again"
    assert notes_of(cell) == [
        {"at": "2026-10-03T08:15:00+02:00", "author": "Marta", "text": "nadie en casa"},
        {"text": "called again | no answer | again"},
    ]
    assert notes_of(json.dumps([{"text": "x"}])) == [{"text": "x"}]
    assert notes_of("[broken") == "[broken"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("kind,source,external_id,opend_at\n", "Did you mean opened_at?"),
        ("kind,source,opened_at\n", "The column external_id is missing."),
        ("kind,kind,source,external_id,opened_at\n", "The column kind stands there twice."),
        ("", "no first line"),
        ("x" * 300_000, "no first line"),
        (b"\xff\xfek\x00i\x00", "UTF-16"),
        (b"\xe9\xe9\n", "no first line of UTF-8"),
        ('kind,"source\n', "is no header"),
    ],
)
def test_a_header_that_cannot_be_worked_with_is_told_before_anything_is_sent(
    header: str | bytes, said: str
) -> None:
    with pytest.raises(BadFile) as refused:
        csv_rows(header)
    assert said in str(refused.value)


def test_a_header_may_be_written_as_people_write() -> None:
    assert csv_rows("Kind, Source ,External ID,OPENED_AT,\n").columns == (
        *("kind", "source", "external_id", "opened_at", ""),
    )


def test_a_cell_below_no_name_is_refused_and_an_empty_one_is_not() -> None:
    text = "kind,source,external_id,opened_at,\n" + "a,b,c,d,\n" + "a,b,c,d,lost\n"
    assert seen(read(text)) == [(2, "c"), (3, "has a cell in a column without a name")]
