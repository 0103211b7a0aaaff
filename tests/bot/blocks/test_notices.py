"""A notice says what happened, names who did it, and mentions nobody but who has to act next."""

from dataclasses import replace

import pytest

from bot.blocks import RENDERERS
from bot.blocks.people import acting_in
from bot.words import load
from core.notices import Notice
from core.notices.assigned import YouWereAssigned
from core.notices.commented import CommentAdded
from core.notices.reminder import Reminder
from core.notices.retailer_told import RetailerTold
from core.notices.step_done import StepDone
from core.notices.ticket_closed import ClosedOnProof

SAY = load(strict=True)["en"]
NAMES = {"U0ANA": "Ana", "U0LUIS": "Luis"}
ACTED = [(k, n) for k in RENDERERS for n, e in enumerate(k.EXAMPLES) if acting_in(e)]


@pytest.mark.parametrize(("kind", "n"), ACTED, ids=lambda v: getattr(v, "__name__", str(v)))
def test_whoever_acted_is_named_and_not_mentioned(kind: type[Notice], n: int) -> None:
    example = kind.EXAMPLES[n]
    (by,) = acting_in(example)
    message = RENDERERS[kind](example, SAY, NAMES)
    assert f"<@{by}>" not in str(message.payload())
    if kind.__name__ != "ClosingAnswer":
        assert NAMES[by] in message.text


def test_without_a_name_it_still_reads_well() -> None:
    message = RENDERERS[CommentAdded](CommentAdded.EXAMPLES[0], SAY)
    assert message.text.startswith("a colleague on #20262010:")


def test_who_has_to_act_next_is_mentioned() -> None:
    contain = next(e for e in Reminder.EXAMPLES if e.owner)
    assert RENDERERS[Reminder](contain, SAY).text.startswith(":alarm_clock: <@U0ANA>")


def test_a_case_that_was_given_says_which_and_by_whom() -> None:
    text = RENDERERS[YouWereAssigned](YouWereAssigned.EXAMPLES[0], SAY, NAMES).text
    assert "#20262010 eBay AU order sync keeps failing" in text
    assert "Luis" in text


def test_a_step_says_how_long_it_took() -> None:
    text = RENDERERS[StepDone](
        StepDone(number=20262010, step="stop", by="U0ANA", minutes=12), SAY, NAMES
    ).text
    assert text == "#20262010 is stopped, by Ana, 12 mins after opening."


def test_a_copy_of_the_letter_is_kept_whole() -> None:
    body = "\n\n".join(("first " * 250, "second " * 200, "third"))
    message = RENDERERS[RetailerTold](replace(RetailerTold.EXAMPLES[0], body=body), SAY, NAMES)
    shown = str(message.blocks)
    assert shown.count("first ") == 250
    assert shown.count("second ") == 200
    assert "third" in shown


def test_a_closing_names_its_outcome_and_its_run() -> None:
    message = RENDERERS[ClosedOnProof](ClosedOnProof.EXAMPLES[0], SAY, NAMES)
    assert "technically verified" in message.text
    assert "<https://platform.example/runs/8841|Run 8841> succeeded" in str(message.blocks)
