"""What the page's test server says at the start: a small shop workspace with people, channels and cards."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEAM = "T0KITCHEN1"
ANA, LUIS, CHLOE, BOT = "U0ANA00001", "U0LUIS0001", "U0CHLOE001", "U0ANDON001"
JOBS, ORDERS, OLD, DM = "C0JOBS0001", "C0ORDERS01", "C0OLD00001", "D0ANDON001"
LEADS = "S0LEADS001"
CARD_TS = "1790000000.000100"
HOSTILE = (
    "<script>window.hacked=1</script>"
    " &lt;img src=x onerror=window.hacked=1&gt; &amp;amp; <javascript:alert(1)|click me>"
)


def person(id: str, name: str, real: str, colour: str, tz: str, locale: str, note: str) -> Json:
    """A user as `/ui/snapshot` lists one."""
    initials = "".join(word[0] for word in real.split())[:2]
    return {
        "id": id,
        "name": name,
        "real_name": real,
        "avatar_color": colour,
        "initials": initials,
        "is_bot": id == BOT,
        "is_admin": False,
        "tz": tz,
        "tz_offset_s": 0,
        "locale": locale,
        "role_note": note,
    }


def channel(id: str, name: str, **more: Any) -> Json:
    """A channel as `/ui/snapshot` lists one."""
    return {
        "id": id,
        "name": name,
        "topic": "",
        "is_private": False,
        "is_im": False,
        "is_archived": False,
        "is_member": True,
        "bot_is_member": True,
        "unread": 0,
        "mentions": 0,
        "im_user": None,
        **more,
    }


COMMAND: Json = {
    "command": "/andon",
    "description": "Subscribe, list, close, hold…",
    "usage_hint": "subscribe jobs | list | help",
}


def snapshot() -> Json:
    """The answer of `/ui/snapshot`, without `me`."""
    shortcuts = [
        {"callback_id": "evidence.use.v1", "name": "Use as closing evidence", "type": "message"},
        {"callback_id": "case.add.v1", "name": "Add to case", "type": "message"},
        {"callback_id": "case.open.v1", "name": "Open a case", "type": "global"},
    ]
    return {
        "team": {"id": TEAM, "name": "Kitchenware Co", "domain": "kitchenware"},
        "users": [
            person(ANA, "ana", "Ana Reis", "#2b6cb0", "Europe/Lisbon", "pt-PT", "Operations lead"),
            person(LUIS, "luis", "Luis Ortega", "#2f855a", "America/New_York", "en-US", "Agent"),
            person(CHLOE, "chloe", "Chloé Martin", "#b7791f", "Europe/Paris", "fr-FR", "Agent, deliveries"),
            person(BOT, "andon", "Andon", "#b02a37", "UTC", "en-US", ""),
        ],
        "app": {
            "id": "A0ANDON001",
            "name": "Andon",
            "bot_user_id": BOT,
            "commands": [COMMAND],
            "shortcuts": shortcuts,
            "connected": True,
        },
        "channels": [
            channel(JOBS, "jobs", topic="Imports, exports and syncs :zap: of every shop"),
            channel(ORDERS, "orders", unread=3, mentions=1),
            channel("C0LEADS001", "leads", is_private=True),
            channel(OLD, "old-jobs", is_archived=True),
            channel(DM, "", is_im=True, im_user=BOT),
            channel("D0LUIS0001", "", is_im=True, im_user=LUIS),
        ],
        "usergroups": [{"id": LEADS, "handle": "leads", "name": "Those on duty", "users": [ANA]}],
        "links": [{"label": "Platform", "href": "/platform/"}, {"label": "Mailbox", "href": "/mailbox/"}],
    }


def said(user: str, ts: str, text: str, **more: Any) -> Json:
    """A message of a person."""
    return {"type": "message", "ts": ts, "user": user, "text": text, **more}


def posted(ts: str, text: str, blocks: list[Json], **more: Any) -> Json:
    """A message of the app."""
    return {
        "type": "message",
        "ts": ts,
        "user": BOT,
        "bot_id": "B0ANDON001",
        "bot_profile": {"name": "Andon"},
        "text": text,
        "blocks": blocks,
        **more,
    }


def mrkdwn(text: str) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def option(text: str, value: str) -> Json:
    """An option object."""
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> Json:
    """A button element."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def strip(colour: str, text: str) -> list[Json]:
    """The attachment that carries a card's state line."""
    block = {"type": "context", "block_id": "strip", "elements": [mrkdwn(text)]}
    return [{"color": colour, "fallback": text, "blocks": [block]}]


