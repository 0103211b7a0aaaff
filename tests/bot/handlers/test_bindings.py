"""Handlers and routes may not drift apart: each name is bound once, or listed here as one that only shows."""

import re

import pytest

from bot.form_fields import fields_of
from bot.handlers import BINDINGS
from bot.routes import (
    BUTTONS,
    MODALS,
    RETIRED,
    ROUTES,
    SHORTCUTS,
    CheckingModal,
    CustomerModal,
    DetailModal,
    HistoryModal,
    MenuModal,
    Place,
    Route,
)

ONLY_SHOWN: frozenset[type[Route]] = frozenset(
    {CheckingModal, CustomerModal, DetailModal, HistoryModal, MenuModal}
)
"""Modals without a submit: nothing of theirs comes back."""

BOUND = [b.route for b in BINDINGS]


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r.name)
def test_every_route_is_bound_exactly_once(route: type[Route]) -> None:
    wanted = 0 if route in ONLY_SHOWN else 1
    assert BOUND.count(route) == wanted, f"see BINDINGS in bot/handlers for {route.__name__}"


def test_nothing_is_bound_that_is_no_route() -> None:
    assert set(BOUND) <= set(ROUTES)


def test_a_button_a_modal_and_a_shortcut_are_bound_as_what_they_are() -> None:
    kinds: dict[type[Route], str] = dict.fromkeys(BUTTONS, "action")
    kinds.update(dict.fromkeys(MODALS, "view"))
    kinds.update(dict.fromkeys(SHORTCUTS, "shortcut"))
    assert [b.route.__name__ for b in BINDINGS if b.kind != kinds[b.route]] == []


def test_every_bound_modal_has_a_form_whose_fields_can_be_read() -> None:
    for binding in BINDINGS:
        if binding.route in MODALS:
            assert binding.form is not None, binding.route.__name__
            fields_of(binding.form)


def test_names_are_versioned_and_used_once() -> None:
    names = [r.name for r in ROUTES]
    assert [n for n in names if not re.fullmatch(r"[a-z_]+\.[a-z_]+\.v[1-9]\d*", n)] == []
    assert len(names) == len(set(names))
    assert set(names) & RETIRED == set()


def test_no_name_begins_another_one() -> None:
    """Slots are told apart by what stands behind the name."""
    names = [r.name for r in ROUTES]
    assert [(a, b) for a in names for b in names if b.startswith(f"{a}.")] == []


def test_a_value_within_slacks_limits_comes_back_as_it_was() -> None:
    place = Place(channel_id="C1", thread_ts="1.1")
    route = CheckingModal(case_id="case-1", version=7, place=place)
    assert CheckingModal.parse(route.view()["private_metadata"]) == route
