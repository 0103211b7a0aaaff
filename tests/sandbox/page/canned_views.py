"""The modal and the Home tab that the page's test server can show."""

from __future__ import annotations

from typing import Any

from tests.sandbox.page.canned import Json, button, mrkdwn, option, plain

FACTS = "*eBay AU order sync*\n:white_check_mark: stopped   :hourglass_flowing_sand: run 8841"


def closing_view(view_id: str = "V0CLOSE001", **more: Any) -> Json:
    """The closing modal: facts, outcome, picture, note, and fields of other kinds."""
    return {
        "id": view_id,
        "type": "modal",
        "callback_id": "job_ticket.close.v1",
        "title": plain("Close #20262010"),
        "submit": plain("Close #20262010"),
        "close": plain("Cancel"),
        "blocks": _closing_blocks(),
        "hash": "1.a",
        **more,
    }


def _closing_blocks() -> list[Json]:
    outcome = {
        "type": "static_select",
        "action_id": "choice",
        "placeholder": plain("Choose"),
        "options": [option("Technically verified", "verified"), option("Not reproducible", "ghost")],
    }
    note = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": True,
        "placeholder": plain("What was done?"),
    }
    shot = {"type": "file_input", "action_id": "shot", "filetypes": ["png", "jpg"], "max_files": 1}
    tell = {"type": "checkboxes", "action_id": "ticks", "options": [option("Tell Kitchenware Co", "tell")]}
    blocks: list[Json] = [
        {"type": "section", "block_id": "what", "text": mrkdwn(FACTS)},
        {"type": "input", "block_id": "outcome", "label": plain("Outcome"), "element": outcome},
        {
            "type": "input",
            "block_id": "proof",
            "label": plain("Picture that proves it"),
            "hint": plain("A screenshot of the green run"),
            "element": shot,
        },
        {"type": "input", "block_id": "note", "label": plain("Note"), "optional": True, "element": note},
        {"type": "input", "block_id": "tell", "label": plain("Also"), "optional": True, "element": tell},
        {
            "type": "input",
            "block_id": "day",
            "label": plain("Day"),
            "optional": True,
            "element": {"type": "datepicker", "action_id": "day"},
        },
    ]
    return blocks


def home_view() -> Json:
    """The Home tab with counters, a menu and one row."""
    period = {
        "type": "radio_buttons",
        "action_id": "home.period.v1",
        "options": [option("Open", "open"), option("All", "all")],
        "initial_option": option("Open", "open"),
    }
    row = {
        "type": "section",
        "block_id": "row",
        "text": mrkdwn(":package: *<https://a.example|#20262044>*  Fulfilled without tracking"),
        "accessory": {"type": "overflow", "action_id": "home.row.v1", "options": [option("View", "view")]},
    }
    return {
        "id": "V0HOME0001",
        "type": "home",
        "hash": "1.h",
        "blocks": [
            {"type": "header", "block_id": "h", "text": plain("My queue")},
            {
                "type": "section",
                "block_id": "counts",
                "text": mrkdwn("*Open* 4   ·   *Overdue* 1   ·   *On hold* 2"),
            },
            {
                "type": "actions",
                "block_id": "menu",
                "elements": [period, button("Settings", "home.settings.v1")],
            },
            {"type": "divider", "block_id": "d"},
            row,
        ],
    }
