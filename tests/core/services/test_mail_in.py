"""A mail finds its case by what only the addressee knows, and is somebody's word only where it is theirs."""

from dataclasses import replace

import pytest

from core.domain.inbound_mail import Attached
from core.domain.support_ticket_table import Outcome as SupportOutcome
from core.errors import NotAllowed
from core.notices.mail_unmatched import MailUnmatched
from core.services.holding import HoldTicket
from core.services.mail_in import MailTaken, Outcome, UnmatchedMails
from core.services.reading import FindCard
from core.services.support import CloseSupportTicket, ReplyToCustomer
from tests.core.services.mail_desk import ME, comes, kept, mail, written_to
from tests.core.services.office import ADA, LEA, WORKSPACE, Office
from tests.core.services.support_desk import DAY_S, HELD, heard, letters, now


async def test_an_answer_to_our_letter_is_the_customers_word_and_calls_the_owner(office: Office) -> None:
    card, letter = await written_to(office)
    taken = await comes(office, mail(references=("<unknown@x.example>", letter)))
    assert taken == MailTaken(outcome=Outcome.HEARD, number=card.number)
    assert heard(office) == [("wrote", "Here is the photo.", "U0ANA")]
    assert (await now(office, card)).answered is False


async def test_it_wakes_a_hold(office: Office) -> None:
    card, letter = await written_to(office)
    await office.act(HoldTicket, card, **HELD)
    await comes(office, mail(references=(letter,)))
    assert (await now(office, card)).state == "in_progress"
    assert heard(office) == [("woke", "Here is the photo.", "U0ANA")]


async def test_after_the_closing_it_opens_the_ticket_for_a_week_and_then_a_follow_up(office: Office) -> None:
    card, letter = await written_to(office)
    card = await office.act(CloseSupportTicket, card, outcome=SupportOutcome.SOLVED)
    assert (await comes(office, mail("Broken again.", references=(letter,)))).number == card.number
    again = await now(office, card)
    assert (again.state, again.reopen_count) == ("in_progress", 1)
    await office.act(CloseSupportTicket, await office.now(card), outcome=SupportOutcome.SOLVED)
    office.clock.advance(8 * DAY_S)
    later = await comes(office, mail("And again.", references=(letter,)))
    assert later.number not in (None, card.number)


async def test_the_next_letter_answers_the_customers_mail_and_names_the_whole_thread(office: Office) -> None:
    card, letter = await written_to(office)
    first = office.store.waiting("letter")[-1].id
    await comes(office, mail(references=(letter,), message_id="<answer@mail.example>"))
    await office.act(ReplyToCustomer, await office.now(card), text="Thank you.")
    assert letters(office)[-1]["in_reply_to"] == "<answer@mail.example>"
    assert letters(office)[-1]["references"] == first


async def test_a_mail_that_answers_an_earlier_mail_finds_the_same_case(office: Office) -> None:
    card, letter = await written_to(office)
    await comes(office, mail(references=(letter,), message_id="<answer@mail.example>"))
    taken = await comes(office, mail("One more thing.", references=("<answer@mail.example>",)))
    assert taken == MailTaken(outcome=Outcome.HEARD, number=card.number)


async def test_the_signed_address_finds_the_case_where_a_mail_program_forgot_the_thread(
    office: Office,
) -> None:
    card, _ = await written_to(office)
    assert (await comes(office, mail(), addressed=card.number)).outcome is Outcome.HEARD
    assert (await comes(office, mail("?"), addressed=20269999)).outcome is Outcome.UNMATCHED


async def test_the_same_mail_twice_is_heard_once(office: Office) -> None:
    _, letter = await written_to(office)
    one = mail(references=(letter,))
    await comes(office, one)
    assert await comes(office, one) == MailTaken(outcome=Outcome.REPEATED)
    assert len(heard(office)) == 1


async def test_a_strangers_mail_is_kept_says_so_and_moves_nothing(office: Office) -> None:
    card, letter = await written_to(office)
    await office.act(HoldTicket, card, **HELD)
    taken = await comes(office, mail("Send it to me.", references=(letter,), sender="eve@evil.example"))
    assert taken == MailTaken(outcome=Outcome.STRANGER, number=card.number)
    assert kept(office) == [("stranger", "e…@evil.example", "Send it to me.")]
    assert heard(office) == []
    assert (await now(office, card)).state == "on_hold"


