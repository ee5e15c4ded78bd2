"""The likely range of the visitor's run: its band, and what to say of it."""

import hashlib
from dataclasses import fields
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np

from osteoniche.calibration import parameter_set
from osteoniche.calibration.bands import Band
from osteoniche.calibration.bands import band as band_of
from osteoniche.figures.stacked import PLOTS
from osteoniche.scenario import Scenario
from osteoniche.web.pages.explore import words

READOUTS = tuple(plot.series for plot in PLOTS)
"""The series that a band is computed of."""


def band(scenario: Scenario, threads: int | None = None) -> Band:
    """The band of what the main plots show, by so many threads (None: one for each core).

    Raises SolverError where it can not be made.
    """
    return band_of(scenario, READOUTS, threads=threads)


def key(scenario: Scenario) -> str:
    """What a band is remembered by: the scenario and the calibration."""
    return f"{scenario.key()}-{_calibration(scenario.set)}"


@cache
def _calibration(name: str) -> str:
    text = parameter_set.as_json(parameter_set.shipped(name))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def to_bytes(band: Band) -> bytes:
    """A band as the cache keeps it."""
    written = BytesIO()
    parts: dict[str, Any] = {field.name: getattr(band, field.name) for field in fields(band)}
    np.savez(written, allow_pickle=False, **parts)
    return written.getvalue()


def from_bytes(data: bytes) -> Band:
    """The band that `to_bytes` wrote; raises for anything else."""
    with np.load(BytesIO(data), allow_pickle=False) as read:
        parts = {field.name: read[field.name] for field in fields(Band)}
    readouts, members = tuple(map(str, parts["readouts"])), int(parts["members"])
    return Band(**(parts | {"readouts": readouts, "members": members}))


def note(band: Band | None) -> str:
    """What the band is, and how much of its width at the end comes from assumed constants."""
    if band is None:
        return ""
    shares = dict(zip(band.readouts, band.assumed[:, -1], strict=True))
    wide = dict(zip(band.readouts, band.upper[:, -1] > band.lower[:, -1], strict=True))
    parts = [
        f"{100 * shares[plot.series]:.0f} % for {plot.name.lower()}"
        for plot in PLOTS
        if wide[plot.series]
    ]
    told = words.BAND_SHARES.format(shares=", ".join(parts)) if parts else ""
    return words.BAND_TOLD.format(members=band.members, shares=told)
