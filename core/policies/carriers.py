"""Carriers' codes: what each means, whether it waits for us, and what is worth offering. Data, not judgement.

Codes and meanings of TIPSA and GLS Spain from DOMAIN 1.2.2; shipment states from 1.2.1. The tables of a workspace
come first: carriers change theirs, and two public sources disagree on some.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from core.domain.delivery_incident_table import Outcome, Resolution
from core.domain.workspace import CarrierCode, Waits


class Carrier(StrEnum):
    TIPSA = "tipsa"
    GLS_SPAIN = "gls_es"


_RETRY = Resolution.RETRY_DELIVERY
_PICKUP = Resolution.PICKUP_AT_AGENCY
_ADDRESS = Resolution.CHANGE_ADDRESS
_RETURN = Resolution.RETURN_TO_SENDER

ABSENT = CarrierCode(reason="absent", offers=(_RETRY, _PICKUP), tip="tip.absent")
CLOSED = CarrierCode(reason="closed", offers=(_RETRY, _ADDRESS))
REFUSED = CarrierCode(reason="refused", offers=(_RETRY, _RETURN), tip="tip.refused")
RETURNING = CarrierCode(reason="return_to_origin", offers=(_RETRY, _RETURN), tip="tip.refused", urgent=True)
PAYMENT = CarrierCode(reason="payment_refused", offers=(_RETRY,), tip="tip.payment")
ADDRESS = CarrierCode(reason="address_wrong", offers=(_ADDRESS,), tip="tip.address")
DATA = CarrierCode(reason="data_missing", offers=(_ADDRESS,), tip="tip.address")
MOVED = CarrierCode(reason="moved", offers=(_ADDRESS,))
IDENTITY = CarrierCode(reason="id_mismatch", offers=(_RETRY,))
PICKUP = CarrierCode(reason="pickup_at_branch", waits=Waits.NOBODY, tip="tip.pickup")
POSTPONED = CarrierCode(reason="postponed_by_recipient", waits=Waits.NOBODY)
MISROUTED = CarrierCode(reason="misrouted", waits=Waits.NOBODY, offers=(_ADDRESS,), tip="tip.postcode")
CORRECTION = CarrierCode(reason="correction", waits=Waits.NOBODY)
NOT_DISPATCHED = CarrierCode(reason="not_dispatched", waits=Waits.LATER, tip="tip.ask_carrier")
PIECES = CarrierCode(reason="pieces_missing", tip="tip.ask_carrier")
LOST = CarrierCode(reason="lost", tip="tip.claim")
DAMAGED = CarrierCode(reason="damaged", tip="tip.claim")
CUSTOMS = CarrierCode(reason="customs", tip="tip.documents")
HOLIDAY = CarrierCode(reason="holiday", waits=Waits.NOBODY)
DELAY = CarrierCode(reason="carrier_delay", waits=Waits.NOBODY)

UNKNOWN_CODE = CarrierCode(reason="unknown")
"""A code that is in no table waits for a person: shown as it came, never guessed."""

_TIPSA: Mapping[str, CarrierCode] = {
    "AS": ABSENT,
    "C": CLOSED,
    "NAM": REFUSED,
    "DO": RETURNING,
    "DI": ADDRESS,
    "FD": DATA,
    "RD": PICKUP,
    "EAD": POSTPONED,
    "MC": MISROUTED,
    "MCC": CORRECTION,
    "FE": NOT_DISPATCHED,
    "FB": PIECES,
    "EXM": LOST,
    "EDT": DAMAGED,
    "ADU": CUSTOMS,
    "FL": HOLIDAY,
}

_GLS: Mapping[str, CarrierCode] = {
    **dict.fromkeys(("2", "18", "24", "48", "73", "74", "75"), DELAY),
    "3": NOT_DISPATCHED,
    "4": PIECES,
    **dict.fromkeys(("8", "71"), MISROUTED),
    "9": ABSENT,
    "10": REFUSED,
    **dict.fromkeys(("11", "42", "45"), PAYMENT),
    **dict.fromkeys(("12", "29"), DATA),
    "13": ADDRESS,
    "14": MOVED,
    "15": replace(ABSENT, reason="absent_again"),
    **dict.fromkeys(("20", "23"), LOST),
    "21": DAMAGED,
    "22": PICKUP,
    **dict.fromkeys(("25", "72"), CUSTOMS),
    **dict.fromkeys(("26", "41"), CLOSED),
    "40": HOLIDAY,
    "70": IDENTITY,
}

CODES: Mapping[str, Mapping[str, CarrierCode]] = {Carrier.TIPSA: _TIPSA, Carrier.GLS_SPAIN: _GLS}

SHIPMENT_STATES: Mapping[str, Mapping[str, str]] = {
    Carrier.TIPSA: {
        "0": "documented",
        "1": "in_transit",
        "2": "out_for_delivery",
        "3": "delivered",
        "4": "incident",
        "5": "returned",
        "6": "missing_from_dispatch",
        "7": "rerouted",
        "9": "missing",
        "10": "destroyed",
        "11": "collected",
        "12": "read_by_courier",
        "13": "read",
        "14": "ready_for_pickup",
        "15": "partial_delivery",
    }
}
"""TIPSA's web-service catalogue v64.0, page 22. A state in no table (18 is seen) is shown as its number."""

FINAL_STATES: Mapping[str, Outcome] = {
    "delivered": Outcome.DELIVERED,
    "returned": Outcome.RETURNED,
    "destroyed": Outcome.DESTROYED,
    "lost": Outcome.LOST,
}

RETURNED_AFTER: Mapping[str, timedelta] = {Carrier.GLS_SPAIN: timedelta(days=9)}
"""Working days after the first attempt after which a parcel goes back, where the carrier publishes it."""

LATER_AFTER = timedelta(hours=24)
"""A parcel that was not dispatched is an administrative matter for a day (FE)."""


def carrier_code(carrier: str, code: str, own: Mapping[str, CarrierCode] | None = None) -> CarrierCode:
    """What *code* of *carrier* means. `own` is the workspace's table, keyed `carrier:code`, and comes first."""
    wanted = code.strip().upper()
    if own is not None and (found := own.get(f"{carrier}:{wanted}")) is not None:
        return found
    return CODES.get(carrier, {}).get(wanted, UNKNOWN_CODE)


def is_absence(code: CarrierCode) -> bool:
    return code.reason in ("absent", "absent_again")


def shipment_state(carrier: str, state: str) -> str:
    """Our word for a carrier's shipment state; `state_18` for one that is in no table."""
    return SHIPMENT_STATES.get(carrier, {}).get(state, f"state_{state}")
