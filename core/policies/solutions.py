"""May this solution go to the carrier? What is refused, and what a person is asked first (D11, D12, D21-D23)."""

import re
from datetime import date
from enum import StrEnum

from core.domain.delivery_incident import Address, DeliveryIncident
from core.domain.delivery_incident_table import Resolution
from core.domain.workspace import CarrierCode
from core.errors import GuardRefused, Invalid
from core.policies.carriers import Carrier

TEXT_LIMIT = 500
"""Characters. The carrier panel's own limit (D11), and the contract's."""

NO_PROMISE_OVER_KM = 15.0
"""From there on no hour can be promised (D23)."""

TIME_WINDOWS = ("morning", "afternoon", "evening")


class Warn(StrEnum):
    """What a person is asked about before it is sent; each is a reason to think, none a proof."""

    REFUND = "refund_or_exchange"
    COD = "cash_on_delivery"
    SLOT = "slot_too_far"


_REFUND = re.compile(
    r"\brefund|\bmoney back|\bexchange\b|\breplace(?:ment\b| the (?:item|product))"
    r"|\breembols|\bdevoluci[oó]n del (?:dinero|importe)"
    r"|\bcambi(?:o|ar) (?:de|por|el) (?:producto|art[ií]culo|talla)"
    r"|\brembours|\b[ée]change|\btroca|\bdevolu[cç][aã]o do dinheiro",
    re.IGNORECASE,
)
_COD = re.compile(
    r"\bcod\b|cash on delivery|contra[- ]?reembolso|contre[- ]remboursement|\b(?:[àa]|contra) cobran[cç]a",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:€|eur\b|euros?\b)|[€$£]\s*\d|\b(?:amount|importe|montant|valor)\b", re.IGNORECASE
)
_SLOT = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:h.][0-5]\d\b|\b(?:[01]?\d|2[0-3])\s?(?:h|hs|hrs|am|pm|horas?|heures?)\b"
    r"|\b(?:between|entre(?: las| as)?|from|desde las)\s+\d{1,2}\s+(?:and|y|et|e|to|a|à|às|hasta)\b",
    re.IGNORECASE,
)
_CARRIERS = {Carrier.TIPSA: "tipsa", Carrier.GLS_SPAIN: "gls"}
_ANY_CARRIER = re.compile(
    r"\b(tipsa|gls|seur|mrw|correos(?: express)?|dhl|ups|fedex|nacex|ctt|dpd|inpost|zeleris)\b", re.IGNORECASE
)


def resolutions_for(
    incident: DeliveryIncident, code: CarrierCode, platform: frozenset[str] | None
) -> tuple[str, ...]:
    """What can be asked for now, the most useful first: what the incident takes, of what the platform knows. A
    platform that was not read yet gets the benefit of the doubt."""
    taken = incident.allowed_resolutions
    known = [r for r in Resolution if (platform is None or r in platform) and (taken is None or r in taken)]
    return tuple(
        sorted(map(str, known), key=lambda r: (r not in code.offers, r != Resolution.PROVIDE_SOLUTION))
    )


def warnings_of(incident: DeliveryIncident, text: str, time_window: str | None) -> tuple[Warn, ...]:
    """In the order in which they are shown; empty when there is nothing to think about."""
    found: list[Warn] = []
    changes_cod = _COD.search(text) is not None and _AMOUNT.search(text) is not None
    if changes_cod:
        found.append(Warn.COD)
    elif _REFUND.search(_COD.sub(" ", text)):
        found.append(Warn.REFUND)
    far = incident.distance_km is not None and incident.distance_km > NO_PROMISE_OVER_KM
    if far and (time_window is not None or _SLOT.search(text)):
        found.append(Warn.SLOT)
    return tuple(found)


def refuse_bad_solution(
    incident: DeliveryIncident,
    resolution: Resolution,
    text: str,
    *,
    delivery_date: date | None,
    time_window: str | None,
    address: Address | None,
    today: date,
) -> None:
    """Raises Invalid at a field, or GuardRefused. *today* is in the workspace's zone."""
    if not 1 <= len(text) <= TEXT_LIMIT:
        raise Invalid("error.solution_length", field="text", limit=TEXT_LIMIT, length=len(text))
    offered = incident.allowed_resolutions
    if offered is not None and resolution not in offered:
        raise GuardRefused("error.resolution_not_allowed", number=incident.number, resolution=resolution)
    if resolution is Resolution.CHANGE_ADDRESS and address is None:
        raise Invalid("error.address_missing", field="address")
    if delivery_date is not None and delivery_date < today:
        raise Invalid("error.date_past", field="delivery_date")
    if time_window is not None and time_window not in TIME_WINDOWS:
        raise Invalid("error.time_window", field="time_window", windows=", ".join(TIME_WINDOWS))
    if resolution is Resolution.REDIRECT_AGENCY and (other := _other_carrier(incident.carrier, text)):
        raise GuardRefused(
            "error.other_carrier", number=incident.number, carrier=incident.carrier, other=other
        )


def _other_carrier(carrier: str, text: str) -> str | None:
    """A parcel is only redirected within its own carrier (D22)."""
    own = _CARRIERS.get(Carrier(carrier), carrier) if carrier in set(Carrier) else carrier
    return next((m[0] for m in _ANY_CARRIER.finditer(text) if m[0].casefold() != own.casefold()), None)
