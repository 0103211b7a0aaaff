"""What each error code of Slack means for us, by table. tests/bot fails on a documented code that is missing.

Codes and reactions: Slack method references; the classes are those of core/errors.py.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from core.errors import OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.chat import MessageGone

CREDENTIALS = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "no_permission",
        "org_login_required",
        "ekm_access_denied",
        "team_access_not_granted",
        "access_limited",
    }
)
"""The token is dead: everything that goes to the workspace waits for an admin."""

SHUT = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "user_not_in_channel",
        "messages_tab_disabled",
        "is_inactive",
        "missing_scope",
        "posting_to_channel_denied",
        "user_not_found",
        "users_not_found",
        "cannot_dm_bot",
        "user_disabled",
        "user_not_visible",
    }
)
"""The destination does not take messages now; it may again later."""

GONE = frozenset({"message_not_found"})

GIVE_UP_UPDATE = frozenset(
    {
        "cant_update_message",
        "edit_window_closed",
        "cant_delete_message",
        "compliance_exports_prevent_deletion",
        "block_mismatch",
        "streaming_state_conflict",
    }
)
"""This message will never change again, or never go away."""

OUR_FAULT = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "attachment_payload_limit_exceeded",
        "invalid_arguments",
        "invalid_arg_name",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_charset",
        "invalid_form_data",
        "invalid_post_type",
        "missing_post_type",
        "metadata_too_large",
        "metadata_must_be_sent_from_app",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_metadata_filter_keys",
        "markdown_text_conflict",
        "cannot_reply_to_message",
        "too_many_contact_cards",
        "slack_connect_canvas_sharing_blocked",
        "method_deprecated",
        "deprecated_endpoint",
        "two_factor_setup_required",
        "accesslimited",
        "unknown_method",
        "as_user_not_supported",
        "duplicate_channel_not_found",
        "duplicate_message_not_found",
        "invalid_ts_latest",
        "invalid_ts_oldest",
        "thread_not_found",
        "invalid_cursor",
        "invalid_limit",
    }
)
"""Never repeated: the same call would fail the same way."""

VIEWS = frozenset(
    {
        "expired_trigger_id",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "trigger_expired",
        "trigger_exchanged",
        "hash_conflict",
        "not_found",
        "view_too_large",
        "push_limit_reached",
        "duplicate_external_id",
        "not_enabled",
    }
)

FILES = frozenset(
    {
        "file_not_found",
        "file_deleted",
        "access_denied",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "storage_limit_reached",
        "file_update_failed",
        "alt_txt_too_large",
        "unknown_subtype",
        "unknown_snippet_type",
        "malware_detected",
        "blocked_file_type",
    }
)

AMBIGUOUS = frozenset(
    {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
"""Slack says that part of it may have happened."""

WAIT = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

DEFAULT_WAIT_S = 30.0
"""When a 429 carries no Retry-After: half of the minute that Slack's tiers count by."""

MOST_WAIT_S = 3600.0
"""However long a header says: an hour later the limit of a minute is over in any case."""

WORKSPACE_WIDE = frozenset({"chat.update"})
"""Methods that delivery calls whose limit is one for the workspace (SLACK 2.1, tier 3); posts have one per
channel, and what only reads or answers holds nothing else back."""

CREDENTIAL_RETRY_S = 60.0
"""A dead token is tried once a minute, so that a mended one is noticed without a restart."""


@asynccontextmanager
async def translated(method: str) -> AsyncIterator[None]:
    """Whatever slack_sdk or aiohttp raises inside leaves as one of core/errors.py."""
    try:
        yield
    except SlackApiError as error:
        raise _of_reply(error, method) from None
    except (aiohttp.ClientConnectorError, aiohttp.ClientConnectorDNSError) as error:
        raise Temporary(f"{method}: {type(error).__name__}", retry_in_s=2.0, scope="all") from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise OutcomeUnknown(f"{method}: {type(error).__name__}") from None


def classify(code: str) -> str | None:
    """The class of a documented code, for the test that nothing is unmapped."""
    return next((name for name, codes in _CLASSES.items() if code in codes), None)


def _of_reply(error: SlackApiError, method: str) -> Exception:
    reply: Any = error.response
    status = getattr(reply, "status_code", None) or getattr(reply, "status", None) or 0
    code = _code(reply)
    if code in WAIT or status == 429:
        scope = "method" if method in WORKSPACE_WIDE else "place"
        return Temporary(f"{method}: ratelimited", retry_in_s=_retry_after(reply), scope=scope)
    # A proxy's HTML body or a JSON 5xx comes without a usable code: nobody knows whether Slack acted.
    if code is None or status >= 500:
        return OutcomeUnknown(f"{method}: HTTP {status}")
    if code in AMBIGUOUS:
        return OutcomeUnknown(f"{method}: {code}")
    if code in GONE:
        return MessageGone(method)
    if code in CREDENTIALS:
        return Temporary(f"{method}: {code}", retry_in_s=CREDENTIAL_RETRY_S, scope="all")
    if code in SHUT:
        return Parked(code)
    return Permanent(code)


def _code(reply: object) -> str | None:
    data = getattr(reply, "data", reply)
    code = data.get("error") if isinstance(data, Mapping) else None
    return code if isinstance(code, str) else None


def _retry_after(reply: object) -> float:
    headers: Mapping[str, str] = getattr(reply, "headers", {}) or {}
    raw = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    return min(max(1.0, float(raw)), MOST_WAIT_S) if raw.isdecimal() else DEFAULT_WAIT_S


_CLASSES = {
    "credentials": CREDENTIALS,
    "shut": SHUT,
    "gone": GONE,
    "give_up_update": GIVE_UP_UPDATE,
    "our_fault": OUR_FAULT,
    "views": VIEWS,
    "files": FILES,
    "ambiguous": AMBIGUOUS,
    "wait": WAIT,
}
