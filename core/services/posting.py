"""Where a new case is posted."""

from core.domain.case import Case
from core.domain.member import Role
from core.notices.not_covered import NobodySubscribed
from core.policies.routing import channels_for
from core.ports.unit_of_work import UnitOfWork


def post_to_subscribers(case: Case, uow: UnitOfWork) -> None:
    """A copy to every channel that takes it. Where none does, the leads' channel, else each admin is told:
    a case that nobody sees is lost (C15)."""
    wanted = channels_for(case, uow.subscriptions.all())
    for subscription in wanted:
        uow.cards.want(case.id, subscription.channel_id, subscription.locale)
    if wanted:
        return
    leads = uow.workspace.leads_channel
    if leads is not None:
        uow.cards.want(case.id, leads, uow.workspace.locale)
    notice = NobodySubscribed(number=case.number, title=case.title, kind=case.KIND)
    for admin in uow.members.having(Role.ADMIN):
        uow.outbox.direct(admin.id, notice)
