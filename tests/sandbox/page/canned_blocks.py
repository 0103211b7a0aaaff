"""The newer blocks, one or two of each, as an app would send them."""

from __future__ import annotations

from typing import Any

from tests.sandbox.page.canned import Json, button, mrkdwn, plain


def words(text: str) -> Json:
    """A rich_text block of one line."""
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [line]}


def cell(value: str | float) -> Json:
    """A cell of a table."""
    if isinstance(value, str):
        return {"type": "raw_text", "text": value}
    return {"type": "raw_number", "value": value}


def card(title: str, **more: Any) -> Json:
    """A card with a subtitle, words and two buttons."""
    return {
        "type": "card",
        "block_id": f"card {title}",
        "title": mrkdwn(title),
        "subtitle": mrkdwn("Kitchenware Co"),
        "body": mrkdwn("Failed *6 times* since 09:10"),
        "subtext": mrkdwn("Checked a minute ago"),
        "actions": [button("Take it", "take", style="primary"), button("History", "history")],
        **more,
    }


def carousel() -> Json:
    """Three cards side by side."""
    shops = ("eBay AU", "Amazon DE", "Website")
    return {"type": "carousel", "block_id": "shops", "elements": [card(name) for name in shops]}


def container() -> Json:
    """A folded container around a section and a button."""
    inner = [
        {"type": "section", "block_id": "inner", "text": mrkdwn("What was tried so far")},
        {"type": "actions", "block_id": "inner acts", "elements": [button("Try again", "again")]},
    ]
    title = {"title": plain("Details"), "subtitle": plain("2 steps")}
    fold = {"is_collapsible": True, "default_collapsed": True}
    return {"type": "container", "block_id": "box", **title, **fold, "child_blocks": inner}


def plan() -> Json:
    """Three tasks, each in a state of its own."""
    tasks = [
        {"type": "task_card", "block_id": "t1", "task_id": "1", "title": "Stop", "status": "complete"},
        {
            "type": "task_card",
            "block_id": "t2",
            "task_id": "2",
            "title": "Tell the retailer",
            "status": "in_progress",
            "details": words("The letter is written"),
            "sources": [{"type": "url", "url": "https://a.example/letter", "text": "The letter"}],
        },
        {"type": "task_card", "block_id": "t3", "task_id": "3", "title": "Prove", "status": "pending"},
    ]
    return {"type": "plan", "block_id": "plan", "title": "Closing #20262010", "tasks": tasks}


def data_table() -> Json:
    """Seven shops with numbers, three to a page."""
    shops = [
        ("Website", 12.0),
        ("eBay", 9.0),
        ("Amazon", 120.0),
        ("Otto", 0.0),
        ("Etsy", 3.5),
        ("Zalando", 40.0),
    ]
    rows = [[cell("Shop"), cell("Orders")], *([cell(name), cell(count)] for name, count in shops)]
    return {
        "type": "data_table",
        "block_id": "waiting",
        "caption": "Orders waiting",
        "rows": rows,
        "page_size": 3,
    }


def chart(kind: str) -> Json:
    """Two days of two shops as bars, lines or areas; their shares as a pie."""
    days = ["Mon", "Tue", "Wed"]
    series = [
        {"name": name, "data": [{"label": day, "value": n + at} for at, day in enumerate(days)]}
        for name, n in (("Website", 4), ("eBay", 2))
    ]
    drawn: Json = {"type": kind, "series": series, "axis_config": {"categories": days, "x_label": "Day"}}
    if kind == "pie":
        drawn = {"type": "pie", "segments": [{"label": "failed", "value": 1}, {"label": "green", "value": 3}]}
    return {"type": "data_visualization", "block_id": f"chart {kind}", "title": "Failed runs", "chart": drawn}


def context_actions() -> Json:
    """Thumbs, and a button to throw the answer away."""
    feedback = {
        "type": "feedback_buttons",
        "action_id": "answer.rate.v1",
        "positive_button": {"text": plain("Good answer"), "value": "good"},
        "negative_button": {"text": plain("Bad answer"), "value": "bad"},
    }
    trash = {
        "type": "icon_button",
        "icon": "trash",
        "text": plain("Throw away"),
        "action_id": "answer.drop.v1",
    }
    return {"type": "context_actions", "block_id": "rate", "elements": [feedback, trash]}


def all_newer() -> list[Json]:
    """One of each."""
    return [
        card("Single card"),
        carousel(),
        container(),
        plan(),
        data_table(),
        *(chart(kind) for kind in ("bar", "line", "area", "pie")),
        context_actions(),
    ]
