"""A letter is answered, by its reader or somebody else, or comes back; each as a real mail that Andon can read."""

from typing import Any

import pytest

from mail.inbound.parser import parse_mail
from tests.sandbox.mailbox.conftest import Corner, letter


async def asked(corner: Corner, what: str, body: object, status: int = 200) -> dict[str, Any]:
    """What is said to an act on the newest letter."""
    mail_id = corner.mailbox.messages()[0]["id"]
    async with corner.http.post(f"{corner.url}api/messages/{mail_id}/{what}", json=body) as answer:
        assert answer.status == status
        said: dict[str, Any] = await answer.json()
        return said


async def test_an_answer_is_threaded_and_quotes_the_letter_below(corner: Corner) -> None:
    message_id = await corner.mail.send(letter(subject="Your eBay AU connection"))
    assert await asked(corner, "answers", {"text": "We renewed it.\n"}) == {
        "outcome": "heard",
        "case": 20262010,
    }
    (raw,) = corner.taken
    mail = parse_mail(raw)
    assert mail.references == (message_id,)
    assert (mail.sender, mail.sender_name) == ("ops@kitchenware.example", "Kitchenware Co")
    assert mail.recipients == ("andon@ops.example",)
    assert (mail.subject, mail.automatic) == ("Re: Your eBay AU connection", "")
    assert b"> we stopped the order sync" in raw
    assert mail.text == "We renewed it.", "what is quoted is not their word"


async def test_a_stranger_or_a_machine_may_answer(corner: Corner) -> None:
    await corner.mail.send(letter())
    await asked(corner, "answers", {"text": "It is mine.", "sender": "eve@evil.example"})
    await asked(corner, "answers", {"text": "I am away.", "automatic": True})
    strange, away = (parse_mail(raw) for raw in corner.taken)
    assert (strange.sender, strange.automatic) == ("eve@evil.example", "")
    assert (away.sender, away.automatic) == ("ops@kitchenware.example", "auto_submitted")


async def test_a_bounce_says_which_letter_came_back_and_why(corner: Corner) -> None:
    message_id = await corner.mail.send(letter())
    await asked(corner, "bounces", {"status": "5.2.2"})
    mail = parse_mail(corner.taken[0])
    assert mail.returned is not None
    assert (mail.returned.action, mail.returned.status) == ("failed", "5.2.2")
    assert mail.returned_ids == (message_id,)


async def test_what_became_of_an_answer_stands_with_its_letter(corner: Corner) -> None:
    await corner.mail.send(letter())
    await asked(corner, "answers", {"text": "Thank you."})
    (kept,) = corner.mailbox.messages()[0]["answers"]
    assert (kept["what"], kept["text"], kept["outcome"], kept["case"]) == (
        *("answer", "Thank you.", "heard"),
        20262010,
    )


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("answers", {"text": " "}),
        ("answers", {"text": "x", "sender": "no address"}),
        ("answers", {"text": "x", "sender": "a@b.example>\r\nBcc: c@d.example"}),
        ("answers", []),
        ("bounces", {"status": "nonsense"}),
    ],
)
async def test_what_is_no_answer_is_refused(corner: Corner, what: str, body: object) -> None:
    await corner.mail.send(letter())
    assert "send {" in (await asked(corner, what, body, 400))["error"]
    assert corner.taken == []
