"""What a job check found is counted and named, and what is too much for a line is counted."""

from typing import Any

from bot.blocks import job_check_report
from bot.blocks.job_check_report import MOST
from bot.words import load
from core.ports.checks import FoundTicket, JobCheckReport
from tests.fakes.clock import MONDAY_MORNING

SAY = load(strict=True)["en"]


def known(*numbers: int) -> tuple[FoundTicket, ...]:
    return tuple(FoundTicket(number=n, case_id=f"c{n}", found="known") for n in numbers)


def lines(links: dict[str, str] | None = None, **counts: Any) -> list[str]:
    zero = {"platforms": 1, "opened": 0, "known": 0, "reopened": 0, "recovered": 0}
    report = JobCheckReport(checked_at=MONDAY_MORNING, **(zero | counts))
    drawn = job_check_report.render(report, SAY, links or {}).blocks
    return [block["text"]["text"] for block in drawn if block["type"] == "section"][1:]


def test_a_group_says_how_many_and_which() -> None:
    tickets = (*known(20260002), FoundTicket(number=20260001, case_id="c1", found="reopened"))
    link = {"c1": "https://harbour.slack.com/archives/C1/p1"}
    assert lines(link, known=1, reopened=1, tickets=tickets) == [
        "1 reopened: <https://harbour.slack.com/archives/C1/p1|#20260001>",
        "1 already known: #20260002",
    ]


def test_what_is_too_much_for_a_line_is_counted() -> None:
    numbers = [20260001 + n for n in range(MOST + 3)]
    (line,) = lines(known=MOST + 3, tickets=known(*numbers))
    assert line.count("#") == MOST and line.endswith(" and 3 more")
    (line,) = lines(known=MOST, tickets=known(*numbers[:MOST]))
    assert line.count("#") == MOST and not line.endswith("more")


def test_a_ticket_that_the_reader_may_not_see_is_counted_all_the_same() -> None:
    assert lines(known=2, tickets=known(20260001)) == ["2 already known: #20260001 and 1 more"]
    assert lines(known=2) == ["2 already known"]


def test_two_jobs_with_one_ticket_name_it_once() -> None:
    assert lines(known=2, tickets=known(20260001, 20260001)) == ["2 already known: #20260001"]


def test_links_to_many_cards_still_fit() -> None:
    numbers = [20260001 + n for n in range(MOST)]
    address = "https://a-workspace-with-a-rather-long-name.slack.com/archives/C07OPSJOBS1/p1795338600000100"
    (line,) = lines({f"c{n}": address for n in numbers}, known=MOST, tickets=known(*numbers))
    assert line.count(address) == MOST and len(line) < 3000
