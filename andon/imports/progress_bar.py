"""One line that is drawn over: how far an import is. Only where somebody sits before it."""

import shutil
import sys
import time
from typing import TextIO

BAR_CHARS = 30
EVERY_S = 0.1


class ProgressBar:
    def __init__(self, total_bytes: int, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._total = max(1, total_bytes)
        self._shown = self._out.isatty()
        self._drawn_at_s = float("-inf")

    def show(self, done_bytes: int, rows: int, refused: int) -> None:
        """At most ten times a second."""
        if not self._shown or time.monotonic() - self._drawn_at_s < EVERY_S:
            return
        self._drawn_at_s = time.monotonic()
        part = min(1.0, done_bytes / self._total)
        full = int(part * BAR_CHARS)
        line = f"[{'#' * full}{'.' * (BAR_CHARS - full)}] {part:4.0%}  {rows:,} rows, {refused:,} refused"
        self._out.write("\r" + line[: shutil.get_terminal_size().columns - 1] + "\x1b[K")
        self._out.flush()

    def clear(self) -> None:
        if self._shown:
            self._out.write("\r\x1b[K")
            self._out.flush()
