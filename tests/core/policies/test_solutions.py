"""What may be sent to a carrier: refused at a field, refused by rule, or asked about first (D11, D12, D21-D23)."""

from datetime import date
from typing import Any

import pytest

from core.domain.delivery_incident import Address
from core.domain.delivery_incident_table import Resolution
from core.errors import GuardRefused, Invalid
from core.policies.carriers import carrier_code
from core.policies.solutions import Warn, refuse_bad_solution, resolutions_for, warnings_of
from tests.core.domain.cases_at_hand import incident

TODAY = date(2026, 11, 23)
THERE = Address(street="Calle Mayor 3", postal_code="28013", city="Madrid", country="ES")


def refuse(resolution: Resolution, text: str, given: Any = None, **more: Any) -> None:
    fields: dict[str, Any] = {"delivery_date": None, "time_window": None, "address": None, "today": TODAY}
    refuse_bad_solution(given or incident("pending"), resolution, text, **(fields | more))


@pytest.mark.parametrize("text", ["x", "x" * 500])
def test_a_solution_of_one_to_five_hundred_characters_is_taken(text: str) -> None:
    refuse(Resolution.PROVIDE_SOLUTION, text)


@pytest.mark.parametrize(
    ("field", "resolution", "text", "more"),
    [
        ("text", Resolution.PROVIDE_SOLUTION, "", {}),
        ("text", Resolution.PROVIDE_SOLUTION, "x" * 501, {}),
        ("address", Resolution.CHANGE_ADDRESS, "Deliver it there.", {}),
        ("delivery_date", Resolution.RETRY_DELIVERY, "Yesterday.", {"delivery_date": date(2026, 11, 22)}),
        ("time_window", Resolution.RETRY_DELIVERY, "At night.", {"time_window": "night"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    field: str, resolution: Resolution, text: str, more: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as invalid:
        refuse(resolution, text, **more)
    assert invalid.value.field == field


def test_today_and_a_whole_address_are_taken() -> None:
    refuse(Resolution.RETRY_DELIVERY, "Today.", delivery_date=TODAY, time_window="morning")
    refuse(Resolution.CHANGE_ADDRESS, "Deliver it there.", address=THERE)


def test_only_what_the_platform_takes_now_is_sent() -> None:
    given = incident("pending", allowed_resolutions=frozenset({"return_to_sender"}))
    refuse(Resolution.RETURN_TO_SENDER, "Send it back.", given)
    with pytest.raises(GuardRefused) as refused:
        refuse(Resolution.RETRY_DELIVERY, "Once more.", given)
    assert refused.value.code == "error.resolution_not_allowed"


@pytest.mark.parametrize("text", ["Take it to the GLS office.", "Entregar en punto SEUR de la calle Mayor"])
def test_a_parcel_is_redirected_only_within_its_own_carrier(text: str) -> None:
    with pytest.raises(GuardRefused) as refused:
        refuse(Resolution.REDIRECT_AGENCY, text)
    assert refused.value.code == "error.other_carrier"
    refuse(Resolution.REDIRECT_AGENCY, "Take it to the TIPSA office in Getafe.")
    refuse(Resolution.PROVIDE_SOLUTION, text)  # elsewhere a name is only a name


@pytest.mark.parametrize(
    "text",
    [
        "Customer wants a refund.",
        "El cliente pide el reembolso",
        "Le client demande un remboursement",
        "O cliente quer uma troca",
        "She wants to exchange it for another size",
        "Quiere cambiar el producto por otro",
        "Il veut un échange",
        "devolución del dinero, por favor",
    ],
)
def test_refunds_and_exchanges_are_not_for_the_carrier(text: str) -> None:
    assert warnings_of(incident("pending"), text, None) == (Warn.REFUND,)


@pytest.mark.parametrize(
    "text",
    [
        "Entregar mañana, paga contra reembolso al repartidor",
        "Livrer demain, contre-remboursement inchangé",
        "Deliver it tomorrow to the neighbour at number 5.",
        "Entregar amanhã ao porteiro, à cobrança",
    ],
)
def test_cash_on_delivery_as_such_is_no_refund(text: str) -> None:
    assert warnings_of(incident("pending"), text, None) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Change the COD to 25 €",
        "Cobrar contra reembolso un importe de 10,50",
        "contre-remboursement de 12 euros",
    ],
)
def test_the_amount_on_delivery_is_never_changed_from_here(text: str) -> None:
    assert warnings_of(incident("pending"), text, None) == (Warn.COD,)


@pytest.mark.parametrize(
    "text", ["Tomorrow at 10:30", "mañana a las 18h", "entre 10 et 12", "between 3 and 5"]
)
@pytest.mark.parametrize(("km", "warned"), [(None, False), (15.0, False), (15.1, True)])
def test_over_fifteen_kilometres_no_hour_is_promised(text: str, km: float | None, warned: bool) -> None:
    assert (Warn.SLOT in warnings_of(incident("pending", distance_km=km), text, None)) is warned


def test_a_chosen_window_counts_as_an_hour_and_a_number_alone_does_not() -> None:
    far = incident("pending", distance_km=40.0)
    assert warnings_of(far, "Tomorrow.", "morning") == (Warn.SLOT,)
    assert warnings_of(far, "Calle Mayor 12, piso 3, llamar al 600123123", None) == ()


def test_what_is_worth_offering_comes_first_and_nothing_that_is_not_taken() -> None:
    code = carrier_code("tipsa", "DI")
    taken = frozenset({"provide_solution", "return_to_sender", "change_address"})
    given = incident("pending", allowed_resolutions=taken)
    assert resolutions_for(given, code, None) == ("change_address", "provide_solution", "return_to_sender")
    assert resolutions_for(given, code, frozenset({"provide_solution"})) == ("provide_solution",)
    assert resolutions_for(incident("pending", allowed_resolutions=frozenset()), code, None) == ()
