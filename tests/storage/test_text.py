"""Text of any kind is storable, comes back, and stays different from every other."""

from hypothesis import given
from hypothesis import strategies as st

from storage.text import LEAD, LONGEST_KEY, escape, key, unescape
from storage.types import canonical

ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from(["\x00", "\ud800", LEAD, "0", "d"])))


@given(ANY_TEXT)
def test_what_is_escaped_can_be_stored_and_comes_back(text: str) -> None:
    stored = escape(text)

    assert unescape(stored) == text
    assert "\x00" not in stored
    stored.encode()


def test_ordinary_text_is_left_alone() -> None:
    assert escape("Straße 🛑 \n\t<!channel>") == "Straße 🛑 \n\t<!channel>"


@given(ANY_TEXT, ANY_TEXT)
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    assert (key(one) == key(other)) == (one == other)


def test_a_long_key_is_cut_and_still_its_own() -> None:
    long = "🛑" * 10_000

    assert len(key(long)) == LONGEST_KEY
    assert len(key(long).encode()) < 2_704
    assert key(long) != key(long + "x")
    assert key(key(long)) == key(long)


def test_json_for_hashing_has_one_spelling() -> None:
    assert canonical({"b": "é\x00\ud800", "a": [1, None]}) == '{"a":[1,null],"b":"\\u00e9\\u0000\\ud800"}'
