"""A cohort along one setting as rows: a value and a subject each."""

import csv
import io
from typing import Any

import numpy as np

from osteoniche.analysis.cohort.along import Along
from osteoniche.scenario.presets import OWN
from osteoniche.tables import ORIGIN, origin
from osteoniche.tables.cohort import columns as columns_of

BEFORE = f"{OWN}_"
"""What the columns of an arm begin with in the table of a cohort; here there is but one arm."""


def columns(found: Along) -> dict[str, Any]:
    """The columns (values x subjects), by name, as those of a cohort's arm; the setting is first.

    NaN where a subject has no curve. Columns that only some values have are left out.
    """
    parts = [
        columns_of(at, {OWN: told}) for at, told in zip(found.at, found.responses, strict=True)
    ]
    shared = [name for name in parts[0] if all(name in part for part in parts)]
    told: dict[str, Any] = {found.name: np.repeat(found.values, len(found))}
    for name in shared:
        told[name.removeprefix(BEFORE)] = np.concatenate([part[name] for part in parts])
    return told


def as_csv_of_along(found: Along) -> str:
    """The rows as comma-separated text with a header line; what they are of stands last."""
    told = columns(found)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*told, "seed", *ORIGIN])
    end = [str(found.seed), *origin(found.scenario)]
    for row in zip(*told.values(), strict=True):
        writer.writerow(["" if np.isnan(value) else f"{value:.6g}" for value in row] + end)
    return text.getvalue()
