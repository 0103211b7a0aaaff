"""An address of ours names its case to us and to nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.addresses import SignedAddress

KEY, OTHER = b"k" * 32, b"o" * 32
CARE = SignedAddress("Care@Shop.example", (KEY,))


def test_an_address_comes_back_as_its_number_however_it_is_written() -> None:
    address = CARE.of(20262010)
    assert address.startswith("care+20262010-")
    assert len(address.partition("@")[0]) <= 64
    assert CARE.number_in(("ops@shop.example", address.upper())) == 20262010


def test_a_number_that_we_did_not_sign_is_none() -> None:
    proof = CARE.of(20262010).partition("-")[2]
    forged = (
        "care@shop.example",
        "care+20262010@shop.example",
        f"care+20262011-{proof}",
        CARE.of(20262010).replace("care+", "other+"),
        CARE.of(20262010).replace("shop.example", "evil.example"),
        SignedAddress("care@shop.example", (OTHER,)).of(20262010),
    )
    assert CARE.number_in(forged) is None


def test_while_a_key_is_rotated_both_open() -> None:
    rotating = SignedAddress("care@shop.example", (OTHER, KEY))
    assert rotating.number_in((CARE.of(20262010),)) == 20262010
    assert CARE.number_in((rotating.of(20262010),)) is None, "the newer key signs"


@pytest.mark.parametrize(
    "address", ["", "care", "care@", "@shop.example", "a+b@shop.example", "x" * 31 + "@s.example"]
)
def test_an_address_without_room_for_the_proof_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="short address"):
        SignedAddress(address, (KEY,))


@given(st.text(max_size=120))
def test_no_text_is_taken_for_an_address_of_ours(text: str) -> None:
    assert CARE.number_in((text, f"care+{text}@shop.example", f"care+20262010-{text}@shop.example")) is None
