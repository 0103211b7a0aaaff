"""Every modal, drawn from the examples."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import routes
from bot.blocks import (
    archive_modal,
    ask_support_modal,
    assign_modal,
    cause_modal,
    checking_modal,
    closed_modal,
    closing_modal,
    comment_modal,
    confirmation_modal,
    contact_modal,
    contain_modal,
    decide_modal,
    detail_modal,
    history_modal,
    hold_modal,
    link_modal,
    not_stoppable_modal,
    notify_modal,
    notify_preview,
    priority_modal,
    proof_modal,
    remove_modal,
    remove_picture_modal,
    reopen_modal,
    retry_modal,
    skip_notify_modal,
    snooze_modal,
    solution_modal,
    state_run_modal,
)
from bot.blocks import examples as ex
from bot.blocks.examples import own, support_modals
from bot.blocks.examples.planned import PLACE, planned
from bot.words import Say
from core.domain.close_attempt import Claim, ClosingForm
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.draft import Draft, Typed
from core.domain.evidence import DELETED, Evidence, EvidenceType
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import State
from core.domain.workspace import Contact
from core.ports.rows import HistoryRow
from core.views import IssueCard, JobTicketCard, KeptPicture, PictureRemoval, RunbookRating

CONTACT = Contact(
    account="Kitchenware Co", name="Noor Visser", email="noor@kitchenware.example", may_confirm=True
)


def modals(
    say: Say,
    words: dict[str, Say],
    job: JobTicketCard | None = None,
    issue: IssueCard | None = None,
    text: str = "We renewed the token this morning.",
) -> dict[str, dict[str, Any]]:
    job = job or ex.job_ticket(State.OPEN)
    issue = issue or ex.issue(IssueState.OPEN)
    at = {"case_id": job.case_id, "version": job.version, "place": PLACE}
    return {
        **_acts(say, at, job, issue, text),
        **_steps(say, at, job),
        **_letters(say, words, at, job, text),
        **_closing(say, at, job, text),
        **own.modals(say, text),
    }


def _acts(
    say: Say, at: dict[str, Any], job: JobTicketCard, issue: IssueCard, text: str
) -> dict[str, dict[str, Any]]:
    return {
        "archive": archive_modal.render(issue, routes.ArchiveModal(**at), say),
        "ask_support": ask_support_modal.render(issue, routes.AskSupportModal(**at), say),
        "assign": assign_modal.render(job, routes.AssignModal(**at), say),
        "comment": comment_modal.render(job, routes.CommentModal(**at), say),
        "comment_draft": comment_modal.render(
            job, routes.CommentModal(**at), say, draft("comment", {"text": text})
        ),
        "detail_issue": detail_modal.render(
            issue,
            (),
            {},
            routes.DetailModal(**at),
            say,
            rating=RunbookRating.OPEN,
            steps=planned("acknowledge", "acknowledge_lead", "resolve_soon"),
        ),
        "detail_job": detail_modal.render(
            job,
            evidence(text),
            removed(text),
            routes.DetailModal(**at),
            say,
            rating=RunbookRating.NOT_HELPFUL,
            steps=planned("contain", "contain_lead", "resolve_soon", "resolve"),
        ),
        "history": history_modal.render(job, history(text), routes.HistoryModal(**at), say),
        "history_empty": history_modal.render(job, (), routes.HistoryModal(**at), say),
        **_incident(say, text),
        **support_modals.modals(say, text),
        "link": link_modal.render(job, routes.LinkModal(**at), say),
        "priority": priority_modal.render(job, routes.PriorityModal(**at), say),
        "retry": retry_modal.render(issue, routes.RetryModal(**at), say),
        "snooze": snooze_modal.render(issue, routes.SnoozeModal(**at), say),
    }


def _incident(say: Say, text: str) -> dict[str, dict[str, Any]]:
    given = replace(ex.incident(IncidentState.PENDING), title=text, courier_notes=text)
    moves = replace(given, offers=("change_address", "provide_solution"))
    at: dict[str, Any] = {"case_id": given.case_id, "version": given.version, "place": PLACE}
    return {
        "contact": contact_modal.render(given, routes.ContactModal(**at), say),
        "detail_incident": detail_modal.render(
            given,
            (),
            {},
            routes.DetailModal(**at),
            say,
            rating=RunbookRating.OPEN,
            steps=planned("acknowledge", "resolve_soon", "resolve", "resolve_lead"),
        ),
        "solution": solution_modal.render(given, routes.SolutionModal(**at), say),
        "solution_address": solution_modal.render(moves, routes.SolutionModal(**at), say),
    }


def _steps(say: Say, at: dict[str, Any], job: JobTicketCard) -> dict[str, dict[str, Any]]:
    closed = replace(ex.job_ticket(State.CLOSED), title=job.title, job_name=job.job_name)
    return {
        "cause": cause_modal.render(job, routes.CauseModal(**at), say),
        "confirmation": confirmation_modal.render(job, routes.ConfirmationModal(**at), say),
        "confirmation_answered": confirmation_modal.render(
            job, routes.ConfirmationModal(**at), say, answer=evidence(job.title)[2]
        ),
        "contain": contain_modal.render(job, routes.ContainModal(**at), say),
        "contain_nothing": contain_modal.render(
            replace(job, containments=()), routes.ContainModal(**at), say
        ),
        "decide": decide_modal.render(job, routes.DecideModal(**at), say),
        "hold": hold_modal.render(job, routes.HoldModal(**at), say),
        "not_stoppable": not_stoppable_modal.render(job, routes.NotStoppableModal(**at), say),
        "remove": remove_modal.render(job, routes.RemoveModal(**at), say),
        "reopen": reopen_modal.render(closed, routes.ReopenModal(**at), say),
        "skip_notify": skip_notify_modal.render(job, routes.SkipNotifyModal(**at), say),
        "state_run": state_run_modal.render(job, routes.StateRunModal(**at), say),
    }


def _letters(
    say: Say, words: dict[str, Say], at: dict[str, Any], job: JobTicketCard, text: str
) -> dict[str, dict[str, Any]]:
    letter = routes.NotifyPreviewModal(
        **at,
        to=CONTACT.email,
        subject=text[:100] or "-",
        issue=text[:200],
        actions=text[:200],
        next_steps=text[:200],
    )
    contact = replace(CONTACT, name=text[:40])
    return {
        "notify": notify_modal.render(job, (contact,), routes.NotifyModal(**at), words, say),
        "notify_nobody": notify_modal.render(job, (), routes.NotifyModal(**at), words, say),
        "notify_preview": notify_preview.render(job, contact, letter, say),
    }


def _closing(say: Say, at: dict[str, Any], job: JobTicketCard, text: str) -> dict[str, dict[str, Any]]:
    closed = replace(ex.job_ticket(State.CLOSED), title=job.title, job_name=job.job_name)
    refused = replace(ex.checklist(), card=replace(job, state=State.VERIFYING))
    form = ClosingForm(claim=Claim.REMOVED, note=text, confirmation_text=text, confirmation_author=text[:200])
    return {
        "checking": checking_modal.render(job, routes.CheckingModal(**at), say),
        "closed": closed_modal.render(closed, say),
        "closing_light": closing_modal.render(
            replace(ex.checklist(), ticks=LIGHT, checked_at=None), routes.CloseModal(**at), say
        ),
        "closing_live": closing_modal.render(refused, routes.CloseModal(**at), say),
        "closing_draft": closing_modal.render(
            refused, routes.CloseModal(**at), say, draft=draft("close", {"claim": "removed", "note": text})
        ),
        "closing_refused": closing_modal.render(
            replace(refused, pictures=("e1",)), routes.CloseModal(**at), say, filled=form
        ),
        "closing_too_late": closing_modal.render(replace(refused, card=closed), routes.CloseModal(**at), say),
        "proof": proof_modal.render(closed, evidence(text), removed(text), routes.DetailModal(**at), say),
        **_pictures(say, at, job, closed, text),
    }


def _pictures(
    say: Say, at: dict[str, Any], job: JobTicketCard, closed: JobTicketCard, text: str
) -> dict[str, dict[str, Any]]:
    """The one that a closing rests on; and one that is kept more than once, on an open ticket."""
    route = routes.RemovePictureModal(**at, evidence_id="e1")
    proving = KeptPicture(piece=evidence(text)[0], again_here=0, elsewhere=None)
    shared = replace(proving, again_here=2, elsewhere=20261980)
    return {
        "remove_picture": remove_picture_modal.render(closed, proving, route, say),
        "remove_picture_shared": remove_picture_modal.render(job, shared, route, say),
    }


def draft(form: str, values: dict[str, Typed]) -> Draft:
    return Draft(member_id="U0ANA", case_id="c", form=form, values=values, kept_at=ex.AT)


def evidence(text: str) -> tuple[Evidence, ...]:
    base = Evidence(id="e1", case_id="c", type=EvidenceType.SCREENSHOT, added_by="U0ANA", added_at=ex.AT)
    kept = replace(base, file_name=text, width_px=1200, height_px=800, sha256="ab12", store_key="ab12.png")
    return (
        kept,
        replace(base, id="e2", file_name=text, verdict="not_an_image", found="pdf"),
        replace(base, id="e3", type=EvidenceType.CONFIRMATION, text=text, author=text, said="change"),
        replace(base, id="e4", type=EvidenceType.RUN, text=text),
        replace(base, id="e5", type=EvidenceType.CONTAINMENT, added_by="andon", snapshot="{}"),
        replace(base, id="e6", type=EvidenceType.REMOVAL, added_by="andon", snapshot="{}"),
        replace(kept, id="e7", verdict=DELETED),
        replace(kept, id="e8", verdict=DELETED, store_key=None),
    )


def removed(text: str) -> dict[str, PictureRemoval]:
    """Of the second that is gone nobody knows who took it away: it came with a duplicate."""
    return {"e7": PictureRemoval(by="U0LUIS", at=ex.AT + timedelta(hours=3), reason=text)}


def history(text: str) -> tuple[HistoryRow, ...]:
    seen: list[tuple[str, dict[str, object]]] = [
        ("TicketOpened", {"cause": "token_expired", "run_id": "8840"}),
        ("Taken", {"by": "U0ANA"}),
        ("Commented", {"text": text, "by": "U0ANA"}),
        ("RunbookRated", {"helpful": False, "url": "https://docs.example/runbooks/1", "by": "U0ANA"}),
        ("SomethingNew", {"reason": text}),
    ]
    return tuple(
        HistoryRow(
            case_id="c",
            seq=n,
            at=ex.AT + timedelta(minutes=n),
            actor_id="andon" if n == 0 else "U0ANA",
            actor_name=text,
            path="button",
            event=event,
            action="",
            from_state="",
            to_state="open",
            facts=facts,
        )
        for n, (event, facts) in enumerate(seen)
    )


LIGHT = tuple(
    replace(tick, reason="not_checked", facts={})
    if tick.condition in ("active_again", "verified_run")
    else tick
    for tick in ex.REFUSED
)
