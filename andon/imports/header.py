"""The first line of a CSV file: which columns it has, checked before anything is imported."""

import csv
from collections.abc import Iterable
from difflib import get_close_matches

from andon.imports.lines import BadFile
from api.import_rows import ROWS

REFUSED = "refused"
"""The column that holds why a row was refused, in the file that is to be mended. It is not read again."""

DELIMITERS = ",;\t"
"""A spreadsheet of a country that writes 1,5 separates cells by semicolons."""

NEEDED = ("kind", "source", "external_id", "opened_at")

COLUMNS = frozenset(name for row in ROWS.values() for name in row.model_fields)


def delimiter_of(line: str) -> str:
    """Whichever stands most often in the first line; a comma where none does."""
    return max(DELIMITERS, key=line.count)


def columns_of(line: str, delimiter: str) -> tuple[str, ...]:
    """The names, folded; empty for a column without one. Raises BadFile with every name that is wrong."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise BadFile(f"Line 1 is no header of a CSV file: {error}.") from None
    names = tuple("_".join(cell.strip().casefold().split()) for cell in cells)
    wrong = [*_unknown(names), *_doubled(names), *_missing(names)]
    if wrong:
        raise BadFile("\n".join(("The first line names the columns; docs/import.md lists them.", *wrong)))
    return names


def _unknown(names: Iterable[str]) -> list[str]:
    found = []
    for name in names:
        if name and name not in COLUMNS and name != REFUSED:
            near = get_close_matches(name, sorted(COLUMNS), n=1, cutoff=0.6)
            hint = f" Did you mean {near[0]}?" if near else ""
            found.append(f"  - There is no column {name[:60]!r}.{hint}")
    return found


def _doubled(names: tuple[str, ...]) -> list[str]:
    return [f"  - The column {name} stands there twice." for name in COLUMNS if names.count(name) > 1]


def _missing(names: Iterable[str]) -> list[str]:
    given = set(names)
    return [f"  - The column {name} is missing." for name in NEEDED if name not in given]
