"""The drawings of docs/architecture.md, printed from the tables of the code. `make bless` writes them."""

import re
from collections.abc import Mapping
from pathlib import Path

from core.domain import delivery_incident_table, issue, job_ticket_table, support_ticket_table

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
TABLES: Mapping[str, Mapping[tuple[str, str], str]] = {
    "delivery_incident": delivery_incident_table.TRANSITIONS,
    "issue": issue.TRANSITIONS,
    "job_ticket": job_ticket_table.TRANSITIONS,
    "support_ticket": support_ticket_table.TRANSITIONS,
}
SECTION = re.compile(r"(<!-- states: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def drawn(table: Mapping[tuple[str, str], str]) -> str:
    """A mermaid drawing. Arrows that lead back to where they began are listed below it."""
    moves = [f"    {start} --> {end}: {action}" for (start, action), end in table.items() if start != end]
    stays: dict[str, list[str]] = {}
    for (start, action), end in table.items():
        if start == end:
            stays.setdefault(str(action), []).append(str(start))
    every = {str(s) for s, _ in table}
    lines = [f"- {a}: {'every state' if set(s) == every else ', '.join(s)}" for a, s in stays.items()]
    return "\n".join(
        ["```mermaid", "stateDiagram-v2", *moves, "```", "", "Stays where it is:", "", *lines, ""]
    )


def page_as_it_should_be() -> str:
    return SECTION.sub(
        lambda found: f"{found[1]}\n{drawn(TABLES[found[2]])}\n{found[3]}", PAGE.read_text(encoding="utf-8")
    )


if __name__ == "__main__":
    PAGE.write_text(page_as_it_should_be(), encoding="utf-8")
