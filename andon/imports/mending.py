"""The file of refused rows: each as it stood, with the reason beside it; mended, it is imported as it is."""

import csv
import io
import json
import os
from pathlib import Path

from andon.imports.header import REFUSED
from andon.imports.lines import is_text
from andon.imports.records import CsvRows, Record, Rows


class Mending:
    """Appended to, and cut back to what was answered when an import goes on. `path` None: nothing is kept."""

    def __init__(self, path: Path | None, rows: Rows, kept_bytes: int) -> None:
        """Raises OSError where it cannot be written."""
        self._path, self._rows = path, rows
        self.bytes = 0
        if path is None:
            return
        if kept_bytes and path.exists() and path.stat().st_size >= kept_bytes:
            os.truncate(path, kept_bytes)
            self.bytes = kept_bytes
        else:
            path.write_bytes(b"")
            self._add(self._header())

    def add(self, record: Record, why: str) -> None:
        if self._path is not None:
            self._add(self._line(record, why))

    def finish(self, refused: int) -> None:
        """Where nothing was refused there is no file, so that nobody mends an old one."""
        if self._path is not None and not refused:
            self._path.unlink(missing_ok=True)

    def _add(self, text: str) -> None:
        if self._path is None or not text:
            return
        raw = text.encode("utf-8", "surrogateescape")
        with self._path.open("ab") as file:
            file.write(raw)
        self.bytes += len(raw)

    def _header(self) -> str:
        if not isinstance(self._rows, CsvRows):
            return ""
        return self._csv([*(name for name in self._rows.columns if name != REFUSED), REFUSED])

    def _line(self, record: Record, why: str) -> str:
        """What could not be read at all is kept word for word, without a reason: there is no place for one."""
        if record.told is None:
            return record.raw if record.raw.endswith("\n") else record.raw + "\n"
        if not isinstance(self._rows, CsvRows):
            text = json.dumps({**record.told, REFUSED: why}, ensure_ascii=False)
            return (text if is_text(text) else json.dumps({**record.told, REFUSED: why})) + "\n"
        reader = csv.reader(io.StringIO(record.raw, newline=""), delimiter=self._rows.delimiter, strict=True)
        cells = dict(zip(self._rows.columns, next(reader), strict=False))
        names = [name for name in self._rows.columns if name != REFUSED]
        return self._csv([*(cells.get(name, "") for name in names), why])

    def _csv(self, cells: list[str]) -> str:
        delimiter = self._rows.delimiter if isinstance(self._rows, CsvRows) else ","
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
        return out.getvalue()
