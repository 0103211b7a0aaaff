"""What can be seen in the page's source: nothing from outside, no markup from strings, small files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sandbox.page.fake_server import PAGE

SCRIPTS = sorted(PAGE.glob("*.js"))
MOST_LINES = 300  # the wall for every file of the project
MARKUP_FROM_STRINGS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc\s*="
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_small_and_makes_no_markup_from_strings(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("//", "*", "/*")))
    assert not MARKUP_FROM_STRINGS.search(code)
    assert len(source.splitlines()) <= MOST_LINES


def test_no_file_loads_anything_from_elsewhere() -> None:
    loads = re.compile(r"""(?:src|href|url\(|import|from)\s*[=(]?\s*["']?(?:https?:)?//""")
    for file in [*SCRIPTS, *PAGE.glob("*.css"), PAGE / "index.html"]:
        assert not loads.search(file.read_text(encoding="utf-8")), file.name


def test_the_page_allows_itself_only_its_own_scripts_and_styles() -> None:
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"):
        assert rule in html
    assert "unsafe" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)


def test_every_module_that_is_imported_exists() -> None:
    for script in SCRIPTS:
        for name in re.findall(r"from \"\./([\w.]+)\"", script.read_text(encoding="utf-8")):
            assert (PAGE / name).is_file(), f"{script.name} imports {name}"
