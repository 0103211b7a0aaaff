"""The writer's own words are found, in four languages and several mail programs, and never lost."""

import pytest

from mail.inbound.html_text import html_text
from mail.inbound.quoting import own_words

ATTRIBUTIONS = [
    "On Thu, Nov 5, 2026 at 10:11 AM Shop <ops@shop.example> wrote:",
    "On Thu, Nov 5, 2026 at 10:11 AM Shop <\nops@shop.example> wrote:",
    "El jue, 5 nov 2026 a las 10:11, Shop (<ops@shop.example>) escribió:",
    "Le jeu. 5 nov. 2026 à 10:11, Shop <ops@shop.example> a écrit\u00a0:",
    "Em qui., 5 de nov. de 2026 às 10:11, Shop <ops@shop.example> escreveu:",
    "Shop <ops@shop.example> escreveu (quinta, 5/11/2026 à(s) 10:11):",
    "Am 05.11.2026 um 10:11 schrieb Shop <ops@shop.example>:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_the_letter_below_the_answer_is_cut(attribution: str) -> None:
    assert own_words(f"It arrived.\n\n{attribution}\n\n> Dear Joana,\n> please\n") == "It arrived."


def test_outlooks_head_of_the_letter_is_cut_with_all_below() -> None:
    for labels in (("From", "Sent", "To", "Subject"), ("De", "Enviado el", "Para", "Asunto")):
        head = "\n".join(f"{label}: something" for label in labels)
        assert own_words(f"Thanks.\n\n{head}\n\nDear Joana") == "Thanks."
    assert own_words("Thanks.\n-----Mensaje original-----\nDear") == "Thanks."


def test_an_answer_between_the_lines_is_kept_with_them() -> None:
    text = "On 5 Nov 2026, Shop <a@b.example> wrote:\n> Which colour?\nBlue.\n> Which size?\nLarge."
    assert own_words(text) == text


def test_somebodys_sentence_is_no_attribution() -> None:
    text = "On Monday your colleague wrote:\nwe will send a new one.\nNothing came."
    assert own_words(text) == text
    assert own_words("From: here on\nI am lost.") == "From: here on\nI am lost."


def test_the_signature_is_cut_and_a_line_of_dashes_far_above_is_not() -> None:
    assert own_words("Blue, please.\n-- \nJoana Reis\nRua Nova 1") == "Blue, please."
    text = "Options:\n--\n" + "\n".join(f"line {number}" for number in range(30))
    assert own_words(text) == text


def test_a_mail_of_nothing_but_quotation_is_kept_whole() -> None:
    assert own_words("> Dear Joana,\n> please") == "> Dear Joana,\n> please"


def test_the_quotation_of_html_is_cut_like_that_of_plain_mail() -> None:
    gmail = (
        "<div>It arrived.</div><div>On Thu, Nov 5, 2026 Shop &lt;ops@shop.example&gt; wrote:<br></div>"
        "<blockquote>Dear Joana,<br>please</blockquote>"
    )
    assert own_words(html_text(gmail)) == "It arrived."
    outlook = '<p>It arrived.</p><div id="divRplyFwdMsg"><b>From:</b> Shop<br>Dear Joana</div><p>please</p>'
    assert own_words(html_text(outlook)) == "It arrived."


def test_a_smaller_sign_is_no_tag() -> None:
    assert html_text("2 < 3 and <b>4</b> &lt; 5 <3") == "2 < 3 and 4 < 5 <3"
