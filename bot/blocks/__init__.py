"""What Andon draws. Pure: the same card gives the same bytes. Here: notice -> message, one renderer per kind."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from bot.blocks.message import Message
from bot.blocks.notices import (
    assigned,
    channel_digest,
    channel_shut,
    closing_answer,
    commented,
    confirmation_added,
    customer_answered,
    customer_wrote,
    help_asked,
    incident_news,
    letter_bounced,
    letter_failed,
    mail_failed,
    mail_kept,
    mail_unmatched,
    member_digest,
    member_news,
    not_covered,
    proof_picture,
    reminder,
    reopened,
    retailer_answered,
    retailer_told,
    retry_result,
    step_done,
    step_failed,
    support_closed,
    support_linked,
    support_question,
    ticket_closed,
    verification_failed,
    weekly_overview,
    woke,
)
from bot.words import Say
from core.notices import Notice
from core.notices.assigned import YouWereAssigned
from core.notices.channel_digest import ChannelDigest
from core.notices.channel_shut import DestinationShut
from core.notices.closing_answer import ClosingAnswer
from core.notices.commented import CommentAdded
from core.notices.confirmation_added import ConfirmationAdded
from core.notices.customer_answered import ReplySent
from core.notices.customer_wrote import CustomerMessage
from core.notices.help_asked import HelpAskedOfYou
from core.notices.incident_news import IncidentNews
from core.notices.letter_bounced import LetterBounced
from core.notices.letter_failed import LetterFailed
from core.notices.mail_failed import MailToYouFailed
from core.notices.mail_kept import MailOnTheCase
from core.notices.mail_unmatched import MailUnmatched
from core.notices.member_digest import MemberDigest
from core.notices.member_news import NewsForYou
from core.notices.not_covered import NobodySubscribed
from core.notices.proof_picture import ProofPicture
from core.notices.reminder import Reminder
from core.notices.reopened import TicketReopenedNotice
from core.notices.retailer_answered import RetailerAnswered
from core.notices.retailer_told import RetailerTold
from core.notices.retry_result import RetryResult
from core.notices.step_done import StepDone
from core.notices.step_failed import StepDidNotWork
from core.notices.support_closed import SupportTicketClosed
from core.notices.support_linked import SupportTicketOpened
from core.notices.support_question import SupportQuestion
from core.notices.ticket_closed import ClosedOnProof
from core.notices.verification_failed import ProofRunFailed
from core.notices.weekly_overview import WeeklyOverview
from core.notices.woke import CaseWoke

N = TypeVar("N", bound=Notice)
Renderer: TypeAlias = Callable[..., Message]
"""(notice, say) or (notice, say, names): names of those who acted, by member id; see people.acting_in."""


def renders(kind: type[N], render: Callable[[N, Say], Message]) -> tuple[type[Notice], Renderer]:
    """Pair them so that the type checker sees the pair."""
    return kind, render


RENDERERS: dict[type[Notice], Renderer] = dict(
    (
        renders(YouWereAssigned, assigned.render),
        renders(ChannelDigest, channel_digest.render),
        renders(DestinationShut, channel_shut.render),
        renders(ClosingAnswer, closing_answer.render),
        renders(CommentAdded, commented.render),
        renders(ConfirmationAdded, confirmation_added.render),
        renders(ReplySent, customer_answered.render),
        renders(CustomerMessage, customer_wrote.render),
        renders(HelpAskedOfYou, help_asked.render),
        renders(IncidentNews, incident_news.render),
        renders(LetterBounced, letter_bounced.render),
        renders(LetterFailed, letter_failed.render),
        renders(MailToYouFailed, mail_failed.render),
        renders(MailOnTheCase, mail_kept.render),
        renders(MailUnmatched, mail_unmatched.render),
        renders(MemberDigest, member_digest.render),
        renders(NewsForYou, member_news.render),
        renders(NobodySubscribed, not_covered.render),
        renders(ProofPicture, proof_picture.render),
        renders(Reminder, reminder.render),
        renders(TicketReopenedNotice, reopened.render),
        renders(RetailerAnswered, retailer_answered.render),
        renders(RetailerTold, retailer_told.render),
        renders(RetryResult, retry_result.render),
        renders(StepDone, step_done.render),
        renders(StepDidNotWork, step_failed.render),
        renders(SupportTicketClosed, support_closed.render),
        renders(SupportTicketOpened, support_linked.render),
        renders(SupportQuestion, support_question.render),
        renders(ClosedOnProof, ticket_closed.render),
        renders(ProofRunFailed, verification_failed.render),
        renders(WeeklyOverview, weekly_overview.render),
        renders(CaseWoke, woke.render),
    )
)
