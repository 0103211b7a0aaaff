"""Letters that come back, and what a retailer answers: said on the case, and proof of nothing by itself."""

import pytest

from core.domain.case_parts import HoldKind
from core.domain.evidence import EvidenceType
from core.domain.inbound_mail import Returned
from core.domain.job_ticket_table import Choice
from core.errors import NotAllowed, TransitionRefused
from core.notices.customer_wrote import CustomerMessage
from core.notices.letter_bounced import LetterBounced
from core.notices.retailer_answered import RetailerAnswered
from core.services.closing import WhyNotClose
from core.services.holding import HoldTicket
from core.services.job_tickets import DecideAccount
from core.services.mail_in import MailTaken, NewestAnswer, Outcome, ReceiveMail
from core.services.statements import AddConfirmation
from core.services.support import ReplyToCustomer
from core.views import CaseCard, JobTicketCard, StepState
from tests.core.services.mail_desk import ME, comes, kept, mail, told, written_to
from tests.core.services.office import ADA, NOOR, Office, letter


async def test_a_letter_that_came_back_stands_on_the_case_and_calls_the_owner(office: Office) -> None:
    card, letter = await written_to(office)
    told = Returned(action="failed", status="5.1.1", words=f"550 <{ME}>: no such mailbox")
    taken = await comes(office, mail("", sender="", returned=told, returned_ids=(letter,)))
    assert taken == MailTaken(outcome=Outcome.BOUNCED, number=card.number)
    (said,) = office.told("thread", LetterBounced)
    assert said.notice == LetterBounced(
        number=card.number,
        to="Joana Reis",
        status="5.1.1",
        words="550 <j…@mail.example>: no such mailbox",
        owner="U0ANA",
    ), "the customer's address stands in no channel"
    problem = (await office.now(card)).letter_problem
    assert problem is not None and (problem.kind, problem.status) == ("bounced", "5.1.1")
    assert (await office.now(card)).needs == "member", "nobody answers a letter that never came"
    await office.act(ReplyToCustomer, await office.now(card), text="Once more.")
    assert (await office.now(card)).letter_problem is None, "a new letter has not come back"


async def test_a_retailer_whose_letter_came_back_is_not_told_until_another_one_goes_out(
    office: Office,
) -> None:
    card, letter_id = await told(office)
    gone = Returned(action="failed", status="5.1.1", words="no such mailbox")
    await comes(office, mail("", sender="", returned=gone, returned_ids=(letter_id,)))
    card = await office.act(DecideAccount, await office.now(card), choice=Choice.REACTIVATE)
    assert await missing(office, card) >= {"letter_did_not_arrive"}
    assert job_steps(card)["notify"] is StepState.NOW

    again = await office.do(letter(card))
    assert (again.state, again.letter_problem) == (card.state, None)
    assert "letter_did_not_arrive" not in await missing(office, again)
    assert job_steps(again)["notify"] is StepState.DONE
    assert len(office.store.waiting("letter")) == 2
    with pytest.raises(TransitionRefused):
        await office.do(letter(again))
    late = mail("", message_id="<late@mx>", sender="", returned=gone, returned_ids=(letter_id,))
    assert (await comes(office, late)).outcome is Outcome.BOUNCED
    assert (await office.now(card)).letter_problem is None, "the letter that counts is another one"


async def missing(office: Office, card: CaseCard) -> set[str | None]:
    return {tick.reason for tick in (await office.ask(WhyNotClose(case_id=card.case_id))).ticks}


def job_steps(card: CaseCard) -> dict[str, StepState]:
    assert isinstance(card, JobTicketCard)
    return {step.name: step.state for step in card.steps}


async def test_a_delay_is_said_and_a_delivery_is_not(office: Office) -> None:
    card, letter = await written_to(office)
    for action in ("delayed", "delivered"):
        one = mail("", message_id=f"<{action}@mx>", returned=Returned(action=action), returned_ids=(letter,))
        await comes(office, one)
    assert [why for why, _, _ in kept(office)] == ["delayed"]
    assert (await office.now(card)).letter_problem is None


async def test_a_report_about_no_letter_of_ours_belongs_to_no_case(office: Office) -> None:
    await written_to(office)
    one = mail("", returned=Returned(action="failed"), returned_ids=("<forged@x.example>",))
    assert (await comes(office, one)).outcome is Outcome.UNMATCHED


async def test_the_retailers_answer_is_their_written_word_and_proves_nothing_by_itself(
    office: Office,
) -> None:
    card, letter = await told(office)
    before = (await office.ask(WhyNotClose(case_id=card.case_id))).ticks
    taken = await comes(office, mail("We renewed the token.", sender=NOOR.email, references=(letter,)))
    assert taken == MailTaken(outcome=Outcome.HEARD, number=card.number)
    (said,) = office.told("thread", RetailerAnswered)
    assert (said.notice.name, said.notice.text) == ("Noor Visser", "We renewed the token.")
    assert (await office.ask(WhyNotClose(case_id=card.case_id))).ticks == before
    answer = await office.ask(NewestAnswer(case_id=card.case_id))
    assert answer is not None and answer.type is EvidenceType.ANSWER
    card = await office.act(
        AddConfirmation,
        await office.now(card),
        text=answer.text or "",
        author=answer.author_address or "",
        said="change",
        medium="mail",
        written_at=answer.written_at,
    )
    assert office.store.waiting("thread")[-1].notice.problem is None, "picked by a person, it counts"  # type: ignore[union-attr]


async def test_a_retailers_letter_that_came_back_is_said_until_they_answer(office: Office) -> None:
    card, letter = await told(office)
    returned = Returned(action="failed", status="5.1.1")
    await comes(office, mail("", sender="", returned=returned, returned_ids=(letter,), message_id="<r@mx>"))
    (said,) = office.told("thread", LetterBounced)
    assert (said.notice.to, said.notice.owner) == (NOOR.email, "U0ANA")
    assert (await office.now(card)).letter_problem is not None
    await comes(office, mail("Got it elsewhere.", sender=NOOR.email, references=(letter,)))
    assert (await office.now(card)).letter_problem is None


async def test_the_retailers_answer_wakes_a_hold_that_waits_for_them(office: Office) -> None:
    card, letter = await told(office)
    card = await office.act(DecideAccount, card, choice=Choice.REMAIN_PAUSED)
    await office.act(HoldTicket, card, kind=HoldKind.RETAILER, reason="waits for the token")
    await comes(office, mail("Somebody else.", sender="eve@evil.example", references=(letter,)))
    assert (await office.case(card.case_id)).state == "on_hold"
    await comes(office, mail("Done.", sender=NOOR.email, references=(letter,)))
    assert (await office.case(card.case_id)).state == "decided_remain_paused"


async def test_no_person_may_say_that_a_mail_came(office: Office) -> None:
    with pytest.raises(NotAllowed):
        await office.do(ReceiveMail(mail=mail()), ADA)
    assert office.told("thread", CustomerMessage) == []
