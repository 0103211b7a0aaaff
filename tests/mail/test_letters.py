"""Hostile strings in every field of a letter: nothing gets into a header, nothing honest is lost."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Permanent
from core.ports.mail import Letter
from mail.addresses import SignedAddress
from mail.config import SmtpConfig
from mail.letters import clean_address, compose, message_id_of, one_line

CONFIG = SmtpConfig(
    host="127.0.0.1", port=25, sender_address="andon@ops.example", message_id_domain="ops.example"
)
SENT_AT = datetime(2026, 11, 22, tzinfo=UTC)
HEADERS = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "X-Andon-Case",
    "Content-Language",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]
INJECTION = "Stopped\r\nBcc: everyone@evil.example\r\n\r\nNew body"


def letter(**changes: str) -> Letter:
    fields: dict[str, Any] = {
        "id": "d-1",
        "to_name": "Ana",
        "to_address": "ana@shop.example",
        "subject": "Hello",
        "body": "Hello",
        "language": "en",
        "case_number": "20262010",
        **changes,
    }
    return Letter(**fields)


def on_the_wire(one: Letter) -> EmailMessage:
    raw = compose(one, CONFIG, SENT_AT).as_bytes()
    return message_from_bytes(raw, policy=default)


@pytest.mark.parametrize("field", ["subject", "to_name", "case_number", "id", "language"])
def test_a_line_break_in_a_field_makes_no_header(field: str) -> None:
    message = on_the_wire(letter(**{field: INJECTION}))
    assert message["Bcc"] is None
    assert set(message.keys()) <= set(HEADERS)
    assert message.get_content().strip() == "Hello"


def test_a_letter_on_several_cases_names_none() -> None:
    assert on_the_wire(letter())["X-Andon-Case"] == "20262010"
    assert on_the_wire(letter(case_number=""))["X-Andon-Case"] is None


def test_a_reply_to_something_that_is_no_message_id_is_left_out() -> None:
    message = compose(
        Letter(
            id="d",
            to_name="",
            to_address="a@b.example",
            subject="s",
            body="b",
            language="en",
            case_number="1",
            in_reply_to="<a@b>\r\nBcc: x@evil.example",
        ),
        CONFIG,
        SENT_AT,
    )
    assert message["In-Reply-To"] is None
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    ("follows", "named"),
    [
        ("letter-1", "<letter-1@ops.example>"),
        (" <a@b.example> ", "<a@b.example>"),
        (None, None),
        ("", None),
    ],
)
def test_a_letter_names_what_it_follows_ours_by_its_id_another_as_it_came(
    follows: str | None, named: str | None
) -> None:
    letter = Letter(
        id="letter-2",
        to_name="Joana Reis",
        to_address="joana@mail.example",
        subject="Re: Mug",
        body="Soon.",
        language="pt",
        case_number="1",
        in_reply_to=follows,
    )
    message = compose(letter, CONFIG, SENT_AT)
    assert (message["In-Reply-To"], message["References"]) == (named, named)
    assert message_id_of("letter-1", CONFIG.message_id_domain) == "<letter-1@ops.example>"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@shop.example",
        "ana@",
        "ana@shop.example, eve@evil.example",
        "ana@shop.example\r\nRCPT TO:<eve@evil.example>",
        "<ana@shop.example>",
        "ana@shop..example",
        ".ana@shop.example",
        "a..b@shop.example",
        "ana@-shop.example",
        "ana @shop.example",
        'ana"@shop.example',
        "ana@shop.example\u202e",
        "a\u2028b@shop.example",
        "a" * 65 + "@shop.example",
        "ana@" + "a" * 260 + ".example",
        "ana@shop.example\x00",
    ],
)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(Permanent, match="mail_bad_address"):
        compose(letter(to_address=address), CONFIG, SENT_AT)


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ana@shop.example", "ana@shop.example"),
        (" Ana.Lima+eu@Shop.Example ", "Ana.Lima+eu@shop.example"),
        ("ana@localhost", "ana@localhost"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("josé@shop.example", "josé@shop.example"),
    ],
)
def test_an_honest_address_keeps_its_meaning(address: str, wire: str) -> None:
    assert clean_address(address) == wire


def test_a_name_that_looks_like_another_address_stays_a_name() -> None:
    message = on_the_wire(letter(to_name='Eve" <eve@evil.example>, "Ana'))
    (to,) = message["To"].addresses
    assert to.addr_spec == "ana@shop.example"
    assert to.display_name == 'Eve" <eve@evil.example>, "Ana'


def test_direction_marks_and_controls_leave_one_line_and_words_stay() -> None:
    assert one_line("a\u202eb\x00c\t d\n\ne", 100) == "a b c d e"
    assert one_line("Größe – 你好 🚨", 100) == "Größe – 你好 🚨"


def test_a_long_subject_is_cut_where_one_sees_it() -> None:
    subject = on_the_wire(letter(subject="é" * 10_000))["Subject"]
    assert len(subject) == 200
    assert subject.endswith("…")


def test_an_id_that_cannot_stand_in_a_header_is_hashed_the_same_each_time() -> None:
    wicked = "a>\r\n@b"
    assert message_id_of(wicked, "ops.example") == message_id_of(wicked, "ops.example")
    assert message_id_of(wicked, "ops.example") != message_id_of(wicked + " ", "ops.example")
    assert "\n" not in message_id_of(wicked, "ops.example")


@settings(max_examples=150, deadline=None)
@given(
    subject=st.text(max_size=300),
    name=st.text(max_size=150),
    body=st.text(max_size=600),
    number=st.text(max_size=30),
    identity=st.text(min_size=1, max_size=60),
)
def test_no_text_breaks_a_letter(subject: str, name: str, body: str, number: str, identity: str) -> None:
    message = on_the_wire(letter(subject=subject, to_name=name, body=body, case_number=number, id=identity))
    assert set(message.keys()) <= set(HEADERS)
    assert [one.addr_spec for one in message["To"].addresses] == ["ana@shop.example"]
    assert message["Message-ID"].count("@") == 1
    words = [word for word in body.split() if word.isalnum() and word.isascii()]
    assert all(word in message.get_content() for word in words)


def test_references_name_the_first_of_the_conversation_and_the_newest() -> None:
    before = tuple(f"letter-{number}" for number in range(30))
    named = on_the_wire(replace(letter(in_reply_to="<last@mail.example>"), references=before))[
        "References"
    ].split()
    assert named[0] == "<letter-0@ops.example>", "a mail program begins its thread there"
    assert named[-2:] == ["<letter-29@ops.example>", "<last@mail.example>"]
    assert len(named) == 11
    few = on_the_wire(
        replace(letter(in_reply_to="letter-2"), references=("letter-1", "letter-2", "\r\nBcc: x"))
    )
    assert few["References"] == "<letter-1@ops.example> <letter-2@ops.example>"
    assert few["Bcc"] is None


def test_answers_come_back_to_the_signed_address_of_the_case() -> None:
    care = SignedAddress("care@ops.example", (b"k" * 32,))
    raw = compose(letter(), replace(CONFIG, reply_to=care), SENT_AT).as_bytes()
    reply_to = message_from_bytes(raw, policy=default)["Reply-To"].addresses[0].addr_spec
    assert care.number_in((reply_to,)) == 20262010
    strange = compose(letter(case_number="x"), replace(CONFIG, reply_to=care), SENT_AT)
    assert strange["Reply-To"] is None
