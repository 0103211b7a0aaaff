"""Which rule reads back which write. A write without one could not be carried out."""

from collections.abc import Mapping

from core.domain.operation import WriteKind
from scheduler.connection_rules import SetConnectionStatus
from scheduler.incident_rules import ResolveIncident
from scheduler.job_rules import PauseJob, ResumeJob, StartRun
from scheduler.order_rules import RetryOrder
from scheduler.write_rules import WriteRule

RULES: Mapping[WriteKind, WriteRule] = {
    WriteKind.JOB_PAUSE: PauseJob(),
    WriteKind.JOB_RESUME: ResumeJob(),
    WriteKind.CONNECTION_SET_STATUS: SetConnectionStatus(),
    WriteKind.RUN_START: StartRun(),
    WriteKind.ORDER_RETRY: RetryOrder(),
    WriteKind.INCIDENT_RESOLVE: ResolveIncident(),
}
