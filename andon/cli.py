"""The andon command. `serve`, `demo`, `migrate`, `backup` and `restore` open the database; the rest ask a
running Andon over its REST API, since one process owns a SQLite file.

Exit status: 0 done; 1 refused or something is wrong, said in words; 2 the command line is not one; 3 the database
is in use by another process; 4 no Andon answers.
"""

import argparse
import asyncio
import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from andon.logs import set_up_logs
from andon.settings import Settings


def run(arguments: Sequence[str]) -> int:
    parsed = parser().parse_args(arguments)
    settings = _settings(parsed)
    set_up_logs(settings.log_level)
    action: Callable[[argparse.Namespace, Settings], int] = parsed.action
    try:
        return action(parsed, settings)
    except KeyboardInterrupt:
        return 130


def _settings(parsed: argparse.Namespace) -> Settings:
    if getattr(parsed, "demo", False):
        from andon.demo import FOLDER, client_settings

        return client_settings(FOLDER)
    return Settings()


def _serve(parsed: argparse.Namespace, settings: Settings) -> int:
    gc.disable()  # until it has started: looking for garbage in what is being imported took 0.07 of that time
    from andon.serve import serve

    return asyncio.run(serve(settings))


def _demo(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.demo import run_demo

    return asyncio.run(run_demo(fresh=parsed.fresh, port=parsed.port))


def _sandbox(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.sandbox import run_sandbox

    return asyncio.run(
        run_sandbox(
            config=parsed.config,
            manifest=parsed.manifest,
            port=parsed.port,
            state=parsed.state,
            prefix=parsed.prefix,
        )
    )


def _migrate(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.database import migrate_here

    return migrate_here(settings)


def _backup(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.database import backup_to

    return backup_to(settings, parsed.file)


def _restore(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.database import restore_from

    return restore_from(settings, parsed.file)


def _check(parsed: argparse.Namespace, settings: Settings) -> int:
    if parsed.blocks is not None:
        from andon.block_check import check_blocks

        return check_blocks(parsed.blocks)
    from andon.check import check

    return asyncio.run(check(settings))


def _token(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.tokens import make_token

    return make_token(parsed.name, parsed.role)


def _cases(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.client import list_cases

    return asyncio.run(list_cases(settings, parsed.group, parsed.kind, parsed.text))


def _close(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.client import close_case

    return asyncio.run(
        close_case(settings, parsed.number, parsed.picture, note=parsed.note, claim=parsed.claim)
    )


def _act(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.client import act

    return asyncio.run(act(settings, parsed.number, parsed.act, dict(parsed.field or ())))


def _jobcheck(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.client import job_check

    return asyncio.run(job_check(settings))


def _export(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.client import export_case

    return asyncio.run(export_case(settings, parsed.number, parsed.to))


def _import(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.imports.run import Wish, import_file

    wish = Wish(
        file=parsed.file,
        form=parsed.format,
        dry_run=parsed.dry_run,
        post=parsed.post,
        refused=parsed.refused,
    )
    return asyncio.run(import_file(settings, wish))


def _mail_in(parsed: argparse.Namespace, settings: Settings) -> int:
    from andon.mail_pipe import hand_over

    return asyncio.run(hand_over(settings))


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="andon", description="Stop the failure first, prove it is gone.")
    root.add_argument(
        "--demo", action="store_true", help="talk to the Andon that `andon demo` started in this folder"
    )
    commands = root.add_subparsers(required=True, metavar="COMMAND")
    _add_servers(commands)
    _add_clients(commands)
    return root


def _add_servers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("serve", help="run Andon").set_defaults(action=_serve)
    demo = commands.add_parser("demo", help="run everything on this machine, without a workspace")
    demo.add_argument("--fresh", action="store_true", help="forget what happened before")
    demo.add_argument("--port", type=int, default=8765, help="of the page; another one if it is taken")
    demo.set_defaults(action=_demo)
    _add_sandbox(commands)
    commands.add_parser("migrate", help="bring the database to this version").set_defaults(action=_migrate)
    backup = commands.add_parser("backup", help="copy a SQLite database while Andon runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(action=_backup)
    restore = commands.add_parser("restore", help="put such a copy back while Andon does not run")
    restore.add_argument("file", type=Path)
    restore.set_defaults(action=_restore)
    check = commands.add_parser("check", help="say in plain words what is missing or wrong")
    check.add_argument(
        "--blocks",
        metavar="FILE",
        help="of blocks, a message or a view as JSON instead; - reads standard input",
    )
    check.set_defaults(action=_check)
    token = commands.add_parser("token", help="make a bearer token for the REST API and these commands")
    token.add_argument("name")
    token.add_argument("role", choices=("viewer", "operator", "lead", "admin"))
    token.set_defaults(action=_token)


def _add_sandbox(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sandbox = commands.add_parser("sandbox", help="run the local Slack alone, for any Bolt app")
    sandbox.add_argument("--config", type=Path, help="sandbox.toml; without it, the demo workspace")
    sandbox.add_argument("--manifest", type=Path, help="manifest.yml of the app; without it, Andon's")
    sandbox.add_argument(
        "--port", type=int, default=3100, help="of the page and the API; 0 takes any free one"
    )
    sandbox.add_argument("--state", type=Path, help="SQLite file; without it nothing outlives the process")
    sandbox.add_argument("--prefix", default="", help="before each name that is printed, such as ANDON_")
    sandbox.set_defaults(action=_sandbox)


def _add_clients(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cases = commands.add_parser("cases", help="list cases, newest first")
    cases.add_argument(
        "group", nargs="?", default="open", choices=("open", "overdue", "held", "closed", "archived", "all")
    )
    cases.add_argument("--kind", choices=("issue", "job_ticket", "delivery_incident", "support_ticket"))
    cases.add_argument("--text", help="part of a number, a title or what it is about")
    cases.set_defaults(action=_cases)
    close = commands.add_parser("close", help="close a job ticket on proof, as the button does")
    close.add_argument("number")
    close.add_argument("--picture", type=Path, help="the screenshot of the successful run")
    close.add_argument("--note", default="")
    close.add_argument(
        "--claim", default="works_again", choices=("works_again", "removed", "duplicate", "false_alarm")
    )
    close.set_defaults(action=_close)
    act = commands.add_parser("do", help="any other act: take, contain, notify, decide, reactivate ...")
    act.add_argument("act")
    act.add_argument("number")
    act.add_argument(
        "field", nargs="*", type=_field, help="what the act needs, as name=value: choice=reactivate"
    )
    act.set_defaults(action=_act)
    commands.add_parser("jobcheck", help="look for failing jobs on every platform").set_defaults(
        action=_jobcheck
    )
    mail_in = commands.add_parser(
        "mail-in", help="hand over a mail from standard input, for a mail server's pipe"
    )
    mail_in.set_defaults(action=_mail_in)
    export = commands.add_parser("export", help="a case with its history and evidence, as JSON")
    export.add_argument("number")
    export.add_argument("--to", type=Path, help="a file; without it, standard output")
    export.set_defaults(action=_export)
    _add_import(commands)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bring = commands.add_parser("import", help="take over cases from before Andon: docs/import.md")
    bring.add_argument("file", type=Path, help="CSV or JSON lines; broken off, the same command goes on")
    bring.add_argument("--format", choices=("csv", "jsonl"), help="where the name of the file does not tell")
    bring.add_argument("--dry-run", action="store_true", help="say what would come of it; change nothing")
    bring.add_argument("--refused", type=Path, metavar="FILE", help="where refused rows go, to be mended")
    bring.add_argument("--post", action="store_true", help="post cards of open cases of the last 14 days")
    bring.set_defaults(action=_import)


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not name=value")
    return name, value
