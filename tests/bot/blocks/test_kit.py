"""The kit draws nothing that Slack refuses, whatever it is given, and agrees with slack_sdk on the JSON."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from bot.blocks import kit
from bot.blocks.kit import limits
from bot.blocks.validator import Surface, validate

AT = datetime(2026, 3, 4, 9, 10, tzinfo=UTC)
SPARKS = [
    "<!channel>",
    "<!here|x>",
    "<!everyone>",
    "<!subteam^S1>",
    "<",
    ">",
    "&lt;",
    "&",
    "|",
    "`",
    "*",
    "_",
    "~",
]
SPARKS += ["\n", "\u202e", "\u200b", "\x00", "@here", "https://example.com", "🚨", "\ud83d", "x" * 400]
ROUTE = {"action_id": "case.take.v1", "value": "20262010.3"}
HOSTILE = [
    "<!channel>",
    "x" * 10_000,
    "a\x00\x07b\x1b[31m",
    "\u202egnp.exe\u200f",
    "&lt;",
    "<@U1|x>",
    "",
    " \n\t ",
    "\ud800",
]
OPTIONS = [kit.option("One", "1", description="first"), kit.option("Two", "2")]


def every_piece(text: str) -> list[kit.Block]:
    """A message's worth of everything that shows words, with this text in each place."""
    return [
        kit.header(text),
        kit.section(text, fields=[text, text], accessory=kit.button(text, ROUTE, accessibility_label=text)),
        kit.section(
            kit.lines(kit.bold(text), kit.link("https://example.com/?a=1&b=2", text), kit.code(text))
        ),
        kit.context(
            kit.dotted(text, kit.mention(text), kit.channel_ref(text), kit.date(AT, text), kit.quoted(text))
        ),
        kit.actions(
            kit.button(text, ROUTE, style="danger", confirm=kit.confirm(text, text, text, text, "danger")),
            kit.static_select("pick", [kit.option(text, "1", description=text)], placeholder=text),
            kit.overflow("more", [kit.option(text, "1")]),
        ),
        kit.image(text, url="https://example.com/a.png", title=text),
        kit.divider(),
    ]


def every_input(text: str) -> list[kit.Block]:
    elements = [
        kit.plain_text_input(
            "e", multiline=True, placeholder=text, initial=text, least=1, most=500, focus=True
        ),
        kit.static_select("e", option_groups=[kit.option_group(text, OPTIONS)], initial="2"),
        kit.multi_static_select("e", OPTIONS, initial=["1", "2"], most=2, placeholder=text),
        kit.external_select("e", placeholder=text, initial=OPTIONS[0]),
        kit.users_select("e", placeholder=text, initial="U1"),
        kit.multi_users_select("e", placeholder=text, initial=["U1"], most=3),
        kit.conversations_select(
            "e", placeholder=text, include=["public", "private"], exclude_bots=True, current=True
        ),
        kit.multi_conversations_select("e", placeholder=text, initial=["C1"], include=["public"]),
        kit.checkboxes("e", OPTIONS, initial=["1"]),
        kit.radio_buttons("e", OPTIONS, initial="2"),
        kit.datepicker("e", initial=date(2026, 3, 4), placeholder=text),
        kit.datetimepicker("e", initial=AT),
        kit.file_input("e", filetypes=["png", "jpg"], most=3),
    ]
    return [
        kit.input_block(text, element, f"field{position}", optional=True, hint=text, dispatch=True)
        for position, element in enumerate(elements)
    ]


