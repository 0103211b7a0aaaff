"""`andon check`: what is missing or wrong, in plain words with what to do, before anything is started.

It writes nothing and posts nothing. Each line is one finding; the exit status is 1 when something would keep
Andon from working, and 0 otherwise.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import yaml
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from andon.config import Config, ConfigError, read_config
from andon.findings import Finding, Level, good, note, wrong
from andon.group_check import groups_of
from andon.settings import Settings
from bot.gateway.errors import translated
from connectors.table import open_platforms
from core.domain.subscription import Topic
from core.errors import AdapterError, AndonError

MANIFEST = Path(__file__).parents[1] / "manifest.yml"
ASK_S = 10.0
"""For each question to the outside."""


async def check(settings: Settings) -> int:
    findings = await look(settings)
    width = max(len(level) for level in Level)
    for finding in findings:
        print(f"{finding.level:<{width}}  {finding.what}")
    wrong = sum(f.level is Level.WRONG for f in findings)
    print(f"\n{wrong} to mend." if wrong else "\nAndon can start.")
    return 1 if wrong else 0


async def look(settings: Settings) -> list[Finding]:
    try:
        config: Config | None = read_config(settings.config)
        findings = [good(f"{settings.config} is complete.")]
    except ConfigError as error:
        config, findings = None, [wrong(line) for line in error.lines]
    findings += await _asked(_slack, settings)
    findings += await _asked(_database, settings)
    if config is not None:
        findings += await groups_of(settings, config)
        findings += _coverage(config)
        findings += await _platforms(config)
        findings += await _mail(config)
    return findings


def manifest_scopes() -> frozenset[str]:
    said = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return frozenset(said["oauth_config"]["scopes"]["bot"])


async def _asked(
    question: Callable[[Settings], Awaitable[list[Finding]]], settings: Settings
) -> list[Finding]:
    try:
        async with asyncio.timeout(ASK_S * 2):
            return await question(settings)
    except TimeoutError:
        return [wrong(f"{question.__name__.strip('_').capitalize()} did not answer in time.")]


async def _slack(settings: Settings) -> list[Finding]:
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        return [wrong("ANDON_SLACK_BOT_TOKEN is not set: copy it from your app's OAuth & Permissions page.")]
    async with ClientSession(timeout=ClientTimeout(total=ASK_S), trust_env=True) as session:
        client = AsyncWebClient(
            token=token, base_url=settings.slack_api_url, session=session, retry_handlers=[]
        )
        try:
            async with translated("auth.test"):
                reply = await client.auth_test()
        except AdapterError as error:
            return [wrong(f"Slack refuses the bot token or cannot be reached: {error.reason}.")]
        findings = [good(f"Slack knows the bot token: {reply['team']} ({reply['team_id']}).")]
        findings += _scopes(reply.headers)
        findings += await _way_in(settings, session)
    return findings


def _scopes(headers: object) -> list[Finding]:
    given = _header(headers, "x-oauth-scopes")
    if given is None:
        return [note("Slack did not say which scopes the token has.")]
    missing = manifest_scopes() - {s.strip() for s in given.split(",")}
    if missing:
        return [
            wrong(
                f"The token lacks {', '.join(sorted(missing))}: add them under OAuth & Permissions and "
                "install the app again."
            )
        ]
    return [good("The token has every scope of manifest.yml.")]


async def _way_in(settings: Settings, session: ClientSession) -> list[Finding]:
    app_token = settings.slack_app_token.get_secret_value()
    if not app_token:
        if not settings.slack_signing_secret.get_secret_value():
            return [
                wrong(
                    "Neither ANDON_SLACK_APP_TOKEN (Socket Mode) nor ANDON_SLACK_SIGNING_SECRET (HTTP) is set: "
                    "nothing could come in from Slack."
                )
            ]
        return [note("Slack comes over HTTP: its request URLs must point at /slack/events here.")]
    client = AsyncWebClient(base_url=settings.slack_api_url, session=session, retry_handlers=[])
    try:
        async with translated("apps.connections.open"):
            await client.apps_connections_open(app_token=app_token)
    except AdapterError as error:
        return [wrong(f"Socket Mode does not open: {error.reason}. The app token needs connections:write.")]
    return [good("Socket Mode opens.")]


async def _database(settings: Settings) -> list[Finding]:
    from storage.migrate import pending

    try:
        behind = await asyncio.to_thread(pending, settings.database_url)
    except Exception as error:  # a border: whatever a driver says about an address becomes a sentence
        return [wrong(f"The database cannot be opened: {type(error).__name__}. Check ANDON_DATABASE_URL.")]
    findings = [note("The database will be brought to this version at the start.")] if behind else []
    folder = settings.data_dir if settings.data_dir.exists() else settings.data_dir.absolute().parent
    if not os.access(folder, os.W_OK):
        return [*findings, wrong(f"{folder} is not writable: screenshots could not be kept.")]
    return [*findings, good("The database opens and the data folder is writable.")]


def _coverage(config: Config) -> list[Finding]:
    taken = {t for s in config.file.subscriptions for t in s.topics}
    if not taken:
        return [
            note("andon.toml subscribes no channel: use /andon subscribe, or cases show in App Home alone.")
        ]
    missing = {Topic.JOBS, Topic.ISSUES} - taken
    return [note(f"No channel in andon.toml takes {t}.") for t in sorted(missing)]


async def _platforms(config: Config) -> list[Finding]:
    if not config.platforms:
        return [note("andon.toml names no platform: nothing can be paused, retried or verified.")]
    findings = []
    try:
        async with open_platforms(config.platforms) as platforms:
            for one in platforms.ids():
                try:
                    async with asyncio.timeout(ASK_S):
                        can = await platforms.get(one).capabilities()
                    able = [w for w, yes in (("pause", can.pause), ("retry orders", can.retry_order)) if yes]
                    findings.append(good(f"Platform {one} answers; it can {', '.join(able) or 'be read'}."))
                except (AdapterError, TimeoutError) as error:
                    reason = getattr(error, "reason", "no answer in time")
                    findings.append(wrong(f"Platform {one} cannot be asked: {reason}."))
    except AndonError as error:
        findings.append(wrong(f"A platform cannot be used as configured: {error}."))
    return findings


async def _mail(config: Config) -> list[Finding]:
    smtp = config.smtp
    if smtp is None:
        return [note("andon.toml has no [mail]: retailers cannot be written to from here.")]
    return [await _listens("mail relay", smtp.host, smtp.port), *_mail_in(config), *await _imap(config)]


def _mail_in(config: Config) -> list[Finding]:
    """How an answer to a letter finds its way back."""
    mail = config.mail
    if not mail.secrets and mail.imap is None:
        return [
            note("Mail only goes out: without [mail.inbound] or [mail.imap] answers stay in their mailbox.")
        ]
    findings = []
    if mail.secrets:
        findings.append(good("Mails are taken at /v1/mail/inbound."))
        if len(mail.secrets) > 1:
            findings.append(
                note("[mail.inbound] has an earlier secret: take it away once nobody signs with it.")
            )
    if mail.address is None:
        findings.append(note("Without an address in [mail.inbound] an answer is known by its thread alone."))
    if not mail.opens_tickets:
        findings.append(note("A mail that belongs to no case is kept for admins: GET /v1/mail/unmatched."))
    return findings


async def _imap(config: Config) -> list[Finding]:
    """Looked into, and left as it is: nothing is fetched, nothing marked."""
    imap = config.mail.imap
    if imap is None:
        return []
    from mail.imap import ImapPostbox

    try:
        async with asyncio.timeout(ASK_S * 2):
            await ImapPostbox(imap).empty(_nothing, 0)
    except (AdapterError, TimeoutError) as error:
        reason = getattr(error, "reason", "no answer in time")
        return [wrong(f"The folder {imap.folder} at {imap.host}:{imap.port} cannot be read: {reason}.")]
    return [good(f"The folder {imap.folder} at {imap.host} can be read.")]


async def _nothing(raw: bytes) -> None: ...


async def _listens(what: str, host: str, port: int) -> Finding:
    try:
        async with asyncio.timeout(ASK_S):
            _, writer = await asyncio.open_connection(host, port)
        writer.close()
        await writer.wait_closed()
    except (OSError, TimeoutError):
        return wrong(f"The {what} {host}:{port} does not answer.")
    return good(f"The {what} {host}:{port} answers.")


def _header(headers: object, name: str) -> str | None:
    items = getattr(headers, "items", None)
    pairs = items() if callable(items) else ()
    return next((str(v) for k, v in pairs if str(k).lower() == name), None)
