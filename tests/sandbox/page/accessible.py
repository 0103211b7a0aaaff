"""What a screen reader is told: Chromium's own tree of names."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

CONTROLS = frozenset(
    {
        "button", "checkbox", "combobox", "dialog", "alertdialog", "gridcell", "heading", "image", "link",
        "listbox", "menu", "menuitem", "option", "radio", "radiogroup", "region", "searchbox", "slider",
        "spinbutton", "switch", "tab", "tablist", "textbox", "toolbar", "Date", "DateTime", "InputTime",
    }
)  # fmt: skip


async def nameless(page: Page) -> list[str]:
    """The controls, pictures and dialogs of the page that have no name, as "role html"."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    found = [node for node in tree["nodes"] if _is_control(node) and not _text(node, "name").strip()]
    said = [f"{_text(node, 'role')} {await _html(session, node['backendDOMNodeId'])}" for node in found]
    await session.detach()
    return said


def _is_control(node: dict[str, Any]) -> bool:
    return not node["ignored"] and _text(node, "role") in CONTROLS


def _text(node: dict[str, Any], field: str) -> str:
    return str(node.get(field, {}).get("value", ""))


async def _html(session: Any, node_id: int) -> str:
    answer = await session.send("DOM.getOuterHTML", {"backendNodeId": node_id})
    return str(answer["outerHTML"])[:160]
