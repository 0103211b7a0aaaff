"""Text from outside: escaped once, cut whole, and never a mention, a link or a style that nobody asked for."""

import re
from datetime import UTC, datetime
from gettext import GNUTranslations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import kit
from bot.words import Say

AT = datetime(2026, 3, 4, 9, 10, tzinfo=UTC)


def test_ampersand_and_angles_are_escaped_exactly_once() -> None:
    once = kit.escaped("<!channel> & &lt;")
    assert once == "&lt;!channel&gt; &amp; &amp;lt;"
    assert kit.escaped(once) is once
    assert kit.section(once)["text"]["text"] == once


def test_a_plain_string_beside_safe_text_is_escaped_when_they_are_joined() -> None:
    assert kit.bold("a") + " <b> " + kit.code("c") == "*a* &lt;b&gt; `c`"
    assert "<b> " + kit.bold("a") == "&lt;b&gt; *a*"
    assert kit.lines("<a>", None, "", kit.bold("b")) == "&lt;a&gt;\n*b*"
    assert kit.dotted("a", None, "b") == "a  ·  b"
    assert kit.words("a", "", "b") == "a b"


def test_control_characters_go_and_line_breaks_stay_only_where_they_are_wanted() -> None:
    assert kit.escaped("a\x00b\x1b\x7f\x85c\r\nd\te") == "ab c d e"
    assert kit.escaped("a\r\nb\u2028c", multiline=True) == "a\nb\nc"
    assert kit.escaped("lone \ud83d half") == "lone \ufffd half"


def test_turned_directions_are_dropped_and_identifiers_lose_all_that_cannot_be_seen() -> None:
    assert kit.escaped("\u202egnp.exe\u2066 \u202a.") == "gnp.exe ."
    assert kit.identifier(" AB\u200b\u200f\u2060-\ufeff12\u00ad ") == "AB-12"
    assert kit.escaped("👩\u200d👧") == "👩\u200d👧", "joined emoji are made with zero widths"


def test_a_cut_shows_an_ellipsis_and_never_halves_an_entity_or_a_link() -> None:
    assert kit.escaped("abcdef", limit=4) == "abc…"
    assert kit.escaped("abcd", limit=4) == "abcd"
    assert kit.escaped("a&b", limit=6) == "a…"
    assert kit.trimmed(kit.Mrkdwn("see <https://example.com|here> now"), 20) == "see…"
    assert kit.trimmed(kit.Mrkdwn("<@U123> hello"), 9) == "<@U123>…"


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="&<>ab🚨 ", max_size=60), limit=st.integers(1, 40))
def test_every_cut_keeps_to_its_limit_and_leaves_whole_entities(text: str, limit: int) -> None:
    cut = kit.escaped(text, limit=limit)
    assert len(cut) <= limit
    assert re.sub("&(amp|lt|gt);", "", cut).count("&") == 0


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/a?b=1&c=2", "<https://example.com/a?b=1&amp;c=2|Run>"),
        ("mailto:ops@example.com", "<mailto:ops@example.com|Run>"),
        ("https://example.com/a|b", "<https://example.com/a%7Cb|Run>"),
        ("https://example.com/>x", "<https://example.com/%3Ex|Run>"),
        ("https://example.com/é", "<https://example.com/%C3%A9|Run>"),
        ("javascript:alert(1)", "Run"),
        ("file:///etc/passwd", "Run"),
        ("https://", "Run"),
        ("https://[", "Run"),
        ("https://a b", "Run"),
        ("https://example.com/\n<!channel>", "Run"),
        ("https://example.com/" + "x" * 3_000, "Run"),
        ("", "Run"),
        (None, "Run"),
    ],
)
def test_a_link_is_made_only_of_a_safe_address(url: str | None, shown: str) -> None:
    assert kit.link(url, "Run") == shown


def test_a_links_label_cannot_end_the_link() -> None:
    assert kit.link("https://example.com", "a>b|<!here>") == "<https://example.com|a&gt;b|&lt;!here&gt;>"
    assert kit.link("https://example.com", "") == "<https://example.com>"


def test_only_ids_become_mentions() -> None:
    assert kit.mention("U012AB") == "<@U012AB>"
    assert kit.mention("U1> <!channel") == "U1&gt; &lt;!channel"
    assert kit.channel_ref("C012AB") == "<#C012AB>"
    assert kit.channel_ref("general") == "general"
    assert kit.group_mention("S012AB") == "<!subteam^S012AB>"
    assert kit.group_mention("here") == "here"


def test_a_date_is_a_token_that_each_reader_sees_in_their_zone() -> None:
    token = kit.date(AT, "4 Mar | 09:10 <UTC>", kit.TIME)
    assert token == "<!date^1772615400^{time}|4 Mar / 09:10 &lt;UTC&gt;>"
    with pytest.raises(ValueError, match="time zone"):
        kit.date(datetime(2026, 3, 4), "now")


def test_marks_inside_a_value_do_not_end_its_style() -> None:
    assert kit.code("a`b") == "`a'b`"
    assert kit.bold("2*3") == "*2∗3*"
    assert kit.quoted("a\n<b>") == "> a\n> &lt;b&gt;"
    assert [kit.bold(" "), kit.code(""), kit.italic(""), kit.struck("\x00")] == ["", "", "", ""]


class Fixed(GNUTranslations):
    """One sentence for every key."""

    def gettext(self, message: str) -> str:
        return "*{name}* since {at}, {count} times, {link}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "*{name}* {count}x"


def test_facts_are_escaped_and_the_words_around_them_are_not() -> None:
    say = Say("en", Fixed(), strict=True)
    said = kit.said(say, "a", name="<b>", at=AT, count=3, link=kit.link("https://example.com", "c"))
    token = "<!date^1772615400^{time} {date_short_pretty}|4 Mar 2026, 09:10 UTC>"
    assert said == f"*&lt;b&gt;* since {token}, 3 times, <https://example.com|c>"
    assert isinstance(said, kit.Mrkdwn)
    assert kit.said_n(say, "a", 2, name="<b>") == "*&lt;b&gt;* 2x"
