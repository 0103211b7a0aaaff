"""Carriers' codes as data: every published one is here, an unknown one is never guessed (D19, 1.2.1, 1.2.2)."""

from datetime import timedelta

import pytest

from core.domain.delivery_incident_table import Resolution
from core.domain.workspace import CarrierCode, Waits
from core.policies.carriers import (
    CODES,
    RETURNED_AFTER,
    SHIPMENT_STATES,
    carrier_code,
    is_absence,
    shipment_state,
)

PUBLISHED = {
    "tipsa": "AS C NAM DO DI FD RD EAD MC MCC FE FB EXM EDT ADU FL",
    "gls_es": "2 3 4 8 9 10 11 12 13 14 15 18 20 21 22 23 24 25 26 29 40 41 42 45 48 70 71 72 73 74 75",
}


@pytest.mark.parametrize("carrier", PUBLISHED)
def test_every_published_code_has_its_meaning(carrier: str) -> None:
    assert set(CODES[carrier]) == set(PUBLISHED[carrier].split())


@pytest.mark.parametrize(
    ("carrier", "code", "reason", "waits", "first_offer"),
    [
        ("tipsa", "AS", "absent", Waits.US, Resolution.RETRY_DELIVERY),
        ("gls_es", "15", "absent_again", Waits.US, Resolution.RETRY_DELIVERY),
        ("tipsa", "nam ", "refused", Waits.US, Resolution.RETRY_DELIVERY),
        ("tipsa", "DO", "return_to_origin", Waits.US, Resolution.RETRY_DELIVERY),
        ("gls_es", "14", "moved", Waits.US, Resolution.CHANGE_ADDRESS),
        ("tipsa", "FE", "not_dispatched", Waits.LATER, None),
        ("tipsa", "FL", "holiday", Waits.NOBODY, None),
        ("gls_es", "73", "carrier_delay", Waits.NOBODY, None),
        ("tipsa", "ZZZ", "unknown", Waits.US, None),
        ("seur", "AS", "unknown", Waits.US, None),
    ],
)
def test_a_code_says_what_it_means_and_what_to_offer(
    carrier: str, code: str, reason: str, waits: Waits, first_offer: str | None
) -> None:
    means = carrier_code(carrier, code)
    assert (means.reason, means.waits) == (reason, waits)
    assert (means.offers[0] if means.offers else None) == first_offer


@pytest.mark.parametrize(
    ("code", "tip"),
    [
        ("NAM", "tip.refused"),
        ("DO", "tip.refused"),
        ("DI", "tip.address"),
        ("FD", "tip.address"),
        ("AS", "tip.absent"),
    ],
)
def test_whoever_calls_the_customer_is_advised(code: str, tip: str) -> None:
    """Do not open with "you refused it" (D24, D26); ask for a landmark (D25)."""
    assert carrier_code("tipsa", code).tip == tip


def test_a_workspace_own_table_comes_first_and_can_name_a_new_carrier() -> None:
    own = {
        "tipsa:DO": CarrierCode(reason="address_wrong"),
        "seur:LI590": CarrierCode(reason="absent", offers=(Resolution.PICKUP_AT_AGENCY,)),
    }
    assert carrier_code("tipsa", "do", own).reason == "address_wrong"
    assert carrier_code("seur", "LI590", own).offers == ("pickup_at_agency",)
    assert carrier_code("tipsa", "AS", own) is carrier_code("tipsa", "AS")


def test_shipment_states_are_not_swapped_and_an_unknown_one_is_its_number() -> None:
    """One public project had 2 and 3 the wrong way round for months (1.2.1)."""
    assert shipment_state("tipsa", "2") == "out_for_delivery"
    assert shipment_state("tipsa", "3") == "delivered"
    assert shipment_state("tipsa", "5") == "returned"
    assert shipment_state("tipsa", "18") == "state_18"
    assert shipment_state("seur", "3") == "state_3"
    assert sorted(map(int, SHIPMENT_STATES["tipsa"])) == [*range(8), *range(9, 16)]


def test_absences_and_the_return_after_nine_days() -> None:
    assert {c for c in CODES["gls_es"] if is_absence(CODES["gls_es"][c])} == {"9", "15"}
    assert RETURNED_AFTER["gls_es"] == timedelta(days=9)