def mrkdwn_in(value: Any) -> list[str]:
    """The texts in which markup means something; plain_text shows it as it is."""
    if isinstance(value, list):
        return [words for entry in value for words in mrkdwn_in(entry)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if value.get("type") == "mrkdwn" else []
    return own + [words for entry in value.values() for words in mrkdwn_in(entry)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_every_place_make_a_message_that_slack_takes(text: str) -> None:
    strip = kit.attachment("#d72b3f", [kit.context(text[:300])], text)
    assert validate(kit.message(text, every_piece(text[:300]), [strip]), Surface.MESSAGE) == []
    for block in every_piece(text):
        assert validate(kit.message(text, [block]), Surface.MESSAGE) == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_every_place_make_views_that_slack_takes(text: str) -> None:
    form = kit.modal(
        text, every_input(text), callback_id="form", submit=text or "Go", close=text, private_metadata="{}"
    )
    assert validate(form, Surface.MODAL) == []
    assert validate(kit.home(every_piece(text), private_metadata="{}"), Surface.HOME) == []


@settings(max_examples=150, deadline=None)
@example(text="G0")
@given(text=st.lists(st.sampled_from(SPARKS) | st.text(max_size=9), max_size=30).map("".join))
def test_any_words_make_a_message_that_slack_takes_and_that_pings_nobody(text: str) -> None:
    body = kit.message(text, every_piece(text))
    for block in body["blocks"]:
        assert validate(kit.message(text, [block]), Surface.MESSAGE) == []
    markup = [body["text"], *mrkdwn_in(body["blocks"])]
    assert len(markup) >= 6
    known = (
        f"<[@#]{re.escape(text)}>" if re.fullmatch("[A-Z0-9]+", text) else "(?!)"
    )  # an id is one, and no more
    markup = [re.sub(known, "", words) for words in markup]
    assert not [words for words in markup if re.search("<!(?!date)|<@|<#|<[^!@#h]", words)]


def test_a_long_text_is_cut_at_the_limit_of_its_place() -> None:
    assert len(kit.section("x" * 9_000)["text"]["text"]) == limits.TEXT_CHARS
    assert len(kit.section(fields=["x" * 9_000])["fields"][0]["text"]) == limits.SECTION_FIELD_CHARS
    assert len(kit.header("x" * 9_000)["text"]["text"]) == limits.HEADER_CHARS
    assert len(kit.message("x" * 9_000)["text"]) == limits.MESSAGE_TEXT_CHARS == 4_000


def test_markup_is_verbatim_so_that_slack_makes_no_links_of_its_own() -> None:
    assert kit.section("@here #general")["text"]["verbatim"] is True


def test_an_empty_text_is_drawn_as_a_dash() -> None:
    assert kit.section("")["text"]["text"] == kit.NOTHING
    assert kit.header("\x00 ")["text"]["text"] == kit.NOTHING


def test_plain_text_shows_angles_as_they_are() -> None:
    assert kit.header("a < b & c")["text"]["text"] == "a < b & c"
    assert kit.header(kit.escaped("a < b"))["text"]["text"] == "a < b"


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: kit.button("a", {"action_id": "x" * 256, "value": "v"}), "action_id"),
        (lambda: kit.button("a", {"action_id": "x", "value": "v" * 2_001}), "value"),
        (lambda: kit.option("a", "v" * 151), "value"),
        (lambda: kit.option("a", ""), "value"),
        (lambda: kit.section(), "text or fields"),
        (lambda: kit.section(fields=["a"] * 11), "fields"),
        (lambda: kit.context(), "elements"),
        (lambda: kit.actions(*[kit.button("a", ROUTE)] * 26), "elements"),
        (lambda: kit.static_select("a", []), "options"),
        (lambda: kit.static_select("a", OPTIONS, option_groups=[kit.option_group("g", OPTIONS)]), "not both"),
        (lambda: kit.static_select("a", OPTIONS, initial="3"), "no option"),
        (lambda: kit.radio_buttons("a", [kit.option("a", str(n)) for n in range(11)]), "options"),
        (lambda: kit.image("a"), "either"),
        (lambda: kit.image("a", url="https://example.com", file_id="F1"), "either"),
        (lambda: kit.image("a", url="javascript:x"), "http"),
        (lambda: kit.link_button("a", "javascript:x", ROUTE), "address"),
        (lambda: kit.datetimepicker("a", initial=datetime(2026, 3, 4)), "aware"),
        (
            lambda: kit.modal("t", [kit.divider()], callback_id="c", private_metadata="x" * 3_001),
            "private_metadata",
        ),
        (lambda: kit.modal("t", [kit.divider()] * 101, callback_id="c"), "blocks"),
        (lambda: kit.message("t", [kit.divider()] * 51), "50 blocks, not 51"),
        (lambda: kit.input_block("l", kit.plain_text_input("a"), ""), "block_id"),
    ],
)
def test_what_must_arrive_whole_is_refused_by_name(build: Callable[[], Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        build()


def test_slack_sdk_reads_the_same_json_out_of_each_block() -> None:
    for block in [*every_piece("Words"), *every_input("Words")]:
        read = SdkBlock.parse(block)
        assert read is not None
        assert read.to_dict() == block


def test_a_link_button_carries_its_route_too() -> None:
    assert kit.link_button("Open", "https://example.com", ROUTE)["action_id"] == ROUTE["action_id"]


def test_a_message_always_says_which_attachments_it_has_so_that_an_update_can_drop_the_strip() -> None:
    assert kit.message("t")["attachments"] == []


def test_every_value_drawn_is_plain_json() -> None:
    def plain(value: Any) -> bool:
        if isinstance(value, dict):
            return all(type(key) is str and plain(entry) for key, entry in value.items())
        if isinstance(value, list):
            return all(plain(entry) for entry in value)
        return type(value) in (str, int, bool)

    assert plain(
        kit.message(kit.bold("t"), every_piece("a"), [kit.attachment("good", every_piece("a"), "a")])
    )
    assert plain(kit.modal("t", every_input("a"), callback_id="c", submit="a", notify_on_close=True))