async def test_what_our_mail_server_does_not_vouch_for_is_a_strangers_whoever_it_names(
    office: Office,
) -> None:
    office.workspace = replace(WORKSPACE, mail_opens_tickets=True)
    card, letter = await written_to(office)
    for more in ({"references": (letter,)}, {"subject": f"[#{card.number}]", "message_id": "<2@x>"}):
        await comes(office, mail("Send it to me.", forged=True, **more))
    assert heard(office) == []
    assert kept(office) == [("stranger", "j…@mail.example", "Send it to me.")]
    rows = await office.ask(UnmatchedMails(), ADA)
    assert [row.message_id for row in rows] == ["<2@x>"], "and opens no ticket"


@pytest.mark.parametrize("sender", ["", "eve@evil.example"])
async def test_a_number_in_the_subject_alone_lets_no_stranger_in(office: Office, sender: str) -> None:
    card, _ = await written_to(office)
    subject = f"Re: Mug [#{card.number}]"
    assert (await comes(office, mail("x", subject=subject, sender=sender))).outcome is Outcome.UNMATCHED
    assert kept(office) == []
    assert (await comes(office, mail("It is me.", subject=subject))).outcome is Outcome.HEARD


async def test_an_automatic_answer_is_kept_and_wakes_nothing(office: Office) -> None:
    card, letter = await written_to(office)
    await office.act(HoldTicket, card, **HELD)
    away = mail("I am away.", references=(letter,), automatic="auto_submitted")
    assert (await comes(office, away)).outcome is Outcome.AUTOMATIC
    assert kept(office) == [("automatic", "Joana Reis", "I am away.")]
    assert (await now(office, card)).state == "on_hold"


async def test_files_are_named_below_the_words_and_a_mail_without_words_is_its_subject(
    office: Office,
) -> None:
    _, letter = await written_to(office)
    photo = (Attached(name="mug.jpg", size_bytes=1_230_000),)
    await comes(office, mail("See:", references=(letter,), attachments=photo))
    await comes(office, mail("", references=(letter,), attachments=photo, message_id="<2@x.example>"))
    await comes(office, mail("", references=(letter,), subject="Call me", message_id="<3@x.example>"))
    assert [text for _, text, _ in heard(office)] == [
        "See:\n\n[mug.jpg, 1.2 MB]",
        "[mug.jpg, 1.2 MB]",
        "Call me",
    ]


async def test_what_belongs_to_no_case_waits_for_an_admin(office: Office) -> None:
    one = mail("Where is my order?", subject="Order")
    assert await comes(office, one) == MailTaken(outcome=Outcome.UNMATCHED)
    (row,) = await office.ask(UnmatchedMails(), ADA)
    assert (row.message_id, row.sender, row.subject, row.text) == (
        one.message_id,
        ME,
        "Order",
        "Where is my order?",
    )
    with pytest.raises(NotAllowed):
        await office.ask(UnmatchedMails(), LEA)


async def test_admins_are_told_of_the_first_such_mail_of_a_day_and_never_of_a_machines(
    office: Office,
) -> None:
    await comes(office, mail("News!", message_id="<0@x>", automatic="list"))
    assert office.told("direct", MailUnmatched) == []
    for number in range(3):
        await comes(office, mail("Hello?", message_id=f"<{number + 1}@x>", subject=f"Order {number}"))
    office.clock.advance(DAY_S)
    await comes(office, mail("Hello?", message_id="<9@x>", sender="", subject=""))
    told = [(w.member_id, w.notice.sender, w.notice.subject) for w in office.told("direct", MailUnmatched)]
    assert told == [(ADA.id, "j…@mail.example", "Order 0"), (ADA.id, "?", "")]


async def test_where_the_workspace_says_so_it_opens_a_ticket_and_the_next_mail_finds_it(
    office: Office,
) -> None:
    office.workspace = replace(WORKSPACE, mail_opens_tickets=True)
    taken = await comes(office, mail("Where is it?", subject="My order", message_id="<new@mail.example>"))
    assert taken.outcome is Outcome.OPENED
    ticket = await office.ask(FindCard(number=taken.number or 0))
    assert (ticket.title, ticket.description, ticket.channel) == ("My order", "Where is it?", "Mail")
    again = await comes(office, mail("Hello?", references=("<new@mail.example>",)))
    assert again == MailTaken(outcome=Outcome.HEARD, number=taken.number)
    robot = mail("I am away", automatic="precedence", sender="robot@x.example")
    assert (await comes(office, robot)).outcome is Outcome.UNMATCHED, "a machine opens nothing"
