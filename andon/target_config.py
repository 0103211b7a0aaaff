"""[hours] and [targets.*] of andon.toml: how soon what should be done, and while which hours that counts."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from core.domain.case_parts import Severity
from core.domain.workspace import DEFAULT_TARGETS, Targets

TargetKind = Literal["issue", "job_ticket", "delivery_incident", "support_ticket"]

JOB_ONLY = ("contain_minutes", "notify_minutes")
"""Targets of the steps that only a job ticket has."""

Minutes = Annotated[int, Field(gt=0, le=10_080)]
"""A week of working hours at most."""

Days = Annotated[float, Field(gt=0, le=365)]


class HoursSection(BaseModel):
    """Local time of the workspace. `days` are ISO weekdays, Monday is 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: time = time(9)
    end: time = time(18)
    days: Annotated[frozenset[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)] = frozenset(
        {1, 2, 3, 4, 5}
    )
    holidays: frozenset[date] = frozenset()

    @field_validator("start", "end")
    @classmethod
    def _local_to_the_minute(cls, value: time) -> time:
        if value.tzinfo or value.second or value.microsecond:
            raise ValueError("use a local time such as 09:00, without seconds and zone")
        return value

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "HoursSection":
        if self.start >= self.end:
            raise ValueError("a working day ends after it begins: 00:00 to 23:59 is round the clock")
        return self


class TargetTimes(BaseModel):
    """What is left out is that of the kind, and of the kind Andon's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    acknowledge_minutes: Minutes | None = None
    contain_minutes: Minutes | None = None
    notify_minutes: Minutes | None = None
    resolve_days: Days | None = None


class TargetSection(TargetTimes):
    """[targets.issue], and in it [targets.issue.critical] for what is more urgent, or less."""

    critical: TargetTimes | None = None
    high: TargetTimes | None = None
    normal: TargetTimes | None = None
    low: TargetTimes | None = None

    def by_priority(self) -> dict[str, TargetTimes]:
        found = {severity.value: getattr(self, severity.value) for severity in Severity}
        return {severity: times for severity, times in found.items() if times is not None}


def _job_targets_only_of_jobs(said: dict[TargetKind, TargetSection]) -> dict[TargetKind, TargetSection]:
    for kind, section in said.items():
        for where, times in {kind: section, **_dotted(kind, section)}.items():
            wrong = [name for name in JOB_ONLY if getattr(times, name) is not None]
            if wrong and kind != "job_ticket":
                raise ValueError(f"{where}.{wrong[0]}: only a job_ticket is contained and its retailer told")
    return said


def _dotted(kind: str, section: TargetSection) -> dict[str, TargetTimes]:
    return {f"{kind}.{severity}": times for severity, times in section.by_priority().items()}


TargetSections = Annotated[dict[TargetKind, TargetSection], AfterValidator(_job_targets_only_of_jobs)]


def targets_said(said: Mapping[TargetKind, TargetSection]) -> dict[str, Targets]:
    """Kind, and `kind.severity` where a priority has its own -> its targets."""
    found: dict[str, Targets] = {}
    for kind in get_args(TargetKind):
        section = said.get(kind)
        found[kind] = _over(DEFAULT_TARGETS[kind], section) if section is not None else DEFAULT_TARGETS[kind]
        for name, times in _dotted(kind, section).items() if section is not None else ():
            found[name] = _over(found[kind], times)
    return found


def _over(base: Targets, said: TargetTimes) -> Targets:
    def minutes(value: int | None, otherwise: timedelta | None) -> timedelta | None:
        return timedelta(minutes=value) if value is not None else otherwise

    return Targets(
        acknowledge=minutes(said.acknowledge_minutes, base.acknowledge) or base.acknowledge,
        contain=minutes(said.contain_minutes, base.contain),
        notify=minutes(said.notify_minutes, base.notify),
        resolve=timedelta(days=said.resolve_days) if said.resolve_days is not None else base.resolve,
    )
