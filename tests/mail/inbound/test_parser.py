"""A mail is read into what the core understands, and nothing that a stranger sends breaks the reading."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.inbound_mail import Attached
from mail.inbound.heads import MAX_REFERENCES
from mail.inbound.parser import MAX_LINES, MAX_PARTS, parse_mail
from tests.mail.inbound.mails import LETTER_ID, bounce, customers_mail


def test_a_customers_answer_is_read_whole() -> None:
    mail = parse_mail(customers_mail())
    assert (mail.message_id, mail.sender, mail.sender_name) == (
        "<answer-1@mail.example>",
        "joana.reis@mail.example",
        "Joana Reis",
    )
    assert mail.references == (LETTER_ID, "<older@shop.example>"), "the nearest first, each once"
    assert mail.recipients == ("care@shop.example",)
    assert mail.subject == "Re: Mug arrived broken [#20262010]"
    assert mail.text == "Here is the photo."
    assert mail.written_at == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert (mail.automatic, mail.returned, mail.unreadable) == ("", None, False)


def test_files_are_named_and_measured_and_their_bytes_stay_away() -> None:
    message = EmailMessage()
    message["From"] = "joana.reis@mail.example"
    message.set_content("See the picture.")
    message.add_attachment(b"x" * 3000, maintype="image", subtype="jpeg", filename="mug\u202egpj.exe")
    mail = parse_mail(message.as_bytes())
    assert mail.text == "See the picture."
    assert [one.name for one in mail.attachments] == ["mug gpj.exe"], "no direction mark hides the ending"
    assert 2900 <= mail.attachments[0].size_bytes <= 3200


def test_html_alone_is_read_as_words() -> None:
    html = "<style>p{}</style><p>Hello&nbsp;<b>there</b></p><div>Second</div><script>alert(1)</script>"
    raw = customers_mail().replace(b"text/plain", b"text/html").replace(b"Here is the photo.", html.encode())
    assert parse_mail(raw).text == "Hello there\nSecond"


def test_plain_words_come_before_html() -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>rich</p>", subtype="html")
    assert parse_mail(message.as_bytes()).text == "plain"


@pytest.mark.parametrize("charset", ["no-such", "punycode", "hex", "utf-8", "", '"; x="', "rot13"])
def test_a_charset_that_lies_costs_no_word(charset: str) -> None:
    raw = f'Content-Type: text/plain; charset="{charset}"\n\n'.encode() + b"Caf\xe9 is open"
    assert parse_mail(raw).text == "Café is open"


def test_a_mail_without_a_text_part_has_no_words_and_its_files() -> None:
    raw = b"Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAAAAAA\n"
    assert parse_mail(raw).text == ""
    assert parse_mail(raw).attachments == (Attached(name="a.png", size_bytes=6),)


def test_controls_and_direction_marks_go_nowhere() -> None:
    raw = "Subject: =?utf-8?q?a=00=E2=80=AEb=0D=0AX=3A_1?=\n\none\x00\x1btwo\u202e".encode()
    mail = parse_mail(raw)
    assert (mail.subject, mail.text) == ("a b X: 1", "onetwo")


def test_two_senders_are_none() -> None:
    both = customers_mail(From="joana.reis@mail.example, eve@evil.example")
    assert parse_mail(both).sender == ""
    twice = b"From: joana.reis@mail.example\n" + customers_mail()
    assert parse_mail(twice).sender == ""


def test_a_name_that_looks_like_an_address_is_no_address() -> None:
    raw = b'From: "joana.reis@mail.example" <eve@evil.example>\n\nhi'
    assert parse_mail(raw).sender == "eve@evil.example"


def test_of_many_references_the_newest_count() -> None:
    many = " ".join(f"<{number}@mail.example>" for number in range(3_000))
    raw = f"References: {many}\n\nhi".encode()
    mail = parse_mail(raw)
    assert len(mail.references) == MAX_REFERENCES
    assert mail.references[0] == "<2999@mail.example>"


def test_a_mail_without_a_message_id_is_known_by_its_bytes() -> None:
    raw = customers_mail(Message_ID="")
    made = parse_mail(raw).message_id
    assert made == parse_mail(raw).message_id != parse_mail(raw + b"more").message_id


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Auto-Submitted: auto-replied (vacation)", "auto_submitted"),
        ("Auto-Submitted: no", ""),
        ("Precedence: bulk", "precedence"),
        ("X-Autoreply: yes", "autoreply"),
        ("Return-Path: <>", "no_return_path"),
        ("Return-Path: <joana@mail.example>", ""),
        ("List-Id: <all.mail.example>", "list"),
    ],
)
def test_machines_are_known_by_what_they_say(header: str, why: str) -> None:
    assert parse_mail(header.encode() + b"\r\n" + customers_mail()).automatic == why


@pytest.mark.parametrize(
    ("results", "forged"),
    [
        (["mx.shop.example; dmarc=pass header.from=mail.example"], False),
        (["mx.shop.example; spf=pass; dmarc=none"], False),
        (["mx.shop.example; spf=pass smtp.mailfrom=dmarc=pass; dmarc=fail"], True),
        (["mx.shop.example; spf=pass"], True),
        (['mx.shop.example; spf=pass smtp.mailfrom="a dmarc=pass b"; dmarc=fail'], True),
        (["mx.evil.example; dmarc=pass"], True),
        (["mx.shop.example; dmarc=fail", "mx.shop.example; dmarc=pass"], True),
        ([], True),
    ],
)
def test_where_our_server_vouches_only_its_own_newest_word_counts(results: list[str], forged: bool) -> None:
    head = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode()
    assert parse_mail(head + customers_mail(), "mx.shop.example").forged is forged
    assert parse_mail(head + customers_mail()).forged is False, "nobody is asked"


def test_a_report_says_which_letter_came_back_and_why() -> None:
    mail = parse_mail(bounce())
    assert mail.returned is not None
    assert (mail.returned.action, mail.returned.status) == ("failed", "5.1.1")
    assert mail.returned.words == "550 5.1.1 <joana.reis@mail.example>: no such mailbox"
    assert mail.returned_ids == (LETTER_ID,)
    assert mail.automatic == "report"


def test_the_worst_recipient_of_a_report_counts() -> None:
    second = b"Status: 5.1.1\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.2.2"
    raw = (
        bounce("delayed", "4.4.7")
        .replace(b"\r\n", b"\n")
        .replace(b"Status: 4.4.7", second.replace(b"\r\n", b"\n"))
    )
    returned = parse_mail(raw).returned
    assert returned is not None
    assert (returned.action, returned.status) == ("failed", "5.2.2")


def test_headers_of_the_letter_alone_name_it_too() -> None:
    raw = bounce().replace(b"message/rfc822", b"text/rfc822-headers")
    assert parse_mail(raw).returned_ids == (LETTER_ID,)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\n\n\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * (MAX_PARTS * 3),
        b"A: b\n" * (MAX_LINES + 10) + b"\nhi",
        b"From: " + b"((" * 20_000 + b"\n\nhi",
        b"Content-Type: text/html\n\n" + b"<a " * 200_000,
        b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
        b"Content-Type: multipart/mixed; boundary=b\n\nno such boundary",
        b"Content-Type: message/delivery-status\n\nAction\n\nAction:\n\n: failed",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900)),
    ],
    ids=[
        "nothing",
        "noise",
        "edges",
        "headers",
        "comments",
        "tags",
        "remarks",
        "edgeless",
        "report",
        "nested",
    ],
)
def test_a_hostile_mail_is_still_a_mail_that_came(raw: bytes) -> None:
    mail = parse_mail(b"Subject: kept\n" + raw)
    assert mail.subject == "kept"
    assert mail.message_id.startswith("<")


def test_ten_megabytes_are_read_and_a_letter_of_them_is_kept_short() -> None:
    mail = parse_mail(b"Subject: long\n\n" + b"All of it. " * 950_000)
    assert 10_000 < len(mail.text) <= 20_000


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_no_bytes_break_the_reading(noise: bytes) -> None:
    parse_mail(noise)
    parse_mail(customers_mail() + noise)
    parse_mail(b"Content-Type: " + noise + b"\n\n" + noise)