def job_card(ts: str = CARD_TS) -> Json:
    """An open job ticket with its buttons and its red strip."""
    confirm = {
        "title": plain("Pause eBay AU?"),
        "text": mrkdwn("No order of *eBay AU* is fetched until you start it again."),
        "confirm": plain("Pause it"),
        "deny": plain("Leave it"),
    }
    stop = button("Pause eBay AU", "job_ticket.pause.v1", style="danger", value="20262010", confirm=confirm)
    take = button("Take it", "job_ticket.take.v1", style="primary", value="20262010")
    more = {
        "type": "overflow",
        "action_id": "job_ticket.more.v1",
        "options": [option("View history", "history"), option("Put on hold…", "hold")],
    }
    title = "*<https://andon.example/20262010|#20262010>  eBay AU order sync keeps failing*"
    facts = "Kitchenware Co  ·  failed 6 times since <!date^1790000000^{time}|09:10>  ·  14 orders waiting"
    steps = ":one: *Stop* - now   :two: Notify - then   :three: Decide - then   :four: Prove - then"
    return posted(
        ts,
        "#20262010 eBay AU order sync keeps failing",
        [
            {"type": "section", "block_id": "title", "text": mrkdwn(f":rotating_light: {title}\n{facts}")},
            {
                "type": "section",
                "block_id": "why",
                "text": mrkdwn(
                    "Why: token expired (`refresh token revoked`)  ·  <https://a.example|What to do>\n"
                    + steps
                ),
            },
            {"type": "actions", "block_id": "acts", "elements": [stop, take, more]},
        ],
        attachments=strip("#d72b3f", "*Open*  ·  needs: anyone here  ·  stop it by 09:40"),
    )


def _rich_text() -> Json:
    return {
        "type": "rich_text",
        "block_id": "rich",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Done by "},
                    {"type": "user", "user_id": LUIS},
                    {"type": "text", "text": " bold", "style": {"bold": True}},
                    {"type": "text", "text": " &amp; raw"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "second"}]},
                ],
            },
        ],
    }


def rich_message(ts: str) -> Json:
    """A message with most layout blocks, and one the page does not know."""
    fields = [mrkdwn("*Connection*\neBay AU"), mrkdwn("*Orders*\n14"), mrkdwn("*Since*\n09:10")]
    picture = {
        "type": "image",
        "block_id": "far",
        "image_url": "https://far.example/a.png",
        "alt_text": "A far picture",
    }
    pick = {
        "type": "static_select",
        "action_id": "filter.pick.v1",
        "placeholder": plain("Choose a shop"),
        "options": [option("Website", "web"), option("eBay", "ebay"), option("Amazon", "amazon")],
    }
    return posted(
        ts,
        "Morning digest",
        [
            {"type": "header", "block_id": "head", "text": plain("Morning digest :sparkles:")},
            {"type": "section", "block_id": "fields", "fields": fields},
            {"type": "divider", "block_id": "line"},
            _rich_text(),
            {"type": "section", "block_id": "pick", "text": mrkdwn("Show only"), "accessory": pick},
            picture,
            {"type": "hologram", "block_id": "new", "elements": []},
            {
                "type": "context",
                "block_id": "foot",
                "elements": [mrkdwn("You get this because <#C0JOBS0001|jobs> asked.")],
            },
        ],
    )


def messages() -> dict[str, list[Json]]:
    """The conversations, by channel id."""
    reaction = {"name": "eyes", "users": [LUIS, CHLOE], "count": 2}
    text = (
        "*bold* _it_ ~gone~ `code` <@U0LUIS0001> :tada: &lt;b&gt; &amp;amp; <https://a.example/x_y_z|a_link_>"
    )
    return {
        JOBS: [
            said(LUIS, "1789990000.000100", "Good morning. Anything burning?"),
            said(LUIS, "1789990030.000100", text, reactions=[reaction]),
            said(ANA, "1789990200.000100", "&gt; quoted words\nafter\n```a &lt;b&gt;\n  c```\n• one\n• two"),
            rich_message("1789999000.000100"),
            {**job_card(), "reply_count": 2, "reply_users": [LUIS, BOT], "latest_reply": "1790000300.000100"},
            said(CHLOE, "1790000400.000100", HOSTILE),
        ],
        ORDERS: [
            said(LUIS, f"17900010{n:02d}.000100", f"Order {n} <@U0ANA00001>" if n == 3 else f"Order {n}")
            for n in range(5)
        ],
        OLD: [said(LUIS, "1780000000.000100", "The end")],
        DM: [posted("1790000500.000100", "Hello", [])],
    }


def thread() -> list[Json]:
    """The replies under the job card, parent first."""
    return [
        messages()[JOBS][4],
        said(LUIS, "1790000200.000100", "I look at it", thread_ts=CARD_TS),
        posted("1790000300.000100", "Orders are paused", [], thread_ts=CARD_TS),
    ]
