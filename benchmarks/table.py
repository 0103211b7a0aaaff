"""Two columns and their ratio."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, kw_only=True)
class Line:
    """`goal` is what the ratio ours/baseline should come to, in words."""

    what: str
    unit: str
    ours: float
    baseline: float | None = None
    goal: str = ""


def show(title: str, baseline: str, lines: Iterable[Line]) -> None:
    print(f"\n{title} (baseline: {baseline})")
    print(f"  {'':<34}{'ours':>12}{'baseline':>12}{'ratio':>10}  goal")
    for line in lines:
        base = f"{line.baseline:,.2f}" if line.baseline is not None else "-"
        ratio = f"{line.ours / line.baseline:.3f}" if line.baseline else "-"
        print(f"  {f'{line.what} [{line.unit}]':<34}{line.ours:>12,.2f}{base:>12}{ratio:>10}  {line.goal}")


def percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1]
