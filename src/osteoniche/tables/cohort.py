"""A cohort as rows: one subject each, how it differs, and what became of it in every arm."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from osteoniche.analysis.cohort import Arm, Cohort
from osteoniche.analysis.cohort.responses import Responses
from osteoniche.tables import ORIGIN, origin

FACTOR = "factor_"
"""What a column begins with that says how a subject differs: one for the median subject."""


def columns(cohort: Cohort, found: Mapping[str, Responses]) -> dict[str, Any]:
    """The columns (subjects), by name; NaN where an arm has no curve of a subject.

    `days_held` are those until the tumour progresses, or (`progressed` is 0) until the last day.
    """
    told: dict[str, Any] = {"subject": np.arange(1, len(cohort) + 1)}
    told |= {FACTOR + name: values for name, values in cohort.factors.items()}
    for name, arm in cohort.arms.items():
        told |= {f"{name}_{key}": values for key, values in _arm(arm, found[name]).items()}
    return told


def _arm(arm: Arm, found: Responses) -> dict[str, Any]:
    last = {name: arm.of(name)[:, -1].astype(np.float64) for name in arm.readouts}
    seen = {"change": found.change, "days_held": found.lasted, "progressed": found.progressed}
    return last | {key: _everybody(arm, found, values) for key, values in seen.items()}


def _everybody(arm: Arm, found: Responses, values: Any) -> Any:
    whole = np.full(len(arm.values), np.nan)
    whole[found.subjects] = values
    return whole


def as_csv_of_cohort(cohort: Cohort, found: Mapping[str, Responses]) -> str:
    """The rows as comma-separated text with a header line; what they are of stands last."""
    told = columns(cohort, found)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*told, "seed", *ORIGIN])
    end = [str(cohort.seed), *origin(cohort.scenario)]
    for row in zip(*told.values(), strict=True):
        writer.writerow([*(_written(value) for value in row), *end])
    return text.getvalue()


def _written(value: Any) -> str:
    return "" if np.isnan(value) else f"{value:.6g}"
