"""The drawings are the code's own tables."""

from tests.architecture.diagrams import PAGE, TABLES, drawn, page_as_it_should_be


def test_the_page_shows_the_tables_as_they_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_as_it_should_be(), "run `make bless`"


def test_every_arrow_is_drawn_or_listed() -> None:
    for name, table in TABLES.items():
        picture = drawn(table)
        for (start, action), end in table.items():
            if start != end:
                assert f"    {start} --> {end}: {action}\n" in picture, f"{name}: {start} {action}"
            else:
                assert f"- {action}: " in picture, f"{name}: {start} {action}"
