"""Every limit of a scenario, declared once: sliders, validation and messages use these.

Doses have their limits in the drug files, constants in their declarations.
"""

from dataclasses import dataclass

from osteoniche.components import Drug
from osteoniche.quantity import HUMAN, MOUSE, Species, shown_unit
from osteoniche.scenario import scales

GROUPED = 1e4
"""From here on whole limits are written in groups of three digits."""


@dataclass(frozen=True)
class Range:
    """Smallest, largest and default value of a number, its unit, and the slider's step.

    `scale` is that of a value that is felt by its ratios (see `scales`); empty for all others.
    """

    low: float
    high: float
    default: float
    unit: str = ""
    step: float = 1.0
    scale: tuple[float, ...] = ()

    def __str__(self) -> str:
        unit = f" {shown_unit(self.unit)}" if shown_unit(self.unit) else ""
        return f"{_plain(self.low)} to {_plain(self.high)}{unit}"


def _plain(value: float) -> str:
    """A limit without an exponent where it is large: 3,000,000 rather than 3e+06."""
    return f"{value:,.0f}" if abs(value) >= GROUPED and float(value).is_integer() else f"{value:g}"


DAYS = {MOUSE: Range(7, 180, 42, "days"), HUMAN: Range(30, 1826, 731, "days")}
"""Last day of a simulation, by species."""
FIRST_DOSE = {MOUSE: 7.0, HUMAN: 30.0}
"""Day of the first dose, unless a scenario says otherwise."""
INDUCTION = Range(1, 10, 3.9, "fold", 0.1)
"""Largest fold by which chemotherapy raises Jagged1 on osteoblasts; 1 is none."""
TIME = Range(0, 1826, 0, "days", 0.5)
"""When a schedule may start and stop."""
EVERY = Range(0.5, 365, 7, "days", 0.5)
"""Days between doses."""
HOURS = Range(0.1, 24, 1, "hours", 0.25)
"""How long an infusion may run."""
DOSES_AT_MOST = 800
"""Doses of one drug in one scenario: what `course.EVALUATIONS` is enough for with every drug.

A dose restarts the solver: about 300 to 450 right-hand sides, 0.4 to 0.8 ms.
"""


CYCLE = Range(1, DOSES_AT_MOST, 1)
"""Doses of a cycle."""
SCHEDULE_LIMITS = {
    "start": TIME,
    "every": EVERY,
    "doses": CYCLE,
    "again": EVERY,
    "until": TIME,
    "hours": HOURS,
}
"""What each number of a schedule may be."""


def dose_range(drug: Drug, species: Species) -> Range:
    """What a drug's dose slider covers in a species; the default is the usual dose."""
    dosing = drug.dosing[species]
    scale = scales.rungs(dosing.highest) if drug.logarithmic else ()
    return Range(0, dosing.highest, dosing.default, dosing.unit, dosing.step, scale)
